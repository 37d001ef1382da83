// The fast products against three plain loops, over shapes and layouts.
#include "autograd/kernels/matmul.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <random>
#include <string>
#include <vector>

namespace glassgrad::kernels {
namespace {

enum class Layout { Rows, Columns, WideRows, EverySecond, SameRow };

/// A random matrix in memory of its own.
template <class T>
struct Stored {
  Stored(int64_t rows, int64_t cols, Layout layout, unsigned seed)
      : data(2 * (rows + 1) * (cols + 3) + 1) {
    std::mt19937 generator(seed);
    for (T& value : data)
      value = std::is_floating_point_v<T>
                  ? static_cast<T>(std::normal_distribution<double>()(generator))
                  : static_cast<T>(generator() % 20) - 10;
    matrix = {data.data(), rows, cols, cols, 1};
    if (layout == Layout::Columns) matrix.row_stride = 1, matrix.col_stride = rows;
    if (layout == Layout::WideRows) matrix.row_stride = cols + 3;
    if (layout == Layout::EverySecond) matrix.row_stride = 2 * cols, matrix.col_stride = 2;
    if (layout == Layout::SameRow) matrix.row_stride = 0;
  }
  std::vector<T> data;
  Matrix matrix;
};

template <class T>
void compare(int64_t n, int64_t k, int64_t m, Layout la, Layout lb, double alpha, double beta,
             double tolerance) {
  const Stored<T> a(n, k, la, 1), b(k, m, lb, 2);
  Stored<T> fast(n, m, Layout::WideRows, 3), plain(n, m, Layout::WideRows, 3);
  product(scalar_type_of<T>, fast.matrix, a.matrix, b.matrix, alpha, beta);
  product_reference(scalar_type_of<T>, plain.matrix, a.matrix, b.matrix, alpha, beta);
  for (size_t i = 0; i < fast.data.size(); ++i)
    ASSERT_NEAR(static_cast<double>(fast.data[i]), static_cast<double>(plain.data[i]), tolerance)
        << n << "x" << k << " times " << k << "x" << m << ", layouts " << int(la) << " and "
        << int(lb) << ", alpha " << alpha << ", beta " << beta << ", element " << i;
}

const Layout kLayouts[] = {Layout::Rows, Layout::Columns, Layout::WideRows, Layout::EverySecond,
                           Layout::SameRow};

TEST(Product, IsThatOfPlainLoopsForEveryLayout) {
  for (const auto& [n, k, m] : std::vector<std::array<int64_t, 3>>{{1, 1, 1},
                                                                   {2, 1, 1},
                                                                   {1, 7, 1},
                                                                   {3, 4, 5},
                                                                   {1, 5, 17},
                                                                   {17, 3, 1},
                                                                   {6, 8, 33},
                                                                   {20, 30, 40},
                                                                   {1, 300, 50},
                                                                   {50, 300, 1},
                                                                   {64, 10, 128},
                                                                   {33, 1, 70}})
    for (const Layout la : kLayouts)
      for (const Layout lb : kLayouts)
        for (const auto& [alpha, beta] : {std::pair{1.0, 0.0}, {1.0, 1.0}, {0.5, -2.0}}) {
          compare<double>(n, k, m, la, lb, alpha, beta, 1e-11);
          compare<float>(n, k, m, la, lb, alpha, beta, 1e-3);
        }
}

TEST(Product, OfIntegersIsExact) {
  for (const Layout la : kLayouts)
    for (const Layout lb : kLayouts) {
      compare<int64_t>(20, 30, 40, la, lb, 1, 0, 0);
      compare<int32_t>(3, 5, 7, la, lb, 2, 3, 0);
    }
}

TEST(Product, OfNothingIsZeroOrWhatBetaLeaves) {
  float c[6] = {1, 2, 3, 4, 5, NAN};
  const Matrix out{c, 2, 3, 3, 1}, a{nullptr, 2, 0, 0, 1}, b{nullptr, 0, 3, 3, 1};
  product(kFloat, out, a, b, 1, 2);
  EXPECT_EQ(c[4], 10);
  EXPECT_TRUE(std::isnan(c[5]));
  product(kFloat, out, a, b, 1, 0);
  for (const float value : c) EXPECT_EQ(value, 0);
  // No rows, or no columns: nothing to write.
  product(kFloat, {c, 0, 3, 3, 1}, {nullptr, 0, 4, 4, 1}, {c, 4, 3, 3, 1});
  product(kFloat, {c, 2, 0, 0, 1}, {c, 2, 1, 1, 1}, {nullptr, 1, 0, 0, 1});
}

TEST(Product, WithAlphaZeroLooksAtNoFactor) {
  float c[] = {4}, a[] = {NAN}, b[] = {1};
  product(kFloat, {c, 1, 1, 1, 1}, {a, 1, 1, 1, 1}, {b, 1, 1, 1, 1}, 0, 0.5);
  EXPECT_EQ(c[0], 2);
}

TEST(Product, WithBetaZeroLooksAtNoResult) {
  for (const int64_t n : {1, 40}) {
    std::vector<double> a(n * n, 1), c(n * n, NAN);
    const Matrix square{a.data(), n, n, n, 1};
    product(kDouble, {c.data(), n, n, n, 1}, square, square);
    for (const double value : c) EXPECT_EQ(value, static_cast<double>(n));
  }
}

TEST(Product, OfSmallMatricesFusesInOrderAndAddsTheBiasApart) {
  const float e = 0x1p-12f;
  float x[] = {1 + e, 1 + e}, w[] = {1 + e, -1 - e / 2}, y[] = {0};
  product(kFloat, {y, 1, 1, 1, 1}, {x, 1, 2, 2, 1}, {w, 2, 1, 1, 1});
  EXPECT_EQ(y[0], std::fma(x[1], w[1], x[0] * w[0]));
  EXPECT_NE(y[0], x[0] * w[0] + x[1] * w[1]);
  y[0] = -1;
  product(kFloat, {y, 1, 1, 1, 1}, {x, 1, 1, 2, 1}, {w, 1, 1, 1, 1}, 1, 1);
  EXPECT_EQ(y[0], x[0] * w[0] - 1);
  EXPECT_NE(y[0], std::fma(x[0], w[0], -1.0f));
}

TEST(MatrixVector, IsTheProductWithOneColumn) {
  for (const Layout layout : kLayouts)
    for (const auto& [n, k] : std::vector<std::pair<int64_t, int64_t>>{{1, 1}, {3, 5}, {70, 90}})
      for (const int64_t step : {0, 1, 3}) {
        const Stored<double> a(n, k, layout, 1), x(k, 4, Layout::Rows, 2);
        std::vector<double> y(n), plain(n);
        matrix_vector(kDouble, y.data(), a.matrix, x.data.data(), step);
        product_reference(kDouble, {plain.data(), n, 1, 1, 1}, a.matrix,
                          {const_cast<double*>(x.data.data()), k, 1, step, 1});
        for (int64_t i = 0; i < n; ++i) EXPECT_NEAR(y[i], plain[i], 1e-12);
      }
}

TEST(Dot, IsTheSumOfProducts) {
  for (const int64_t n : {0, 1, 5, 33, 1000}) {
    std::vector<double> a(n), b(2 * n);
    double want = 0;
    for (int64_t i = 0; i < n; ++i) {
      a[i] = static_cast<double>(i % 10);
      b[2 * i] = static_cast<double>(i % 7) - 3;
      want += a[i] * b[2 * i];
    }
    double y = NAN;
    dot(kDouble, &y, n, a.data(), 1, b.data(), 2);
    EXPECT_EQ(y, want);
  }
}

// torch.dot of PyTorch 1.13.1 with OpenBLAS gives 2^-24: products of floats are rounded to float
// and then added in double precision. Those of doubles are rounded, too: no fused multiply-add.
TEST(Dot, RoundsAsOpenBlasDoes) {
  const float a[] = {1.0f + 0x1p-12f, 1.0f, 0x1p-24f},
              b[] = {1.0f + 0x1p-12f, -1.0f - 0x1p-11f, 1.0f};
  float y = 0;
  dot(kFloat, &y, 3, a, 1, b, 1);
  EXPECT_EQ(y, 0x1p-24f);
  const double c[] = {1.0, 1.0 + 0x1p-30}, d[] = {-1.0 - 0x1p-29, 1.0 + 0x1p-30};
  double z = 1;
  dot(kDouble, &z, 2, c, 1, d, 1);
  EXPECT_EQ(z, 0);
}

}  // namespace
}  // namespace glassgrad::kernels
