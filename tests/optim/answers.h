#pragma once
// PyTorch 1.13.1's answers to the runs, from tests/golden/optim.txt.

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <string>

#include "tests/optim/runs.h"

namespace optim_runs {

/// The lines below "run TEXT".
inline std::string answer(const std::string& text) {
  static const std::map<std::string, std::string> all = [] {
    std::map<std::string, std::string> answers;
    std::ifstream file(GLASSGRAD_SOURCE_DIR "/tests/golden/optim.txt");
    std::string run;
    for (std::string line; std::getline(file, line);) {
      if (line.rfind("run ", 0) == 0)
        run = line.substr(4);
      else
        answers[run] += line + '\n';
    }
    return answers;
  }();
  const auto found = all.find(text);
  return found == all.end() ? "no such run in optim.txt" : found->second;
}

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
