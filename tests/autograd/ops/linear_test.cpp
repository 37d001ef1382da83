// Expectations are PyTorch 1.13.1's; all but the tests of the single node also pass when they are
// built against libtorch.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/check_gradient.h"
#include "tests/support/expect_error.h"
#include "tests/support/numbers.h"

namespace {

using support::doubles;
using support::leaf;
using support::Sizes;
using support::values;
using torch::Tensor;
using Values = std::vector<double>;

Tensor ones(const Sizes& sizes) { return torch::ones(sizes); }

/// y = x W^T + b of public operations.
Tensor composed(const Tensor& x, const Tensor& w, const Tensor& b) {
  const Tensor y = (x.unsqueeze(-2) * w).sum(-1);
  return b.defined() ? y + b : y;
}

TEST(Linear, IsTheProductPlusTheBias) {
  for (const Sizes& front :
       {Sizes{}, Sizes{1}, Sizes{5}, Sizes{0}, Sizes{40}, Sizes{2, 3}, Sizes{2, 0, 3}})
    for (const int64_t in : {0, 1, 3, 50})
      for (const int64_t out : {0, 1, 4, 60})
        for (const bool with_bias : {false, true}) {
          Sizes sizes = front;
          sizes.push_back(in);
          const Tensor x = support::waves(sizes, 1), w = support::waves({out, in}, 2);
          const Tensor b = with_bias ? support::waves({out}, 3) : Tensor();
          const Tensor got = torch::linear(x, w, b), want = composed(x, w, b);
          ASSERT_EQ(support::sizes(got), support::sizes(want));
          ASSERT_TRUE(torch::allclose(got, want, 1e-10, 1e-12)) << x.sizes() << " to " << out;
        }
}

TEST(Linear, ReadsAnyLayout) {
  const Tensor x = support::waves({3, 5}, 1).t(), w = support::waves({6, 8}, 2).slice(1, 0, 6, 2);
  const Tensor b = support::waves({12}, 3).slice(0, 0, 12, 2);
  EXPECT_TRUE(torch::allclose(torch::linear(x, w, b), composed(x, w, b), 1e-12));
  const Tensor y = support::waves({3, 2, 4}, 1).permute({1, 2, 0});
  EXPECT_TRUE(torch::allclose(torch::linear(y, w, b), composed(y, w, b), 1e-12));
  const Tensor row = support::waves({9}, 4).slice(0, 0, 9, 3);
  EXPECT_TRUE(torch::allclose(torch::linear(row, w, b), composed(row, w, b), 1e-12));
  const Tensor same = support::waves({1, 3}, 4).expand({50, 3});
  EXPECT_TRUE(torch::allclose(torch::linear(same, w, b), composed(same, w, b), 1e-12));
}

TEST(Linear, TakesABiasThatBroadcasts) {
  const Tensor x = support::waves({2, 3}, 1), w = support::waves({4, 3}, 2);
  for (const Sizes& sizes : {Sizes{}, Sizes{1}, Sizes{1, 4}, Sizes{2, 1}, Sizes{2, 4}}) {
    const Tensor b = support::wave_leaf(sizes, 3);
    const Tensor y = torch::linear(x, w, b);
    EXPECT_TRUE(torch::allclose(y, composed(x, w, b), 1e-12));
    y.sum().backward();
    EXPECT_EQ(support::sizes(b.grad()), sizes);
    EXPECT_NEAR(b.grad().sum().item<double>(), 8, 1e-12);
  }
}

TEST(Linear, TakesAWeightThatIsAVector) {
  const Tensor x = support::waves({2, 3}, 1), w = support::waves({3}, 2);
  EXPECT_TRUE(torch::allclose(torch::linear(x, w), x.mv(w)));
  EXPECT_ERROR(torch::linear(ones({2, 3}), ones({3}), ones({1})),
               "mat2 must be a matrix, got 1-D tensor");
}

TEST(Linear, ChecksItsArguments) {
  EXPECT_ERROR(torch::linear(ones({2, 3}), ones({4, 5})),
               "mat1 and mat2 shapes cannot be multiplied (2x3 and 5x4)");
  EXPECT_ERROR(torch::linear(ones({3}), ones({4, 5}), ones({4})),
               "mat1 and mat2 shapes cannot be multiplied (1x3 and 5x4)");
  EXPECT_ERROR(torch::linear(ones({2, 2, 3}), ones({4, 5}), ones({4})),
               "mat1 and mat2 shapes cannot be multiplied (4x3 and 5x4)");
  EXPECT_ERROR(torch::linear(ones({2, 3}), ones({4, 3}), ones({5})),
               "The expanded size of the tensor (4) must match the existing size (5) at "
               "non-singleton dimension 1.  Target sizes: [2, 4].  Tensor sizes: [5]");
  EXPECT_ERROR(torch::linear(ones({}), ones({4, 3})),
               "both arguments to matmul need to be at least 1D, but they are 0D and 2D");
  EXPECT_ERROR(torch::linear(ones({2, 3}), torch::ones({4, 3}, torch::kFloat64)),
               "expected scalar type Float but found Double");
  EXPECT_ERROR(torch::linear(ones({2, 3}), ones({4, 3}), torch::ones({4}, torch::kFloat64)),
               "self and mat2 must have the same dtype");
}

TEST(Linear, GradientsAreThoseOfTheComposition) {
  for (const Sizes& front : {Sizes{}, Sizes{2}, Sizes{70}, Sizes{2, 3}})
    for (const bool with_bias : {false, true}) {
      Sizes sizes = front;
      sizes.push_back(20);
      const std::vector<Tensor> fast = {support::wave_leaf(sizes, 1),
                                        support::wave_leaf({30, 20}, 2),
                                        support::wave_leaf({30}, 3)};
      std::vector<Tensor> plain;
      for (const Tensor& t : fast) plain.push_back(t.detach().clone().set_requires_grad(true));
      const auto bias = [&](const std::vector<Tensor>& in) { return with_bias ? in[2] : Tensor(); };
      const Tensor y = torch::linear(fast[0], fast[1], bias(fast));
      const Tensor g = support::waves(support::sizes(y), 4);
      y.backward(g);
      composed(plain[0], plain[1], bias(plain)).backward(g);
      for (int i = 0; i < (with_bias ? 3 : 2); ++i)
        EXPECT_TRUE(torch::allclose(fast[i].grad(), plain[i].grad(), 1e-10, 1e-10)) << i;
    }
}

TEST(Linear, DerivativesOfEveryOrder) {
  const auto function = [](const std::vector<Tensor>& in) {
    return std::vector<Tensor>{torch::linear(in[0], in[1], in[2]), torch::linear(in[0], in[1]),
                               torch::linear(in[0][0], in[1], in[2]),
                               torch::linear(in[0].unsqueeze(1), in[1], in[2])};
  };
  const std::vector<Tensor> inputs = {support::wave_leaf({3, 2}, 1), support::wave_leaf({4, 2}, 2),
                                      support::wave_leaf({4}, 3)};
  const std::vector<Tensor> cotangents = {support::waves({3, 4}, 1), support::waves({3, 4}, 2),
                                          support::waves({4}, 3), support::waves({3, 1, 4}, 4)};
  EXPECT_TRUE(support::check_gradient("linear", function, inputs, cotangents));
  EXPECT_TRUE(support::check_second_gradient("linear", function, inputs, cotangents));
}

TEST(Linear, OfOneFeatureRoundsAsPyTorchDoes) {
  // The tutorial's case: two samples, one feature. x and w are such that every rounding shows.
  const float e = 0x1p-12f, x0 = 1 + e, x1 = 1 + 3 * e, w = 1 + e, b = -1;
  const Tensor x = torch::tensor({x0, x1}).reshape({2, 1});
  const Tensor weight = torch::tensor({w}).reshape({1, 1}).clone().set_requires_grad(true);
  const Tensor bias = torch::tensor({b}).set_requires_grad(true);
  const Tensor y = torch::linear(x, weight, bias);
  EXPECT_EQ(y[0][0].item<float>(), x0 * w + b);  // two roundings: the product's, then the sum's
  EXPECT_EQ(y[1][0].item<float>(), x1 * w + b);
  const float g0 = 1 + 5 * e, g1 = -1 - 3 * e;
  y.backward(torch::tensor({g0, g1}).reshape({2, 1}));
  EXPECT_EQ(bias.grad().item<float>(), g0 + g1);
#ifndef GLASSGRAD_TEST_LIBTORCH  // whose BLAS may have no fused multiply-add on this machine
  EXPECT_EQ(weight.grad().item<float>(), std::fma(g1, x1, g0 * x0));
#endif
}

#ifndef GLASSGRAD_TEST_LIBTORCH

TEST(Linear, IsOneNode) {
  const Tensor x = support::wave_leaf({2, 3}, 1), w = support::wave_leaf({4, 3}, 2),
               b = support::wave_leaf({4}, 3);
  const auto node = torch::linear(x, w, b).grad_fn();
  EXPECT_EQ(node->name(), "AddmmBackward0");
  ASSERT_EQ(node->next_edges().size(), 3u);
  const Tensor inputs[] = {b, x, w};
  for (size_t i = 0; i < 3; ++i)
    EXPECT_EQ(node->next_edge(i).function.get(),
              torch::autograd::gradient_edge(inputs[i]).function.get());
  EXPECT_EQ(torch::linear(x, w).grad_fn()->name(), "MmBackward0");
  EXPECT_EQ(torch::linear(x, w).grad_fn()->next_edges().size(), 2u);
  EXPECT_EQ(torch::linear(x.unsqueeze(0), w, b).grad_fn()->name(), "LinearBackward0");
}

TEST(Linear, RecordsTheGradientOfAMatrixAsAProductAlone) {
  const Tensor x = support::wave_leaf({2, 3}, 1), w = support::wave_leaf({4, 3}, 2),
               b = support::wave_leaf({4}, 3);
  const auto slope = [&](const Tensor& input) {
    const Tensor y = torch::linear(input, w, b);
    return torch::autograd::grad({y}, {input}, {torch::ones_like(y)}, true, true)[0];
  };
  EXPECT_EQ(slope(x).grad_fn()->name(), "MmBackward0");  // as PyTorch; no view on top of it
  EXPECT_EQ(slope(x.unsqueeze(0)).sizes(), torch::IntArrayRef({1, 2, 3}));
}

TEST(Linear, ComputesNoGradientThatNobodyWants) {
  const Tensor x = support::waves({2, 3}, 1), w = support::wave_leaf({4, 3}, 2);
  const auto node = torch::linear(x, w, support::waves({4})).grad_fn();
  const auto grads = node->apply(torch::autograd::GradList{torch::ones({2, 4}, torch::kFloat64)});
  EXPECT_FALSE(grads[0].defined());
  EXPECT_FALSE(grads[1].defined());
  EXPECT_TRUE(grads[2].defined());
}

#endif

}  // namespace
