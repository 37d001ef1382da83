// RMSprop against PyTorch 1.13.1, and what it refuses.
#include "optim/rmsprop.h"

#include "tests/optim/answers.h"
#include "tests/support/expect_error.h"

namespace glassgrad::optim {
namespace {

using optim_runs::parameter;

TEST(RMSprop, StepsAsPyTorchDoes) {
  optim_runs::expect_same_trajectories(optim_runs::rmsprop_runs());
}

TEST(RMSprop, FollowsItsFormula) {
  const Tensor p = parameter(4, 3);
  RMSprop rmsprop({p}, RMSpropOptions(0.5).alpha(0.75).eps(0).momentum(0.5));
  rmsprop.step();  // s = 9/4, v = 3 / 1.5 = 2
  EXPECT_TRUE(equal(p.detach(), full({2}, 3.0)));
  p.grad().fill_(0);
  rmsprop.step();  // v = 1
  EXPECT_TRUE(equal(p.detach(), full({2}, 2.5)));
}

TEST(RMSprop, RemembersWhatItsOptionsNeed) {
  const Tensor p = parameter(1, 2);
  RMSprop plain({p}, RMSpropOptions(0.1).alpha(0.5));
  plain.step();
  const auto& state = static_cast<RMSpropParamState&>(*plain.state().at(param_key(p)));
  EXPECT_EQ(state.step(), 1);
  EXPECT_TRUE(equal(state.square_avg(), full({2}, 2.0)));
  EXPECT_FALSE(state.momentum_buffer().defined());
  EXPECT_FALSE(state.grad_avg().defined());

  RMSprop centered({p}, RMSpropOptions(0.1).alpha(0.5).centered(true).momentum(0.5));
  centered.step();
  const auto& more = static_cast<RMSpropParamState&>(*centered.state().at(param_key(p)));
  EXPECT_TRUE(equal(more.grad_avg(), full({2}, 1.0)));
  EXPECT_TRUE(allclose(more.momentum_buffer(), full({2}, 2.0)));  // 2 / sqrt(2 - 1)
}

// The texts are those of libtorch 1.13.1.
TEST(RMSprop, RefusesOptionsThatMakeNoSense) {
  const std::vector<Tensor> p = {parameter(1, 2)};
  EXPECT_ERROR(RMSprop(p, RMSpropOptions(-1)), "Invalid learning rate: -1");
  EXPECT_ERROR(RMSprop(p, RMSpropOptions().eps(-1)), "Invalid epsilon value: -1");
  EXPECT_ERROR(RMSprop(p, RMSpropOptions().momentum(-1)), "Invalid momentum value: -1");
  EXPECT_ERROR(RMSprop(p, RMSpropOptions().weight_decay(-1)), "Invalid weight_decay value: -1");
  EXPECT_ERROR(RMSprop(p, RMSpropOptions().alpha(-1)), "Invalid alpha value: -1");
}

TEST(RMSpropOptions, DefaultsAndEquality) {
  const RMSpropOptions options;
  EXPECT_EQ(options.lr(), 1e-2);
  EXPECT_EQ(options.alpha(), 0.99);
  EXPECT_EQ(options.eps(), 1e-8);
  EXPECT_EQ(options.weight_decay(), 0);
  EXPECT_EQ(options.momentum(), 0);
  EXPECT_FALSE(options.centered());
  EXPECT_TRUE(options == RMSpropOptions());
  EXPECT_FALSE(options == RMSpropOptions().centered(true));
}

}  // namespace
}  // namespace glassgrad::optim
