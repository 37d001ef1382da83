// Trains on tables as users do. Expectations for the penguins come from PyTorch 1.13.1:
// tests/golden/csv_runs.txt (make_csv_runs.py); those for breast cancer, too, from a run of its
// own.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <map>
#include <sstream>

#include "tests/apps/logistic_regression/tables/csv_runs.h"
#include "tests/support/folders.h"

namespace logistic_regression {
namespace {

/// A field of a CSV file; NaN where it is empty.
double number(const std::string& text) {
  return text.empty() || text == "-" ? std::nan("") : std::stod(text);
}

/// What --history wrote: loss and test loss of each step.
std::vector<std::pair<double, double>> read_history(const std::string& text) {
  std::istringstream lines(text);
  std::string line;
  std::getline(lines, line);
  EXPECT_EQ(line, "iteration,loss,test_loss");
  std::vector<std::pair<double, double>> losses;
  while (std::getline(lines, line)) {
    const size_t first = line.find(','), second = line.rfind(',');
    EXPECT_EQ(line.substr(0, first), std::to_string(losses.size()));
    losses.emplace_back(number(line.substr(first + 1, second - first - 1)),
                        number(line.substr(second + 1)));
  }
  return losses;
}

/// NaN stands for no number on both sides.
void expect_near(double actual, double expected, double tolerance) {
  EXPECT_EQ(std::isnan(actual), std::isnan(expected));
  if (!std::isnan(expected)) {
    EXPECT_NEAR(actual, expected, tolerance);
  }
}

struct GoldenRun {
  std::string arguments;
  std::map<size_t, std::pair<double, double>> losses;
  Names errors;  // standard errors of all weights and the bias
  Names path;    // lines of the path: penalty, loss, test loss, inputs used
  Names end;     // loss, right, rows, area: of training and test
};

std::vector<GoldenRun> golden_runs() {
  std::vector<GoldenRun> runs;
  std::istringstream text(
      test_support::read_file(test_support::source_path("tests/golden/csv_runs.txt")));
  for (std::string line; std::getline(text, line);) {
    std::istringstream words(line.substr(line.find(' ') + 1));
    std::string loss, test_loss;
    if (line[0] == '$') {
      runs.push_back({line.substr(2), {}, {}, {}, {}});
    } else if (line[0] == 's') {
      for (std::string word; words >> word;) runs.back().errors.push_back(word);
    } else if (line[0] == 'p') {
      runs.back().path.push_back(words.str());
    } else if (line[0] == 'e') {
      for (std::string word; words >> word;) runs.back().end.push_back(word);
    } else {
      words >> loss >> test_loss;
      runs.back().losses[std::stoul(line)] = {number(loss), number(test_loss)};
    }
  }
  return runs;
}

/// Every row of blanks as one.
std::string squeezed(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c != ' ' || out.empty() || out.back() != ' ') out += c;
  }
  return out;
}

/// The text that the program prints for one part: "204 of 222 = 0.9189".
std::string accuracy_text(const std::string& right, const std::string& rows) {
  const double share = std::stod(right) / std::stod(rows);
  char text[64];
  std::snprintf(text, sizeof text, "%s of %s = %.4f", right.c_str(), rows.c_str(), share);
  return text;
}

TEST(CsvRun, TrainsAsPyTorchDoes) {
  const std::vector<GoldenRun> runs = golden_runs();
  EXPECT_EQ(runs.size(), 19u);
  for (const GoldenRun& golden : runs) {
    SCOPED_TRACE(golden.arguments);
    const Folder folder;
    const Outcome outcome = run_penguins(folder, "--history h.csv " + golden.arguments);
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    const double tolerance = contains(golden.arguments, "float32") ? 2e-6 : 1e-12;
    const auto history = read_history(folder.read("h.csv"));
    EXPECT_EQ(history.size(), golden.losses.rbegin()->first + 1);
    for (const auto& [step, losses] : golden.losses) {
      SCOPED_TRACE(step);
      ASSERT_LT(step, history.size());
      expect_near(history[step].first, losses.first, tolerance);
      expect_near(history[step].second, losses.second, tolerance);
    }
    const std::string printed = squeezed(outcome.out);
    for (const std::string& line : golden.path) {
      EXPECT_PRED2(contains, printed, "\n" + line + "\n");
    }
    for (const std::string& error : golden.errors) {
      EXPECT_PRED2(contains, printed, " " + error + " ");
    }
    for (const size_t part : {0, 4}) {
      if (golden.end[part] == "-") continue;
      EXPECT_PRED2(contains, outcome.out,
                   accuracy_text(golden.end[part + 1], golden.end[part + 2]));
      char area[16];
      std::snprintf(area, sizeof area, "%.4f", std::stod(golden.end[part + 3]));
      EXPECT_PRED2(contains, outcome.out, area);
    }
  }
}

/// Where Debian's python3-sklearn puts the table.
constexpr const char* kBreastCancer =
    "/usr/lib/python3/dist-packages/sklearn/datasets/data/breast_cancer.csv";

