// The texts are those of libtorch 1.13.1.
#include "nn/ordered_dict.h"

#include "tests/nn/library.h"
#include "tests/support/expect_error.h"

namespace glassgrad {
namespace {

using Dict = OrderedDict<std::string, int>;
using Keys = std::vector<std::string>;

TEST(OrderedDict, RemembersTheOrderOfInsertion) {
  Dict dict;
  EXPECT_TRUE(dict.is_empty());
  dict.insert("b", 1);
  dict.insert("a", 2);
  dict.insert("c", 3);
  EXPECT_EQ(dict.keys(), (Keys{"b", "a", "c"}));
  EXPECT_EQ(dict.values(), (std::vector<int>{1, 2, 3}));
  EXPECT_EQ(dict.front().key(), "b");
  EXPECT_EQ(dict.back().value(), 3);
  EXPECT_EQ(*dict[1], 2);
  int sum = 0;
  for (const auto& item : dict) sum += item.value();
  EXPECT_EQ(sum, 6);
}

TEST(OrderedDict, FindsByKey) {
  Dict dict{{"b", 1}, {"a", 2}};
  EXPECT_EQ(dict["a"], 2);
  dict["a"] = 5;
  EXPECT_EQ(*dict.find("a"), 5);
  EXPECT_EQ(dict.find("c"), nullptr);
  EXPECT_TRUE(dict.contains("b"));
  EXPECT_ERROR(dict["c"], "Key 'c' is not defined");
  EXPECT_ERROR(dict.insert("a", 1), "Key 'a' already defined");
  EXPECT_ERROR(dict[size_t{2}], "Index 2 is out of bounds");
  EXPECT_ERROR(Dict("Thing")["c"], "Thing 'c' is not defined");
  EXPECT_ERROR(Dict().front(), "Called front() on an empty OrderedDict");
  EXPECT_ERROR(Dict().back(), "Called back() on an empty OrderedDict");
}

TEST(OrderedDict, ErasesAndStillFindsTheOthers) {
  Dict dict{{"a", 1}, {"b", 2}, {"c", 3}};
  dict.erase("a");
  EXPECT_EQ(dict.keys(), (Keys{"b", "c"}));
  EXPECT_EQ(dict["c"], 3);
  EXPECT_ERROR(dict.erase("a"), "Key 'a' doesn't exist");
  dict.insert("a", 4);
  EXPECT_EQ(dict.keys(), (Keys{"b", "c", "a"}));
  dict.clear();
  EXPECT_FALSE(dict.contains("b"));
}

TEST(OrderedDict, UpdatesAndCompares) {
  Dict dict{{"a", 1}}, more{{"b", 2}};
  dict.update(more);
  EXPECT_TRUE(dict == (Dict{{"a", 1}, {"b", 2}}));
  EXPECT_FALSE(dict == (Dict{{"b", 2}, {"a", 1}}));
  EXPECT_EQ(dict.pairs()[1].second, 2);
  EXPECT_ERROR(dict.update(more), "Key 'b' already defined");
}

}  // namespace
}  // namespace glassgrad
