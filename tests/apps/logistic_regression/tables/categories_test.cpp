#include "apps/logistic_regression/tables/categories.h"

#include <gtest/gtest.h>

namespace logistic_regression {
namespace {

using Texts = std::vector<std::string>;
using Code = std::optional<int32_t>;

TEST(Categories, NumbersOfOneValueAreOne) {
  Categories categories;
  EXPECT_EQ(categories.add("1.0"), 0);
  EXPECT_EQ(categories.add("red"), 1);
  for (const char* one : {"1", "01", " 1 ", "1e0", "+1.00"})
    EXPECT_EQ(categories.add(one), 0) << one;
  EXPECT_EQ(categories.add("-0"), 2);
  EXPECT_EQ(categories.find("0.0"), Code(2));
  EXPECT_EQ(categories.find("red "), Code());
  EXPECT_EQ(categories.find("1.5"), Code());
  EXPECT_EQ(categories.names(), Texts({"1.0", "red", "-0"}));
  ASSERT_EQ(categories.other_names().size(), 5u);
  EXPECT_EQ(categories.other_names()[0], std::pair(0, std::string("1")));
  // Neither is a value: they are texts.
  EXPECT_NE(categories.add("inf"), categories.add("infinity"));
}

TEST(Categories, DifferInCaseAndBlanksUnlessIgnored) {
  Categories exact, loose(true);
  EXPECT_NE(exact.add("Yes"), exact.add("yes"));
  EXPECT_NE(exact.add("no"), exact.add("no "));
  EXPECT_EQ(loose.add(" Yes"), 0);
  EXPECT_EQ(loose.add("yes"), 0);
  EXPECT_EQ(loose.add("New York"), 1);
  EXPECT_EQ(loose.add("new  york "), 1);
  EXPECT_EQ(loose.find("YES"), Code(0));
  EXPECT_EQ(loose.find("no"), Code());
  EXPECT_EQ(loose.names(), Texts({"Yes", "New York"}));
}

TEST(Categories, KeepTheCodesOfAModel) {
  const Categories known({"b", "1", "1.0", "a"}, false);
  EXPECT_EQ(known.find("a"), Code(3));
  EXPECT_EQ(known.find("1.0"), Code(2));
  EXPECT_EQ(known.find("01"), Code(1));
}

}  // namespace
}  // namespace logistic_regression