void expect_breast_cancer(const std::string& optimizer, const std::map<size_t, double>& losses,
                          double test_loss) {
  if (!std::filesystem::exists(kBreastCancer)) {
    GTEST_SKIP() << "there is no " << kBreastCancer << " (Debian: python3-sklearn)";
  }
  const Folder folder;
  const Outcome outcome =
      run_program(folder, std::string("--csv ") + kBreastCancer +
                              " --skip-lines 1 --no-header --target 31 --positive 1 --test-every 5 "
                              "--dtype float64 --start zero --batch-size full --epochs 1000 "
                              "--history h.csv " +
                              optimizer);
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_PRED2(contains, outcome.out, "110 of 114 = 0.9649");
  const auto history = read_history(folder.read("h.csv"));
  ASSERT_EQ(history.size(), 1001u);
  for (const auto& [step, loss] : losses) EXPECT_NEAR(history[step].first, loss, 1e-9) << step;
  EXPECT_NEAR(history[1000].second, test_loss, 1e-9);
}

TEST(CsvRun, TrainsOnBreastCancerBySgd) {
  expect_breast_cancer("--optimizer sgd --lr 0.1",
                       {{0, 0.6931471806},
                        {1, 0.5223774013},
                        {10, 0.2398598119},
                        {100, 0.0983922207},
                        {1000, 0.0554057425}},
                       0.0896343542);
}

TEST(CsvRun, TrainsOnBreastCancerByAdam) {
  expect_breast_cancer("--optimizer adam --lr 0.01",
                       {{0, 0.6931471806},
                        {1, 0.6277971112},
                        {10, 0.3123669404},
                        {100, 0.0874475101},
                        {1000, 0.0415402182}},
                       0.1202079289);
}

TEST(CsvRun, PrintsHowWellItPredicts) {
  const Folder folder;
  const Outcome outcome =
      run_penguins(folder, "--target species --test-every 5 --epochs 200 --quiet");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.err, "");
  EXPECT_PRED2(contains, outcome.out,
               "344 rows, 11 dropped for missing values (bill_length_mm 2, bill_depth_mm 2, "
               "flipper_length_mm 2, body_mass_g 2, sex 11)\n"
               "target species: Adelie (146), Chinstrap (68), Gentoo (119)\n");
  EXPECT_PRED2(contains, outcome.out,
               "                      training               test\n"
               "loss              0.0681320525       0.0942390918\n"
               "accuracy   265 of 266 = 0.9962  65 of 67 = 0.9701\n");
  EXPECT_PRED2(contains, outcome.out,
               "actual     Adelie  Chinstrap  Gentoo\n"
               "Adelie         30          0       0\n"
               "Chinstrap       2         12       0\n"
               "Gentoo          0          0      23\n");
  EXPECT_PRED2(contains, outcome.out, "\nbill_length_mm  ");
  EXPECT_PRED2(contains, outcome.out, "\nisland=Dream  ");
  EXPECT_FALSE(contains(outcome.out, "epoch"));
  EXPECT_EQ(folder.files(), Names());
}

TEST(CsvRun, ReportsLossesAsItGoes) {
  const Folder folder;
  const Outcome outcome = run_penguins(folder, "--target species --epochs 30 --test-every 5");
  EXPECT_PRED2(contains, outcome.out,
               "10 inputs of 7 columns; 266 training rows, 67 test rows\n\n"
               "epoch 0: loss 1.0986122887, test loss 1.0986122887\n"
               "epoch 1: loss 0.9839113792, test loss 0.9928636379\n");
  EXPECT_PRED2(contains, outcome.out, "epoch 20: loss 0.3500687402, test loss 0.3909848069\n");
}

TEST(CsvRun, FindsColumnsByNameAndNumber) {
  const Folder folder;
  folder.write("t.csv", "x,2,\"y, z\",class\n1,5,0,a\n2,5,1,b\n3,6,0,a\n4,6,1,b\n");
  const std::string same =
      run_program(folder, "--csv t.csv --target class --features 'x,y, z' --quiet").err;
  EXPECT_PRED2(contains, same, "--features: expected one of the columns x, 2, y, z, class");
  const auto weights = [&](const std::string& arguments) {
    const Outcome outcome = run_program(folder, "--quiet --epochs 5 --csv t.csv " + arguments);
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    return outcome.out.substr(outcome.out.find("weights"));
  };
  const std::string by_name = weights("--target class --features x,2");
  EXPECT_TRUE(contains(by_name, "\nx ") && contains(by_name, "\n2 ")) << by_name;
  EXPECT_FALSE(contains(by_name, "y, z"));
  // The name 2 goes before the number; here they are the same column.
  EXPECT_EQ(weights("--target 4 --features 1-2"), by_name);
  EXPECT_EQ(weights("--target=-1 --features=1,-3"), by_name);
  EXPECT_EQ(weights("--target -1 --ignore 3"), by_name);
  EXPECT_EQ(weights("--target class --ignore -2"), by_name);
}

