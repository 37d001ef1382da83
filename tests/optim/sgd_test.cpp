// SGD against PyTorch 1.13.1, and what it refuses.
#include "optim/sgd.h"

#include "tests/optim/answers.h"
#include "tests/support/expect_error.h"

namespace glassgrad::optim {
namespace {

using optim_runs::parameter;

TEST(SGD, StepsAsPyTorchDoes) { optim_runs::expect_same_trajectories(optim_runs::sgd_runs()); }

// With numbers that are exact, the formulas in the header can be followed by hand.
TEST(SGD, FollowsItsFormula) {
  const Tensor p = parameter(1, 2);
  SGD sgd({p}, SGDOptions(0.5).momentum(0.5).dampening(0.25).weight_decay(2));
  sgd.step();  // d = 2 + 2*1 = 4, v = 4, p = 1 - 0.5*4
  EXPECT_TRUE(equal(p.detach(), full({2}, -1.0)));
  sgd.step();  // d = 2 - 2*1 = 0, v = 0.5*4 + 0.75*0 = 2, p = -1 - 0.5*2
  EXPECT_TRUE(equal(p.detach(), full({2}, -2.0)));
}

TEST(SGD, RemembersOnlyWithMomentum) {
  const Tensor p = parameter(1, 2);
  SGD plain({p}, SGDOptions(0.1).weight_decay(0.5));
  plain.step();
  EXPECT_TRUE(plain.state().empty());

  SGD heavy({p}, SGDOptions(0.1).momentum(0.9));
  EXPECT_TRUE(heavy.state().empty());
  heavy.step();
  ASSERT_EQ(heavy.state().size(), 1u);
  const auto& state = static_cast<SGDParamState&>(*heavy.state().at(param_key(p)));
  EXPECT_TRUE(equal(state.momentum_buffer(), full({2}, 2.0)));
  EXPECT_FALSE(state.momentum_buffer().is_same(p.grad()));
  p.grad().fill_(7);  // as the next backward does
  EXPECT_TRUE(equal(state.momentum_buffer(), full({2}, 2.0)));
}

TEST(SGD, LeavesTheGradientAlone) {
  const Tensor p = parameter(1, 2);
  SGD sgd({p}, SGDOptions(0.1).momentum(0.9).weight_decay(0.5).nesterov(true));
  sgd.step();
  sgd.step();
  EXPECT_TRUE(equal(p.grad(), full({2}, 2.0)));
  EXPECT_TRUE(p.requires_grad());
  EXPECT_TRUE(p.is_leaf());
}

// The texts are those of libtorch 1.13.1.
TEST(SGD, RefusesOptionsThatMakeNoSense) {
  const std::vector<Tensor> p = {parameter(1, 2)};
  EXPECT_ERROR(SGD(p, SGDOptions(-0.1)), "Invalid learning rate: -0.1");
  EXPECT_ERROR(SGD(p, SGDOptions(0.1).momentum(-1)), "Invalid momentum value: -1");
  EXPECT_ERROR(SGD(p, SGDOptions(0.1).weight_decay(-0.5)), "Invalid weight_decay value: -0.5");
  EXPECT_ERROR(SGD(p, SGDOptions(0.1).nesterov(true)),
               "Nesterov momentum requires a momentum and zero dampening");
  EXPECT_ERROR(SGD(p, SGDOptions(0.1).nesterov(true).momentum(0.9).dampening(0.1)),
               "Nesterov momentum requires a momentum and zero dampening");
}

TEST(SGDOptions, DefaultsAndEquality) {
  const SGDOptions options(0.1);
  EXPECT_EQ(options.lr(), 0.1);
  EXPECT_EQ(options.momentum(), 0);
  EXPECT_EQ(options.dampening(), 0);
  EXPECT_EQ(options.weight_decay(), 0);
  EXPECT_FALSE(options.nesterov());
  EXPECT_TRUE(options == SGDOptions(0.1));
  EXPECT_FALSE(options == SGDOptions(0.1).momentum(0.9));
  EXPECT_FALSE(options == SGDOptions(0.1).nesterov(true));
}

}  // namespace
}  // namespace glassgrad::optim
