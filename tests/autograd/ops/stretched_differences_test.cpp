// What `grad check` sees of operations of two operands: differences, of an operand that is
// stretched to the shape of the other one too, agree with the rule.
#include <gtest/gtest.h>

#include "autograd/functions.h"
#include "autograd/graph/autograd.h"
#include "autograd/graph/node.h"

namespace glassgrad {
namespace {

struct Case {
  const char* name;
  Tensor (*apply)(const Tensor& a, const Tensor& b);
};

const Case cases[] = {
    {"add", [](const Tensor& a, const Tensor& b) { return add(a, b, 2.5); }},
    {"sub", [](const Tensor& a, const Tensor& b) { return sub(a, b, 2.5); }},
    {"mul", [](const Tensor& a, const Tensor& b) { return mul(a, b); }},
    {"div", [](const Tensor& a, const Tensor& b) { return div(a, b); }},
    {"pow", [](const Tensor& a, const Tensor& b) { return pow(a, b); }},
    {"atan2", [](const Tensor& a, const Tensor& b) { return atan2(a, b); }},
    {"maximum", [](const Tensor& a, const Tensor& b) { return maximum(a, b); }},
    {"minimum", [](const Tensor& a, const Tensor& b) { return minimum(a, b); }},
    {"hypot", [](const Tensor& a, const Tensor& b) { return hypot(a, b); }},
    {"logaddexp", [](const Tensor& a, const Tensor& b) { return logaddexp(a, b); }},
    {"where",
     [](const Tensor& a, const Tensor& b) {
       return where(tensor({true, false, true, false, false, true}).view({2, 3}), a, b);
     }},
};

void expect_agreement(const Case& c, const Tensor& a, const Tensor& b) {
  const Tensor y = c.apply(a, b), direction = linspace(-1, 2, y.numel(), kDouble).view(y.sizes());
  const std::vector<Tensor> by_rule = autograd::grad({y}, {a, b}, {direction}, true);
  for (size_t i = 0; i < 2; ++i) {
    const Tensor by_differences = y.grad_fn()->differences({direction}, i);
    ASSERT_TRUE(by_differences.defined()) << c.name;
    EXPECT_EQ(by_differences.sizes(), by_rule[i].sizes()) << c.name;
    EXPECT_TRUE(by_differences.allclose(by_rule[i], 1e-4, 1e-6))
        << c.name << by_differences << by_rule[i];
  }
}

TEST(StretchedDifferences, AgreeWithTheRule) {
  const Tensor whole = linspace(0.5, 2.3, 6, kDouble).view({2, 3}).requires_grad_();
  const Tensor row = tensor({1.4, 0.7, 2.1}, kDouble).requires_grad_();
  const Tensor column = tensor({1.3, 0.8}, kDouble).view({2, 1}).requires_grad_();
  for (const Case& c : cases) {
    expect_agreement(c, whole, row);
    expect_agreement(c, row, whole);
    expect_agreement(c, row, column);
  }
}

TEST(StretchedDifferences, OfAWeightedLoss) {
  const Tensor x = linspace(-2, 2.5, 6, kDouble).view({2, 3}).requires_grad_();
  const Tensor target =
      tensor({0.2, 0.9, 0.4, 1.0, 0.0, 0.6}, kDouble).view({2, 3}).requires_grad_();
  const Tensor weight = tensor({0.5, 2.0, 1.5}, kDouble),
               positive = tensor({3.0, 0.5, 1.2}, kDouble);
  const Tensor y = binary_cross_entropy_with_logits(x, target, weight, positive, Reduction::None);
  const Tensor direction = linspace(-1, 2, 6, kDouble).view({2, 3});
  const std::vector<Tensor> by_rule = autograd::grad({y}, {x, target}, {direction}, true);
  for (size_t i = 0; i < 2; ++i)
    EXPECT_TRUE(y.grad_fn()->differences({direction}, i).allclose(by_rule[i], 1e-4, 1e-6)) << i;
}

}  // namespace
}  // namespace glassgrad
