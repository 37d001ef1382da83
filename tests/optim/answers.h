#pragma once
// PyTorch 1.13.1's answers to the runs, from tests/golden/optim.txt.

#include "tests/optim/runs.h"
#include "tests/support/answers.h"

namespace optim_runs {

inline std::string answer(const std::string& text) { return golden::answer("optim.txt", text); }

/// Every parameter of every run is PyTorch's in every bit.
template <class Runs>
void expect_same_trajectories(const Runs& runs) {
  for (const auto& run : runs) EXPECT_EQ(trajectory_of(run), answer(run.text)) << run.text;
}

/// A parameter and its gradient.
inline Tensor parameter(double value, double gradient) {
  Tensor p = torch::full({2}, value).set_requires_grad(true);
  p.mutable_grad() = torch::full({2}, gradient);
  return p;
}

}  // namespace optim_runs
