#pragma once
// LBFGS at work, in libtorch's own words; see runs.h.

#include "tests/optim/runs.h"

namespace optim_runs {

/// (1 - x)^2 + 100 (y - x^2)^2 + z^2, the valley of Rosenbrock and a bowl, from (-1.5, 2) and 3.
struct Valley {
  Tensors params = {torch::full({}, -1.5, torch::kDouble).set_requires_grad(true),
                    fractions(2, 3, torch::kDouble).set_requires_grad(true)};
  int evaluations = 0;

  /// One operation a line where order matters: x's gradient is a sum, newest first.
  Tensor loss() {
    const Tensor x = params[0], y = params[1][0], z = params[1][1];
    const Tensor a = 1 - x;
    const Tensor square = x * x;
    const Tensor b = y - square;
    return a * a + 100 * (b * b) + z * z;
  }
  Tensor closure() {
    ++evaluations;
    for (Tensor& p : params)
      if (p.grad().defined()) p.mutable_grad().zero_();
    const Tensor l = loss();
    l.backward();
    return l;
  }
};

struct LbfgsRun {
  std::string text;
  torch::optim::LBFGSOptions options;
};

/// What three calls of step return and leave: loss, evaluations so far, parameters.
inline std::string trajectory_of(const LbfgsRun& run) {
  Valley valley;
  torch::optim::LBFGS optimizer(valley.params, run.options);
  std::string text;
  for (int step = 1; step <= 3; ++step) {
    const Tensor loss = optimizer.step([&] { return valley.closure(); });
    text += std::to_string(step) + ":" + hex_text(loss) + ' ' + std::to_string(valley.evaluations) +
            hex_text(valley.params[0]) + hex_text(valley.params[1]) + '\n';
  }
  return text;
}

inline std::vector<LbfgsRun> lbfgs_runs() {
  using torch::optim::LBFGSOptions;
#define LBFGS_RUN(...) \
  { "LBFGS " #__VA_ARGS__, __VA_ARGS__ }
  return {
      LBFGS_RUN(LBFGSOptions(0.01)),
      LBFGS_RUN(LBFGSOptions(0.01).max_iter(5)),
      LBFGS_RUN(LBFGSOptions(0.01).max_iter(7).history_size(2)),
      LBFGS_RUN(LBFGSOptions(0.01).max_eval(3)),
      LBFGS_RUN(LBFGSOptions(0.01).tolerance_change(1e-2)),
      LBFGS_RUN(LBFGSOptions(0.01).tolerance_grad(1e9)),
      LBFGS_RUN(LBFGSOptions().max_iter(6).line_search_fn("strong_wolfe")),
      LBFGS_RUN(LBFGSOptions().max_iter(6).line_search_fn("strong_wolfe").history_size(2)),
      LBFGS_RUN(LBFGSOptions(0.1).max_iter(4).line_search_fn("strong_wolfe")),
      LBFGS_RUN(LBFGSOptions().line_search_fn("strong_wolfe")),
      LBFGS_RUN(LBFGSOptions().max_eval(10).line_search_fn("strong_wolfe")),
  };
#undef LBFGS_RUN
}

}  // namespace optim_runs
