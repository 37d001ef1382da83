// What all optimizers share: groups, options, gradients, closures. The texts are those of libtorch
// 1.13.1 where it has the same check.
#include "optim/optimizer.h"

#include "optim/adam.h"
#include "optim/sgd.h"
#include "tests/optim/answers.h"
#include "tests/support/expect_error.h"

namespace glassgrad::optim {
namespace {

using optim_runs::parameter;

TEST(Optimizer, GroupsHaveTheirOwnOptions) {
  optim_runs::expect_same_trajectories(optim_runs::group_runs());
}

TEST(Optimizer, AGroupWithoutOptionsGetsACopyOfTheDefaults) {
  SGD sgd({parameter(1, 2)}, SGDOptions(0.1));
  sgd.add_param_group(std::vector<Tensor>{parameter(3, 4)});
  ASSERT_EQ(sgd.param_groups().size(), 2u);
  auto& first = static_cast<SGDOptions&>(sgd.param_groups()[0].options());
  auto& second = static_cast<SGDOptions&>(sgd.param_groups()[1].options());
  first.lr(7);
  EXPECT_EQ(second.lr(), 0.1);
  EXPECT_EQ(sgd.defaults().get_lr(), 0.1);
}

TEST(Optimizer, AGroupWithoutOptionsSaysSo) {
  OptimizerParamGroup group(std::vector<Tensor>{parameter(1, 2)});
  EXPECT_FALSE(group.has_options());
  EXPECT_ERROR(group.options(), "options");
  group.set_options(std::make_unique<SGDOptions>(0.5));
  const OptimizerParamGroup copy(group);
  group.options().set_lr(1);
  EXPECT_EQ(copy.options().get_lr(), 0.5);
}

TEST(Optimizer, TakesLeavesOnceOnly) {
  const Tensor p = parameter(1, 2);
  SGD sgd({p}, SGDOptions(0.1));
  EXPECT_ERROR(sgd.add_param_group(std::vector<Tensor>{p}),
               "some parameters appear in more than one parameter group");
  EXPECT_ERROR(sgd.add_param_group(std::vector<Tensor>{p * 2}), "can't optimize a non-leaf Tensor");
  EXPECT_ERROR(sgd.add_param_group(std::vector<Tensor>{Tensor()}), "undefined");
  EXPECT_EQ(sgd.param_groups().size(), 1u);
}

TEST(Optimizer, SkipsParametersWithoutGradients) {
  const Tensor p = parameter(1, 2), q = ones({2}).requires_grad_();
  Adam adam({q, p}, AdamOptions(0.5));
  adam.step();
  EXPECT_TRUE(equal(q.detach(), ones({2})));
  EXPECT_FALSE(equal(p.detach(), ones({2})));
  EXPECT_EQ(adam.state().count(param_key(q)), 0u);
  EXPECT_EQ(adam.state().count(param_key(p)), 1u);
}

TEST(Optimizer, ChangesNothingIfOneGradientDoesNotFit) {
  const Tensor p = parameter(1, 2), q = ones({3}).requires_grad_();
  SGD sgd({p, q}, SGDOptions(0.5));
  Tensor(q).mutable_grad() = ones({2});
  EXPECT_ERROR(sgd.step(), "SGD: the gradient of a parameter has to be of its type and shape");
  EXPECT_TRUE(equal(p.detach(), ones({2})));
}

TEST(Optimizer, ZeroGradFillsWithZerosOrDrops) {
  const Tensor p = parameter(1, 2), without = ones({2}).requires_grad_();
  SGD sgd({p, without}, SGDOptions(0.5));
  const Tensor gradient = p.grad();
  sgd.zero_grad();
  EXPECT_TRUE(equal(gradient, zeros({2})));
  EXPECT_TRUE(p.grad().is_same(gradient));
  EXPECT_FALSE(without.grad().defined());
  sgd.zero_grad(/*set_to_none=*/true);
  EXPECT_FALSE(p.grad().defined());
}

TEST(Optimizer, ZeroGradTakesGradientsOutOfTheGraph) {
  const Tensor p = full({}, 3.0).requires_grad_();
  (p * p).backward({}, false, /*create_graph=*/true);
  ASSERT_TRUE(p.grad().requires_grad());
  SGD sgd({p}, SGDOptions(0.5));
  sgd.zero_grad();
  EXPECT_FALSE(p.grad().requires_grad());
  EXPECT_EQ(p.grad().item<float>(), 0);
}

TEST(Optimizer, TheClosureComesFirstWithGradientsOnAndItsLossIsReturned) {
  const Tensor p = parameter(1, 0);
  SGD sgd({p}, SGDOptions(0.25));
  NoGradGuard no_grad;
  const Tensor loss = sgd.step([&] {
    EXPECT_TRUE(GradMode::is_enabled());
    const Tensor l = (p * p).sum();
    l.backward();
    return l;
  });
  EXPECT_EQ(loss.item<float>(), 2);
  EXPECT_TRUE(equal(p.detach(), full({2}, 0.5)));
  EXPECT_FALSE(sgd.step().defined());
}

TEST(Optimizer, StatesAreFoundByTheirParameter) {
  const Tensor p = parameter(1, 2), q = parameter(3, 4);
  SGD sgd({p, q}, SGDOptions(0.5).momentum(0.5));
  sgd.step();
  ASSERT_EQ(sgd.state().size(), 2u);
  EXPECT_EQ(sgd.state().begin()->first, param_key(p));
  EXPECT_NE(sgd.state().find(param_key(q)), sgd.state().end());
  EXPECT_EQ(sgd.state().find("0x0"), sgd.state().end());
  EXPECT_THROW(sgd.state().at("0x0"), Error);
  EXPECT_EQ(sgd.state().erase(param_key(p)), 1u);
  sgd.step();  // makes it anew
  EXPECT_EQ(sgd.state().size(), 2u);
}

/// Options of a user's own that forget what a learning rate is.
struct Forgetful : OptimizerOptions {};

TEST(OptimizerOptions, SayWhatIsNotImplemented) {
  Forgetful options;
  EXPECT_ERROR(options.clone(), "clone() has not been implemented");
  EXPECT_ERROR(options.get_lr(), "get_lr() has not been implemented");
  EXPECT_ERROR(options.set_lr(1), "set_lr() has not been implemented");
}

std::vector<std::string> said;

TEST(Optimizer, TheInterfaceOfBeforeGroupsWarns) {
  SGD sgd({parameter(1, 2)}, SGDOptions(0.5));
  said.clear();
  const auto before = set_warning_handler([](const std::string& text) { said.push_back(text); });
  sgd.add_parameters({parameter(3, 4)});
  EXPECT_EQ(sgd.size(), 2u);
  EXPECT_EQ(sgd.parameters().size(), 2u);
  set_warning_handler(before);
  ASSERT_EQ(said.size(), 3u);
  EXPECT_EQ(said[0].rfind("Optimizer::add_parameters() will be removed", 0), 0u);
}

}  // namespace
}  // namespace glassgrad::optim
