#include "autograd/kernels/order.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace glassgrad::kernels {
namespace {

TEST(OrderKernels, CumsumRunsAlongAnyDimensionBothWays) {
  // [2, 3] row by row.
  std::vector<double> x = {1, 2, 3, 10, 20, 30}, y(6);
  const int64_t sizes[] = {2, 3}, strides[] = {3, 1};
  cumsum(sizes, 1, y.data(), {x.data(), strides}, kDouble, false);
  EXPECT_EQ(y, (std::vector<double>{1, 3, 6, 10, 30, 60}));
  cumsum(sizes, 0, y.data(), {x.data(), strides}, kDouble, false);
  EXPECT_EQ(y, (std::vector<double>{1, 2, 3, 11, 22, 33}));
  cumsum(sizes, 1, y.data(), {x.data(), strides}, kDouble, true);
  EXPECT_EQ(y, (std::vector<double>{6, 5, 3, 60, 50, 30}));
  // The same memory read as [3, 2], transposed.
  const int64_t other_sizes[] = {3, 2}, other_strides[] = {1, 3};
  cumsum(other_sizes, 1, y.data(), {x.data(), other_strides}, kDouble, false);
  EXPECT_EQ(y, (std::vector<double>{1, 11, 2, 22, 3, 33}));
}

TEST(OrderKernels, CumsumOfFloatsAddsInDoublePrecision) {
  std::vector<float> x(1'000'000, 0.1f), y(x.size());
  const int64_t sizes[] = {1'000'000}, strides[] = {1};
  cumsum(sizes, 0, y.data(), {x.data(), strides}, kFloat, false);
  EXPECT_EQ(y.back(), static_cast<float>(1'000'000 * static_cast<double>(0.1f)));
}

TEST(OrderKernels, SortIsStableAndPutsNanLast) {
  std::vector<float> x = {3, NAN, 1, 3, 1, NAN}, values(6);
  std::vector<int64_t> indices(6);
  const int64_t sizes[] = {6}, strides[] = {1};
  sort(sizes, 0, values.data(), indices.data(), {x.data(), strides}, kFloat, 6, false);
  EXPECT_EQ(indices, (std::vector<int64_t>{2, 4, 0, 3, 1, 5}));
  EXPECT_EQ(values[3], 3);
  EXPECT_TRUE(std::isnan(values[4]));
  sort(sizes, 0, values.data(), indices.data(), {x.data(), strides}, kFloat, 6, true);
  EXPECT_EQ(indices, (std::vector<int64_t>{1, 5, 0, 3, 2, 4}));
}

TEST(OrderKernels, SortTakesTheFirstFewAlongAnyDimension) {
  std::vector<int32_t> x = {5, 1, 4, 2, 3, 9, 7, 8}, values(4);  // [4, 2]
  std::vector<int64_t> indices(4);
  const int64_t sizes[] = {4, 2}, strides[] = {2, 1};
  sort(sizes, 0, values.data(), indices.data(), {x.data(), strides}, kInt, 2, true);
  EXPECT_EQ(values, (std::vector<int32_t>{7, 9, 5, 8}));
  EXPECT_EQ(indices, (std::vector<int64_t>{3, 2, 0, 3}));
}

TEST(OrderKernels, SortPicksTheSameFewAsAFullSort) {
  std::vector<double> x(1000), all(1000), few(10);
  std::vector<int64_t> all_at(1000), few_at(10);
  for (int i = 0; i < 1000; ++i) x[i] = i * 7919 % 100;
  const int64_t sizes[] = {1000}, strides[] = {1};
  sort(sizes, 0, all.data(), all_at.data(), {x.data(), strides}, kDouble, 1000, false);
  sort(sizes, 0, few.data(), few_at.data(), {x.data(), strides}, kDouble, 10, false);
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(few[i], all[i]);
    EXPECT_EQ(few_at[i], all_at[i]);
  }
}

}  // namespace
}  // namespace glassgrad::kernels
