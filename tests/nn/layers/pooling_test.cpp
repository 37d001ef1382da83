// Pooling against PyTorch 1.13.1 and central differences.
#include "nn/layers/pooling.h"

#include <cmath>
#include <functional>

#include "autograd/graph/autograd.h"
#include "tests/nn/derivatives.h"
#include "tests/nn/layers/pooling_cases.h"

namespace glassgrad::nn {
namespace {

using support::Tensors;

TEST(Pooling, ComputesAndPrintsAsLibtorchDoes) {
  nn_cases::expect_close(nn_cases::pooling_cases());
}
TEST(Pooling, RefusesAsLibtorchDoes) { nn_cases::expect_close(nn_cases::refused_poolings()); }

TEST(Pooling, HasDerivativesOfAnyOrder) {
  manual_seed(1);
  const Tensors x = {nn_cases::random({2, 2, 5, 4})};
  // Squares, because pooling itself is linear near x.
  nn_cases::check_derivatives(
      "max_pool2d",
      [](const Tensors& in) -> Tensors { return {max_pool2d(in[0], 3, 2, 1).square()}; }, x);
  nn_cases::check_derivatives(
      "avg_pool2d",
      [](const Tensors& in) -> Tensors {
        return {avg_pool2d(in[0], {3, 2}, 1, 1).square()};
      },
      x);
  nn_cases::check_derivatives(
      "adaptive_avg_pool2d",
      [](const Tensors& in) -> Tensors {
        return {adaptive_avg_pool2d(in[0], {3, 3}).square()};
      },
      x);
  nn_cases::check_derivatives(
      "adaptive_max_pool1d",
      [](const Tensors& in) -> Tensors {
        return {std::get<0>(adaptive_max_pool1d(in[0].flatten(2), 7)).square()};
      },
      x);
}

TEST(MaxPool2d, NamesItsNode) {
  const Tensor x = ones({1, 1, 4, 4}).set_requires_grad(true);
  EXPECT_EQ(max_pool2d(x, 2).grad_fn()->name(), "MaxPool2DWithIndicesBackward0");
  EXPECT_EQ(avg_pool2d(x, 2).grad_fn()->name(), "AvgPool2DBackward0");
}

TEST(MaxPool1d, OfTooShortARowIsEmpty) {
  EXPECT_EQ(max_pool1d(ones({2, 2}), 3, 1).sizes(), IntArrayRef({2, 0}));
}

// As in PyTorch a gradient depends on x, with a derivative of zero: there is something to
// differentiate once more.
TEST(Pooling, HasASecondDerivativeOfZero) {
  const Tensor x = arange(32.0).view({1, 2, 4, 4}).set_requires_grad(true);
  const std::vector<std::function<Tensor()>> pools = {
      [&] { return max_pool2d(x, 2); }, [&] { return avg_pool2d(x, 2); },
      [&] { return std::get<0>(adaptive_max_pool2d(x, 1)); },
      [&] { return adaptive_avg_pool2d(x, 2); }};
  for (const auto& pool : pools) {
    const Tensor first = autograd::grad({pool().sum()}, {x}, {}, true, true)[0];
    ASSERT_TRUE(first.requires_grad());
    EXPECT_TRUE(equal(autograd::grad({first.square().sum()}, {x})[0], zeros_like(x)));
  }
  const Tensor mean = autograd::grad({adaptive_avg_pool2d(x, 1).sum()}, {x}, {}, true, true)[0];
  EXPECT_FALSE(mean.requires_grad()) << "of whole images the mean is `mean`";
}

TEST(MaxPool2d, GivesPlacesToo) {
  const Tensor x = arange(16.0).view({1, 1, 4, 4});
  const auto [y, at] = MaxPool2d(2)->forward_with_indices(x);
  EXPECT_TRUE(equal(at.flatten(), tensor({5, 7, 13, 15})));
  EXPECT_TRUE(equal(y.flatten(), tensor({5.0, 7.0, 13.0, 15.0})));
}

/// Maxima, their places and means of windows of one dimension, one window after the other.
void expect_window_by_window(int64_t in, int64_t kernel, int64_t stride, int64_t padding,
                             int64_t dilation) {
  Tensor x = ((arange(2 * in) * 5).remainder(7) - 3).to(kFloat).view({1, 2, in});  // with ties
  x.select(1, 1).select(1, in / 2).fill_(NAN);
  const auto [best, at] = max_pool1d_with_indices(x, kernel, stride, padding, dilation);
  const bool has_mean = dilation == 1;
  const Tensor mean = has_mean ? avg_pool1d(x, kernel, stride, padding, false, false) : Tensor();
  for (int64_t c = 0; c < 2; ++c)
    for (int64_t o = 0; o < best.size(2); ++o) {
      float largest = -INFINITY, sum = 0;
      int64_t place = -1, count = 0;
      for (int64_t k = 0; k < kernel; ++k) {
        const int64_t i = o * stride - padding + k * dilation;
        if (i < 0 || i >= in) continue;
        const float value = x[0][c][i].item<float>();
        if (place < 0 || value > largest || std::isnan(value)) largest = value, place = i;
        sum += value;
        ++count;
      }
      const float found = best[0][c][o].item<float>();
      EXPECT_TRUE(found == largest || (std::isnan(found) && std::isnan(largest))) << c << ' ' << o;
      EXPECT_EQ(at[0][c][o].item<int64_t>(), place) << c << ' ' << o;
      if (!has_mean) continue;
      const float average = mean[0][c][o].item<float>(), expected = sum / static_cast<float>(count);
      EXPECT_TRUE(average == expected || (std::isnan(average) && std::isnan(expected)));
    }
}

TEST(Pooling, OfWholeRowsIsThatOfSingleWindows) {
  for (const int64_t stride : {1, 2, 3})
    for (const int64_t padding : {0, 1})
      for (const int64_t dilation : {1, 2}) {
        SCOPED_TRACE(stride * 100 + padding * 10 + dilation);
        for (const int64_t in : {9, 40, 75})
          expect_window_by_window(in, 3, stride, padding, dilation);
      }
}

}  // namespace
}  // namespace glassgrad::nn
