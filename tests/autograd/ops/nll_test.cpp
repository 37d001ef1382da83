// nll_loss against a twin composed here: weights, ignored labels, images of labels, second
// derivatives. Values against PyTorch's are in the operation table and in bits_test.cpp; names,
// special values and texts below are PyTorch 1.13.1's.

#include <gtest/gtest.h>

#include "autograd/graph/node.h"
#include "tests/autograd/ops/twins.h"
#include "tests/support/check_gradient.h"

namespace glassgrad {
namespace {

constexpr int64_t kReductions[] = {Reduction::None, Reduction::Mean, Reduction::Sum};

/// 1 at the labels, 0 elsewhere, in the shape of x [N, C, ...].
Tensor one_hot(const Tensor& labels, const Tensor& x) {
  Dims shape(x.dim(), 1);
  shape[1] = x.size(1);
  return (labels.unsqueeze(1) == arange(x.size(1)).reshape(shape)).to(x.scalar_type());
}

Tensor composed_nll(const Tensor& x, const Tensor& labels, const Tensor& weight, int64_t reduction,
                    int64_t ignored) {
  Dims shape(x.dim(), 1);
  shape[1] = x.size(1);
  const Tensor used = (labels != ignored).to(x.scalar_type());
  const Tensor w = (one_hot(labels, x) * weight.reshape(shape)).sum(1) * used;
  const Tensor y = -(one_hot(labels, x) * x).sum(1) * w;
  return reduction == Reduction::Mean  ? y.sum() / w.sum()
         : reduction == Reduction::Sum ? y.sum()
                                       : y;
}

Tensor labels_for(IntArrayRef sizes, int64_t classes) {
  Generator generator = make_generator(3);
  return randint(classes, sizes, generator);
}

TEST(NllLoss, AgreesWithTheComposedTwin) {
  const Tensor weight = twins::values({5}).abs();
  const std::vector<Tensor> inputs = {twins::values({40, 5}), twins::values({5, 8}).t(),
                                      twins::values({3, 5, 4}), twins::values({2, 5, 4, 3}),
                                      twins::values({6, 5, 4}).slice(0, 0, 6, 2)};
  for (const Tensor& values : inputs)
    for (const int64_t reduction : kReductions)
      for (const int64_t ignored : {-100, 2}) {
        const Tensor x = values.detach().requires_grad_();
        Dims sizes(x.sizes());
        sizes.erase(1);
        const Tensor labels = labels_for(sizes, 5);
        const Tensor y = nll_loss(x, labels, weight, reduction, ignored);
        const Tensor expected = composed_nll(x, labels, weight, reduction, ignored);
        twins::expect_close(y.detach(), expected.detach(), 1e-12, "value");
        const Tensor dy = twins::values(y.sizes());
        const Tensor dx = autograd::grad({y}, {x}, {dy}, true)[0];
        twins::expect_close(dx, autograd::grad({expected}, {x}, {dy})[0], 1e-12, "gradient");
        const Tensor recorded = autograd::grad({y}, {x}, {dy}, true, true)[0];
        EXPECT_TRUE(equal(recorded.detach(), dx));
        EXPECT_EQ(recorded.grad_fn()->name(), "NllLossBackwardBackward0");
      }
}

TEST(NllLoss, SecondDerivativeIsLinearInTheOutputGradient) {
  const Tensor x = twins::values({3, 4}).requires_grad_(), labels = tensor({1, 3, 0});
  for (const int64_t reduction : kReductions) {
    const auto function = [&](const support::Tensors& in) {
      return support::Tensors{nll_loss(in[0], labels, {}, reduction)};
    };
    const Tensor y = nll_loss(x, labels, {}, reduction);
    EXPECT_TRUE(
        support::check_second_gradient("nll_loss", function, {x}, {twins::values(y.sizes())}));
  }
}

TEST(NllLoss, OneSampleAndBytes) {
  const Tensor x = tensor({0.1, 0.2, 0.3});
  EXPECT_TRUE(equal(nll_loss(x, tensor(2)), tensor(-0.3)));
  EXPECT_TRUE(equal(nll_loss(x, tensor(2), {}, Reduction::None), tensor(-0.3)));
  EXPECT_TRUE(equal(nll_loss(x.unsqueeze(0), ones({1}, kByte)), tensor(-0.2)));
}

TEST(NllLoss, OfIgnoredLabelsOnly) {
  const Tensor x = ones({2, 3}).requires_grad_(), labels = tensor({-100, -100});
  const Tensor mean = nll_loss(x, labels);
  EXPECT_TRUE(std::isnan(mean.item<float>()));
  mean.backward();
  EXPECT_TRUE(equal(x.grad(), zeros({2, 3})));
  EXPECT_EQ(nll_loss(x, labels, {}, Reduction::Sum).item<float>(), 0);
  EXPECT_TRUE(equal(nll_loss(x, labels, {}, Reduction::None).detach(), zeros({2})));
  EXPECT_TRUE(std::isnan(nll_loss(ones({0, 3}), ones({0}, kLong)).item<float>()));
}

TEST(NllLoss, TextsOfErrors) {
  const Tensor x = ones({2, 3});
  const auto nll = [](const Tensor& x, const Tensor& t, const Tensor& w = {}) {
    return twins::error_of([&] { nll_loss(x, t, w); });
  };
  EXPECT_EQ(nll(x, tensor({1, 5})), "Target 5 is out of bounds.");
  EXPECT_EQ(nll(x, tensor({1, -1})), "Target -1 is out of bounds.");
  EXPECT_THROW(nll_loss(x, tensor({1, 5})), IndexError);
  EXPECT_EQ(nll(x, tensor({1})), "size mismatch (got input: [2, 3], target: [1])");
  EXPECT_EQ(nll(x[0], tensor({1})), "size mismatch (got input: [3], target: [1])");
  EXPECT_EQ(nll(x, ones({2})), "expected scalar type Long but found Float");
  EXPECT_EQ(nll(x, zeros({2, 3}, kLong)),
            "0D or 1D target tensor expected, multi-target not supported");
  EXPECT_EQ(nll(ones({2, 3, 4}), zeros({2, 5}, kLong)), "Expected target size [2, 4], got [2, 5]");
  EXPECT_EQ(nll(x, tensor({0, 1}), ones({2})),
            "weight tensor should be defined either for all 3 classes or no classes but got weight "
            "tensor of shape: [2]");
  EXPECT_EQ(nll(x, tensor({0, 1}), ones({3}, kDouble)),
            "expected scalar type Float but found Double");
  EXPECT_EQ(nll(tensor({{1, 2}}), tensor({0}))
                .rfind("\"nll_loss_out_frame\" not implemented for 'Long'", 0),
            0u);
}

}  // namespace
}  // namespace glassgrad
