// Linear layers against PyTorch 1.13.1, and what they refuse.
#include "nn/linear.h"

#include "tests/nn/answers.h"
#include "tests/support/expect_error.h"

namespace glassgrad::nn {
namespace {

TEST(Layers, DrawComputeAndPrintAsLibtorchDoes) { nn_cases::expect_same(nn_cases::layer_cases()); }

TEST(Linear, IsAnAffineMap) {
  Linear fc(2, 1);
  {
    NoGradGuard no_grad;
    fc->weight.copy_(tensor({{2.0, -1.0}}));
    fc->bias.fill_(0.5);
  }
  EXPECT_TRUE(equal(fc(tensor({{1.0, 3.0}, {0.0, 2.0}})).detach(), tensor({{-0.5}, {-1.5}})));
}

TEST(Linear, WithoutBiasHasOneParameter) {
  Linear fc(LinearOptions(2, 3).bias(false));
  EXPECT_FALSE(fc->bias.defined());
  EXPECT_EQ(fc->parameters().size(), 1u);
  EXPECT_EQ(fc->weight.sizes(), IntArrayRef({3, 2}));
}

TEST(Linear, StartsWithinItsBoundsAndCanStartAnew) {
  manual_seed(1);
  Linear fc(16, 40);
  EXPECT_LE(fc->weight.abs().max().item<double>(), 0.25);
  EXPECT_LE(fc->bias.abs().max().item<double>(), 0.25);
  const Tensor first = fc->weight.detach().clone(), handle = fc->weight;
  fc->reset_parameters();
  EXPECT_FALSE(equal(fc->weight.detach(), first));
  EXPECT_TRUE(handle.is_same(fc->weight));
  manual_seed(1);
  fc->reset_parameters();
  EXPECT_TRUE(equal(fc->weight.detach(), first));
}

TEST(Linear, RefusesInputsThatDoNotFit) {
  Linear fc(2, 3);
  EXPECT_ERROR(fc(ones({4, 5})), "mat1 and mat2 shapes cannot be multiplied (4x5 and 2x3)");
  EXPECT_ERROR(Bilinear(2, 3, 1)(ones({2}), ones({2})), "bilinear: inputs of [2] and [2]");
}

TEST(Identity, IsTheInputItself) {
  const Tensor x = ones({2});
  EXPECT_TRUE(Identity()(x).is_same(x));
}

}  // namespace
}  // namespace glassgrad::nn
