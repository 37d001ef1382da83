// Every node of the graph knows the line of the program that made it.

#include "autograd/base/caller.h"

#include <gtest/gtest.h>

#include <functional>

#include "autograd/functions.h"
#include "autograd/graph/function.h"
#include "tests/support/expect_line.h"

using namespace glassgrad;

namespace {

Tensor leaf() { return ones({2, 2}).requires_grad_(); }

struct Cube : autograd::Function<Cube> {
  static Tensor forward(autograd::AutogradContext* context, const Tensor& x) {
    context->save_for_backward({x});
    return x * x * x;
  }
  static autograd::variable_list backward(autograd::AutogradContext* context,
                                          autograd::variable_list grads) {
    const Tensor x = context->get_saved_variables()[0];
    return {grads[0] * 3 * x * x};
  }
};

TEST(Caller, LineOfOperators) {
  const Tensor a = leaf(), b = leaf();
  EXPECT_HERE(a + b);
  EXPECT_HERE(a + 1);
  EXPECT_HERE(1 + a);
  EXPECT_HERE(a - b);
  EXPECT_HERE(2 - a);
  EXPECT_HERE(a * b);
  EXPECT_HERE(3 * a);
  EXPECT_HERE(a / b);
  EXPECT_HERE(1 / a);
  EXPECT_HERE(-a);
  EXPECT_HERE(a[0]);
  EXPECT_HERE(a[Scalar(1)]);
  EXPECT_HERE(a[tensor({0, 1})]);
}

TEST(Caller, LineOfAssignments) {
  Tensor y = leaf() * 2;
  y += 1;
  expect_line(y, __FILE__, __LINE__ - 1);
  y -= leaf();
  expect_line(y, __FILE__, __LINE__ - 1);
  y *= leaf();
  expect_line(y, __FILE__, __LINE__ - 1);
  y /= 2;
  expect_line(y, __FILE__, __LINE__ - 1);
  y[0] = 3;
  expect_line(y, __FILE__, __LINE__ - 1);
  y.mul_(2);
  expect_line(y, __FILE__, __LINE__ - 1);
  y.relu_();
  expect_line(y, __FILE__, __LINE__ - 1);
}

TEST(Caller, LineOfFunctions) {
  const Tensor a = leaf(), b = leaf();
  EXPECT_HERE(sigmoid(a));
  EXPECT_HERE(softsign(a));  // made of several operations
  EXPECT_HERE(matmul(a, b));
  EXPECT_HERE(linear(a, b));
  EXPECT_HERE(mse_loss(a, b));
  EXPECT_HERE(cat({a, b}));
  EXPECT_HERE(where(a > 0, a, b));
  EXPECT_HERE(pow(2, a));
  EXPECT_HERE(std::get<0>(max(a, 0)));
}

TEST(Caller, LineOfMembers) {
  const Tensor a = leaf(), b = leaf();
  EXPECT_HERE(a.exp());
  EXPECT_HERE(a.mul(b));
  EXPECT_HERE(a.mean());
  EXPECT_HERE(a.sum({0}));
  EXPECT_HERE(a.t());
  EXPECT_HERE(a.view({4}));
  EXPECT_HERE(a.view_as(b));
  EXPECT_HERE(a.to(kDouble));
  EXPECT_HERE(a.clone());
  EXPECT_HERE(a.index({0}));
  EXPECT_HERE(a.split(1)[0]);
}

TEST(Caller, LineOfEachPartOfAnExpression) {
  const Tensor a = leaf();
  // clang-format off
  const Tensor y = sigmoid(
      a.exp()
  );
  // clang-format on
  EXPECT_EQ(y.grad_fn()->next_edge(0).function->line(), __LINE__ - 3);
}

TEST(Caller, LineOfFunctionsPassedOn) {
  const Tensor a = leaf();
  const std::function<Tensor(Tensor)> passed = sigmoid;
  const Tensor before = a * 2;
  // The call happens in the standard library: the line before it stays.
  expect_line(passed(a), __FILE__, __LINE__ - 2);
}

TEST(Caller, LineOfUsersFunctions) {
  const Tensor a = leaf();
  EXPECT_HERE(Cube::apply(a));
}

TEST(Caller, LineOfSecondDerivatives) {
  const Tensor a = leaf();
  const Tensor y = (a * a * a).sum();
  const Tensor dy = autograd::grad({y}, {a}, {}, true, true)[0];
  expect_line(dy, __FILE__, __LINE__ - 1);
}

}  // namespace
