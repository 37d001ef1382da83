// Sums to the bit: PyTorch 1.13.1 (AVX2 build, one thread). Everything else against plain loops.
#include "autograd/kernels/reduce.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace glassgrad::kernels {
namespace {

/// The inputs of the golden sums: x_i = (i * 7919 mod 1000 - 500) / 7.
template <class T>
std::vector<T> sevenths(int64_t n) {
  std::vector<T> x;
  for (int64_t i = 0; i < n; ++i) x.push_back(static_cast<T>(i * 7919 % 1000 - 500) / T(7));
  return x;
}

template <class T>
T sum_all(std::vector<T> x) {
  T y;
  const int64_t sizes[] = {static_cast<int64_t>(x.size())}, x_strides[] = {1}, y_strides[] = {0};
  sum(sizes, {&y, y_strides}, {x.data(), x_strides}, scalar_type_of<T>);
  return y;
}

/// Sums of a row-major [n, m] matrix over dimension 0 or 1.
template <class T>
std::vector<T> sum_along(int64_t dim, int64_t n, int64_t m) {
  std::vector<T> x = sevenths<T>(n * m), y(dim == 0 ? m : n);
  const int64_t sizes[] = {n, m}, x_strides[] = {m, 1}, y_strides[] = {dim == 1, dim == 0};
  sum(sizes, {y.data(), y_strides}, {x.data(), x_strides}, scalar_type_of<T>);
  return y;
}

TEST(SumKernel, AgreesWithPyTorchToTheBitOverAll) {
  struct {
    int64_t n;
    float single;
    double twice;
  } const rows[] = {{1, -0x1.1db6dcp+6f, -0x1.1db6db6db6db7p+6},
                    {5, 0x1.8a4924p+6f, 0x1.8a49249249248p+6},
                    {7, 0x1.c8924ap+6f, 0x1.c892492492492p+6},
                    {8, 0x1.a24924p+6f, 0x1.a249249249248p+6},
                    {9, 0x1.4db6dcp+6f, 0x1.4db6db6db6db7p+6},
                    {40, -0x1.9b6dc6p+4f, -0x1.9b6db6db6db6ep+4},
                    {100, -0x1.0f6db8p+7f, -0x1.0f6db6db6db6ep+7},
                    {1000, -0x1.1db6e0p+6f, -0x1.1db6db6db6dbcp+6},
                    {5000, -0x1.652490p+8f, -0x1.652492492492ep+8},
                    {70001, -0x1.3cf6dap+12f, -0x1.3cf6db6db6db9p+12}};
  for (const auto& row : rows) {
    EXPECT_EQ(sum_all(sevenths<float>(row.n)), row.single) << row.n;
    EXPECT_EQ(sum_all(sevenths<double>(row.n)), row.twice) << row.n;
  }
}

TEST(SumKernel, AgreesWithPyTorchToTheBitAlongDimensions) {
  struct {
    int64_t n, m;
    float first_column, last_column, first_row, last_row;
  } const rows[] = {{5, 3, -0x1.09b6dcp+7f, 0x1.292492p+5f, 0x1.25b6dap+5f, 0x1.85b6dap+5f},
                    {64, 4, -0x1.524928p+7f, 0x1.692494p+7f, 0x1.25b6dcp+6f, -0x1.324924p+4f},
                    {64, 10, 0x1.6db6c0p+2f, -0x1.5ffff8p+6f, 0x1.95b6dcp+5f, 0x1.2d6db8p+7f},
                    {300, 40, -0x1.ac924ap+9f, -0x1.972494p+9f, -0x1.9b6dc6p+4f, -0x1.4b6db6p+6f},
                    {1000, 7, -0x1.1db6d2p+6f, -0x1.1db6c0p+6f, 0x1.c8924ap+6f, -0x1.600000p+7f},
                    // a row of two or three vectors, a vector and a rest, fifteen rows of lanes
                    {17, 16, -0x1.b00002p+6f, -0x1.d5b6d8p+5f, 0x1.400000p+5f, -0x1.ab6db6p+7f},
                    {6, 24, -0x1.349248p+8f, -0x1.7e4926p+7f, -0x1.96db6cp+5f, 0x1.a00000p+5f},
                    {40, 31, 0x1.e00010p+5f, 0x1.5c924cp+7f, 0x1.dd2492p+6f, 0x1.280004p+7f},
                    {5, 40, -0x1.012494p+7f, 0x1.5c9246p+5f, -0x1.9b6dc6p+4f, 0x1.e00000p+5f},
                    {9, 500, -0x1.652494p+8f, -0x1.6b2492p+7f, 0x1.1db6e0p+5f, 0x1.1db6e0p+5f},
                    // columns with two and with three levels of sums
                    {300, 36, -0x1.736db4p+8f, -0x1.2c0004p+8f, -0x1.124940p+2f, 0x1.4db6d8p+4f},
                    {260, 12, -0x1.2edb70p+9f, -0x1.9e4920p+8f, -0x1.8b6db4p+5f, -0x1.700000p+5f},
                    {1040, 6, -0x1.29248ap+8f, -0x1.400000p+5f, 0x1.c0924ap+6f, 0x1.2f2494p+7f}};
  for (const auto& row : rows) {
    const auto columns = sum_along<float>(0, row.n, row.m),
               lines = sum_along<float>(1, row.n, row.m);
    EXPECT_EQ(columns.front(), row.first_column) << row.n << "x" << row.m;
    EXPECT_EQ(columns.back(), row.last_column) << row.n << "x" << row.m;
    EXPECT_EQ(lines.front(), row.first_row) << row.n << "x" << row.m;
    EXPECT_EQ(lines.back(), row.last_row) << row.n << "x" << row.m;
  }
  const auto columns = sum_along<double>(0, 64, 10);
  EXPECT_EQ(columns.front(), 0x1.6db6db6db6de0p+2);
  EXPECT_EQ(columns.back(), -0x1.5fffffffffffep+6);
}

TEST(SumKernel, OfNegativeZerosIsZero) {
  for (const size_t n : {0, 1, 2, 8, 9, 40}) {
    const float y = sum_all(std::vector<float>(n, -0.0f));
    EXPECT_EQ(y, 0.0f);
    EXPECT_FALSE(std::signbit(y)) << n;
  }
}

TEST(SumKernel, KeepsItsAccuracyOverManyElements) {
  // Added one by one they would give 1087937.
  EXPECT_EQ(sum_all(std::vector<float>(10'000'000, 0.1f)), 0x1.e847eep+19f);  // PyTorch's
}

TEST(SumKernel, OfBytesIsExactForEveryLength) {
  for (int64_t n = 0; n < 300; ++n) {
    std::vector<uint8_t> x(n);
    int64_t y = -1, want = 0;
    for (int64_t i = 0; i < n; ++i) want += x[i] = static_cast<uint8_t>(i * 7 % 251);
    const int64_t sizes[] = {n}, x_strides[] = {1}, y_strides[] = {0};
    sum(sizes, {&y, y_strides}, {x.data(), x_strides}, kByte);
    EXPECT_EQ(y, want) << n;
  }
}

TEST(SumKernel, IntegersWrapAround) {
  const int64_t most = std::numeric_limits<int64_t>::max();
  EXPECT_EQ(sum_all(std::vector<int64_t>{most, 1}), std::numeric_limits<int64_t>::min());
}

// --- every kernel over many layouts, against plain loops ---

/// A strided array and the dimensions of it that go.
struct Layout {
  std::vector<int64_t> sizes, strides;
  std::vector<bool> goes;
};

/// All choices of reduced dimensions for contiguous, permuted, sliced and broadcast arrays.
std::vector<Layout> layouts() {
  const std::vector<std::pair<std::vector<int64_t>, std::vector<int64_t>>> arrays = {
      {{}, {}},
      {{1}, {1}},
      {{7}, {1}},
      {{7}, {3}},
      {{200}, {1}},
      {{0}, {1}},
      {{5, 3}, {3, 1}},
      {{5, 3}, {1, 5}},
      {{3, 140}, {140, 1}},
      {{140, 3}, {3, 1}},
      {{70, 45}, {45, 1}},
      {{70, 45}, {1, 70}},
      {{20, 6}, {12, 2}},
      {{4, 9}, {0, 1}},
      {{9, 4}, {1, 0}},
      {{1, 40}, {40, 1}},
      {{4, 0, 3}, {3, 3, 1}},
      {{4, 5, 6}, {30, 6, 1}},
      {{4, 5, 6}, {1, 24, 4}},
      {{6, 1, 33}, {33, 33, 1}},
      {{3, 4, 2, 5}, {40, 10, 5, 1}},
      {{3, 4, 2, 5}, {5, 15, 60, 1}},
  };
  std::vector<Layout> all;
  for (const auto& [sizes, strides] : arrays)
    for (unsigned mask = 0; mask < 1u << sizes.size(); ++mask) {
      Layout layout{sizes, strides, {}};
      for (size_t d = 0; d < sizes.size(); ++d) layout.goes.push_back(mask >> d & 1);
      all.push_back(layout);
    }
  return all;
}

std::vector<int64_t> result_strides(const Layout& layout) {
  std::vector<int64_t> strides(layout.sizes.size(), 0);
  int64_t stride = 1;
  for (size_t d = layout.sizes.size(); d-- > 0;)
    if (!layout.goes[d]) {
      strides[d] = stride;
      stride *= std::max<int64_t>(layout.sizes[d], 1);
    }
  return strides;
}

/// The elements that go into each result, found the slow way.
template <class T>
std::vector<std::vector<T>> groups(const Layout& layout, const T* x) {
  size_t results = 1, count = 1;
  for (size_t d = 0; d < layout.sizes.size(); ++d) {
    if (!layout.goes[d]) results *= layout.sizes[d];
    count *= layout.sizes[d];
  }
  std::vector<std::vector<T>> all(results);
  const auto y_strides = result_strides(layout);
  for (size_t flat = 0; flat < count; ++flat) {
    size_t rest = flat, at_x = 0, at_y = 0;
    for (size_t d = layout.sizes.size(); d-- > 0;) {
      const size_t index = rest % layout.sizes[d];
      rest /= layout.sizes[d];
      at_x += index * layout.strides[d];
      at_y += index * y_strides[d];
    }
    all[at_y].push_back(x[at_x]);
  }
  return all;
}

template <class T>
std::vector<T> random_values(size_t n, bool with_nan) {
  std::mt19937 generator(static_cast<unsigned>(n));
  std::vector<T> x(n);
  for (T& value : x)
    if constexpr (std::is_floating_point_v<T>)
      value = with_nan && generator() % 97 == 0
                  ? std::numeric_limits<T>::quiet_NaN()
                  : static_cast<T>(std::normal_distribution<double>()(generator));
    else
      value = static_cast<T>(generator() % 5) - static_cast<T>(std::is_signed_v<T> ? 2 : 0);
  return x;
}

/// kernel(sizes, y, x) must give expected(group) for every result, to the relative tolerance.
template <class X, class Y = X, class Kernel, class Expected>
void compare(Kernel kernel, Expected expected, double tolerance, bool with_nan = false) {
  for (const Layout& layout : layouts()) {
    std::vector<X> x = random_values<X>(20000, with_nan);
    const auto all = groups(layout, x.data());
    std::vector<Y> y(all.size() + 1, Y(77));
    const auto y_strides = result_strides(layout);
    kernel(IntArrayRef(layout.sizes), Operand{y.data(), y_strides},
           Operand{x.data(), layout.strides});
    for (size_t i = 0; i < all.size(); ++i) {
      const Y want = expected(all[i]);
      std::string where = "sizes";
      for (size_t d = 0; d < layout.sizes.size(); ++d)
        where += " " + std::to_string(layout.sizes[d]) + (layout.goes[d] ? "*" : "");
      if (want != want)
        EXPECT_NE(y[i], y[i]) << where << " result " << i;
      else if (want == y[i])
        SUCCEED();
      else
        EXPECT_NEAR(y[i], want, tolerance * std::max(1.0, std::abs(double(want))))
            << where << " result " << i;
    }
    EXPECT_EQ(y.back(), Y(77)) << "wrote past the end";
  }
}

template <class Y, class X, class F>
Y folded(const std::vector<X>& values, Y first, F f) {
  for (const X& value : values) first = f(first, value);
  return first;
}

TEST(ReduceKernels, SumAndMean) {
  compare<float>(
      [](auto sizes, auto y, auto x) { sum(sizes, y, x, kFloat); },
      [](const auto& g) { return float(folded(g, 0.0, [](double a, float b) { return a + b; })); },
      1e-5);
  compare<double>(
      [](auto sizes, auto y, auto x) { mean(sizes, y, x, kDouble); },
      [](const auto& g) { return folded(g, 0.0, std::plus<>()) / static_cast<double>(g.size()); },
      1e-13);
  compare<uint8_t, int64_t>([](auto sizes, auto y, auto x) { sum(sizes, y, x, kByte); },
                            [](const auto& g) { return folded(g, int64_t{0}, std::plus<>()); }, 0);
  compare<int32_t, int64_t>([](auto sizes, auto y, auto x) { sum(sizes, y, x, kInt); },
                            [](const auto& g) { return folded(g, int64_t{0}, std::plus<>()); }, 0);
}

TEST(ReduceKernels, Prod) {
  compare<double>([](auto sizes, auto y, auto x) { prod(sizes, y, x, kDouble); },
                  [](const auto& g) { return folded(g, 1.0, std::multiplies<>()); }, 1e-12);
  compare<int64_t>([](auto sizes, auto y, auto x) { prod(sizes, y, x, kLong); },
                   [](const auto& g) { return folded(g, int64_t{1}, std::multiplies<>()); }, 0);
}

TEST(ReduceKernels, ExtremaLetNanWin) {
  const auto larger = [](const std::vector<float>& g) {
    return folded(g, -INFINITY, [](float a, float b) { return a != a || a > b ? a : b; });
  };
  const auto smaller = [](const std::vector<float>& g) {
    return folded(g, INFINITY, [](float a, float b) { return a != a || a < b ? a : b; });
  };
  for (const bool with_nan : {false, true}) {
    compare<float>([](auto sizes, auto y, auto x) { amax(sizes, y, x, kFloat); }, larger, 0,
                   with_nan);
    compare<float>([](auto sizes, auto y, auto x) { amin(sizes, y, x, kFloat); }, smaller, 0,
                   with_nan);
  }
  compare<int32_t>([](auto sizes, auto y, auto x) { amax(sizes, y, x, kInt); },
                   [](const auto& g) {
                     return folded(g, std::numeric_limits<int32_t>::min(),
                                   [](int32_t a, int32_t b) { return std::max(a, b); });
                   },
                   0);
}

TEST(ReduceKernels, AnyAndAll) {
  compare<uint8_t>(
      [](auto sizes, auto y, auto x) { any(sizes, y, x, kByte); },
      [](const auto& g) { return folded(g, uint8_t{0}, [](bool a, uint8_t b) { return a || b; }); },
      0);
  compare<double, uint8_t>([](auto sizes, auto y, auto x) { all(sizes, y, x, kDouble); },
                           [](const auto& g) {
                             return folded(g, uint8_t{1},
                                           [](bool a, double b) { return a && b != 0; });
                           },
                           0);
}

TEST(ReduceKernels, EuclideanNorm) {
  compare<float>(
      [](auto sizes, auto y, auto x) { euclidean_norm(sizes, y, x, kFloat); },
      [](const auto& g) {
        return float(std::sqrt(folded(g, 0.0, [](double a, double b) { return a + b * b; })));
      },
      1e-5);
}

TEST(ReduceKernels, VarianceAndStandardDeviation) {
  const auto squares = [](const std::vector<float>& g) {
    const double m = folded(g, 0.0, std::plus<>()) / static_cast<double>(g.size());
    return folded(g, 0.0, [=](double a, double b) { return a + (b - m) * (b - m); });
  };
  std::vector<float> means(20000);
  compare<float>(
      [&](auto sizes, auto y, auto x) {
        variance(sizes, y, {means.data(), y.strides}, x, kFloat, 1, false);
      },
      [&](const auto& g) {
        const double n = static_cast<double>(g.size());
        return n > 1 ? float(squares(g) / (n - 1)) : std::nanf("");
      },
      1e-6);
  compare<float>(
      [&](auto sizes, auto y, auto x) {
        variance(sizes, y, {means.data(), y.strides}, x, kFloat, 0, true);
      },
      [&](const auto& g) { return float(std::sqrt(squares(g) / static_cast<double>(g.size()))); },
      1e-6);
}

TEST(ReduceKernels, VarianceOfLargeNumbersDoesNotCancel) {
  std::vector<float> x = {1e6f, 1e6f + 1, 1e6f + 2};
  float variance_of, mean_of;
  const int64_t sizes[] = {3}, one[] = {1}, none[] = {0};
  variance(sizes, {&variance_of, none}, {&mean_of, none}, {x.data(), one}, kFloat, 1, false);
  EXPECT_EQ(variance_of, 1.0f);
  EXPECT_EQ(mean_of, 1000001.0f);
}

TEST(ReduceKernels, ProductsOfOthersNeedNoDivision) {
  const std::vector<double> x = {2, 0, 3, 0, 5, 7, 1, 4};
  std::vector<double> y(8);
  products_of_others(y.data(), x.data(), 1, 4, 2, kDouble);
  // Columns (2, 3, 5, 1) and (0, 0, 7, 4).
  EXPECT_EQ(y, (std::vector<double>{15, 0, 10, 0, 6, 0, 30, 0}));
}

}  // namespace
}  // namespace glassgrad::kernels
