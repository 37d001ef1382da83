// What a debugger is told of a rule: its text, whether differences agree with it, the first NaN.

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "autograd/functions.h"
#include "autograd/graph/autograd.h"
#include "autograd/graph/debugger.h"
#include "autograd/graph/grad_mode.h"

namespace glassgrad::autograd {
namespace {

/// The rule of y's node for a gradient with different elements, each of its results times `factor`.
std::string verdict(const Tensor& y, double factor = 1) {
  Node& node = *y.grad_fn();
  const NoGradGuard no_grad;
  const GradList grads{linspace(0.5, 2, y.numel(), y.scalar_type()).view(y.sizes())};
  GradList results = node.apply(GradList(grads));
  for (size_t i = 0; i < results.size(); ++i)
    if (results[i].defined()) results[i] = results[i] * factor;
  return verdict_on_rule(node, grads, results);
}

size_t count(const std::string& text, const std::string& what) {
  size_t found = 0;
  for (size_t at = 0; (at = text.find(what, at)) != std::string::npos; ++at) ++found;
  return found;
}

/// Of `inputs` gradients all agree; made a tenth greater, none does.
void expect_checked(const std::string& name, const Tensor& y, size_t inputs) {
  const std::string right = verdict(y), wrong = verdict(y, 1.1);
  EXPECT_EQ(count(right, name + ": the gradient of input"), inputs) << right;
  EXPECT_EQ(count(right, "agrees with central differences"), inputs) << right;
  EXPECT_EQ(count(wrong, "DIFFERS from central differences"), inputs) << wrong;
}

Tensor numbers(IntArrayRef sizes) {
  int64_t count = 1;
  for (const int64_t size : sizes) count *= size;
  return (arange(count) * 0.7).sin().view(sizes).requires_grad_();
}

TEST(RuleCheck, AgreesWithRulesOfElements) {
  expect_checked("SigmoidBackward0", sigmoid(numbers({2, 3})), 1);
  expect_checked("MulBackward0", numbers({2, 3}) * numbers({3}), 2);
}

TEST(RuleCheck, AgreesWithConvolutions) {
  const Tensor image = numbers({2, 4, 5, 6});
  expect_checked("ConvolutionBackward0", conv2d(image, numbers({6, 2, 3, 3}), {}, 2, 1, 1, 2), 2);
  expect_checked("ConvolutionBackward0", conv_transpose2d(image, numbers({4, 3, 3, 2})), 2);
  expect_checked("ConvolutionBackward0", conv1d(numbers({1, 2, 9}), numbers({3, 2, 3})), 2);
  // The gradient of a weight is an operation too.
  const Tensor x = numbers({1, 2, 9}), w = numbers({3, 2, 3}), dy = numbers({1, 3, 7});
  expect_checked("ConvolutionBackward0", grad({conv1d(x, w)}, {w}, {dy}, true, true)[0], 2);
}

TEST(RuleCheck, AgreesWithMeansOfWindows) {
  const Tensor image = numbers({2, 3, 5, 6});
  expect_checked("AvgPool2DBackward0", avg_pool2d(image, 3, 2, 1), 1);
  expect_checked("AdaptiveAvgPool2DBackward0", adaptive_avg_pool2d(image, {2, 4}), 1);
}

TEST(RuleCheck, AgreesWithMaximaOfWindows) {
  const Tensor image = numbers({2, 3, 5, 6});
  expect_checked("MaxPool2DWithIndicesBackward0", max_pool2d(image, 3, 2, 1), 1);
  expect_checked("MaxPool1DWithIndicesBackward0", max_pool1d(numbers({2, 9}), 2), 1);
  expect_checked("AdaptiveMaxPool2DBackward0", std::get<0>(adaptive_max_pool2d(image, {2, 4})), 1);
  // The gradient is an operation too.
  const Tensor y = max_pool2d(image, 2), dy = numbers({2, 3, 2, 3});
  expect_checked("MaxPoolBackwardBackward0", grad({y}, {image}, {dy}, true, true)[0], 1);
}

TEST(RuleCheck, AgreesWithResizedImages) {
  const Tensor image = numbers({1, 2, 5, 6});
  expect_checked("UpsampleBilinear2DBackward0", upsample_bilinear2d(image, {9, 4}, false), 1);
  expect_checked("UpsampleNearest2DBackward0", upsample_nearest2d(image, {3, 11}), 1);
  expect_checked("UpsampleBicubic2DBackward0", upsample_bicubic2d(image, {7, 7}, true), 1);
}

TEST(RuleCheck, AgreesWithNormalisation) {
  const Tensor x = numbers({3, 4, 5}), of_channels = numbers({4}), of_row = numbers({4, 5});
  const Tensor mean = zeros({4}), var = full({4}, 2);
  expect_checked("NativeBatchNormBackward0",
                 batch_norm(x, of_channels, {}, {}, {}, true, 0.1, 1e-5), 2);
  expect_checked("NativeBatchNormBackward0",
                 batch_norm(x, of_channels, {}, mean, var, false, 0.1, 1e-5), 2);
  expect_checked("NativeLayerNormBackward0", layer_norm(x, {4, 5}, of_row, {}, 1e-5), 2);
  expect_checked("NativeLayerNormBackward0", layer_norm(x, {5}, {}, {}, 1e-5), 1);
  expect_checked("NativeGroupNormBackward0", group_norm(x, 2, of_channels, {}, 1e-5), 2);
}

TEST(RuleCheck, AgreesWithRowsOfATable) {
  const Tensor table = numbers({4, 3}), rows = tensor({1, 0, 1, 3}).to(kLong);
  expect_checked("EmbeddingBackward0", embedding(table, rows), 1);
  expect_checked("EmbeddingBackward0", embedding(table, rows, 1), 1);
  EXPECT_EQ(verdict(embedding(table, rows, -1, /*scale_grad_by_freq=*/true)),
            "EmbeddingBackward0 does not know how to compute its operation once more, to take "
            "differences of");
}

TEST(RuleCheck, SaysWhatItCannotCheck) {
  EXPECT_EQ(verdict(sqrt(zeros({2}).requires_grad_())),
            "no element of SqrtBackward0 has differences");
  EXPECT_EQ(verdict(numbers({3}).cumsum(0)),
            "CumsumBackward0 does not know how to compute its operation once more, to take "
            "differences of");
  const Tensor y = numbers({3}).exp();
  EXPECT_EQ(verdict_on_rule(*y.grad_fn(), {ones({3})}, GradList::undefined(1)),
            "ExpBackward0 gave no gradient to check");
}

TEST(RuleCheck, NamesTheWorstElement) {
  const Tensor y = numbers({3}).exp();
  const GradList grads{tensor({1., 2., 3.})};
  const NoGradGuard no_grad;
  GradList results{grads[0] * y};
  results[0].select(0, 1).add_(1);
  const std::string text = verdict_on_rule(*y.grad_fn(), grads, results);
  EXPECT_NE(text.find("at element 1: 4.809 by the rule, 3.809 by differences"), std::string::npos)
      << text;
}

TEST(RuleCheck, SwitchesItselfOff) {
  const Tensor y = numbers({3}).exp();
  glassgrad_debugger.check = 1;
  check_rule(*y.grad_fn(), {ones({3})}, {y.detach()});
  EXPECT_EQ(glassgrad_debugger.check, 0);
}

TEST(RuleText, IsTheFormulaAndItsNumbers) {
  const Tensor y = sigmoid(zeros({1}).requires_grad_());
  explain_rule(*y.grad_fn(), {full({1}, 2)});
  EXPECT_STREQ(glassgrad_debugger.formula, "dL/dx = dL/dy * (1 - y) * y");
  EXPECT_STREQ(glassgrad_debugger.numbers, "2 * (1 - 0.5) * 0.5");
  explain_rule(*y.grad_fn(), GradList::undefined(1));
  EXPECT_STREQ(glassgrad_debugger.numbers, "");
}

/// Divides by zero, and counts how often.
struct Divides final : Node {
  int applied = 0;
  GradList apply(GradList&& grads) override {
    ++applied;
    return {grads[0] / 0};
  }
};

TEST(TrappingNan, RunsARuleThatMakesOneTwice) {
  const Tensor x = numbers({2});
  Divides node;
  node.add_next_edge(gradient_edge(x));
  EXPECT_FALSE(is_finite(apply_trapping_nan(node, {ones({2})})[0]));
  EXPECT_EQ(node.applied, 2);
  apply_trapping_nan(node, {full({2}, INFINITY)});  // it was there before
  EXPECT_EQ(node.applied, 3);
}

TEST(TrappingNan, TakesWhatIsUndefinedOrWholeAsFinite) {
  EXPECT_TRUE(is_finite(Tensor()));
  EXPECT_TRUE(is_finite(arange(3)));
  EXPECT_TRUE(is_finite(ones({2})));
  EXPECT_FALSE(is_finite(full({2}, NAN)));
  EXPECT_FALSE(is_finite(full({2}, -INFINITY)));
}

}  // namespace
}  // namespace glassgrad::autograd
