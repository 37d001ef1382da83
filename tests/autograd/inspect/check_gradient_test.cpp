// The judge of the operation table is judged: wrong derivatives must be found and named.
#include "tests/support/check_gradient.h"

#include <gtest/gtest.h>

#include "tests/support/golden_tensor.h"

namespace {

using support::Tensors;
using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// y = x^2 with the derivative of x^2 / 2.
struct WrongSquare : torch::autograd::Function<WrongSquare> {
  static Tensor forward(AutogradContext* context, const Tensor& x) {
    context->save_for_backward({x});
    return x * x;
  }
  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    return {gradients[0] * context->get_saved_variables()[0]};
  }
};

/// y = x^3 with a right first derivative that autograd takes for one of 3 c x, c = x constant.
struct WrongSecondOfCube : torch::autograd::Function<WrongSecondOfCube> {
  static Tensor forward(AutogradContext* context, const Tensor& x) {
    context->save_for_backward({x});
    return x * x * x;
  }
  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const Tensor x = context->get_saved_variables()[0];
    return {gradients[0] * (3 * x.detach() * x)};
  }
};

Tensor vector(std::vector<double> values) {
  return golden::to_tensor({"Double", {static_cast<std::int64_t>(values.size())}, values});
}
Tensor leaf(std::vector<double> values) { return vector(values).requires_grad_(true); }

TEST(CheckGradient, AcceptsRightDerivatives) {
  const auto cube = [](const Tensors& x) { return Tensors{x[0] * x[0] * x[0]}; };
  EXPECT_TRUE(support::check_gradient("cube", cube, {leaf({2, -3})}, {vector({1, 0.5})}));
  EXPECT_TRUE(support::check_second_gradient("cube", cube, {leaf({2, -3})}, {vector({1, 0.5})}));
}

TEST(CheckGradient, NamesOperationArgumentElementAndBothNumbers) {
  const auto wrong = [](const Tensors& x) { return Tensors{x[0] + WrongSquare::apply(x[1])}; };
  const testing::AssertionResult result = support::check_gradient(
      "wrong_square", wrong, {leaf({1, 1}), leaf({0, 3})}, {vector({1, 1})});
  EXPECT_STREQ(result.message(), "wrong_square: argument 1, element 1: analytic 3, numeric 6\n");
}

TEST(CheckGradient, FindsAWrongSecondDerivative) {
  const auto wrong = [](const Tensors& x) { return Tensors{WrongSecondOfCube::apply(x[0])}; };
  EXPECT_TRUE(support::check_gradient("cube", wrong, {leaf({2, -3})}, {vector({1, 0.5})}));
  EXPECT_FALSE(support::check_second_gradient("cube", wrong, {leaf({2, -3})}, {vector({1, 0.5})}));
}

TEST(CheckGradient, LooksAtConstantsOnlyAsArguments) {
  const auto product = [](const Tensors& x) { return Tensors{x[0] * WrongSquare::apply(x[1])}; };
  EXPECT_TRUE(support::check_gradient("product", product, {leaf({2}), vector({3})}, {vector({1})}));
}

}  // namespace
