// L-BFGS against PyTorch 1.13.1, and what it refuses.
#include "optim/lbfgs.h"

#include <stdexcept>

#include "tests/optim/answers.h"
#include "tests/optim/lbfgs_runs.h"
#include "tests/support/expect_error.h"

namespace glassgrad::optim {
namespace {

using optim_runs::Valley;

TEST(LBFGS, StepsAsPyTorchDoes) { optim_runs::expect_same_trajectories(optim_runs::lbfgs_runs()); }

TEST(LBFGS, FindsTheBottomOfTheValley) {
  Valley valley;
  LBFGS lbfgs(valley.params, LBFGSOptions().max_iter(100).line_search_fn("strong_wolfe"));
  const Tensor first = lbfgs.step([&] { return valley.closure(); });
  EXPECT_GT(first.item<double>(), 10);
  EXPECT_LT(valley.loss().item<double>(), 1e-12);
  EXPECT_NEAR(valley.params[0].item<double>(), 1, 1e-6);
}

TEST(LBFGS, WithAZeroGradientItStaysAndEvaluatesOnce) {
  Valley valley;
  LBFGS lbfgs(valley.params, LBFGSOptions());
  int evaluations = 0;
  lbfgs.step([&] {
    ++evaluations;
    for (Tensor& p : valley.params) p.mutable_grad() = zeros_like(p);
    return valley.loss();
  });
  EXPECT_EQ(evaluations, 1);
  EXPECT_EQ(valley.params[0].item<double>(), -1.5);
}

TEST(LBFGS, AnExceptionLeavesParametersAndStateAsTheyWere) {
  Valley valley;
  LBFGS lbfgs(valley.params, LBFGSOptions(0.01));
  lbfgs.step([&] { return valley.closure(); });
  const Tensor x = valley.params[0].detach().clone(), yz = valley.params[1].detach().clone();
  const auto& state = static_cast<LBFGSParamState&>(*lbfgs.state().begin()->second);
  const int64_t iterations = state.n_iter();
  int evaluations = 0;
  EXPECT_ERROR(lbfgs.step([&] {
    if (++evaluations == 3) throw std::runtime_error("from the closure");
    return valley.closure();
  }),
               "from the closure");
  EXPECT_TRUE(equal(valley.params[0].detach(), x));
  EXPECT_TRUE(equal(valley.params[1].detach(), yz));
  EXPECT_EQ(state.n_iter(), iterations);
}

// The texts are those of libtorch 1.13.1.
TEST(LBFGS, RefusesWhatItCannotDo) {
  Valley valley;
  LBFGS lbfgs(valley.params, LBFGSOptions());
  EXPECT_ERROR(lbfgs.step(nullptr), "LBFGS requires a closure function");
  EXPECT_ERROR(LBFGS(std::vector<OptimizerParamGroup>{std::vector<Tensor>{valley.params[0]},
                                                      std::vector<Tensor>{valley.params[1]}}),
               "LBFGS doesn't support per-parameter options (parameter groups)");
  LBFGS unknown(valley.params, LBFGSOptions().line_search_fn("golden"));
  EXPECT_ERROR(unknown.step([&] { return valley.closure(); }), "only 'strong_wolfe' is supported");
}

TEST(LBFGSOptions, DefaultsAndEquality) {
  const LBFGSOptions options;
  EXPECT_EQ(options.lr(), 1);
  EXPECT_EQ(options.max_iter(), 20);
  EXPECT_FALSE(options.max_eval().has_value());
  EXPECT_EQ(options.tolerance_grad(), 1e-7);
  EXPECT_EQ(options.tolerance_change(), 1e-9);
  EXPECT_EQ(options.history_size(), 100);
  EXPECT_FALSE(options.line_search_fn().has_value());
  EXPECT_TRUE(options == LBFGSOptions());
  EXPECT_FALSE(options == LBFGSOptions().history_size(2));
  Valley valley;
  LBFGS lbfgs(valley.params, LBFGSOptions().max_iter(8));
  EXPECT_EQ(static_cast<LBFGSOptions&>(lbfgs.param_groups()[0].options()).max_eval(), 10);
}

}  // namespace
}  // namespace glassgrad::optim
