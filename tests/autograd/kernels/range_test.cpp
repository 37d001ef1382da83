// Expectations are PyTorch 1.13.1's; many more are in tests/golden/random.txt (random_test.cpp).
#include "autograd/kernels/range.h"

#include <gtest/gtest.h>

#include <vector>

namespace glassgrad::kernels {
namespace {

TEST(RangeKernels, ArangeRoundsAsTheVectorLoopDoes) {
  std::vector<float> x(40);
  arange(x.data(), 40, -2.0, 0.1);
  EXPECT_EQ(x[0], -2.0f);
  EXPECT_EQ(x[20], -5.9604645e-09f);  // the plain formula gives 0
  EXPECT_EQ(x[39], 1.9f);
}

TEST(RangeKernels, LinspaceMeetsBothEnds) {
  for (int64_t n = 2; n < 100; ++n) {
    std::vector<double> x(static_cast<size_t>(n));
    linspace(x.data(), n, -0.3, 0.9);
    EXPECT_EQ(x.front(), -0.3);
    EXPECT_NEAR(x.back(), 0.9, 1e-15) << n;
  }
}

TEST(RangeKernels, LinspaceOfOneIsTheStart) {
  float x = 0;
  linspace(&x, 1, 3.0f, 9.0f);
  EXPECT_EQ(x, 3.0f);
}

TEST(RangeKernels, ArangeOfIntegersIsExact) {
  std::vector<int64_t> x(3);
  arange<int64_t>(x.data(), 3, int64_t{1} << 60, -3);
  EXPECT_EQ(x, (std::vector<int64_t>{(int64_t{1} << 60), (int64_t{1} << 60) - 3,
                                     (int64_t{1} << 60) - 6}));
}

}  // namespace
}  // namespace glassgrad::kernels
