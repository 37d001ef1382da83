// Adagrad against PyTorch 1.13.1, and what it refuses.
#include "optim/adagrad.h"

#include "tests/optim/answers.h"
#include "tests/support/expect_error.h"

namespace glassgrad::optim {
namespace {

using optim_runs::parameter;

TEST(Adagrad, StepsAsPyTorchDoes) {
  optim_runs::expect_same_trajectories(optim_runs::adagrad_runs());
}

TEST(Adagrad, FollowsItsFormula) {
  const Tensor p = parameter(4, 3);
  Adagrad adagrad({p}, AdagradOptions(0.5).lr_decay(1).initial_accumulator_value(7).eps(0));
  adagrad.step();  // s = 7 + 9, p = 4 - 0.5 * 3/4
  EXPECT_TRUE(equal(p.detach(), full({2}, 3.625)));
  p.grad().fill_(0);
  adagrad.step();
  EXPECT_TRUE(equal(p.detach(), full({2}, 3.625)));
  p.grad().fill_(3);
  adagrad.step();  // s = 25, lr = 0.5 / (1 + 2*1)
  EXPECT_TRUE(allclose(p.detach(), full({2}, 3.625 - 0.5 / 3 * 3 / 5)));
}

TEST(Adagrad, HasItsSumsFromTheStart) {
  const Tensor p = parameter(1, 2);
  Adagrad adagrad({p}, AdagradOptions().initial_accumulator_value(0.5));
  const auto& state = static_cast<AdagradParamState&>(*adagrad.state().at(param_key(p)));
  EXPECT_EQ(state.step(), 0);
  EXPECT_TRUE(equal(state.sum(), full({2}, 0.5)));
  adagrad.step();
  EXPECT_EQ(state.step(), 1);
  EXPECT_TRUE(equal(state.sum(), full({2}, 4.5)));
}

// The texts are those of libtorch 1.13.1.
TEST(Adagrad, RefusesOptionsThatMakeNoSense) {
  const std::vector<Tensor> p = {parameter(1, 2)};
  EXPECT_ERROR(Adagrad(p, AdagradOptions(-1)), "Invalid learning rate: -1");
  EXPECT_ERROR(Adagrad(p, AdagradOptions().lr_decay(-1)), "Invalid lr_decay value: -1");
  EXPECT_ERROR(Adagrad(p, AdagradOptions().weight_decay(-1)), "Invalid weight_decay value: -1");
  EXPECT_ERROR(Adagrad(p, AdagradOptions().initial_accumulator_value(-1)),
               "Invalid initial_accumulator_value value: -1");
  EXPECT_ERROR(Adagrad(p, AdagradOptions().eps(-1)), "Invalid epsilon value: -1");
}

TEST(AdagradOptions, DefaultsAndEquality) {
  const AdagradOptions options;
  EXPECT_EQ(options.lr(), 1e-2);
  EXPECT_EQ(options.lr_decay(), 0);
  EXPECT_EQ(options.weight_decay(), 0);
  EXPECT_EQ(options.initial_accumulator_value(), 0);
  EXPECT_EQ(options.eps(), 1e-10);
  EXPECT_TRUE(options == AdagradOptions());
  EXPECT_FALSE(options == AdagradOptions().lr_decay(0.1));
}

}  // namespace
}  // namespace glassgrad::optim
