#include "autograd/kernels/extrema.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace glassgrad::kernels {
namespace {

struct Best {
  float value;
  int64_t index;
};

/// The definition: the first NaN, or else the first largest.
Best first_largest(const std::vector<float>& x) {
  Best best{x[0], 0};
  for (size_t i = 1; i < x.size(); ++i)
    if (!std::isnan(best.value) && (std::isnan(x[i]) || x[i] > best.value))
      best = {x[i], static_cast<int64_t>(i)};
  return best;
}

/// Rows of few different values, so that ties abound, and now and then NaN.
std::vector<float> row(int64_t n, unsigned seed) {
  std::mt19937 generator(seed);
  std::vector<float> x(n);
  for (float& value : x) value = static_cast<float>(generator() % 7);
  if (seed % 3 == 0) x[generator() % n] = x[generator() % n] = NAN;
  return x;
}

void expect_same(const Best& got, const Best& want) {
  if (std::isnan(want.value))
    EXPECT_TRUE(std::isnan(got.value));
  else
    EXPECT_EQ(got.value, want.value);
  EXPECT_EQ(got.index, want.index);
}

TEST(ExtremaKernels, FindTheFirstLargestInRowsOfEveryLength) {
  for (int64_t n = 1; n < 300; ++n) {
    std::vector<float> x = row(n, static_cast<unsigned>(n));
    Best got;
    const int64_t sizes[] = {n}, one[] = {1}, none[] = {0};
    max_with_index(sizes, {&got.value, none}, {&got.index, none}, {x.data(), one}, kFloat);
    expect_same(got, first_largest(x));
    for (float& value : x) value = -value;
    min_with_index(sizes, {&got.value, none}, {&got.index, none}, {x.data(), one}, kFloat);
    got.value = -got.value;
    for (float& value : x) value = -value;
    expect_same(got, first_largest(x));
  }
}

TEST(ExtremaKernels, FindThemAlongColumns) {
  for (const int64_t n : {1, 2, 50, 200})
    for (const int64_t m : {1, 3, 40}) {
      const std::vector<float> x = row(n * m, 9);
      std::vector<float> values(m);
      std::vector<int64_t> indices(m);
      const int64_t sizes[] = {n, m}, strides[] = {m, 1}, y_strides[] = {0, 1};
      max_with_index(sizes, {values.data(), y_strides}, {indices.data(), y_strides},
                     {const_cast<float*>(x.data()), strides}, kFloat);
      for (int64_t j = 0; j < m; ++j) {
        std::vector<float> column;
        for (int64_t i = 0; i < n; ++i) column.push_back(x[i * m + j]);
        expect_same({values[j], indices[j]}, first_largest(column));
      }
    }
}

TEST(ExtremaKernels, WorkForEveryTypeAndWithoutValues) {
  std::vector<uint8_t> bytes = {3, 200, 7, 200};
  bool flags[] = {false, true, true};
  int64_t at;
  const int64_t four[] = {4}, three[] = {3}, one[] = {1}, none[] = {0};
  max_with_index(four, {nullptr, none}, {&at, none}, {bytes.data(), one}, kByte);
  EXPECT_EQ(at, 1);
  min_with_index(three, {nullptr, none}, {&at, none}, {flags, one}, kBool);
  EXPECT_EQ(at, 0);
  max_with_index(three, {nullptr, none}, {&at, none}, {flags, one}, kBool);
  EXPECT_EQ(at, 1);
}

}  // namespace
}  // namespace glassgrad::kernels
