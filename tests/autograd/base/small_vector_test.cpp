#include "autograd/base/small_vector.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace glassgrad {
namespace {

using Words = SmallVector<std::string, 2>;

std::string joined(const Words& words) {
  std::string text;
  for (const auto& word : words) text += word + ",";
  return text;
}

Words words(int count) {
  Words result;
  for (int i = 0; i < count; ++i) result.push_back(std::string(20, static_cast<char>('a' + i)));
  return result;
}

TEST(SmallVector, GrowsFromInsideToTheHeap) {
  Words w;
  const auto inside = [&] {
    const auto* at = reinterpret_cast<const char*>(w.data());
    const auto* object = reinterpret_cast<const char*>(&w);
    return at >= object && at < object + sizeof(w);
  };
  w.push_back("one");
  w.push_back("two");
  EXPECT_TRUE(inside());
  w.push_back("three");
  EXPECT_FALSE(inside());
  EXPECT_EQ(joined(w), "one,two,three,");
}

TEST(SmallVector, CopiesAndMovesInBothStates) {
  for (const int count : {0, 1, 2, 3, 7}) {
    const Words original = words(count);
    Words copy = original;
    EXPECT_TRUE(copy == original);
    Words moved = std::move(copy);
    EXPECT_TRUE(moved == original);
    for (const int other : {0, 2, 5}) {
      Words target = words(other);
      target = original;
      EXPECT_TRUE(target == original);
      Words source = original;
      target = words(other);
      target = std::move(source);
      EXPECT_TRUE(target == original);
    }
  }
}

TEST(SmallVector, PushingItsOwnElementWhileGrowing) {
  Words w = words(2);
  w.push_back(w[0]);
  EXPECT_EQ(w[2], w[0]);
  Words v = words(2);
  v.emplace_back(v[1]);
  EXPECT_EQ(v[2], v[1]);
}

TEST(SmallVector, InsertsErasesAndResizes) {
  Words w = words(3);
  w.insert(1, "x");
  w.erase(0);
  EXPECT_EQ(w[0], "x");
  EXPECT_EQ(w.size(), 3u);
  w.resize(5, "y");
  EXPECT_EQ(w[4], "y");
  w.resize(1);
  EXPECT_EQ(joined(w), "x,");
  w.clear();
  EXPECT_TRUE(w.empty());
}

TEST(SmallVector, HoldsWhatCanOnlyBeMoved) {
  SmallVector<std::unique_ptr<int>, 1> v;
  for (int i = 0; i < 4; ++i) v.emplace_back(std::make_unique<int>(i));
  auto w = std::move(v);
  EXPECT_EQ(*w[3], 3);
  EXPECT_TRUE(v.empty());
}

TEST(ArrayRef, FromEverything) {
  const std::vector<int64_t> vector{1, 2, 3};
  const int64_t array[] = {1, 2, 3};
  const Dims dims(vector);
  const auto sum = [](IntArrayRef a) {
    int64_t total = 0;
    for (const int64_t v : a) total += v;
    return total;
  };
  EXPECT_EQ(sum(vector), 6);
  EXPECT_EQ(sum(array), 6);
  EXPECT_EQ(sum(dims), 6);
  EXPECT_EQ(sum({4, 5}), 9);
  EXPECT_EQ(sum(7), 7);
  EXPECT_EQ(sum({}), 0);
  EXPECT_TRUE(IntArrayRef(vector) == vector);
  EXPECT_FALSE(IntArrayRef(vector) == IntArrayRef({1, 2}));
  EXPECT_EQ(IntArrayRef(vector).slice(1).vec(), (std::vector<int64_t>{2, 3}));
}

}  // namespace
}  // namespace glassgrad
