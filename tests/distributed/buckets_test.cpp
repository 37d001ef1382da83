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

/// Of three gradients in two buckets, after those of `there` have come, the last of them last.
std::string journey(const std::vector<size_t>& there, bool overlap = true) {
  Journey journey{{{2, 1}, {0}}, {"a", "b", "c"}, std::vector<bool>(3), 4, overlap};
  for (const size_t number : there) journey.is_there[number] = true;
  return journey.text(there.back());
}

TEST(Journey, SaysWhatAGradientWaitsFor) {
  EXPECT_EQ(journey({2}), "copied into bucket 1 of 2, which waits for b");
  EXPECT_EQ(
      journey({0}),
      "copied into bucket 2 of 2, which is full and waits for bucket 1, which waits for c, b");
}

TEST(Journey, SaysWhenBucketsLeave) {
  EXPECT_EQ(journey({2, 1}),
            "copied into bucket 1 of 2, which is full and leaves: summed over 4 ranks while "
            "backward goes on");
  EXPECT_EQ(journey({2, 1}, false),
            "copied into bucket 1 of 2, which is full, and leaves when backward has ended");
  const std::string last =
      "which is full: all have left; backward ends, waits until all 4 ranks have sent theirs, and "
      "copies the sums back";
  EXPECT_EQ(journey({2, 1, 0}), "copied into bucket 2 of 2, " + last);
  EXPECT_EQ(journey({0, 2, 1}), "copied into bucket 1 of 2, " + last);
  Journey many{{{2}, {1}, {0}}, {"a", "b", "c"}, {false, true, true}, 2, true};
  EXPECT_EQ(many.text(2),
            "copied into bucket 1 of 3, which is full and leaves with those up to bucket 2: summed "
            "over 2 ranks while backward goes on");
}

}  // namespace
}  // namespace glassgrad::distributed
