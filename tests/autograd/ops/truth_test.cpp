// Expectations are PyTorch 1.13.1's: the tests pass when they are built against libtorch.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/numbers.h"

namespace {

using support::doubles;
using support::values;
using Values = std::vector<double>;

TEST(AnyAndAll, LookAtEveryElementOrAlongADimension) {
  const auto x = doubles({0, 0, 1, 2, 0, NAN}, {3, 2});
  EXPECT_TRUE(x.any().item<bool>());
  EXPECT_FALSE(x.all().item<bool>());
  EXPECT_EQ(values(x.any(1)), (Values{0, 1, 1}));
  EXPECT_EQ(values(x.all(1)), (Values{0, 1, 0}));
  EXPECT_EQ(values(x.any(0)), (Values{1, 1}));
  EXPECT_EQ(x.all(-1, true).sizes(), (support::Sizes{3, 1}));
}

TEST(AnyAndAll, AreBoolButBytesForBytes) {
  EXPECT_EQ(torch::ones({2}, torch::kInt64).any().scalar_type(), torch::kBool);
  EXPECT_EQ(torch::full({2}, 3, torch::kUInt8).all().scalar_type(), torch::kUInt8);
  EXPECT_EQ(torch::full({2}, 3, torch::kUInt8).all().item<int>(), 1);
}

TEST(AnyAndAll, OfNothing) {
  EXPECT_FALSE(torch::empty({0}).any().item<bool>());
  EXPECT_TRUE(torch::empty({0}).all().item<bool>());
  EXPECT_EQ(values(torch::empty({2, 0}).all(1)), (Values{1, 1}));
}

}  // namespace
