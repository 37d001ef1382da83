#include <gtest/gtest.h>

#include "tests/apps/logistic_regression/tables/csv_runs.h"

namespace logistic_regression {
namespace {

TEST(CsvPictures, DrawsWhatFits) {
  struct Case {
    std::string arguments;
    Names parts;
  };
  const Case cases[] = {
      {"--target sex --features body_mass_g --test-every 5 --plot p.svg",
       {"P(sex = male)", "body_mass_g", "female, test"}},
      {"--target species --features body_mass_g --plot p.svg", {"P(species)", "P(Gentoo)"}},
      {"--target species --features body_mass_g,bill_depth_mm --plot-fit p.svg",
       {"bill_depth_mm", "Chinstrap", "training rows right"}},
      {"--target sex --test-every 5 --plot p.svg", {"mean loss (nats per row)", "test"}},
      {"--target sex --features body_mass_g --plot-loss p.svg", {"Loss of predicting sex"}},
      {"--target sex --plot-roc p.svg", {"ROC curve of sex = male", "training, area 0."}},
      {"--target sex --test-every 5 --plot-calibration p.svg",
       {"Calibration of sex = male", "training, ECE 0.", "test, ECE 0."}},
      {"--target species --plot-calibration p.svg",
       {"Calibration of species, training rows", "Gentoo or not, ECE 0."}},
      {"--target sex --path l1 --plot-path p.svg",
       {"Weights that predict sex, by penalty", "bill_depth_mm", "weight"}},
      {"--target species --path l2 --plot-path p.svg",
       {"size of the weight, the largest of all classes", "bill_length_mm"}},
      {"--target species --test-every 5 --plot-roc p.svg", {"Gentoo or not, area 1.0000"}},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(each.arguments);
    const Folder folder;
    const Outcome outcome = run_penguins(folder, "--epochs 50 " + each.arguments);
    EXPECT_EQ(outcome.status, 0);
    EXPECT_EQ(outcome.err, "wrote p.svg\n");
    const std::string picture = folder.read("p.svg");
    for (const std::string& part : each.parts) {
      EXPECT_PRED2(contains, picture, part);
    }
  }
}

TEST(CsvPictures, GoesOnWithoutAPicture) {
  const Folder folder;
  const Outcome missing = run_program(
      folder, std::string("--quiet --target sex --plot p.svg --csv '") + kPenguins + "'",
      "PATH=/nowhere");
  EXPECT_EQ(missing.status, 1);
  EXPECT_PRED2(contains, missing.err, "no plot: cannot run gnuplot: No such file or directory");
  EXPECT_PRED2(contains, missing.out, "weights by size");  // the rest was done and said
  const std::string failed = "\nlogistic_regression: 'p.svg' was not drawn\n";
  EXPECT_EQ(run_penguins(folder, "--quiet --target sex --epochs 9 --plot-fit p.svg").err,
            "no plot: a fit is drawn over one or two columns of numbers, not over 7" + failed);
  EXPECT_EQ(
      run_penguins(folder, "--quiet --target sex --epochs 9 --features island --plot-fit p.svg")
          .err,
      "no plot: a fit is drawn over one or two columns of numbers, not over texts" + failed);
  EXPECT_EQ(run_penguins(folder, "--quiet --target sex --epochs 0 --plot-loss p.svg").err,
            "no plot: there is no loss to draw" + failed);
  EXPECT_EQ(folder.files(), Names());
}

TEST(CsvPictures, DrawsHarshNames) {
  const Folder folder;
  folder.write("t.csv", "\"it's_{^x} \"\"q\"\"\n$a\",b\\n\n1,a'b\n2,a'b\n3,\"c\n`ls`\"\n");
  const Outcome outcome =
      run_program(folder, "--csv t.csv --target 2 --plot p.svg --plot-roc r.svg --plot-loss l.svg");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(folder.files(), Names({"l.svg", "p.svg", "r.svg", "t.csv"}));
  EXPECT_PRED2(contains, folder.read("p.svg"), "_{^x}");
}

}  // namespace
}  // namespace logistic_regression