TEST(CsvRun, PrintsNoNegativeZero) {
  const Folder folder;
  folder.write("t.csv", "x,z,y\n1,1,a\n2,1,b\n1,2,a\n2,2,b\n");  // z has no influence
  for (const std::string lr : {"1e-9", "0.1"}) {
    const Outcome outcome = run_program(
        folder, "--csv t.csv --target y --epochs 1 --lr " + lr + " --positive a --quiet");
    EXPECT_EQ(outcome.out.find("-0.000000"), std::string::npos) << outcome.out;
    EXPECT_PRED2(contains, outcome.out, " 0.000000");
  }
}

TEST(CsvRun, ReadsATableWithoutAHeading) {
  const Folder folder;
  folder.write("t.csv", "a title\n1;5;a\n2;5;b\n3;6;a\n");
  const Outcome outcome = run_program(
      folder, "--csv t.csv --skip-lines 1 --no-header --separator ';' --target 3 --epochs 1");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_PRED2(contains, outcome.out, "t.csv: 3 rows\ntarget column 3: a (2), b (1)\n");
  EXPECT_PRED2(contains, outcome.out, "\ncolumn 1 ");
}

TEST(CsvRun, TellsOneClassFromTheRest) {
  const Folder folder;
  for (const std::string positive : {"Chinstrap", "' Chinstrap'"}) {
    const Outcome outcome =
        run_penguins(folder, "--quiet --epochs 2 --target species --positive " + positive);
    EXPECT_PRED2(contains, outcome.out, "target species: not Chinstrap (265), Chinstrap (68)\n");
    EXPECT_PRED2(contains, outcome.out,
                 "(precision, recall, ROC AUC, expected calibration error: of Chinstrap)");
  }
  folder.write("t.csv", "x,y\n1,0.0\n2,1.0\n3,1.0\n");
  const Outcome outcome =
      run_program(folder, "--quiet --epochs 2 --csv t.csv --target y --positive 0");
  EXPECT_PRED2(contains, outcome.out, "target y: 1.0 (2), 0.0 (1)\n");
}

TEST(CsvRun, StopsEarly) {
  // A penguin does not tell the year: the test loss rises once the training rows are learnt by
  // heart.
  const std::string setting = "--target year --test-every 5 --optimizer adam --lr 0.1 --quiet ";
  const Folder folder;
  const Outcome outcome = run_penguins(folder, setting + "--patience 5 --history h.csv");
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const auto history = read_history(folder.read("h.csv"));
  ASSERT_LT(history.size(), 1000u);
  size_t best = 0;
  for (size_t i = 0; i + 1 < history.size(); ++i) {
    if (history[i].second < history[best].second) best = i;
  }
  EXPECT_GT(best, 0u);
  EXPECT_EQ(history.size(), best + 5 + 1);
  EXPECT_EQ(history.back(), history[best]);
  EXPECT_PRED2(contains, outcome.out,
               "stopped early after " + std::to_string(best + 5) +
                   " epochs; kept the parameters after " + std::to_string(best) + ", test loss ");
  EXPECT_EQ(run_penguins(folder, setting + "--early-stopping 5").out, outcome.out);

  const Outcome in_time =
      run_penguins(folder, setting + "--patience 5 --epochs " + std::to_string(best + 2));
  EXPECT_PRED2(contains, in_time.out,
               "done after " + std::to_string(best + 2) + " epochs; kept the parameters after " +
                   std::to_string(best) + ", test loss ");
  EXPECT_PRED2(contains, run_penguins(folder, "--target sex --epochs 3 --patience 1 --quiet").out,
               "done after 3 epochs; kept the parameters after 3, training loss ");
}

TEST(CsvRun, StreamsFromAPipe) {
  const Folder folder;
  const Outcome piped =
      run_program(folder, "--quiet --csv /dev/stdin --target species <'" + kPenguins + "'");
  EXPECT_EQ(piped.status, 0) << piped.err;
  EXPECT_PRED2(contains, piped.out, "/dev/stdin: 344 rows, 11 dropped");
}

TEST(CsvRun, ExplainsItsOptions) {
  const Folder folder;
  const std::string help = run_program(folder, "--help").out;
  EXPECT_EQ(run_program(folder, "--csv t.csv --help").out, help);
  for (const std::string option :
       {"--csv FILE",         "--target COLUMN",     "--positive VALUE",
        "--features A,B,...", "--skip-lines N",      "--no-header",
        "--test-every K",     "--optimizer NAME",    "--weight-decay X",
        "--patience N",       "--dtype NAME",        "--plot-roc FILE",
        "--impute NAME",      "--ignore-case",       "--decimal C",
        "--id COLUMN",        "--skip-last N",       "--l2 LAMBDA",
        "--l1 LAMBDA",        "--class-weight NAME", "--tolerance X",
        "--folds K",          "--threshold P",       "--path NAME",
        "--standard-errors",  "--plot-path FILE",    "--plot-calibration FILE"}) {
    EXPECT_PRED2(contains, help, "\n  " + option + " ");
  }
  EXPECT_PRED2(contains, help,
               "\nExit status: 0 done, 1 something failed, 2 wrong arguments, 3 training diverged "
               "and nothing was\nsaved, 4 training has not converged (all was done and saved).\n");
}

}  // namespace
}  // namespace logistic_regression
