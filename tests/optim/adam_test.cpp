// Adam and AdamW against PyTorch 1.13.1, and what they refuse.
#include "optim/adam.h"

#include "tests/optim/answers.h"
#include "tests/support/expect_error.h"

namespace glassgrad::optim {
namespace {

using optim_runs::parameter;

TEST(Adam, AndAdamWStepAsPyTorchDoes) {
  optim_runs::expect_same_trajectories(optim_runs::adam_runs());
}

TEST(Adam, TheFirstStepIsTheLearningRateWhateverTheGradient) {
  for (const double gradient : {1e-3, 2.0, -500.0}) {
    const Tensor p = parameter(1, gradient);
    Adam({p}, AdamOptions(0.25)).step();
    EXPECT_TRUE(allclose(p.detach(), full({2}, gradient > 0 ? 0.75 : 1.25), 1e-4));
  }
}

TEST(Adam, WithNoGradientAdamWDecaysAndAdamStandsStill) {
  const Tensor p = parameter(2, 0), q = parameter(2, 0);
  Adam({p}, AdamOptions(0.5)).step();
  AdamW({q}, AdamWOptions(0.5).weight_decay(0.5)).step();
  EXPECT_TRUE(equal(p.detach(), full({2}, 2.0)));
  EXPECT_TRUE(equal(q.detach(), full({2}, 1.5)));
}

TEST(Adam, RemembersStepsAndMoments) {
  const Tensor p = parameter(1, 2);
  Adam adam({p}, AdamOptions(0.1).betas({0.5, 0.75}));
  EXPECT_TRUE(adam.state().empty());
  adam.step();
  const auto& state = static_cast<AdamParamState&>(*adam.state().at(param_key(p)));
  EXPECT_EQ(state.step(), 1);
  EXPECT_TRUE(equal(state.exp_avg(), full({2}, 1.0)));
  EXPECT_TRUE(equal(state.exp_avg_sq(), full({2}, 1.0)));
  EXPECT_FALSE(state.max_exp_avg_sq().defined());
  p.grad().fill_(0);
  adam.step();
  EXPECT_EQ(state.step(), 2);
  EXPECT_TRUE(equal(state.exp_avg(), full({2}, 0.5)));
  EXPECT_TRUE(equal(state.exp_avg_sq(), full({2}, 0.75)));
}

TEST(Adam, AmsgradKeepsTheLargestSquare) {
  const Tensor p = parameter(1, 2);
  AdamW adamw({p}, AdamWOptions(0.1).betas({0.5, 0.75}).amsgrad(true));
  adamw.step();
  p.grad().fill_(0);
  adamw.step();
  const auto& state = static_cast<AdamWParamState&>(*adamw.state().at(param_key(p)));
  EXPECT_TRUE(equal(state.exp_avg_sq(), full({2}, 0.75)));
  EXPECT_TRUE(equal(state.max_exp_avg_sq(), full({2}, 1.0)));
}

// The texts are those of libtorch 1.13.1.
template <class Algorithm, class Options>
void expect_checks() {
  const std::vector<Tensor> p = {parameter(1, 2)};
  EXPECT_ERROR(Algorithm(p, Options(-1)), "Invalid learning rate: -1");
  EXPECT_ERROR(Algorithm(p, Options().eps(-1)), "Invalid epsilon value: -1");
  EXPECT_ERROR(Algorithm(p, Options().betas({1.0, 0.5})), "Invalid beta parameter at index 0: 1");
  EXPECT_ERROR(Algorithm(p, Options().betas({-0.5, 0.5})),
               "Invalid beta parameter at index 0: -0.5");
  EXPECT_ERROR(Algorithm(p, Options().betas({0.5, 1.0})), "Invalid beta parameter at index 1: 1");
  EXPECT_ERROR(Algorithm(p, Options().weight_decay(-1)), "Invalid weight_decay value: -1");
}

TEST(Adam, RefusesOptionsThatMakeNoSense) {
  expect_checks<Adam, AdamOptions>();
  expect_checks<AdamW, AdamWOptions>();
}

TEST(AdamOptions, DefaultsAndEquality) {
  const AdamOptions adam;
  const AdamWOptions adamw;
  EXPECT_EQ(adam.lr(), 1e-3);
  EXPECT_EQ(adam.betas(), std::make_tuple(0.9, 0.999));
  EXPECT_EQ(adam.eps(), 1e-8);
  EXPECT_EQ(adam.weight_decay(), 0);
  EXPECT_FALSE(adam.amsgrad());
  EXPECT_EQ(adamw.lr(), 1e-3);
  EXPECT_EQ(adamw.weight_decay(), 1e-2);
  EXPECT_TRUE(adam == AdamOptions(1e-3));
  EXPECT_FALSE(adam == AdamOptions().amsgrad(true));
  EXPECT_FALSE(adamw == AdamWOptions().betas({0.9, 0.99}));
}

}  // namespace
}  // namespace glassgrad::optim
