// What a column is, and what is said about it, depends on all of its rows.
#include <gtest/gtest.h>

#include <algorithm>

#include "apps/logistic_regression/tables/table.h"
#include "tests/apps/logistic_regression/tables/csv_runs.h"

namespace logistic_regression {
namespace {

struct Read {
  Table table;
  std::string error;  // from the place on: "3:5: ..."

  const Column& first() const { return table.features.at(0); }
};

/// Reads a table whose target is y; `values` are those of its other column.
Read read(const std::string& text, TableOptions options = {}) {
  const Folder folder;
  folder.write("t.csv", text);
  options.path = folder.path("t.csv");
  options.target = "y";
  try {
    return {read_table(options), ""};
  } catch (const std::exception& error) {
    const std::string what = error.what();
    const size_t place = what.find("t.csv:");
    return {{}, place == what.npos ? what : what.substr(place + 6)};
  }
}

/// A table of the columns x, with these values, and y.
std::string table_of(const Names& values) {
  std::string text = "x;y\n";
  for (size_t i = 0; i < values.size(); ++i) text += values[i] + (i % 2 == 0 ? ";a\n" : ";b\n");
  return text;
}

Read read_column(const Names& values, TableOptions options = {}) {
  options.format.separator = ';';
  return read(table_of(values), options);
}

TEST(ColumnKinds, OneTextAmongNumbersIsAnErrorWhereverItStands) {
  const std::string cure = "(--categorical 'x' takes texts, --missing '?' drops such rows)";
  for (const size_t at : {0, 1, 4}) {
    Names values = {"1", "2", "3", "4"};
    values.insert(values.begin() + at, "?");
    const std::string is_last = at == 4 ? ", --skip-last 1 leaves out the last line)" : ")";
    EXPECT_EQ(read_column(values).error,
              std::to_string(at + 2) + ":1: column 'x': expected a number as in line " +
                  (at == 0 ? "3" : "2") + ", got '?' " + cure.substr(0, cure.size() - 1) + is_last);
  }
  EXPECT_EQ(read_column({"?", "1", "-", "2", "?", "3", "n.a."}).error,
            "2:1: column 'x': expected a number as in line 3, got '?' (and 3 more rows with texts; "
            "--categorical 'x' takes texts, --missing '?,-,n.a.' drops such rows)");
  TableOptions options;
  options.missing = {"?"};
  EXPECT_EQ(read_column({"?", "1", "2"}, options).first().numbers, (std::vector<double>{1, 2}));
  options = {};
  options.categorical = {"x"};
  EXPECT_EQ(read_column({"?", "1", "2"}, options).first().categories, Names({"1", "2", "?"}));
}

TEST(ColumnKinds, ManyGapsDoNotMakeNamesOfNumbers) {
  // Most rows have a text, and all of them the same.
  EXPECT_PRED2(contains, read_column({"?", "?", "?", "1.5", "2.5", "?"}).error,
               "2:1: column 'x': expected a number as in line 5, got '?' (and 3 more rows");
}

TEST(ColumnKinds, FewNumbersAmongTextsAreNames) {
  const Read some = read_column({"red", "7", "blue", "green"});
  EXPECT_EQ(some.first().categories, Names({"7", "blue", "green", "red"}));
  EXPECT_EQ(some.first().codes, (std::vector<int32_t>{3, 0, 1, 2}));
  EXPECT_EQ(some.table.notes, Names({"column 'x': 1 of 4 values are numbers, '7' in line 3 the "
                                     "first, and taken for names"}));
}

TEST(ColumnKinds, DecimalCommasNeedAnOption) {
  const Names german = {"3,14", "1.234,5", "-0,25"};
  EXPECT_EQ(
      read_column(german).error,
      "2:1: column 'x': expected a number with a decimal point, got '3,14' (--decimal , takes "
      "a comma for it; --categorical 'x' takes texts)");
  EXPECT_PRED2(contains, read_column({"3", "4.5", "3,14"}).error,
               "4:1: column 'x': expected a number");
  TableOptions options;
  options.decimal = ',';
  EXPECT_EQ(read_column(german, options).first().numbers,
            (std::vector<double>{3.14, 1234.5, -0.25}));
  EXPECT_EQ(read_column({"3,14", "0,5"}, options).table.notes, Names());
  EXPECT_PRED2(contains, read_column({"3,14", "0.5", "2,5"}, options).error,
               "3:1: column 'x': expected a number as in line 2, got '0.5'");
}

TEST(ColumnKinds, ThousandsMustBeClear) {
  EXPECT_EQ(
      read_column({"1,234", "12"}).error,
      "2:1: column 'x': expected a number that can be read in one way only, got '1,234' (it is "
      "1234 by --decimal . and 1.234 by --decimal ,)");
  const std::vector<double> thousands = {1234, 12};
  TableOptions options;
  options.decimal = '.';
  EXPECT_EQ(read_column({"1,234", "12"}, options).first().numbers, thousands);
  options.decimal = ',';
  EXPECT_EQ(read_column({"1,234", "12"}, options).first().numbers,
            (std::vector<double>{1.234, 12}));
  // A point elsewhere in the column, or in another one, makes it clear.
  EXPECT_EQ(read_column({"1,234", "0.5"}).first().numbers, (std::vector<double>{1234, 0.5}));
  EXPECT_EQ(read_column({"1,234", "1,234,567"}).first().numbers,
            (std::vector<double>{1234, 1234567}));
  const Read two = read("x,z,y\n\"1,234\",0.5,a\n12,7,b\n");
  EXPECT_EQ(two.first().numbers, thousands);
  EXPECT_EQ(two.table.notes, Names({"column 'x': '1,234' in line 2 is read as 1234"}));
  EXPECT_TRUE(two.table.is_point_known);
}

TEST(ColumnKinds, SignsBesideNumbersAreLeftOut) {
  const Read dollars = read_column({"$1,003.34", "$0.50", "12"});
  EXPECT_EQ(dollars.first().numbers, (std::vector<double>{1003.34, 0.5, 12}));
  EXPECT_EQ(dollars.table.notes, Names({"column 'x': '$1,003.34' in line 2 is read as 1003.34"}));
  EXPECT_FALSE(dollars.first().is_percent);
  const Read shares = read_column({"12%", "0", "50 %"});
  EXPECT_EQ(shares.first().numbers, (std::vector<double>{0.12, 0, 0.5}));
  EXPECT_TRUE(shares.first().is_percent);
  EXPECT_EQ(
      read_column({"12%", "0.5", "50 %"}).error,
      "3:1: column 'x': expected a number with % as in line 2, got '0.5' (write all numbers of "
      "the column with % or all without)");
  EXPECT_EQ(
      read_column({"12", "5%", "50"}).error,
      "3:1: column 'x': expected a number without % as in line 2, got '5%' (write all numbers "
      "of the column with % or all without)");
  EXPECT_EQ(read_column({"$12", "13", "\u20ac5"}).error,
            "4:1: column 'x': expected an amount in $, got '\u20ac5' (make it one currency)");
}

TEST(ColumnKinds, DatesAreRefused) {
  const std::string cure =
      " (--ignore 'x' leaves the column out; make numbers of it that may tell something, such as "
      "year, month, weekday or days since some day; --categorical 'x' takes each for a name)";
  EXPECT_EQ(
      read_column({"2020-01-31", "2020-02-01"}).error,
      "2:1: column 'x': expected numbers or names, no dates or times, got '2020-01-31'" + cure);
  EXPECT_EQ(
      read_column({"unknown", "31.1.2020", "1.2.2020"}).error,
      "3:1: column 'x': expected numbers or names, no dates or times, got '31.1.2020'" + cure);
  TableOptions options;
  options.categorical = {"x"};
  EXPECT_EQ(read_column({"2020-01-31", "2020-02-01"}, options).first().categories.size(), 2u);
  EXPECT_EQ(read_column({"7", "8", "9", "2020-02-01"}).error,
            "5:1: column 'x': expected a number as in line 2, got '2020-02-01' (--categorical 'x' "
            "takes texts)");
}

TEST(ColumnKinds, EqualNumbersAreOneClass) {
  const Read table = read("x,y\n1,1\n2,0\n3,1.0\n4,00\n5,01\n6,0.0\n");
  EXPECT_EQ(table.table.target.categories, Names({"0", "1"}));
  EXPECT_EQ(table.table.target.codes, (std::vector<int32_t>{1, 0, 1, 0, 1, 0}));
  EXPECT_EQ(table.table.notes,
            Names({"column 'y': '1.0' is taken for '1', a number of the same value"}));
}

TEST(ColumnKinds, ManyClassesThatAreEqualAreFew) {
  std::string text = "x,y\n";
  for (int i = 0; i < 300; ++i) {
    text += std::to_string(i * i % 7) + "," + std::to_string(i % 2) + "." +
            std::string(1 + i / 2, '0') + "\n";
  }
  EXPECT_EQ(read(text).table.target.categories.size(), 2u);
}

TEST(ColumnKinds, WarnsOfCategoriesThatDifferInCaseOrBlanks) {
  const std::string text = "x,y\n1,Yes\n2,no\n3,yes \n4,no\n5,YES\n";
  const Read strict = read(text);
  EXPECT_EQ(strict.table.target.categories.size(), 4u);
  EXPECT_EQ(strict.table.notes,
            Names({"column 'y': 'YES', 'Yes', 'yes ' are different classes: they differ in case or "
                   "blanks alone (--ignore-case makes them one)"}));
  TableOptions options;
  options.ignores_case = true;
  const Read loose = read(text, options);
  EXPECT_EQ(loose.table.target.categories, Names({"Yes", "no"}));
  EXPECT_EQ(loose.table.target.codes, (std::vector<int32_t>{0, 1, 0, 1, 0}));
  EXPECT_EQ(loose.table.notes, Names());
}

TEST(ColumnKinds, LeavesOutColumnsWithoutValues) {
  for (const std::string text : {"x,e,y,\n1,,a,\n2,NA,b,\n", "x,e,y,\n1,,a\n2,,b,,,\n"}) {
    const Read table = read(text);
    ASSERT_EQ(table.table.features.size(), 1u) << table.error;
    EXPECT_EQ(table.first().numbers, (std::vector<double>{1, 2}));
    EXPECT_EQ(table.table.notes,
              Names({"column 'e': left out, it has no value in any row",
                     "column 'column 4': left out, it has no value in any row"}));
  }
  EXPECT_EQ(read("y,e\na,\nb,\n").error,
            " expected a column with values beside the target 'y', got none");
}

/// Thirty rows of these columns beside x and y; `value` gives theirs.
template <class Value>
Names notes_on(const std::string& names, const Value& value) {
  std::string text = names + ",x,y\n";
  for (int i = 0; i < 30; ++i) {
    text += value(i) + "," + std::to_string(i * i % 11) + (i % 3 == 0 ? ",a\n" : ",b\n");
  }
  const Read table = read(text);
  EXPECT_EQ(table.error, "");
  return table.table.notes;
}

TEST(ColumnKinds, WarnsOfWhatTellsNothing) {
  EXPECT_EQ(notes_on("k,l", [](int) { return std::string("7,same"); }),
            Names({"column 'k': the same in all rows, there is nothing to learn from it",
                   "column 'l': the same in all rows, there is nothing to learn from it"}));
  EXPECT_EQ(
      notes_on("id", [](int i) { return std::to_string(100 + i); }),
      Names({"column 'id': numbers the rows, does it tell anything about other ones? (--ignore "
             "'id')"}));
  EXPECT_EQ(
      notes_on("name", [](int i) { return "name " + std::to_string(i / 2 * 2 + i % 5 / 4); }),
      Names({"column 'name': 21 of 30 values are different, as names of rows are: another row "
             "will have another one (--ignore 'name' leaves the column out)"}));
  EXPECT_EQ(notes_on("name", [](int i) { return "name " + std::to_string(i % 15); }), Names());
  EXPECT_EQ(notes_on("w", [](int i) { return std::to_string(i) + " kg"; }),
            Names({"column 'w': taken for names, though all are numbers with 'kg' behind them: "
                   "without it, they were numbers"}));
  EXPECT_EQ(
      notes_on("g", [](int i) { return std::string(i % 4 == 0 ? "?" : "g"); }),
      Names({"column 'g': '?' is taken for a category (--missing '?' takes it for no value)"}));
}

TEST(ColumnKinds, WarnsOfTotals) {
  EXPECT_EQ(read("n,x,y\nu,1,a\nv,2,b\nu,3,b\nTotal,6,b\n").table.notes,
            Names({"column 'n': 'Total' in the last row looks like a line below the table "
                   "(--skip-last 1 leaves it out)"}));
  TableOptions options;
  options.format.skip_last = 1;
  EXPECT_EQ(read("n,x,y\nu,1,a\nv,2,b\nu,3,b\nTotal,6\n", options).table.rows(), 3);
}

TEST(ColumnKinds, WarnsOfAHeadingOfNumbers) {
  const Read table = read("1.5,2,y\n2.5,3,a\n3.5,4,b\n");
  EXPECT_EQ(table.table.notes, Names({"the first line is taken for names, though most are numbers "
                                      "(--no-header takes it for a row)"}));
}

TEST(ColumnKinds, SaysWhatManyDroppedRowsAreDueTo) {
  std::string text = "a,b,x,y\n";
  for (int i = 0; i < 20; ++i) {
    text += std::string(i % 2 == 0 ? "" : "1.5") + (i % 5 == 0 ? ",," : ",2.5,") +
            std::to_string(i * i % 7) + (i % 3 == 0 ? ",u\n" : ",v\n");
  }
  const Names notes = read(text).table.notes;
  ASSERT_FALSE(notes.empty());
  EXPECT_EQ(
      notes[0],
      "12 of 20 rows (60 %) are dropped for missing values: 'a' alone costs 8, 'b' alone costs "
      "2 (--ignore leaves a column out, --impute fills values in)");
}

TEST(ColumnKinds, SuggestsTheSeparator) {
  const auto error = [](const std::string& text) {
    const Folder folder;
    folder.write("t.csv", text);
    return run_program(folder, "--csv t.csv --target y").err;
  };
  EXPECT_EQ(
      error("a;y\n1;u\n2;v\n"),
      "logistic_regression: --target: expected one of the columns a;y or a number from 1 to 1 "
      "(-1: the last), got 'y': line 1 looks as if ';' stood between fields (--separator "
      "';')\n");
  EXPECT_PRED2(contains, error("a\ty\n1\tu\n"), "(--separator tab)");
  EXPECT_PRED2(contains, error("a|b, c|y\n1|2|u\n"), "(--separator '|')");
  EXPECT_FALSE(contains(error("a;b,c\n1,u\n"), "--separator"));
}

}  // namespace
}  // namespace logistic_regression
