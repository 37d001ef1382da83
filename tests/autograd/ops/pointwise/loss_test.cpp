// What losses of pairs (x, t) share: fused kernels against twins composed here, for every reduction
// and layout, with gradients of the target; second derivatives; long float tensors; empty ones.
// Values against PyTorch's are in the operation table and in bits_test.cpp.

#include <gtest/gtest.h>

#include "autograd/graph/node.h"
#include "tests/autograd/ops/twins.h"
#include "tests/support/check_gradient.h"

namespace glassgrad {
namespace {

using Loss = std::function<Tensor(const Tensor& x, const Tensor& t, int64_t reduction)>;

struct LossTwin {
  const char* name;
  Loss fused;
  std::function<Tensor(const Tensor& x, const Tensor& t)> composed;  ///< the losses, not reduced
  const char* node;
  bool of_probabilities = false;
};

const Tensor& weights() {
  static const Tensor w = twins::values({3}).abs();
  return w;
}
Tensor composed_bce(const Tensor& x, const Tensor& t) {
  return -(t * log(x) + (1 - t) * log(1 - x));
}
Tensor sigma(const Tensor& x) { return 1 / (1 + exp(-x)); }

const std::vector<LossTwin>& losses() {
  static const std::vector<LossTwin> all = {
      {"bce",
       [](const Tensor& x, const Tensor& t, int64_t r) {
         return binary_cross_entropy(x, t, {}, r);
       },
       composed_bce, "BinaryCrossEntropyBackward0", true},
      {"weighted bce",
       [](const Tensor& x, const Tensor& t, int64_t r) {
         return binary_cross_entropy(x, t, weights(), r);
       },
       [](const Tensor& x, const Tensor& t) { return composed_bce(x, t) * weights(); },
       "BinaryCrossEntropyBackward0", true},
      {"bce with logits",
       [](const Tensor& x, const Tensor& t, int64_t r) {
         return binary_cross_entropy_with_logits(x, t, {}, {}, r);
       },
       [](const Tensor& x, const Tensor& t) { return composed_bce(sigma(x), t); },
       "BinaryCrossEntropyWithLogitsBackward0"},
      {"weighted bce with logits",
       [](const Tensor& x, const Tensor& t, int64_t r) {
         return binary_cross_entropy_with_logits(x, t, weights(), 2 * weights(), r);
       },
       [](const Tensor& x, const Tensor& t) {
         const Tensor y = sigma(x), p = 2 * weights();
         return -(p * t * log(y) + (1 - t) * log(1 - y)) * weights();
       },
       "BinaryCrossEntropyWithLogitsBackward0"},
      {"mse", [](const Tensor& x, const Tensor& t, int64_t r) { return mse_loss(x, t, r); },
       [](const Tensor& x, const Tensor& t) { return (x - t) * (x - t); }, "MseLossBackward0"},
      {"l1", [](const Tensor& x, const Tensor& t, int64_t r) { return l1_loss(x, t, r); },
       [](const Tensor& x, const Tensor& t) { return abs(x - t); }, "L1LossBackward0"},
      {"smooth l1",
       [](const Tensor& x, const Tensor& t, int64_t r) { return smooth_l1_loss(x, t, r, 0.7); },
       [](const Tensor& x, const Tensor& t) {
         const Tensor z = abs(x - t);
         return where(z < 0.7, z * z / 1.4, z - 0.35);
       },
       "SmoothL1LossBackward0"},
      {"huber",
       [](const Tensor& x, const Tensor& t, int64_t r) { return huber_loss(x, t, r, 0.7); },
       [](const Tensor& x, const Tensor& t) {
         const Tensor z = abs(x - t);
         return where(z <= 0.7, z * z / 2, 0.7 * z - 0.245);
       },
       "HuberLossBackward0"},
  };
  return all;
}

Tensor reduced(const Tensor& y, int64_t reduction) {
  return reduction == Reduction::Mean ? y.mean() : reduction == Reduction::Sum ? y.sum() : y;
}

/// x and t of shape [..., 3] in several layouts.
std::vector<std::pair<Tensor, Tensor>> pairs(const LossTwin& loss) {
  const auto pair = [&](IntArrayRef sizes) {
    const Tensor x = twins::values(sizes), t = sigma(twins::values(sizes) * 2 - 1);
    return std::pair(loss.of_probabilities ? sigma(x) : x, t);
  };
  std::vector<std::pair<Tensor, Tensor>> all = {pair({3}), pair({4, 3}), pair({2, 7, 3}),
                                                pair({50, 3})};
  const auto [x, t] = pair({6, 3});
  all.push_back({x.t().contiguous().t(), t});
  all.push_back({x.slice(0, 0, 6, 2), t.narrow(0, 1, 1).expand({3, 3})});
  return all;
}

TEST(PairLoss, FusedKernelsAgreeWithComposedTwins) {
  for (const LossTwin& loss : losses())
    for (const auto& [x_values, t_values] : pairs(loss))
      for (const int64_t reduction : {Reduction::None, Reduction::Mean, Reduction::Sum}) {
        const Tensor x = x_values.detach().requires_grad_();
        const Tensor t = t_values.detach().requires_grad_();
        const Tensor y = loss.fused(x, t, reduction);
        const Tensor expected = reduced(loss.composed(x, t), reduction);
        twins::expect_close(y.detach(), expected.detach(), 1e-12, loss.name);
        EXPECT_EQ(y.grad_fn()->name(), loss.node);

        const Tensor dy = twins::values(y.sizes());
        const auto gradient = autograd::grad({y}, {x, t}, {dy}, true);
        const auto expected_gradient = autograd::grad({expected}, {x, t}, {dy});
        const auto recorded = autograd::grad({y}, {x, t}, {dy}, true, true);
        for (int i = 0; i < 2; ++i) {
          twins::expect_close(gradient[i], expected_gradient[i], 1e-12, loss.name);
          twins::expect_close(recorded[i].detach(), gradient[i], 1e-12, loss.name);
          EXPECT_TRUE(recorded[i].requires_grad());
        }
      }
}

TEST(PairLoss, SecondDerivativesAreThoseOfDifferences) {
  for (const LossTwin& loss : losses())
    for (const int64_t reduction : {Reduction::None, Reduction::Mean}) {
      const auto [x, t] = pairs(loss)[1];
      const auto function = [&](const support::Tensors& in) {
        return support::Tensors{loss.fused(in[0], in[1], reduction)};
      };
      const Tensor y = loss.fused(x, t, reduction);
      EXPECT_TRUE(support::check_second_gradient(
          loss.name, function, {x.detach().requires_grad_(), t.detach().requires_grad_()},
          {twins::values(y.sizes())}))
          << loss.name;
    }
}

TEST(PairLoss, FloatsOfAnyLengthAgreeWithDoubles) {
  for (const LossTwin& loss : losses())
    for (const int64_t n : {1, 15, 16, 17, 100, 3000}) {
      const Tensor x = twins::values({n, 3}, kFloat).sigmoid(),
                   t = twins::values({n, 3}, kFloat).sigmoid();
      if (std::string(loss.name).rfind("weighted", 0) == 0) continue;
      const double single = loss.fused(x, t, Reduction::Mean).item<double>();
      const double exact = loss.fused(x.to(kDouble), t.to(kDouble), Reduction::Mean).item<double>();
      EXPECT_NEAR(single, exact, 1e-6 * std::fabs(exact)) << loss.name << " of " << n;
    }
}

TEST(PairLoss, OfNothing) {
  for (const LossTwin& loss : losses()) {
    const Tensor x = ones({0, 3}, kDouble).requires_grad_(), t = ones({0, 3}, kDouble);
    EXPECT_TRUE(std::isnan(loss.fused(x, t, Reduction::Mean).item<double>())) << loss.name;
    EXPECT_EQ(loss.fused(x, t, Reduction::Sum).item<double>(), 0) << loss.name;
    EXPECT_EQ(loss.fused(x, t, Reduction::None).sizes(), x.sizes()) << loss.name;
    loss.fused(x, t, Reduction::Mean).backward();
    EXPECT_EQ(x.grad().sizes(), x.sizes()) << loss.name;
  }
}

TEST(PairLoss, TheTargetsGradientIsMadeOnlyWhenWanted) {
  for (const LossTwin& loss : losses()) {
    const Tensor x = full({2, 3}, 0.5).to(kDouble).requires_grad_(),
                 t = full({2, 3}, 0.25).to(kDouble);
    loss.fused(x, t, Reduction::Mean).backward();
    EXPECT_TRUE(x.grad().defined()) << loss.name;
    EXPECT_FALSE(t.grad().defined()) << loss.name;
  }
}

}  // namespace
}  // namespace glassgrad
