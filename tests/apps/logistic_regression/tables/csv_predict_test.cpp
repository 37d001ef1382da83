// Predictions of rows that a model cannot or can only just predict.
#include <gtest/gtest.h>

#include "tests/apps/logistic_regression/tables/csv_runs.h"

namespace logistic_regression {
namespace {

constexpr const char* kTrain = "--quiet --epochs 20 --save m.safetensors --target y --csv t.csv ";

/// The first `n` fields of each line.
std::vector<Names> first_fields(const std::string& text, size_t n) {
  std::vector<Names> rows;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    std::string line = text.substr(begin, end - begin);
    rows.emplace_back();
    while (rows.back().size() < n) {
      const size_t comma = std::min(line.find(','), line.size());
      rows.back().push_back(line.substr(0, comma));
      line = line.substr(std::min(comma + 1, line.size()));
    }
    begin = end + 1;
  }
  return rows;
}

TEST(CsvPredict, LeavesOutOnlyRowsWithTextsThatItDoesNotKnow) {
  const Folder folder;
  folder.write("t.csv", "x,colour,y\n1,red,a\n2,blue,b\n3,red,a\n4,blue,b\n");
  ASSERT_EQ(run_program(folder, kTrain).status, 0);
  folder.write("new.csv", "colour,x\nblue,1\ngreen,2\n,3\ngreen,\nred,4\nRed,5\npink,6\nteal,7\n");
  const Outcome outcome = run_program(folder, "--load m.safetensors --predict new.csv");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(
      outcome.err,
      "new.csv: 2 of 8 rows miss a value and get no prediction\n"
      "new.csv: 4 of 8 rows have a text that the model does not know and get no prediction "
      "(column 'colour': 'green' in line 3; column 'colour': 'Red' in line 7; column 'colour': "
      "'pink' in line 8; ...)\n");
  EXPECT_EQ(first_fields(outcome.out, 2), (std::vector<Names>{{"row", "prediction"},
                                                              {"1", "b"},
                                                              {"2", ""},
                                                              {"3", ""},
                                                              {"4", ""},
                                                              {"5", "a"},
                                                              {"6", ""},
                                                              {"7", ""},
                                                              {"8", ""}}));
  EXPECT_PRED2(contains, outcome.out, "\n2,,,\n");
}

TEST(CsvPredict, KnowsCategoriesHoweverTheyAreWritten) {
  const Folder folder;
  folder.write("t.csv", "n,colour,y\n1,Red,yes\n2,blue,No\n1.0,red ,YES\n02,Blue,no\n");
  const Outcome trained =
      run_program(folder, std::string(kTrain) + "--categorical n --ignore-case");
  ASSERT_EQ(trained.status, 0) << trained.err;
  EXPECT_PRED2(contains, trained.out, "target y: No (2), yes (2)\n");
  folder.write("new.csv", "n,colour,y\n1e0,RED,yes\n2.0,\" blue\",nO\n");
  const Outcome outcome = run_program(folder, "--load m.safetensors --predict new.csv");
  EXPECT_EQ(outcome.err, "");
  EXPECT_EQ(first_fields(outcome.out, 2),
            (std::vector<Names>{{"row", "prediction"}, {"1", "yes"}, {"2", "No"}}));
  const Outcome measured = run_program(folder, "--load m.safetensors --csv new.csv --quiet");
  EXPECT_PRED2(contains, measured.out, "2 of 2 = 1.0000");
}

TEST(CsvPredict, CarriesAnIdentifier) {
  const Folder folder;
  folder.write("t.csv", "who,x,y\nann,1,a\nbob,2,b\ncai,3,a\n");
  const Outcome trained = run_program(folder, std::string(kTrain) + "--id who --predict t.csv");
  ASSERT_EQ(trained.status, 0) << trained.err;
  EXPECT_FALSE(contains(trained.out, "who=ann"));
  EXPECT_PRED2(contains, trained.out, "\nrow,who,prediction,P(a),P(b)\n1,ann,");
  folder.write("new.csv", "x,\"the, name\"\n1,\"d, e\"\n,f\n");
  const Outcome outcome =
      run_program(folder, "--load m.safetensors --predict new.csv --id 'the, name'");
  EXPECT_PRED2(contains, outcome.out, "row,\"the, name\",prediction,P(a),P(b)\n1,\"d, e\",");
  EXPECT_PRED2(contains, outcome.out, "\n2,f,,,\n");
  const Outcome wrong = run_program(folder, "--load m.safetensors --predict new.csv --id who");
  EXPECT_EQ(wrong.status, 2);
  EXPECT_EQ(
      wrong.err,
      "logistic_regression: --id: expected one of the columns x, the, name or a number from 1 "
      "to 2 (-1: the last), got 'who'\n");
}

TEST(CsvPredict, ReadsNumbersAsTheModelsTableWroteThem) {
  const Folder folder;
  folder.write("t.csv", "x;p;y\n1,5;10%;a\n2,5;20%;b\n1.000,5;30%;a\n");
  ASSERT_EQ(run_program(folder, std::string(kTrain) + "--separator ';' --decimal ,").status, 0);
  folder.write("one.csv", "x;p\n1.000,5;12 %\n");
  folder.write("two.csv", "x,p\n\"1.000,5\",12%\n");
  const Outcome one = run_program(folder, "--load m.safetensors --predict one.csv --separator ';'");
  EXPECT_EQ(one.err, "");
  EXPECT_EQ(run_program(folder, "--load m.safetensors --predict two.csv").out, one.out);
  folder.write("three.csv", "x,p\n1000.5,12%\n");
  const Outcome point = run_program(folder, "--load m.safetensors --predict three.csv --decimal .");
  EXPECT_EQ(point.out, one.out);
  folder.write("three.csv", "x,p\n1,12\n");
  EXPECT_EQ(
      run_program(folder, "--load m.safetensors --predict three.csv").err,
      "logistic_regression: three.csv:2:3: column 'p': expected a number with %, got '12' (as "
      "in the table that the model learnt from)\n");

  // What was clear in the model's table is clear in others.
  folder.write("t.csv", "x,y\n\"1,234\",a\n0.5,b\n");
  ASSERT_EQ(run_program(folder, kTrain).status, 0);
  folder.write("new.csv", "x\n\"1,234\"\n");
  EXPECT_EQ(run_program(folder, "--load m.safetensors --predict new.csv").err, "");
}

TEST(CsvPredict, TellsColumnsOfOneNameByTheirOrder) {
  const Folder folder;
  folder.write("t.csv", "x,x,y\n1,5,a\n2,-5,b\n1,6,a\n2,-6,b\n");
  const Outcome trained = run_program(folder, kTrain);
  ASSERT_EQ(trained.status, 0);
  EXPECT_PRED2(contains, trained.out, "\nx (1) ");
  EXPECT_PRED2(contains, trained.out, "\nx (2) ");
  folder.write("new.csv", "x,x\n1,5\n");
  folder.write("swapped.csv", "x,x\n5,1\n");
  const std::string right = run_program(folder, "--load m.safetensors --predict new.csv").out;
  EXPECT_EQ(first_fields(right, 2)[1], Names({"1", "a"}));
  EXPECT_NE(run_program(folder, "--load m.safetensors --predict swapped.csv").out, right);
  folder.write("one.csv", "x\n1\n");
  EXPECT_PRED2(contains, run_program(folder, "--load m.safetensors --predict one.csv").err,
               "expected a column 'x', which the model needs");
}

}  // namespace
}  // namespace logistic_regression
