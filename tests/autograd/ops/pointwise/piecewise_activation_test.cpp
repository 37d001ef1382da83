// Activation functions of straight pieces: values and gradients at and around the corners, second
// derivatives, types, texts. Expected numbers follow from the definitions; what happens at a
// corner, for NaN and for integers, and the texts, are PyTorch 1.13.1's.

#include <gtest/gtest.h>

#include "autograd/graph/node.h"
#include "tests/autograd/ops/twins.h"

namespace glassgrad {
namespace {

using twins::Twin;

const std::vector<Twin>& piecewise() {
  static const std::vector<Twin> all = {
      {"relu", relu, [](const Tensor& x) { return where(x > 0, x, 0.0); }, "ReluBackward0"},
      {"leaky_relu", [](const Tensor& x) { return leaky_relu(x, 0.2); },
       [](const Tensor& x) { return where(x > 0, x, 0.2 * x); }, "LeakyReluBackward0"},
      {"threshold", [](const Tensor& x) { return threshold(x, 0.25, 2.5); },
       [](const Tensor& x) { return where(x > 0.25, x, 2.5); }, "ThresholdBackward0"},
      {"hardtanh", [](const Tensor& x) { return hardtanh(x, -0.5, 0.75); },
       [](const Tensor& x) { return clamp(x, -0.5, 0.75); }, "HardtanhBackward0"},
      {"relu6", relu6, [](const Tensor& x) { return clamp(x, 0, 6); }, "HardtanhBackward0"},
      {"hardshrink", [](const Tensor& x) { return hardshrink(x, 0.5); },
       [](const Tensor& x) { return where(abs(x) > 0.5, x, 0.0); }, "HardshrinkBackward0"},
      {"softshrink", [](const Tensor& x) { return softshrink(x, 0.5); },
       [](const Tensor& x) { return x - clamp(x, -0.5, 0.5); }, "SoftshrinkBackward0"},
  };
  return all;
}

TEST(PiecewiseActivation, FusedRulesAgreeWithComposedTwins) {
  for (const Twin& twin : piecewise()) {
    twins::expect_same(twin, 0);
    twins::expect_same_when_recorded(twin, 0);
    twins::expect_same_in_any_length(twin, 0);
  }
}

TEST(PiecewiseActivation, NamesOfNodes) {
  for (const Twin& twin : piecewise())
    EXPECT_EQ(twin.fused(twins::values({2}).requires_grad_()).grad_fn()->name(), twin.node)
        << twin.name;
}

// In PyTorch the second derivative with respect to x is zero, not an error.
TEST(PiecewiseActivation, SecondDerivativeIsZeroAndDefined) {
  for (const Twin& twin : piecewise()) {
    const Tensor x = twins::values({3, 4}).requires_grad_();
    const Tensor dy = twins::values({3, 4}).requires_grad_();
    const Tensor dx = autograd::grad({twin.fused(x)}, {x}, {dy}, true, true)[0];
    ASSERT_TRUE(dx.requires_grad()) << twin.name;
    const auto second = autograd::grad({dx}, {x, dy}, {ones({3, 4}, kDouble)}, true, true);
    EXPECT_TRUE(equal(second[0], zeros({3, 4}, kDouble))) << twin.name;
    // dx is linear in dy: its derivative is the slope at x.
    const Tensor slope = autograd::grad({twin.composed(x).sum()}, {x})[0];
    EXPECT_TRUE(equal(second[1].detach(), slope)) << twin.name;
    EXPECT_TRUE(second[1].requires_grad()) << twin.name;
  }
}

struct Corner {
  const char* name;
  std::function<Tensor(const Tensor&)> function;
  std::vector<double> x, y, dx;
};

TEST(PiecewiseActivation, AtTheCorners) {
  const std::vector<Corner> corners = {
      {"relu", relu, {-1, -0.0, 0, 2}, {0, -0.0, 0, 2}, {0, 0, 0, 1}},
      {"leaky_relu",
       [](const Tensor& x) { return leaky_relu(x, 0.5); },
       {-1, 0, 2},
       {-0.5, 0, 2},
       {0.5, 0.5, 1}},
      {"threshold",
       [](const Tensor& x) { return threshold(x, 1, 5); },
       {0, 1, 2},
       {5, 5, 2},
       {0, 0, 1}},
      {"hardtanh",
       [](const Tensor& x) { return hardtanh(x, -1, 2); },
       {-2, -1, 0, 2, 3},
       {-1, -1, 0, 2, 2},
       {0, 0, 1, 0, 0}},
      {"relu6", relu6, {0, 6, 7, 3}, {0, 6, 6, 3}, {0, 0, 0, 1}},
      {"hardshrink",
       [](const Tensor& x) { return hardshrink(x, 1); },
       {-2, -1, 0, 1, 2},
       {-2, 0, 0, 0, 2},
       {1, 0, 0, 0, 1}},
      {"softshrink",
       [](const Tensor& x) { return softshrink(x, 1); },
       {-2, -1, 0, 1, 3},
       {-1, 0, 0, 0, 2},
       {1, 0, 0, 0, 1}},
      {"elu", [](const Tensor& x) { return elu(x, 2); }, {0, 1}, {0, 1}, {2, 1}},
      {"hardsigmoid", hardsigmoid, {-3, 3}, {0, 1}, {0, 0}},
      {"hardswish", hardswish, {-3, 3}, {-0.0, 3}, {-0.5, 1.5}},
      {"softplus", [](const Tensor& x) { return softplus(x, 1, 2); }, {2.5}, {2.5}, {1}},
  };
  for (const Corner& corner : corners) {
    const Tensor x = tensor(corner.x, kDouble).requires_grad_();
    const Tensor y = corner.function(x);
    EXPECT_TRUE(equal(y.detach(), tensor(corner.y, kDouble))) << corner.name;
    y.sum().backward();
    EXPECT_TRUE(equal(x.grad(), tensor(corner.dx, kDouble))) << corner.name;
  }
}

TEST(PiecewiseActivation, SoftplusAtItsThresholdIsBent) {
  const Tensor x = ones({1}, kDouble).requires_grad_(), y = softplus(x, 1, 1);
  EXPECT_NEAR(y.item<double>(), 1.3132616875182228, 1e-15);
  y.sum().backward();
  EXPECT_NEAR(x.grad().item<double>(), 0.7310585786300049, 1e-15);
}

TEST(PiecewiseActivation, NaN) {
  const Tensor x = tensor({NAN});
  for (const Twin& twin : piecewise()) {
    const bool swallowed = std::string(twin.name) == "softshrink";
    EXPECT_EQ(isnan(twin.fused(x)).item<bool>(), !swallowed) << twin.name;
  }
}

TEST(PiecewiseActivation, Integers) {
  const Tensor x = tensor({1, -2, 3});
  EXPECT_TRUE(equal(relu(x), tensor({1, 0, 3})));
  EXPECT_TRUE(equal(hardtanh(x, -1.5, 2.5), tensor({1, -1, 2})));
  EXPECT_TRUE(equal(relu6(x), tensor({1, 0, 3})));
  EXPECT_TRUE(equal(threshold(x, 1, 20), tensor({20, 20, 3})));
  EXPECT_EQ(twins::error_of([] { relu(tensor({true})); }), "Boolean inputs not supported for relu");
  EXPECT_EQ(twins::error_of([] { relu6(tensor({true})); }),
            "Bool inputs not supported for hardtanh");
  EXPECT_EQ(twins::error_of([] { hardtanh(ones({2}, kByte)); }),
            "cannot do hardtanh on an unsigned type with negative limits");
  EXPECT_EQ(twins::error_of([&] {
              leaky_relu(x);
            }).rfind("\"leaky_relu_cpu\" not implemented for 'Long'", 0),
            0u);
  EXPECT_EQ(twins::error_of([] { softshrink(ones({2}), -1); }),
            "lambda must be greater or equal to 0, but found to be -1.");
}

TEST(PiecewiseActivation, ReluInPlace) {
  Tensor x = tensor({-1.0, 2.0});
  relu_(x);
  EXPECT_TRUE(equal(x, tensor({0.0, 2.0})));
  EXPECT_TRUE(equal(tensor({-1, 2}).relu_(), tensor({0, 2})));

  const Tensor leaf = tensor({-1.0, 2.0}).requires_grad_();
  Tensor y = leaf * 3;
  y.relu_();
  EXPECT_EQ(y.grad_fn()->name(), "ReluBackward0");
  y.sum().backward();
  EXPECT_TRUE(equal(leaf.grad(), tensor({0.0, 3.0})));
  EXPECT_EQ(twins::error_of([] { tensor({true}).relu_(); }),
            "Boolean inputs not supported for relu");
}

TEST(Prelu, OneWeightOrOnePerChannel) {
  const Tensor x = tensor({{-1.0, 2.0}, {3.0, -4.0}}).requires_grad_();
  const Tensor w = tensor({0.5, 0.25}).requires_grad_();
  const Tensor y = prelu(x, w);
  EXPECT_EQ(y.grad_fn()->name(), "PreluBackward0");
  EXPECT_TRUE(equal(y.detach(), tensor({{-0.5, 2.0}, {3.0, -1.0}})));
  y.sum().backward();
  EXPECT_TRUE(equal(x.grad(), tensor({{0.5, 1.0}, {1.0, 0.25}})));
  EXPECT_TRUE(equal(w.grad(), tensor({-1.0, -4.0})));

  const Tensor images = twins::values({2, 3, 2, 2});
  const Tensor channels = twins::values({3});
  const Tensor expected =
      where(images > 0, images, images * channels.reshape({1, 3, 1, 1}).expand({2, 3, 2, 2}));
  EXPECT_TRUE(equal(prelu(images, channels), expected));

  EXPECT_TRUE(equal(prelu(tensor(-1.0), tensor({0.5})), tensor(-0.5)));
  EXPECT_EQ(twins::error_of([&] { prelu(x.detach(), ones({3})); }),
            "Mismatch of parameter numbers and input channel size. Found parameter numbers = 3 and "
            "channel size = 2.");
}

}  // namespace
}  // namespace glassgrad
