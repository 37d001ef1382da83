// Smooth activation functions: the fused rules against twins composed here of other operations,
// long tensors (vector loops) against short ones, second derivatives, special values and texts.
// Values against PyTorch's are in the operation table and in bits_test.cpp; names, special values
// and texts below are PyTorch 1.13.1's.

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "autograd/graph/node.h"
#include "tests/autograd/ops/twins.h"
#include "tests/support/check_gradient.h"

namespace glassgrad {
namespace {

using twins::Twin;

Tensor composed_sigmoid(const Tensor& x) { return 1 / (1 + exp(-x)); }
Tensor composed_tanh(const Tensor& x) { return 1 - 2 / (exp(2 * x) + 1); }
Tensor composed_softplus(const Tensor& x) { return log1p(exp(x)); }

const std::vector<Twin>& smooth() {
  static const std::vector<Twin> all = {
      {"sigmoid", sigmoid, composed_sigmoid, "SigmoidBackward0"},
      {"tanh", tanh, composed_tanh, "TanhBackward0"},
      {"log_sigmoid", log_sigmoid, [](const Tensor& x) { return log(composed_sigmoid(x)); },
       "LogSigmoidBackward0"},
      {"silu", silu, [](const Tensor& x) { return x * composed_sigmoid(x); }, "SiluBackward0"},
      {"mish", mish, [](const Tensor& x) { return x * composed_tanh(composed_softplus(x)); },
       "MishBackward0"},
      {"softplus", [](const Tensor& x) { return softplus(x, 2.5, 4); },
       [](const Tensor& x) { return where(2.5 * x > 4, x, composed_softplus(2.5 * x) / 2.5); },
       "SoftplusBackward0"},
      {"gelu", [](const Tensor& x) { return gelu(x); },
       [](const Tensor& x) { return 0.5 * x * (1 + erf(x / std::sqrt(2.0))); }, "GeluBackward0"},
      {"gelu_tanh", [](const Tensor& x) { return gelu(x, "tanh"); },
       [](const Tensor& x) {
         const double scale = std::sqrt(2 / std::numbers::pi);
         return 0.5 * x * (1 + composed_tanh(scale * (x + 0.044715 * x * x * x)));
       },
       "GeluBackward0"},
      {"elu", [](const Tensor& x) { return elu(x, 1.3, 0.8, 0.6); },
       [](const Tensor& x) { return 0.8 * where(x > 0, x, 1.3 * (exp(0.6 * x) - 1)); },
       "EluBackward0"},
      {"selu", selu,
       [](const Tensor& x) {
         return 1.0507009873554805 * where(x > 0, x, 1.6732632423543772 * (exp(x) - 1));
       },
       "EluBackward0"},
      {"celu", [](const Tensor& x) { return celu(x, 0.7); },
       [](const Tensor& x) { return clamp_min(x, 0) + clamp_max(0.7 * (exp(x / 0.7) - 1), 0); },
       "CeluBackward0"},
      {"softsign", softsign, [](const Tensor& x) { return x / (1 + x * sign(x)); }, "DivBackward0"},
      {"tanhshrink", tanhshrink, [](const Tensor& x) { return x - composed_tanh(x); },
       "SubBackward0"},
      {"glu", [](const Tensor& x) { return x.dim() == 0 ? x : glu(x, 0); },
       [](const Tensor& x) {
         if (x.dim() == 0) return x;
         const std::vector<Tensor> half = x.chunk(2, 0);
         return x.numel() == 0 ? glu(x, 0) : half[0] * composed_sigmoid(half[1]);
       },
       "GluBackward0"},
  };
  return all;
}

TEST(Activation, FusedRulesAgreeWithComposedTwins) {
  for (const Twin& twin : smooth()) twins::expect_same(twin, /*tolerance=*/1e-12);
}

TEST(Activation, RulesAreTheSameWhenTheyAreRecorded) {
  for (const Twin& twin : smooth()) twins::expect_same_when_recorded(twin, 1e-13);
}

TEST(Activation, SecondDerivativesAreThoseOfDifferences) {
  for (const Twin& twin : smooth()) {
    const Tensor x = twins::values({2, 4}).requires_grad_();
    const auto function = [&](const support::Tensors& in) {
      return support::Tensors{twin.fused(in[0])};
    };
    const Tensor y = twin.fused(x);
    EXPECT_TRUE(
        support::check_second_gradient(twin.name, function, {x}, {twins::values(y.sizes())}))
        << twin.name;
  }
}

TEST(Activation, VectorLoopsAgreeWithShortOnes) {
  for (const Twin& twin : smooth()) twins::expect_same_in_any_length(twin, /*ulps=*/2);
}

TEST(Activation, NamesOfNodes) {
  for (const Twin& twin : smooth())
    EXPECT_EQ(twin.fused(twins::values({2}).requires_grad_()).grad_fn()->name(), twin.node)
        << twin.name;
}

TEST(Activation, LargeValuesNeitherOverflowNorLosePrecision) {
  const Tensor x = tensor({-1000.0, -90.0, 90.0, 1000.0}).requires_grad_();
  const auto gradient = [&](const Tensor& y, bool create_graph = false) {
    return autograd::grad({y.sum()}, {x}, {}, true, create_graph)[0];
  };
  EXPECT_TRUE(equal(sigmoid(x), tensor({0.0, 0.0, 1.0, 1.0})));  // e^90 is no float
  EXPECT_TRUE(equal(log_sigmoid(x), tensor({-1000.0, -90.0, -8.1940126e-40, 0.0})));
  EXPECT_TRUE(equal(elu(x), tensor({-1.0, -1.0, 90.0, 1000.0})));
  EXPECT_TRUE(equal(gradient(elu(x)), tensor({0.0, 8.1940126e-40, 1.0, 1.0})));
  EXPECT_TRUE(equal(gradient(softplus(x)), tensor({0.0, 8.1940126e-40, 1.0, 1.0})));
  EXPECT_TRUE(equal(gradient(log_sigmoid(x)), tensor({1.0, 1.0, 8.1940126e-40, 0.0})));
  // A second derivative through the branch that is not taken would be 0 * infinity.
  for (const auto f :
       {+[](const Tensor& v) { return elu(v); }, +[](const Tensor& v) { return softplus(v); }})
    EXPECT_TRUE(isfinite(gradient(gradient(f(x), /*create_graph=*/true))).all().item<bool>());
}

TEST(Activation, NaNStaysNaN) {
  const Tensor x = full({20}, NAN);
  for (const Twin& twin : smooth())
    EXPECT_TRUE(isnan(twin.fused(x)).all().item<bool>()) << twin.name;
}

TEST(Activation, IntegersBecomeFloats) {
  EXPECT_TRUE(equal(sigmoid(tensor({0})), tensor({0.5})));
  EXPECT_TRUE(equal(tanh(tensor({true, false})), tanh(tensor({1.0, 0.0}))));
  EXPECT_EQ(sigmoid(tensor({0})).scalar_type(), kFloat);
}

TEST(Activation, InPlace) {
  Tensor x = tensor({0.5, -1.0});
  const Tensor same = x;
  EXPECT_TRUE(equal(x.sigmoid_(), sigmoid(tensor({0.5, -1.0}))));
  EXPECT_TRUE(same.is_same(x));
  EXPECT_EQ(x._version(), 1);

  const Tensor leaf = tensor({0.5, -1.0}).requires_grad_();
  Tensor y = leaf * 2;
  y.tanh_();
  EXPECT_EQ(y.grad_fn()->name(), "TanhBackward0");
  y.sum().backward();
  EXPECT_TRUE(allclose(leaf.grad(), 2 * (1 - tanh(tensor({1.0, -2.0})).square())));

  EXPECT_EQ(twins::error_of([] { tensor({1}).sigmoid_(); }),
            "result type Float can't be cast to the desired output type Long");
  EXPECT_EQ(twins::error_of([] { tensor({1}).tanh_(); }),
            "result type Float can't be cast to the desired output type Long");
}

TEST(Activation, GradientsOfOthersStayAsTheyAre) {
  const Tensor x = tensor({0.5, -1.0}).set_requires_grad(true), dz = tensor({3.0, 2.0});
  const Tensor y = sigmoid(x), z = tanh(y);
  Tensor seen;
  y.retain_grad();
  y.register_hook([&](Tensor dy) { seen = dy; });
  z.backward(dz);
  const Tensor dy = 3 * (1 - z.detach().square()) * tensor({1.0, 2 / 3.0});
  EXPECT_TRUE(equal(dz, tensor({3.0, 2.0})));
  EXPECT_TRUE(allclose(y.grad(), dy));
  EXPECT_TRUE(allclose(seen, dy));
  EXPECT_TRUE(allclose(x.grad(), dy * y.detach() * (1 - y.detach())));
}

TEST(Activation, TextsOfErrors) {
  const Tensor whole = tensor({1, 2}), x = ones({2, 3});
  EXPECT_EQ(
      twins::error_of([&] { silu(whole); }).rfind("\"silu_cpu\" not implemented for 'Long'", 0),
      0u);
  EXPECT_EQ(twins::error_of([&] { elu(whole); }).rfind("\"elu_cpu\" not implemented for 'Long'", 0),
            0u);
  EXPECT_EQ(twins::error_of([&] { gelu(x, "erf"); }),
            "approximate argument must be either none or tanh.");
  EXPECT_EQ(twins::error_of([&] { celu(x, 0); }), "ZeroDivisionError: alpha cannot be 0 for CELU");
  EXPECT_EQ(twins::error_of([&] { glu(x); }),
            "Halving dimension must be even, but dimension 1 is size 3");
  EXPECT_EQ(twins::error_of([&] { glu(ones({})); }), "glu does not support 0-dimensional tensors");
  EXPECT_EQ(twins::error_of([&] { glu(x, 3); }),
            "Dimension out of range (expected to be in range of [-2, 1], but got 3)");
}

}  // namespace
}  // namespace glassgrad
