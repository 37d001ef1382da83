// cross_entropy_loss of labels and of probabilities, smoothed and weighted, and kl_div, against
// twins composed here. Values against PyTorch's are in the operation table and in bits_test.cpp;
// names, special values and texts below are PyTorch 1.13.1's.

#include <gtest/gtest.h>

#include "autograd/graph/node.h"
#include "tests/autograd/ops/twins.h"
#include "tests/support/check_gradient.h"

namespace glassgrad {
namespace {

/// 1 at the labels, 0 elsewhere, in the shape of x [N, C, ...].
Tensor one_hot(const Tensor& labels, const Tensor& x) {
  Dims shape(x.dim(), 1);
  shape[1] = x.size(1);
  return (labels.unsqueeze(1) == arange(x.size(1)).reshape(shape)).to(x.scalar_type());
}

TEST(CrossEntropy, GraphAndNames) {
  const Tensor x = ones({2, 3}).requires_grad_();
  const auto node = cross_entropy_loss(x, tensor({0, 1})).grad_fn();
  EXPECT_EQ(node->name(), "NllLossBackward0");
  EXPECT_EQ(node->next_edge(0).function->name(), "LogSoftmaxBackward0");
  EXPECT_EQ(nll_loss(ones({1, 2, 3}).requires_grad_(), zeros({1, 3}, kLong)).grad_fn()->name(),
            "NllLoss2DBackward0");
}

/// -sum_c q_c w_c ln p_c, with q = (1 - e) t + e / C.
Tensor composed_cross_entropy(const Tensor& x, const Tensor& t, const Tensor& w, double e) {
  const Tensor p = exp(x) / exp(x).sum(1, true);
  Dims shape(x.dim(), 1);
  shape[1] = x.size(1);
  return -(((1 - e) * t + e / double(x.size(1))) * w.reshape(shape) * log(p)).sum(1);
}

TEST(CrossEntropy, ProbabilitiesAndSmoothing) {
  const Tensor x = twins::values({6, 4, 2}).requires_grad_();
  const Tensor t = softmax(twins::values({6, 4, 2}), 1).requires_grad_();
  const Tensor w = twins::values({4}).abs();
  for (const double smoothing : {0.0, 0.3}) {
    const Tensor losses = composed_cross_entropy(x, t, w, smoothing);
    const auto of = [&](int64_t reduction) {
      return cross_entropy_loss(x, t, w, reduction, -100, smoothing);
    };
    twins::expect_close(of(Reduction::None).detach(), losses.detach(), 1e-12, "none");
    twins::expect_close(of(Reduction::Sum).detach(), losses.sum().detach(), 1e-12, "sum");
    // Mean divides by the number of samples, whatever their weights.
    twins::expect_close(of(Reduction::Mean).detach(), losses.mean().detach(), 1e-12, "mean");
    const auto actual = autograd::grad({of(Reduction::Mean)}, {x, t});
    const auto expected = autograd::grad({losses.mean()}, {x, t});
    for (int i = 0; i < 2; ++i) twins::expect_close(actual[i], expected[i], 1e-12, "gradient");
  }
}

TEST(CrossEntropy, LabelsWithSmoothing) {
  const Tensor x = twins::values({6, 4}).requires_grad_(), w = twins::values({4}).abs();
  const Tensor labels = tensor({0, 3, 1, -100, 2, 2});
  const Tensor used = (labels != -100).to(kDouble);
  const Tensor losses = composed_cross_entropy(x, one_hot(labels, x), w, 0.2) * used;
  const double total_weight = (one_hot(labels, x) * w).sum().item<double>();
  const auto of = [&](int64_t reduction) {
    return cross_entropy_loss(x, labels, w, reduction, -100, 0.2);
  };
  twins::expect_close(of(Reduction::None).detach(), losses.detach(), 1e-12, "none");
  twins::expect_close(of(Reduction::Sum).detach(), losses.sum().detach(), 1e-12, "sum");
  const Tensor mean = losses.sum() / total_weight;
  twins::expect_close(of(Reduction::Mean).detach(), mean.detach(), 1e-12, "mean");
  twins::expect_close(autograd::grad({of(Reduction::Mean)}, {x})[0], autograd::grad({mean}, {x})[0],
                      1e-12, "gradient");
  EXPECT_TRUE(std::isnan(
      cross_entropy_loss(ones({2, 3}), tensor({-100, -100}), {}, 1, -100, 0.1).item<double>()));
}

TEST(CrossEntropy, LargeLogitsAndOneSample) {
  const Tensor x = tensor({{1000.0, 0.0, -1000.0}}).requires_grad_();
  const Tensor y = cross_entropy_loss(x, tensor({2}));
  EXPECT_EQ(y.item<double>(), 2000);
  y.backward();
  EXPECT_TRUE(equal(x.grad(), tensor({{1.0, 0.0, -1.0}})));
  EXPECT_NEAR(cross_entropy_loss(zeros({4}), tensor(1)).item<double>(), std::log(4), 1e-6);
}

TEST(CrossEntropy, SecondDerivative) {
  const Tensor labels = tensor({1, 0});
  const auto function = [&](const support::Tensors& in) {
    return support::Tensors{cross_entropy_loss(in[0], labels)};
  };
  EXPECT_TRUE(support::check_second_gradient(
      "cross_entropy", function, {twins::values({2, 3}).requires_grad_()}, {twins::values({})}));
}

TEST(CrossEntropy, TextsOfErrors) {
  const Tensor x = ones({2, 3});
  const auto text = [&](const Tensor& t, const Tensor& w = {}, int64_t ignored = -100,
                        double smoothing = 0) {
    return twins::error_of([&] { cross_entropy_loss(x, t, w, 1, ignored, smoothing); });
  };
  EXPECT_EQ(text(tensor({1, 0}), {}, -100, 1.5),
            "label_smoothing must be between 0.0 and 1.0. Got: 1.5");
  EXPECT_EQ(text(tensor({1})), "Expected input batch_size (2) to match target batch_size (1).");
  EXPECT_EQ(text(zeros({2, 3}, kLong)),
            "Expected floating point type for target with class probabilities, got Long");
  EXPECT_EQ(text(ones({2, 3}), {}, 1), "ignore_index is not supported for floating point target");
  EXPECT_EQ(text(ones({2, 3}), ones({4})),
            "cross_entropy: weight tensor should be defined either for all 3 classes or no classes "
            "but got weight tensor of shape: [4]");
  EXPECT_EQ(text(ones({2})), "expected scalar type Long but found Float");
  EXPECT_EQ(text(tensor({1, 7})), "Target 7 is out of bounds.");
}

TEST(KlDiv, IsZeroForEqualDistributionsAndTakesZeros) {
  const Tensor p = softmax(twins::values({2, 4}), 1);
  EXPECT_NEAR(kl_div(log(p), p, Reduction::Sum).item<double>(), 0, 1e-15);
  EXPECT_NEAR(kl_div(log(p), log(p), Reduction::Sum, true).item<double>(), 0, 1e-15);
  const Tensor y = kl_div(tensor({-1.0, 0.5}), tensor({0.0, 1.0}), Reduction::None);
  EXPECT_TRUE(equal(y, tensor({0.0, -0.5})));
  EXPECT_EQ(twins::error_of([] { kl_div(tensor({1}), tensor({1})); }),
            "kl_div: Integral inputs not supported.");
}

}  // namespace
}  // namespace glassgrad
