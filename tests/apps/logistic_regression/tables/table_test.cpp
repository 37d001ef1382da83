#include "apps/logistic_regression/tables/table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "apps/logistic_regression/tables/examples.h"
#include "apps/logistic_regression/value.h"
#include "tests/support/program.h"

namespace logistic_regression {
namespace {

using test_support::Folder;
using Texts = std::vector<std::string>;

Table table_of(const std::string& text, const TableOptions& wanted) {
  const Folder folder;
  folder.write("t.csv", text);
  TableOptions options = wanted;
  options.path = folder.path("t.csv");
  return read_table(options);
}

TableOptions target(const std::string& name) {
  TableOptions options;
  options.target = name;
  return options;
}

std::vector<int64_t> missing_rows(const Table& table) {
  std::vector<int64_t> rows;
  for (const Missing& missing : table.missing) rows.push_back(missing.rows);
  return rows;
}

TEST(Values, AreMissingOrNumbers) {
  for (const char* text : {"", " ", "\t", "NA", "N/A", "NaN", "nan", "NAN", "NULL", "null", " NA ",
                           "n/a", "#N/A", "<NA>"})
    EXPECT_TRUE(is_missing_value(text)) << text;
  for (const char* text : {"0", "na", "none", "None", "-", "?", "NAN1", "NANA"})
    EXPECT_FALSE(is_missing_value(text)) << text;
  EXPECT_EQ(to_number(" +1.5e1 "), 15);
  EXPECT_EQ(to_number("-.5"), -0.5);
  EXPECT_EQ(to_number("0017"), 17);
  EXPECT_EQ(to_number("-1e999"), -INFINITY);
  EXPECT_EQ(to_number("1e-999"), 0);
  for (const char* text : {"", "+", "1,5", "0x10", "1 2", "+-1", "1e", "ten"})
    EXPECT_FALSE(to_number(text)) << text;
}

TEST(Values, MayStandForNone) {
  for (const char* text :
       {"?", " ? ", "-", "--", "...", "NA", "na", "n.a.", "None", "nil", "missing"})
    EXPECT_TRUE(may_be_missing(text)) << text;
  for (const char* text : {"0", "a", "-1", "no", "?a", "nap"})
    EXPECT_FALSE(may_be_missing(text)) << text;
  for (const char* text : {"Total", "total:", " Grand  Total", "SUM", "Average:"})
    EXPECT_TRUE(is_total(text)) << text;
  for (const char* text : {"", ":", "totally", "Total recall", "5"})
    EXPECT_FALSE(is_total(text)) << text;
}

TEST(Values, AreFolded) {
  EXPECT_EQ(folded(" Yes\t"), "yes");
  EXPECT_EQ(folded("New \u00a0 YORK\r\n"), "new york");
  EXPECT_EQ(folded("M\u00dcNCHEN \u00df \u00d7"), "m\u00fcnchen \u00df \u00d7");
  EXPECT_EQ(folded("\u0141\u00d3D\u0179 \u017b"), "\u0142\u00f3d\u017a \u017c");
  EXPECT_EQ(folded("\u03a3\u0391 \u041c\u0401"), "\u03c3\u03b1 \u043c\u0451");
  EXPECT_EQ(folded("\u6771\u4eac \U0001f600"), "\u6771\u4eac \U0001f600");
  EXPECT_EQ(folded("\xff\xc3"), "\xff\xc3");  // no UTF-8
  EXPECT_EQ(folded("  "), "");
}

TEST(Table, ReadsNumbersAndCategories) {
  const Table table = table_of("a,b,c,y\n1,red,10,no\n-2.5e1, red,9,yes\n+3,red,10,no\n", [] {
    TableOptions options = target("y");
    options.categorical = {"c"};
    return options;
  }());
  ASSERT_EQ(table.features.size(), 3u);
  EXPECT_FALSE(table.features[0].is_categorical);
  EXPECT_EQ(table.features[0].numbers, (std::vector<double>{1, -25, 3}));
  // RFC 4180: blanks belong to a field.
  EXPECT_EQ(table.features[1].categories, Texts({" red", "red"}));
  EXPECT_EQ(table.features[1].codes, (std::vector<int32_t>{1, 0, 1}));
  EXPECT_EQ(table.features[2].categories, Texts({"9", "10"}));
  EXPECT_EQ(table.features[2].codes, (std::vector<int32_t>{1, 0, 1}));
  EXPECT_EQ(table.target.categories, Texts({"no", "yes"}));
  EXPECT_EQ(table.target.codes, (std::vector<int32_t>{0, 1, 0}));
}

TEST(Table, DropsRowsThatMissAValueInUse) {
  const std::string text = "a,b,y\n1,NA,no\n,2,yes\n3,4,\n5,6,yes\nNaN,,no\n";
  const Table all = table_of(text, target("y"));
  EXPECT_EQ(all.rows_read, 5);
  EXPECT_EQ(missing_rows(all), (std::vector<int64_t>{2, 2, 1}));
  EXPECT_EQ(all.missing[0].alone, 1);
  EXPECT_EQ(all.missing[1].alone, 1);
  EXPECT_EQ(all.missing[2].alone, 1);
  EXPECT_EQ(all.features[0].numbers, (std::vector<double>{5}));
  TableOptions without_b = target("y");
  without_b.ignored = {"b"};
  const Table fewer = table_of(text, without_b);
  EXPECT_EQ(missing_rows(fewer), (std::vector<int64_t>{2, 1}));
  EXPECT_EQ(fewer.features[0].numbers, (std::vector<double>{1, 5}));
  without_b.missing = {"5", "?"};
  EXPECT_EQ(table_of(text, without_b).features[0].numbers, (std::vector<double>{1}));
}

TEST(Table, TakesOnlyTheColumnsAskedForInThatOrder) {
  TableOptions options = target("2");
  options.has_header = false;
  options.features = {"4", "1"};
  const Table table = table_of("1,x,oops,3\n2,y,7,4\n", options);
  ASSERT_EQ(table.features.size(), 2u);
  EXPECT_EQ(table.features[0].name, "column 4");
  EXPECT_EQ(table.features[0].numbers, (std::vector<double>{3, 4}));
  EXPECT_EQ(table.features[1].numbers, (std::vector<double>{1, 2}));
}

TEST(Examples, AreStandardisedByTheTrainingRows) {
  // Training rows 1, 2, 4, 5 of column a: 2, 4, 4, 6, mean 4, population variance 2.
  Table table = table_of(
      "a,b,c,y\n100,7,u,0\n2,0.1,v,1\n4,0.1,u,0\n-100,7,v,1\n4,0.1,u,0\n6,0.1,w,1\n", target("y"));
  const Target labels = make_target(std::move(table.target), {}, "t.csv");
  const Split split = split_every(6, 3);
  EXPECT_EQ(split.train, (std::vector<size_t>{1, 2, 4, 5}));
  EXPECT_EQ(split.test, (std::vector<size_t>{0, 3}));
  const std::vector<Feature> features = measure_features(table, split.train, true);
  EXPECT_DOUBLE_EQ(features[0].mean, 4);
  EXPECT_DOUBLE_EQ(features[0].scale, std::sqrt(2.0));
  // No spread in the training rows, and none that rounding makes.
  EXPECT_EQ(features[1].mean, 0.1);
  EXPECT_EQ(features[1].scale, 1);
  EXPECT_EQ(input_names(features), Texts({"a", "b", "c=u", "c=v", "c=w"}));

  const PreparedData data =
      prepare_data(std::move(table), features, labels, split, glassgrad::kDouble);
  const auto expected = [](std::vector<double> values) {
    return glassgrad::tensor(values, glassgrad::TensorOptions(glassgrad::kDouble)).view({-1, 5});
  };
  const double s = std::sqrt(2.0);
  EXPECT_TRUE(allclose(data.train.x, expected({-s, 0, 0, 1, 0, 0, 0, 1, 0, 0,  //
                                               0,  0, 1, 0, 0, s, 0, 0, 0, 1})));
  EXPECT_TRUE(allclose(data.test->x, expected({48 * s, 6.9, 1, 0, 0, -52 * s, 6.9, 0, 1, 0})));
  EXPECT_EQ(data.train.y.sizes(), (std::vector<int64_t>{4, 1}));
  EXPECT_EQ(data.train.y.sum().item<double>(), 2);
}

TEST(Examples, RandomSplitKeepsEveryRowOnce) {
  glassgrad::manual_seed(5);
  const Split split = split_randomly(10, 0.35);
  EXPECT_EQ(split.test.size(), 3u);
  std::vector<size_t> all = split.train;
  all.insert(all.end(), split.test.begin(), split.test.end());
  std::sort(all.begin(), all.end());
  for (size_t i = 0; i < 10; ++i) EXPECT_EQ(all[i], i);
}

}  // namespace
}  // namespace logistic_regression
