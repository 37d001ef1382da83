// An optimizer that is going to change nothing says so, once; those that change something do not.
#include "optim/adam.h"
#include "optim/lbfgs.h"
#include "optim/sgd.h"

#include <gtest/gtest.h>

#include "autograd/base/error.h"
#include "autograd/functions.h"

namespace glassgrad::optim {
namespace {

using Texts = std::vector<std::string>;
Texts warnings;

class FirstStep : public testing::Test {
 protected:
  void SetUp() override {
    warnings.clear();
    before_ = set_warning_handler([](const std::string& text) { warnings.push_back(text); });
  }
  void TearDown() override { set_warning_handler(before_); }

 private:
  WarningHandler before_ = nullptr;
};

Tensor parameter(const char* name) {
  Tensor p = ones({2, 3}).requires_grad_();
  p.set_name(name);
  return p;
}

TEST_F(FirstStep, WarnsOnceOfNoParameters) {
  SGD sgd(std::vector<Tensor>{}, SGDOptions(0.1));
  for (int i = 0; i < 3; ++i) sgd.step();
  EXPECT_EQ(warnings,
            Texts{"SGD: step() changes nothing, because the optimizer has no parameters. Modules "
                  "register what is to be trained: `layer = register_module(\"layer\", "
                  "torch::nn::Linear(...))`, `w = register_parameter(\"w\", ...)`; and the "
                  "optimizer is made after that, from parameters()."});
}

TEST_F(FirstStep, WarnsOnceOfNoGradients) {
  Adam adam({parameter("weight"), ones({3}).requires_grad_()}, AdamOptions(0.1));
  for (int i = 0; i < 3; ++i) adam.step();
  EXPECT_EQ(warnings,
            Texts{"Adam: step() changes nothing, because no gradient has arrived at any of the "
                  "optimizer's parameters: weight [2, 3], [3]. Call loss.backward() before step(), "
                  "and compute the loss from these tensors, neither from copies of them nor under "
                  "NoGradGuard."});
}

TEST_F(FirstStep, WarnsIfAllIsFrozen) {
  const Tensor p = parameter("weight");
  p.set_requires_grad(false);
  SGD sgd({p}, SGDOptions(0.1));
  sgd.step();
  EXPECT_EQ(warnings, Texts{"SGD: step() changes nothing, because all parameters have "
                            "requires_grad=false: weight [2, 3]."});
}

TEST_F(FirstStep, ListsSixParametersAtMost) {
  std::vector<Tensor> parameters;
  for (int i = 0; i < 8; ++i) parameters.push_back(ones({i}).requires_grad_());
  SGD sgd(parameters, SGDOptions(0.1));
  sgd.step();
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_NE(warnings[0].find(": [0], [1], [2], [3], [4], [5] and 2 more. Call"), std::string::npos);
}

TEST_F(FirstStep, LBFGSWarnsToo) {
  LBFGS none(std::vector<Tensor>{}, LBFGSOptions(1));
  EXPECT_EQ(none.step([] { return ones({}); }).item<double>(), 1);
  LBFGS unreached({parameter("weight")}, LBFGSOptions(1));
  for (int i = 0; i < 2; ++i) unreached.step([] { return ones({}); });
  ASSERT_EQ(warnings.size(), 2u);
  EXPECT_NE(warnings[0].find("LBFGS: step() changes nothing, because the optimizer has no"),
            std::string::npos);
  EXPECT_NE(warnings[1].find("LBFGS: step() changes nothing, because no gradient"),
            std::string::npos);
}

TEST_F(FirstStep, IsSilentIfOneParameterIsReached) {
  const Tensor used = parameter("used"), frozen = parameter("frozen"), unused = parameter("unused");
  frozen.set_requires_grad(false);
  SGD sgd({used, frozen}, SGDOptions(0.1));
  sgd.add_param_group(std::vector<Tensor>{unused});
  (used * frozen).sum().backward();
  sgd.step();
  sgd.zero_grad(/*set_to_none=*/true);
  sgd.step();  // nothing to do in this one
  LBFGS lbfgs({used, unused}, LBFGSOptions(1));
  lbfgs.step([&] {
    lbfgs.zero_grad();
    const Tensor loss = used.pow(2).sum();
    loss.backward();
    return loss;
  });
  EXPECT_EQ(warnings, Texts{});
}

}  // namespace
}  // namespace glassgrad::optim
