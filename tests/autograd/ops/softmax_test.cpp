// Softmax and log-softmax: sums to one, no overflow, every dimension and layout against twins
// composed here, second derivatives. Values against PyTorch's are in the operation table and in
// bits_test.cpp; texts and special values below are PyTorch 1.13.1's.

#include <gtest/gtest.h>

#include "autograd/graph/node.h"
#include "tests/autograd/ops/twins.h"
#include "tests/support/check_gradient.h"

namespace glassgrad {
namespace {

Tensor composed(const Tensor& x, int64_t dim, bool logarithm) {
  const Tensor e = exp(x - std::get<0>(x.detach().max(dim, true)));
  const Tensor y = e / e.sum(dim, true);
  return logarithm ? log(y) : y;
}

TEST(Softmax, EveryDimensionAgreesWithTheComposedTwin) {
  const Tensor x = twins::values({3, 20, 4, 5});
  const std::vector<Tensor> inputs = {x, x.transpose(0, 3), x.slice(1, 0, 20, 3),
                                      x.narrow(0, 1, 1).expand({2, 20, 4, 5})};
  for (const Tensor& input : inputs)
    for (int64_t dim = -4; dim < 4; ++dim)
      for (const bool logarithm : {false, true}) {
        const Tensor leaf = input.detach().requires_grad_();
        const Tensor fused = logarithm ? log_softmax(leaf, dim) : softmax(leaf, dim);
        const Tensor expected = composed(leaf, dim, logarithm);
        twins::expect_close(fused.detach(), expected.detach(), 1e-13, "value");
        const Tensor dy = twins::values(fused.sizes());
        const Tensor dx = autograd::grad({fused}, {leaf}, {dy}, true)[0];
        twins::expect_close(dx, autograd::grad({expected}, {leaf}, {dy})[0], 1e-12, "gradient");
        const Tensor recorded = autograd::grad({fused}, {leaf}, {dy}, true, true)[0];
        twins::expect_close(recorded.detach(), dx, 1e-12, "recorded gradient");
        const Tensor broadcast = ones({}, kDouble).expand(fused.sizes());
        twins::expect_close(
            autograd::grad({fused}, {leaf}, {broadcast})[0],
            autograd::grad({composed(leaf, dim, logarithm)}, {leaf}, {broadcast})[0], 1e-12,
            "gradient of a sum");
      }
}

TEST(Softmax, LongAndShortRowsOfFloats) {
  for (const int64_t n : {1, 7, 8, 100, 512, 513, 5000}) {
    const Tensor x = twins::values({3, n}, kFloat);
    const Tensor y = softmax(x, 1), log_y = log_softmax(x, 1);
    twins::expect_close(y, softmax(x, 1, kDouble), 1e-6, "softmax");
    twins::expect_close(log_y, log_softmax(x, 1, kDouble), 4e-6, "log_softmax");
    twins::expect_close(softmax(x.t().contiguous(), 0), y.t(), 1e-6, "columns");
  }
}

TEST(Softmax, SecondDerivatives) {
  for (const bool logarithm : {false, true}) {
    const auto function = [&](const support::Tensors& in) {
      return support::Tensors{logarithm ? log_softmax(in[0], 1) : softmax(in[0], 1)};
    };
    EXPECT_TRUE(support::check_second_gradient(
        "softmax", function, {twins::values({2, 3}).requires_grad_()}, {twins::values({2, 3})}));
  }
}

TEST(Softmax, LargeValues) {
  const Tensor x = tensor({1000.0, 0.0, -1000.0});
  EXPECT_TRUE(equal(softmax(x, 0), tensor({1.0, 0.0, 0.0})));
  EXPECT_TRUE(equal(log_softmax(x, 0), tensor({0.0, -1000.0, -2000.0})));
  EXPECT_TRUE(isnan(softmax(full({2}, -INFINITY), 0)).all().item<bool>());
  EXPECT_TRUE(equal(softmax(tensor({0.0, -double(INFINITY)}), 0), tensor({1.0, 0.0})));
  EXPECT_TRUE(isnan(softmax(tensor({0.0, double(NAN)}), 0)).all().item<bool>());
}

TEST(Softmax, ShapesAndTypes) {
  EXPECT_TRUE(equal(softmax(tensor(3.0), 0), tensor(1.0)));
  EXPECT_TRUE(equal(log_softmax(tensor(3.0), -1), tensor(0.0)));
  EXPECT_EQ(softmax(ones({0, 3}), 1).sizes(), IntArrayRef({0, 3}));
  EXPECT_EQ(softmax(ones({2, 0}), 1).sizes(), IntArrayRef({2, 0}));
  const Tensor x = tensor({1, 2}).softmax(0, kDouble);
  EXPECT_EQ(x.scalar_type(), kDouble);
  EXPECT_TRUE(allclose(x, tensor({0.2689414213699951, 0.7310585786300049}, kDouble), 1e-15, 0));
  // The gradient comes back in the type of the input.
  const Tensor leaf = ones({3}).requires_grad_();
  leaf.log_softmax(0, kDouble).sum().backward();
  EXPECT_EQ(leaf.grad().scalar_type(), kFloat);

  EXPECT_EQ(twins::error_of([] {
              tensor({1, 2}).softmax(0);
            }),
            "\"softmax_lastdim_kernel_impl\" not implemented for 'Long'");
  EXPECT_EQ(twins::error_of([] {
              tensor({{1, 2}}).log_softmax(0);
            }),
            "\"softmax_kernel_impl\" not implemented for 'Long'");
  EXPECT_EQ(twins::error_of([] { ones({2}).softmax(1); }),
            "Dimension out of range (expected to be in range of [-1, 0], but got 1)");
}

TEST(Softmax, NamesOfNodes) {
  const Tensor x = ones({2}).requires_grad_();
  EXPECT_EQ(softmax(x, 0).grad_fn()->name(), "SoftmaxBackward0");
  EXPECT_EQ(log_softmax(x, 0).grad_fn()->name(), "LogSoftmaxBackward0");
}

}  // namespace
}  // namespace glassgrad
