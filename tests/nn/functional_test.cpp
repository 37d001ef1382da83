// What functions do beyond their modules.
#include "nn/nn.h"

#include <cmath>

#include "tests/nn/answers.h"
#include "tests/support/expect_error.h"

namespace glassgrad::nn {
namespace {

namespace F = functional;

TEST(Functional, ComputesAsLibtorchDoes) { nn_cases::expect_same(nn_cases::function_cases()); }

TEST(Functional, SoftmaxConvertsFirst) {
  const auto options = F::SoftmaxFuncOptions(0).dtype(kDouble);
  EXPECT_EQ(F::softmax(ones({2}), options).scalar_type(), kDouble);
  EXPECT_EQ(F::softmin(ones({2}), options).scalar_type(), kDouble);
  EXPECT_EQ(F::log_softmax(ones({2}), options).scalar_type(), kDouble);
  EXPECT_EQ(F::softmax(ones({2}, kLong), options).sum().item<double>(), 1);
}

TEST(Functional, InPlaceInTheGraphKeepsTheGradient) {
  const Tensor x = tensor({-1.0, 2.0}).requires_grad_();
  const Tensor inner = x * 3;
  const Tensor y = F::elu(inner, F::ELUFuncOptions().alpha(2).inplace(true));
  EXPECT_TRUE(y.is_same(inner));
  y.sum().backward();
  const Tensor expected = tensor({3 * 2 * std::exp(-3.0), 3.0});
  EXPECT_TRUE(allclose(x.grad(), expected));
}

TEST(Functional, InPlaceOnALeafIsRefused) {
  const Tensor x = ones({2}).requires_grad_();
  EXPECT_ERROR(F::relu(x, F::ReLUFuncOptions(true)),
               "a leaf Variable that requires grad is being used in an in-place operation");
}

TEST(Functional, RefusesWhatMakesNoSense) {
  EXPECT_ERROR(F::dropout(ones({2}), F::DropoutFuncOptions().p(2)),
               "dropout probability has to be between 0 and 1, but got 2");
  EXPECT_ERROR(F::one_hot(tensor({3}), 2), "Class values must be smaller than num_classes.");
  EXPECT_ERROR(F::gelu(ones({2}), F::GELUFuncOptions().approximate("erf")),
               "approximate argument must be either none or tanh.");
  EXPECT_ERROR(F::huber_loss(ones({2}), ones({2}), F::HuberLossFuncOptions().delta(0)),
               "huber_loss does not support non-positive values for delta.");
}

}  // namespace
}  // namespace glassgrad::nn
