// How training ends, and what it may be told beside the tutorial's settings. What penalties and
// class weights make of it is compared with PyTorch in csv_run_test.cpp.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include <glassgrad.h>
#include "apps/logistic_regression/tables/ending.h"
#include "apps/logistic_regression/tables/folds.h"
#include "tests/apps/logistic_regression/tables/csv_runs.h"

namespace logistic_regression {
namespace {

TEST(CsvTraining, ThatDivergesSaysSo) {
  const Folder folder;
  const Outcome outcome = run_penguins(
      folder, "--target sex --no-standardize --save m.safetensors --history h.csv --plot p.svg");
  EXPECT_EQ(outcome.status, 3);
  EXPECT_PRED2(contains, outcome.out, "weights by size");
  EXPECT_PRED2(contains, outcome.err,
               "logistic_regression: training diverged: the loss went from 0.693147 to ");
  EXPECT_TRUE(
      outcome.err.ends_with(", above the 0.693107 of a guess that knows the shares of the "
                            "classes alone: choose a smaller --lr than 0.1\n"))
      << outcome.err;
  EXPECT_EQ(folder.files(), Names());

  folder.write("t.csv", "x,y\n1e300,a\n2e300,b\n");
  const Outcome infinite =
      run_program(folder, "--csv t.csv --target y --lr 1e38 --no-standardize --plot p.svg");
  EXPECT_EQ(infinite.status, 3);
  EXPECT_EQ(infinite.err,
            "logistic_regression: the loss is no finite number at step 1: choose a smaller --lr\n");
  // The parameters after the last step.
  EXPECT_EQ(run_program(folder, "--csv t.csv --target y --lr 1e38 --no-standardize --epochs 1").err,
            infinite.err);
  EXPECT_EQ(folder.files(), Names({"t.csv"}));
}

TEST(CsvTraining, ThatHasNotConvergedSaysSo) {
  const Folder folder;
  const Outcome outcome = run_penguins(
      folder,
      std::string("--target sex --lr 1e-4 --save m.safetensors --output p.csv --predict '") +
          kPenguins + "'");
  EXPECT_EQ(outcome.status, 4);
  EXPECT_PRED2(
      contains, outcome.err,
      "\nlogistic_regression: training has not converged after 1000 epochs: the loss still "
      "has a slope of 0.2");
  EXPECT_PRED2(
      contains, outcome.err,
      ", expected was 0.02 at most: try more --epochs, another --lr or --optimizer adam\n");
  EXPECT_EQ(folder.files(), Names({"m.safetensors", "p.csv"}));
  EXPECT_EQ(run_penguins(folder, "--target sex --quiet").status, 0);
}

TEST(CsvTraining, ThatWasToBeShortEndsWell) {
  const Folder folder;
  const Outcome shorter = run_penguins(folder, "--target sex --epochs 3");
  EXPECT_EQ(shorter.status, 0);
  EXPECT_EQ(shorter.err, "");
  EXPECT_PRED2(contains, shorter.out,
               "\n(training has not converged after 3 epochs: the loss still");
  const Outcome quiet = run_penguins(folder, "--target sex --epochs 3 --quiet");
  EXPECT_FALSE(contains(quiet.out, "converged"));
  EXPECT_EQ(run_penguins(folder, "--target sex --patience 3 --lr 1e-9 --quiet").status, 0);
  // Unless it is asked.
  EXPECT_EQ(run_penguins(folder, "--target sex --epochs 3 --tolerance 0.01 --quiet").status, 4);
  EXPECT_EQ(run_penguins(folder, "--target sex --epochs 3 --tolerance 1 --quiet").status, 0);
}

TEST(CsvTraining, ThatIsNoBetterThanAGuessHasNotConverged) {
  // The golden run of PyTorch ends at 0.6881; the entropy of 123 of 342 is 0.6532.
  const Folder folder;
  const Outcome outcome = run_penguins(
      folder,
      "--target species --positive Gentoo --features body_mass_g --no-standardize --lr 1e-8 "
      "--epochs 10 --tolerance 1e9 --quiet");
  EXPECT_EQ(outcome.status, 4);
  EXPECT_EQ(
      outcome.err,
      "logistic_regression: training has not converged after 10 epochs: the loss, 0.688110, is "
      "above the 0.653216 of a guess that knows the shares of the classes alone: try more "
      "--epochs, another --lr or --optimizer adam\n");
}

Tensor column(const std::vector<double>& values) {
  return glassgrad::tensor(values, glassgrad::TensorOptions(glassgrad::kDouble)).view({-1, 1});
}

TEST(CsvTraining, EndsByTheSlopeOfWhatIsMinimised) {
  Classifier model(1, 2, glassgrad::kDouble);
  {
    glassgrad::NoGradGuard no_grad;
    model->linear->weight.fill_(0);
    model->linear->bias.zero_();
  }
  // dL/dw = mean of (1/2 - y) x = (-2 + 4 - 2 + 0) / 4 = 0, dL/db = (-1 + 1 + 1 + 1) / 8 = 1/4.
  const Examples even{column({4, 8, -4, 0}), column({1, 0, 0, 0})};
  FitOptions options;
  Ending ending = measure_ending(model, even, options, 2);
  EXPECT_DOUBLE_EQ(ending.slope, 0.25);
  EXPECT_DOUBLE_EQ(ending.loss, std::log(2));
  EXPECT_DOUBLE_EQ(ending.constant_loss, -0.25 * std::log(0.25) - 0.75 * std::log(0.75));
  EXPECT_FALSE(ending.has_diverged());
  EXPECT_FALSE(ending.has_converged(1));

  // (-1 - 1 + 1 + 1) / 8 for the bias; (-4 - 8 - 4 + 0) / 8 for the weight, of inputs of size
  // sqrt 24.
  const Examples steep{column({4, 8, -4, 0}), column({1, 1, 0, 0})};
  ending = measure_ending(model, steep, options, 2);
  EXPECT_DOUBLE_EQ(ending.slope, 2 / std::sqrt(24));
  EXPECT_TRUE(ending.has_converged(0.5));
  EXPECT_FALSE(ending.has_converged(0.4));
  options.l1 = 1.5;
  EXPECT_DOUBLE_EQ(measure_ending(model, steep, options, 2).slope, 0.5 / std::sqrt(24));
  options.l1 = 5;
  EXPECT_DOUBLE_EQ(measure_ending(model, steep, options, 2).slope, 0);
  EXPECT_TRUE(measure_ending(model, steep, options, 0.1).loss > 0.1);

  Ending worse{0.5, 1.2, 0.6, 0};
  EXPECT_TRUE(worse.has_diverged());
  worse.loss = 0.65;  // about as good as the guess
  EXPECT_FALSE(worse.has_diverged());
  EXPECT_FALSE(worse.has_converged(1));
  worse.loss = NAN;
  EXPECT_TRUE(worse.has_diverged());
}

TEST(CsvTraining, MakesWeightsZeroByL1) {
  const Folder folder;
  const Outcome outcome = run_penguins(folder, "--target sex --l1 0.05 --quiet");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_PRED2(contains, outcome.out, "\nisland=Biscoe      0.000000\n");
  EXPECT_PRED2(contains, outcome.out, "\nbody_mass_g        1.");
  EXPECT_EQ(run_penguins(folder, "--target sex --l1 1 --quiet").status, 0);
}

TEST(CsvTraining, MayHaveAThreshold) {
  const Folder folder;
  folder.write("t.csv", "x,y\n1,a\n2,a\n3,b\n4,a\n5,b\n6,b\n");
  const std::string setting = "--csv t.csv --target y --quiet --epochs 100 --lr 1 ";
  const Outcome usual = run_program(folder, setting);
  EXPECT_PRED2(contains, usual.out, "actual  a  b\na       2  1\nb       1  2\n");
  const Outcome low = run_program(folder, setting + "--threshold 0.05 --save m.safetensors");
  EXPECT_PRED2(contains, low.out, "actual  a  b\na       1  2\nb       0  3\n");
  EXPECT_PRED2(contains, low.out, "(b is predicted where its probability is above 0.05)\n");
  folder.write("new.csv", "x\n2\n");
  EXPECT_PRED2(contains, run_program(folder, "--load m.safetensors --predict new.csv").out,
               "\n1,b,");
  EXPECT_PRED2(contains,
               run_program(folder, "--load m.safetensors --predict new.csv --threshold 0.5").out,
               "\n1,a,");
  EXPECT_PRED2(contains, run_program(folder, "--load m.safetensors --csv t.csv --quiet").out,
               "actual  a  b\na       1  2\nb       0  3\n");
}

TEST(CsvTraining, OfManyClassesHasNoThreshold) {
  const Folder folder;
  ASSERT_EQ(run_penguins(folder, "--target species --epochs 1 --save m.safetensors").status, 0);
  folder.write("new.csv", "x\n2\n");
  EXPECT_EQ(run_program(folder, "--load m.safetensors --predict new.csv --threshold 0.5").err,
            "logistic_regression: --threshold: expected a target of two classes, got 3\n");
}

TEST(CsvTraining, AfterAPathIsTheSame) {
  const Folder folder;
  const std::string setting =
      "--target sex --epochs 30 --quiet --start random --shuffle --batch-size 100 ";
  const Outcome without = run_penguins(folder, setting);
  const Outcome with = run_penguins(folder, setting + "--path l2");
  EXPECT_TRUE(with.out.ends_with(without.out.substr(without.out.find("   training")))) << with.out;
}

/// Of a proportion p of n the log-odds have the error 1 / sqrt(n p (1 - p)); of two groups the
/// difference has the sum of their squares.
TEST(CsvTraining, TellsHowSureItsWeightsAre) {
  const Folder folder;
  std::string text = "x,y\n";
  for (int i = 0; i < 10; ++i) text += i < 2 ? "0,a\n" : "0,b\n";
  for (int i = 0; i < 20; ++i) text += i < 15 ? "1,a\n" : "1,b\n";
  folder.write("t.csv", text);
  const Outcome outcome = run_program(
      folder, "--csv t.csv --target y --no-standardize --epochs 20000 --quiet --standard-errors");
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  // log 1/3 - log 4, log 4; sqrt(1/1.6 + 1/3.75), sqrt(1/1.6).
  EXPECT_PRED2(contains, outcome.out,
               "           weight  std. error       z  P(>|z|)\n"
               "x       -2.484907    0.944281  -2.632   0.0085\n"
               "(bias)   1.386294    0.790569   1.754   0.0795\n");
}

TEST(CsvTraining, SaysHowItsClassesWeigh) {
  const Folder folder;
  EXPECT_PRED2(contains,
               run_penguins(folder, "--target species --class-weight balanced --quiet").out,
               "(loss: all classes of the training rows weigh the same)\n");
}

TEST(CsvFolds, HaveTheirShareOfEachClass) {
  Target target{"y", {"a", "b", "c"}, {}};
  std::vector<size_t> rows;
  for (size_t i = 0; i < 100; ++i) {
    target.codes.push_back(i % 10 == 0 ? 2 : i % 2);
    if (i >= 10) rows.push_back(i);
  }
  glassgrad::manual_seed(1);
  const auto folds = deal(rows, target, 4);
  ASSERT_EQ(folds.size(), 4u);
  std::vector<size_t> all;
  for (const auto& fold : folds) {
    EXPECT_TRUE(fold.size() == 22 || fold.size() == 23);
    const auto rare =
        std::count_if(fold.begin(), fold.end(), [&](size_t row) { return target.codes[row] == 2; });
    EXPECT_TRUE(rare == 2 || rare == 3);
    all.insert(all.end(), fold.begin(), fold.end());
  }
  EXPECT_FALSE(std::is_sorted(folds[0].begin(), folds[0].end()));
  std::sort(all.begin(), all.end());
  EXPECT_EQ(all, rows);
}

TEST(CsvFolds, AreMeasuredBeforeTraining) {
  const Folder folder;
  const std::string setting =
      "--target sex --epochs 30 --quiet --start random --shuffle --batch-size 100 --test-every 9 ";
  const Outcome without = run_penguins(folder, setting);
  const Outcome with = run_penguins(folder, setting + "--folds 4");
  ASSERT_EQ(with.status, 0) << with.err;
  const std::string rest = without.out.substr(without.out.find("   training"));
  EXPECT_TRUE(with.out.ends_with(rest)) << with.out;
  EXPECT_PRED2(contains, with.out,
               "\n4 folds         rows          loss  accuracy  ROC AUC\n1      ");
  EXPECT_PRED2(contains, with.out, "\nmean                  0.");
  EXPECT_PRED2(contains, with.out, "\nstd. deviation        0.");
}

TEST(CsvFolds, MeasureRowsThatWereNotLearnt) {
  const Folder folder;
  folder.write("t.csv", "x,y\n-1,a\n1,b\n-2,a\n2,b\n-3,a\n3,b\n");
  const Outcome outcome =
      run_program(folder, "--csv t.csv --target y --folds 6 --epochs 200 --quiet");
  EXPECT_PRED2(contains, outcome.out, "    1.0000        -\nstd. deviation ");
  // No other row has its text: nothing tells its class but that of the others there are more.
  folder.write("t.csv", "x,y\np,a\nq,b\nr,a\ns,b\nt,a\nu,b\n");
  const Outcome names =
      run_program(folder, "--csv t.csv --target y --folds 6 --epochs 200 --quiet");
  EXPECT_PRED2(contains, names.out, "    0.0000        -\nstd. deviation ");
  EXPECT_PRED2(contains, names.out, "6 of 6 = 1.0000");
}

TEST(CsvTraining, SaysHowPythonLoadsWhatItSaved) {
  const Folder folder;
  const std::string arguments = "--target species --epochs 2 --save m.safetensors ";
  EXPECT_EQ(run_penguins(folder, arguments).err,
            "wrote m.safetensors; in Python: import torch, safetensors.torch; model = "
            "torch.nn.Linear(10, 3, dtype=torch.float64); "
            "model.load_state_dict({name.removeprefix('linear.'): tensor for name, tensor in "
            "safetensors.torch.load_file('m.safetensors').items()})\n");
  EXPECT_EQ(run_penguins(folder, arguments + "--quiet").err, "");
  EXPECT_PRED2(contains,
               run_penguins(folder, "--target sex --epochs 2 --save \"it's\\\\a.pt\"").err,
               "torch.load('it\\'s\\\\a.pt')");
}

}  // namespace
}  // namespace logistic_regression
