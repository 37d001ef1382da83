// Values that are missing: what they cost, and what may stand for them.
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

#include <glassgrad.h>
#include "apps/logistic_regression/tables/examples.h"
#include "tests/apps/logistic_regression/tables/csv_runs.h"

namespace logistic_regression {
namespace {

constexpr const char* kGaps =
    "n,c,y\n"
    "1,u,a\n"
    ",v,b\n"
    "2,,a\n"
    "9,v,b\n"
    "4,u,\n"
    "100,w,a\n";

Table table_with_gaps() {
  const Folder folder;
  folder.write("t.csv", kGaps);
  TableOptions options;
  options.path = folder.path("t.csv");
  options.target = "y";
  options.keeps_missing = true;
  return read_table(options);
}

TEST(CsvMissing, KeepsRowsThatHaveATarget) {
  const Table table = table_with_gaps();
  EXPECT_EQ(table.rows(), 5);
  EXPECT_TRUE(std::isnan(table.features[0].numbers[1]));
  EXPECT_EQ(table.features[1].codes, (std::vector<int32_t>{0, 1, kMissingCode, 1, 2}));
}

TEST(CsvMissing, IsFilledInByTheTrainingRows) {
  Table table = table_with_gaps();
  // The last row, 100 and w, is for test.
  const Split split{{0, 1, 2, 3}, {4}};
  const auto fills = [&](Impute impute) {
    const auto features = measure_features(table, split.train, true, impute);
    return std::pair(*features[0].fill, *features[1].fill);
  };
  EXPECT_EQ(fills(Impute::mean), std::pair(4.0, 1.0));
  EXPECT_EQ(fills(Impute::median), std::pair(2.0, 1.0));

  const auto features = measure_features(table, split.train, true, Impute::mean);
  EXPECT_EQ(features[0].mean, 4);
  EXPECT_DOUBLE_EQ(features[0].scale, std::sqrt((9.0 + 0 + 4 + 25) / 4));
  const Target target = make_target(std::move(table.target), {}, "t.csv");
  const PreparedData data =
      prepare_data(std::move(table), features, target, split, glassgrad::kDouble);
  const double s = features[0].scale;
  const Tensor expected = glassgrad::tensor(std::vector<double>{-3 / s, 1, 0, 0, 0, 0, 1, 0, -2 / s,
                                                                0, 1, 0, 5 / s, 0, 1, 0},
                                            glassgrad::TensorOptions(glassgrad::kDouble))
                              .view({4, 4});
  EXPECT_TRUE(allclose(data.train.x, expected));
}

TEST(CsvMissing, MedianOfAnEvenNumber) {
  Table table = table_with_gaps();
  EXPECT_EQ(measure_features(table, {0, 2, 3, 4}, true, Impute::median)[0].fill, 5.5);
}

TEST(CsvMissing, NeedsAValueToFillIn) {
  const Table table = table_with_gaps();
  try {
    measure_features(table, {1}, true, Impute::mean);
    FAIL();
  } catch (const apps::DataError& error) {
    EXPECT_STREQ(
        error.what(),
        "column 'n': expected a value in some training row, by which to fill in others, got "
        "none (--ignore 'n' leaves the column out)");
  }
}

TEST(CsvMissing, ReportsWhatIsFilledIn) {
  const Folder folder;
  folder.write("t.csv", kGaps);
  const Outcome outcome =
      run_program(folder, "--csv t.csv --target y --impute mean --quiet --epochs 5");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_PRED2(contains, outcome.out,
               "t.csv: 6 rows, 1 dropped without a target, missing values filled in (n 1, c 1, y "
               "1)\ntarget y: a (3), b (2)\n");
}

TEST(CsvMissing, IsTheSameAsATableFilledIn) {
  const Folder folder;
  folder.write("t.csv", "n,c,y\n1,u,a\n,v,b\n2,,a\n9,v,b\n10,u,b\n");
  folder.write("filled.csv", "n,c,y\n1,u,a\n5.5,v,b\n2,u,a\n9,v,b\n10,u,b\n");
  const auto weights = [&](const std::string& arguments) {
    const Outcome outcome =
        run_program(folder, arguments + " --target y --quiet --epochs 20 --impute median");
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    return outcome.out.substr(outcome.out.find("weights"));
  };
  EXPECT_EQ(weights("--csv t.csv"), weights("--csv filled.csv"));
}

TEST(CsvMissing, IsFilledInBeforePredicting) {
  const Folder folder;
  folder.write("t.csv", "n,c,y\n1,u,a\n,v,b\n2,,a\n9,v,b\n10,v,b\n");
  folder.write("new.csv", "n,c\n,v\n5.5,v\n2,\n2,v\n");
  ASSERT_EQ(run_program(folder,
                        "--csv t.csv --target y --impute median --quiet --epochs 20 "
                        "--save m.safetensors")
                .status,
            0);
  const Outcome outcome = run_program(folder, "--load m.safetensors --predict new.csv");
  EXPECT_EQ(outcome.err, "");
  std::istringstream lines(outcome.out);
  std::string heading, rows[4];
  std::getline(lines, heading);
  for (std::string& row : rows) {
    std::getline(lines, row);
    row = row.substr(row.find(','));
  }
  EXPECT_EQ(rows[0], rows[1]);
  EXPECT_EQ(rows[2], rows[3]);
  EXPECT_NE(rows[0], rows[2]);
  // A loaded model measures such rows, too.
  folder.write("more.csv", "n,c,y\n,v,b\n2,,a\n,,b\n");
  const Outcome measured = run_program(folder, "--load m.safetensors --csv more.csv --quiet");
  EXPECT_EQ(measured.status, 0) << measured.err;
  EXPECT_PRED2(contains, measured.out, "more.csv: 3 rows, missing values filled in (n 2, c 2)\n");
  EXPECT_EQ(run_program(folder, "--load m.safetensors --csv more.csv --impute mean").err,
            "logistic_regression: --impute: expected none beside --load, whose model says it, got "
            "one\n");
}

TEST(CsvMissing, RefusesOtherNames) {
  const Folder folder;
  EXPECT_EQ(run_program(folder, "--csv t.csv --target y --impute mode").err,
            "logistic_regression: --impute: expected mean or median, got 'mode'\n");
}

}  // namespace
}  // namespace logistic_regression
