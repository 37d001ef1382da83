#include <gtest/gtest.h>

#include "tests/apps/logistic_regression/tables/csv_runs.h"

namespace logistic_regression {
namespace {

struct WrongTable {
  std::string table;
  std::string arguments;
  std::string message;
};

TEST(CsvErrors, NamesWrongData) {
  const WrongTable cases[] = {
      {"x,y\n1,a\nfew,b\n", "",
       "t.csv:3:1: column 'x': expected a number as in line 2, got 'few' (--categorical 'x' takes "
       "texts, --missing 'few' drops such rows, --skip-last 1 leaves out the last line)"},
      {"x,y\n1,a\ninf,b\n", "",
       "t.csv:3:1: column 'x': expected a finite number, got 'inf' (--missing 'inf' drops such "
       "rows)"},
      {"x,y\n1,a\n1e999,b\n", "",
       "t.csv:3:1: column 'x': expected a finite number, got '1e999' (--missing '1e999' drops such "
       "rows)"},
      {"x,y\n1,a\n2,b,c\n", "",
       "t.csv:3:5: expected 2 fields as in line 1, got 3: put a value that holds ',' in quotes, or "
       "leave out lines after the table, as of totals: --skip-last 1"},
      {"x,y\n1,a\n2,\"b\n", "",
       "t.csv:3:3: expected a quote that closes this one, got the end of the file: close it, or "
       "write a quote that is part of a value twice, and quotes around the value"},
      {"", "", "t.csv: expected a line of column names, got the end of the file"},
      {"1,2\n", "--skip-lines 3",
       "t.csv: expected a line of column names, got the end of the file"},
      {"x,y\n", "", "t.csv: expected rows, got none"},
      {"x,y\n1,NA\n,b\n", "",
       "t.csv: expected a row without a missing value, got none of 2: missing are x 1, y 1 "
       "(--ignore "
       "leaves a column out, --impute fills values of features in)"},
      {"x,y\n1,\n2,\n", "",
       "t.csv: expected a row without a missing value, got none of 2: missing are y 2 (--ignore "
       "leaves a column out, --impute fills values of features in)"},
      {"x,y\n,a\n,b\n", "", "t.csv: expected a column with values beside the target 'y', got none"},
      {"x,y\n1,a\n2,a\n", "",
       "t.csv: expected two or more different values of the target 'y', got only 'a'"},
  };
  for (const WrongTable& wrong : cases) {
    SCOPED_TRACE(wrong.table + wrong.arguments);
    const Folder folder;
    folder.write("t.csv", wrong.table);
    const Outcome outcome =
        run_program(folder, "--csv t.csv --target 2 --plot p.svg --quiet " + wrong.arguments);
    EXPECT_EQ(outcome.status, 1);
    EXPECT_EQ(outcome.err, "logistic_regression: " + wrong.message + "\n");
    EXPECT_EQ(folder.files(), Names({"t.csv"}));
  }
  const Folder folder;
  EXPECT_EQ(run_program(folder, "--csv none.csv --target y").err,
            "logistic_regression: cannot read 'none.csv': No such file or directory\n");
  EXPECT_EQ(run_program(folder, "--csv . --target y").status, 1);
}

TEST(CsvErrors, RefusesTooManyClasses) {
  const Folder folder;
  std::string text = "x,y\n", names = "x,y\n";
  for (int i = 0; i < 1001; ++i) {
    text += std::to_string(i) + "," + std::to_string(0.5 * i) + "\n";
    names += "name" + std::to_string(i) + "," + std::to_string(i % 2) + "\n";
  }
  folder.write("t.csv", text);
  folder.write("n.csv", names);
  EXPECT_EQ(run_program(folder, "--csv t.csv --target y").err,
            "logistic_regression: t.csv:102:5: column 'y': expected a target of at most 100 "
            "classes, got '50.000000' (make a few groups of what is measured)\n");
  EXPECT_EQ(run_program(folder, "--csv n.csv --target y").err,
            "logistic_regression: n.csv:1002:1: column 'x': expected at most 1000 different texts, "
            "got 'name1000' (--ignore 'x' leaves the column out)\n");
}

TEST(CsvErrors, RefusesStandardErrorsOfTooManyInputs) {
  const Folder folder;
  std::string text = "x,y\n";
  for (int i = 0; i < 301; ++i) text += "name" + std::to_string(i) + "," + "ab"[i % 2] + "\n";
  folder.write("t.csv", text);
  const Outcome outcome =
      run_program(folder, "--csv t.csv --target y --epochs 1 --standard-errors");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_TRUE(outcome.err.ends_with(
      "logistic_regression: --standard-errors: expected at most 300 inputs, got 301\n"))
      << outcome.err;
}

struct WrongTableArguments {
  std::string arguments;
  std::string message;
};

TEST(CsvErrors, NamesWrongArguments) {
  const std::string columns = " x, y, z or a number from 1 to 3 (-1: the last)";
  const WrongTableArguments cases[] = {
      {"--csv t.csv", "--target: expected a column beside --csv, got none"},
      {"--csv t.csv --target w", "--target: expected one of the columns" + columns + ", got 'w'"},
      {"--csv t.csv --target 4", "--target: expected one of the columns" + columns + ", got '4'"},
      {"--csv t.csv --target 0", "--target: expected one of the columns" + columns + ", got '0'"},
      {"--csv t.csv --target -4", "--target: expected one of the columns" + columns + ", got '-4'"},
      {"--csv t.csv --target y --features x,w",
       "--features: expected one of the columns" + columns + ", got 'w'"},
      {"--csv t.csv --target y --features 3-2",
       "--features: expected one of the columns" + columns + ", got '3-2'"},
      {"--csv t.csv --target y --features x,y",
       "--features: expected columns other than the target, got 'y'"},
      {"--csv t.csv --target y --features x,1", "--features: expected different columns, got '1'"},
      {"--csv t.csv --target y --features x,,z",
       "--features: expected columns A,B,..., got "
       "'x,,z'"},
      {"--csv t.csv --target y --ignore x,z",
       "--features: expected a column beside the target 'y', got none"},
      {"--csv t.csv --target y --positive c", "--positive: expected one of a, b, got 'c'"},
      {"--csv t.csv --target y --test-every 1",
       "--test-every: expected an integer of at least 2, got '1'"},
      {"--csv t.csv --target y --test-fraction 1",
       "--test-fraction: expected a number above 0 and below 1, got '1'"},
      {"--csv t.csv --target y --test-fraction 0.1",
       "--test-fraction: expected a share that leaves both parts some of 3 rows, got '0.1'"},
      {"--csv t.csv --target y --test-fraction 0.5 --test-every 2",
       "--test-every: expected no --test-fraction beside it, got '2'"},
      {"--csv t.csv --target y --optimizer rprop",
       "--optimizer: expected sgd or adam, got 'rprop'"},
      {"--csv t.csv --target y --batch-size 0",
       "--batch-size: expected full or an integer of at least 1, got '0'"},
      {"--csv t.csv --target y --weight-decay -1",
       "--weight-decay: expected a number of at least 0, got '-1'"},
      {"--csv t.csv --target y --dtype half", "--dtype: expected float64 or float32, got 'half'"},
      {"--csv t.csv --target y --start 1,2", "--start: expected zero or random, got '1,2'"},
      {"--csv t.csv --target y --patience 0",
       "--patience: expected an integer of at least 1, got '0'"},
      {"--csv t.csv --target y --skip-lines -1",
       "--skip-lines: expected an integer of at least 0, got '-1'"},
      {"--csv t.csv --target y --separator ab",
       "--separator: expected one character that is no quote, or tab, got 'ab'"},
      {"--csv t.csv --target y --plot a.pdf",
       "--plot: expected a file name that ends in .svg or .png, got 'a.pdf'"},
      {"--csv t.csv --target y --plot a.svg --no-plot",
       "--no-plot: expected no --plot beside it, got 'a.svg'"},
      {"--csv", "--csv: expected a value FILE, got nothing"},
      {"--predict t.csv", "--predict: expected --csv or --load beside it, got neither"},
      {"--csv t.csv --target y --output p.csv",
       "--output: expected --predict FILE beside it, got none"},
      {"--csv t.csv --load m --features x",
       "--features: expected none beside --load, whose model says it, got one"},
      {"--csv t.csv --target y --l1 0.1 --optimizer adam",
       "--l1: expected --optimizer sgd beside it, got adam"},
      {"--csv t.csv --target y --path l1 --optimizer adam",
       "--path l1: expected --optimizer sgd beside it, got adam"},
      {"--csv t.csv --target y --path l3", "--path: expected l1 or l2, got 'l3'"},
      {"--csv t.csv --target y --plot-path p.svg",
       "--plot-path: expected --path l1 or l2 beside it, got none"},
      {"--csv t.csv --load m --path l1",
       "--path: expected none beside --load, whose model says it, got one"},
      {"--csv t.csv --target y --standard-errors --l2 0.1",
       "--standard-errors: expected no penalty and no class weights beside it, got one"},
      {"--csv t.csv --target y --standard-errors --class-weight balanced",
       "--standard-errors: expected no penalty and no class weights beside it, got one"},
      {"--csv t.csv --target z --standard-errors",
       "--standard-errors: expected a target of two classes, got 3"},
      {"--csv t.csv --target y --threshold 1",
       "--threshold: expected a number above 0 and below 1, got '1'"},
      {"--csv t.csv --target z --threshold 0.4",
       "--threshold: expected a target of two classes, got 3"},
      {"--csv t.csv --target y --folds 1", "--folds: expected an integer of at least 2, got '1'"},
      {"--csv t.csv --target y --folds 4",
       "--folds: expected at most as many as training rows, 3, got '4'"},
      {"--csv t.csv --target y --class-weight even",
       "--class-weight: expected balanced, got 'even'"},
      {"--csv t.csv --target y --tolerance -1",
       "--tolerance: expected a number of at least 0, got '-1'"},
      {"--csv t.csv --target y --decimal x", "--decimal: expected , or ., got 'x'"},
      {"--predict t.csv --load m --dtype=float32",
       "--dtype: expected none beside --load, whose model says it, got one"},
      {"--target y", "--target: expected --csv FILE beside it, got none"},
      {"--optimizer=adam", "--optimizer: expected --csv FILE beside it, got none"},
  };
  for (const WrongTableArguments& wrong : cases) {
    SCOPED_TRACE(wrong.arguments);
    const Folder folder;
    folder.write("t.csv", "x,y,z\n1,a,1\n2,b,3\n3,b,5\n");
    const Outcome outcome = run_program(folder, wrong.arguments);
    EXPECT_EQ(outcome.status, 2);
    EXPECT_EQ(outcome.err, "logistic_regression: " + wrong.message + "\n");
    EXPECT_EQ(folder.files(), Names({"t.csv"}));
  }
}

TEST(CsvErrors, NoticesAtOnceThatItCannotWrite) {
  const Folder folder;
  for (const std::string argument : {"--history", "--save", "--plot", "--plot-fit", "--plot-loss",
                                     "--plot-roc", "--plot-calibration", "--path l1 --plot-path"}) {
    const std::string file = argument == "--save" ? "nowhere/p.pt" : "nowhere/p.svg";
    const Outcome outcome = run_penguins(folder, "--target sex " + argument + " " + file);
    EXPECT_EQ(outcome.status, 1) << argument;
    EXPECT_EQ(outcome.out, "") << argument;
    EXPECT_EQ(outcome.err,
              "logistic_regression: cannot write '" + file + "': No such file or directory\n");
  }
}

}  // namespace
}  // namespace logistic_regression
