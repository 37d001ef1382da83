// Which gradients travel together.
#include "distributed/buckets.h"

#include <gtest/gtest.h>

#include "tests/distributed/world.h"

namespace glassgrad::distributed {
namespace {

using Buckets = std::vector<std::vector<size_t>>;

std::vector<GradientSize> floats(const std::vector<size_t>& bytes) {
  std::vector<GradientSize> sizes;
  for (const size_t size : bytes) sizes.push_back({size, ScalarType::Float});
  return sizes;
}

TEST(Buckets, FillFromTheLastParameterOn) {
  EXPECT_EQ(make_buckets(floats({10, 10, 10, 10, 10}), 10, 20), (Buckets{{4}, {3, 2}, {1, 0}}));
  EXPECT_EQ(make_buckets(floats({10, 10, 10}), 1000, 1000), (Buckets{{2, 1, 0}}));
}

TEST(Buckets, ALargeGradientIsNotDivided) {
  EXPECT_EQ(make_buckets(floats({5, 100, 5}), 10, 20), (Buckets{{2, 1}, {0}}));
}

TEST(Buckets, AreOfOneType) {
  std::vector<GradientSize> sizes = floats({4, 4, 4});
  sizes[1].type = ScalarType::Double;
  EXPECT_EQ(make_buckets(sizes, 1000, 1000), (Buckets{{2}, {1}, {0}}));
}

TEST(Buckets, OfNothing) { EXPECT_EQ(make_buckets({}, 1, 1), Buckets()); }

}  // namespace
}  // namespace glassgrad::distributed
