// Activations against PyTorch 1.13.1, and what they refuse.
#include "nn/nn.h"

#include "nn/nn.h"
#include "tests/nn/answers.h"
#include "tests/support/expect_error.h"

namespace glassgrad::nn {
namespace {

TEST(Activations, ComputeAndPrintAsLibtorchDoes) {
  nn_cases::expect_same(nn_cases::activation_cases());
}

TEST(RReLU, DrawsInTrainingOnly) {
  RReLU rrelu(RReLUOptions().lower(0.25).upper(0.75));
  const Tensor x = full({100}, -1.0);
  const Tensor drawn = rrelu(x);
  EXPECT_GT(drawn.max().item<double>(), drawn.min().item<double>());
  EXPECT_LE(drawn.max().item<double>(), -0.25);
  EXPECT_GE(drawn.min().item<double>(), -0.75);
  rrelu->eval();
  EXPECT_TRUE(equal(rrelu(x), full({100}, -0.5)));
}

TEST(PReLU, LearnsItsSlope) {
  PReLU prelu;
  ASSERT_EQ(prelu->parameters().size(), 1u);
  prelu(tensor({-2.0, 3.0})).sum().backward();
  EXPECT_TRUE(equal(prelu->weight.grad(), tensor({-2.0})));
}

TEST(Activations, InPlaceChangesTheInput) {
  Tensor x = tensor({-1.0, 2.0});
  const Tensor y = ReLU(ReLUOptions(true))(x);
  EXPECT_TRUE(y.is_same(x));
  EXPECT_TRUE(equal(x, tensor({0.0, 2.0})));
}

TEST(Activations, RefuseWhatMakesNoSense) {
  EXPECT_ERROR(Hardtanh(HardtanhOptions().min_val(1).max_val(1)),
               "max_val must be greater than min_val");
  EXPECT_ERROR(Softmax2d()(ones({2, 3})), "Softmax2d requires a 3D or 4D tensor as input");
  EXPECT_ERROR(GLU()(ones({2, 3})), "Halving dimension must be even");
}

}  // namespace
}  // namespace glassgrad::nn
