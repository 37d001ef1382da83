#include "autograd/base/large_vector.h"

#include <gtest/gtest.h>

#include <memory>

namespace glassgrad {
namespace {

TEST(LargeVector, KeepsItsElementsWhileItGrows) {
  LargeVector<std::unique_ptr<int>, 2> list;
  EXPECT_EQ(list.size(), 0u);
  for (int i = 0; i < 5000; ++i) EXPECT_EQ(*list.emplace_back(new int(i)), i);
  ASSERT_EQ(list.size(), 5000u);
  for (int i = 0; i < 5000; ++i) ASSERT_EQ(*list[i], i);
  EXPECT_EQ(list.end() - list.begin(), 5000);
}

TEST(LargeVector, DestroysEachElementOnce) {
  const auto counted = std::make_shared<int>(0);
  for (const int size : {0, 1, 2, 3, 1000}) {
    {
      LargeVector<std::shared_ptr<int>, 2> list;
      for (int i = 0; i < size; ++i) list.emplace_back(counted);
      EXPECT_EQ(counted.use_count(), size + 1);
    }
    EXPECT_EQ(counted.use_count(), 1);
  }
}

}  // namespace
}  // namespace glassgrad
