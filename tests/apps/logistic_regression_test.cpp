// Runs the program as its users do. Expectations come from PyTorch 1.13.1: tests/golden/tutorial_*,
// bad_start_* (make_tutorial.py) and app_variants.txt (make_app_variants.py).
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/folders.h"
#include "tests/support/program.h"

namespace logistic_regression {
namespace {

using test_support::Folder;
using test_support::Outcome;
using test_support::read_file;
using Names = std::vector<std::string>;

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string golden(const std::string& name) {
  return read_file(test_support::source_path("tests/golden/") + name);
}

/// Runs the program in `folder`. A shell reads `arguments`; `setting` is put before the command:
/// "PATH=/nowhere".
Outcome logistic_regression(const Folder& folder, const std::string& arguments = "",
                            const std::string& setting = "") {
  return run_in(folder,
                setting + " '" + test_support::app_path("logistic_regression") + "' " + arguments);
}

TEST(LogisticRegression, PrintsAndDrawsTheTutorial) {
  const Folder folder;
  const Outcome outcome = logistic_regression(folder);
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out, golden("tutorial_stdout.txt"));
  EXPECT_EQ(outcome.err, "wrote loss.svg\n");
  EXPECT_EQ(folder.files(), Names({"loss.svg"}));
  const std::string picture = folder.read("loss.svg");
  EXPECT_TRUE(picture.starts_with("<?xml")) << picture;
  EXPECT_PRED2(contains, picture, "no. of iterations");
  EXPECT_PRED2(contains, picture, "total loss");
  EXPECT_TRUE(picture.ends_with("</svg>\n\n")) << picture;
}

TEST(LogisticRegression, TrainsTheTutorialWithPyTorchsBits) {
  const Folder folder;
  const Outcome outcome = logistic_regression(folder, "--no-plot --history tutorial.csv");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out, golden("tutorial_stdout.txt"));
  EXPECT_EQ(outcome.err, "");
  EXPECT_EQ(folder.files(), Names({"tutorial.csv"}));
  EXPECT_EQ(folder.read("tutorial.csv"), golden("tutorial.csv"));
}

TEST(LogisticRegression, StartsWhereItIsTold) {
  for (const std::string loss : {"mse", "bce"}) {
    const Folder folder;
    const Outcome outcome = logistic_regression(
        folder, "--no-plot --quiet --start -5,-10 --history h.csv --loss " + loss);
    EXPECT_EQ(outcome.status, 0);
    EXPECT_EQ(outcome.out, loss == "mse" ? "model accuracy on test data:  tensor(0.5750)\n"
                                         : "model accuracy on test data:  tensor(1.)\n");
    EXPECT_EQ(outcome.err, "");
    EXPECT_EQ(folder.read("h.csv"), golden("bad_start_" + loss + ".csv"));
  }
}

struct Variant {
  std::string arguments;
  std::string out;
  std::string history;
};

std::vector<Variant> read_variants() {
  std::vector<Variant> variants;
  std::istringstream text(golden("app_variants.txt"));
  for (std::string line; std::getline(text, line);) {
    if (line.rfind("$ ", 0) == 0) {
      variants.push_back({line.substr(2), "", "iteration,loss,weight,bias\n"});
    } else if (line.rfind("> ", 0) == 0) {
      variants.back().out += line.substr(2) + "\n";
    } else {
      variants.back().history += line + "\n";
    }
  }
  return variants;
}

TEST(LogisticRegression, TrainsWithOtherSettingsAsPyTorchDoes) {
  const std::vector<Variant> variants = read_variants();
  EXPECT_GT(variants.size(), 20u);
  for (const Variant& variant : variants) {
    SCOPED_TRACE(variant.arguments);
    const Folder folder;
    const Outcome outcome =
        logistic_regression(folder, "--no-plot --history h.csv " + variant.arguments);
    EXPECT_EQ(outcome.status, 0);
    EXPECT_EQ(outcome.err, "");
    EXPECT_EQ(outcome.out, variant.out);
    EXPECT_EQ(folder.read("h.csv"), variant.history);
  }
}

TEST(LogisticRegression, TakesOneBatchWhereAllPointsFit) {
  // One step an epoch on the mean loss; PyTorch 1.13.1 prints these losses (rounded here).
  const Folder folder;
  const Outcome outcome =
      logistic_regression(folder, "--no-plot --epochs 2 --batch-size 9223372036854775807");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_PRED2(contains, outcome.out, "epoch = 0, loss = 0.77267");
  EXPECT_PRED2(contains, outcome.out, "epoch = 1, loss = 0.36400");
}

TEST(LogisticRegression, ComparesTheLosses) {
  const Folder folder;
  const Outcome outcome = logistic_regression(folder, "--compare --history bad_start.csv");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.err, "wrote compare.svg\n");
  EXPECT_EQ(folder.files(), Names({"bad_start_bce.csv", "bad_start_mse.csv", "compare.svg"}));
  EXPECT_EQ(folder.read("bad_start_mse.csv"), golden("bad_start_mse.csv"));
  EXPECT_EQ(folder.read("bad_start_bce.csv"), golden("bad_start_bce.csv"));
  // The mean losses over all points: PyTorch 1.13.1 in float64 at the final weight and bias.
  EXPECT_PRED2(contains, outcome.out,
               "loss        weight         bias      last loss      mean loss   accuracy\n"
               "MSE        -3.5147     -10.7643     0.99999994     0.42502597     57.5 %\n"
               "BCE        13.7045      -3.2499              0    0.028862874      100 %\n");
  const std::string picture = folder.read("compare.svg");
  EXPECT_PRED2(contains, picture, "Mean squared error: a plateau");
  EXPECT_PRED2(contains, picture, "57.5 % right after 1000 steps");
  EXPECT_PRED2(contains, picture, "100 % right after 1000 steps");
}

TEST(LogisticRegression, ComparesWithOtherSettings) {
  const Folder folder;
  const Outcome outcome = logistic_regression(
      folder, "--compare --quiet --plot both.png --start 0,0 --epochs 3 --test-fraction 0.25");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.err, "");
  EXPECT_TRUE(outcome.out.starts_with("From w = 0, b = 0: epochs 3, batch size 2")) << outcome.out;
  EXPECT_PRED2(contains, outcome.out, "accuracy  test accuracy\n");
  EXPECT_FALSE(contains(outcome.out, "sigmoid"));
  EXPECT_EQ(folder.files(), Names({"both.png"}));
  EXPECT_TRUE(folder.read("both.png").starts_with("\x89PNG")) << folder.read("both.png");
}

TEST(LogisticRegression, ComparesWithoutAnIteration) {
  const Folder folder;
  const Outcome outcome = logistic_regression(folder, "--compare --epochs 0");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_PRED2(contains, outcome.out, "MSE        -5.0000     -10.0000              -");
  EXPECT_EQ(folder.files(), Names({"compare.svg"}));
}

TEST(LogisticRegression, DrawsNoLandscapeWithoutBounds) {
  for (const std::string arguments : {"--lr 3e38", "--start 3e38,-3e38"}) {
    const Folder folder;
    const Outcome outcome = logistic_regression(folder, "--compare " + arguments);
    EXPECT_EQ(outcome.status, 0);
    EXPECT_EQ(outcome.err, "no plot: weight or bias has grown too large\n");
    EXPECT_EQ(folder.files(), Names());
  }
}

TEST(LogisticRegression, DrawsWhereItIsTold) {
  const Folder folder;
  EXPECT_EQ(logistic_regression(folder, "--epochs 2 --plot=\"it's a loss.PNG\"").status, 0);
  EXPECT_EQ(folder.files(), Names({"it's a loss.PNG"}));
  EXPECT_TRUE(folder.read("it's a loss.PNG").starts_with("\x89PNG"))
      << folder.read("it's a loss.PNG");
}

TEST(LogisticRegression, WritesTheGraphWithValuesAndGradients) {
  const Folder folder;
  const Outcome outcome =
      logistic_regression(folder, "--no-plot --plot-graph graph.dot --history history.csv");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out, golden("tutorial_stdout.txt"));
  EXPECT_EQ(folder.read("history.csv"), golden("tutorial.csv"));  // the picture changes nothing
  const std::string dot = folder.read("graph.dot");
  EXPECT_TRUE(dot.starts_with("digraph {\n")) << dot;
  for (const char* part : {"<b>Sigmoid</b>", "<b>BinaryCrossEntropy</b>",
                           "p [2, 1]: ", "<b>linear.weight</b><br/>[1, 1]: -0.007487<br/>",
                           "dL/dlinear.weight [1, 1]: -1.2", "dL/dloss []: 1<"})
    EXPECT_PRED2(contains, dot, part);
}

TEST(LogisticRegression, GoesOnWithoutGraphviz) {
  const Folder folder;
  const Outcome outcome =
      logistic_regression(folder, "--no-plot --plot-graph graph.svg", "PATH=/nowhere");
  EXPECT_EQ(outcome.status, 1);  // it was asked for
  EXPECT_EQ(outcome.out, golden("tutorial_stdout.txt"));
  EXPECT_EQ(
      outcome.err,
      "no plot: cannot run dot: No such file or directory (install graphviz, or choose a file "
      "that ends in .dot)\n"
      "logistic_regression: 'graph.svg' was not drawn\n");
}

TEST(LogisticRegression, DrawsNothingWithoutAnIteration) {
  const Folder folder;
  const Outcome outcome = logistic_regression(folder, "--epochs 0");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.err, "no plot: there is no loss to draw\n");
  EXPECT_EQ(folder.files(), Names());
}

TEST(LogisticRegression, GoesOnWithoutGnuplot) {
  const Folder folder;
  const Outcome outcome = logistic_regression(folder, "", "PATH=/nowhere");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out, golden("tutorial_stdout.txt"));
  EXPECT_EQ(outcome.err,
            "no plot: cannot run gnuplot: No such file or directory (install gnuplot, or choose "
            "--no-plot)\n");
  EXPECT_EQ(folder.files(), Names());
}

TEST(LogisticRegression, FailsInTheEndWithoutThePlotThatWasAskedFor) {
  for (const std::string arguments : {"", "--compare "}) {
    const Folder folder;
    const Outcome outcome =
        logistic_regression(folder, arguments + "--plot a.svg --history h.csv", "PATH=/nowhere");
    EXPECT_EQ(outcome.status, 1);
    EXPECT_TRUE(outcome.err.starts_with("no plot: cannot run gnuplot: ")) << outcome.err;
    EXPECT_TRUE(outcome.err.ends_with(")\nlogistic_regression: 'a.svg' was not drawn\n"));
    EXPECT_EQ(folder.files().size(), arguments.empty() ? 1 : 2);  // the history is there
  }
}

TEST(LogisticRegression, SaysWhatGnuplotSays) {
  const Folder folder, bin;
  folder.write("loss.svg", "an older plot");
  bin.write_script("gnuplot", "echo '  warning' >&2; echo 'line 7: out of ink' >&2; exit 1");
  const Outcome outcome =
      logistic_regression(folder, "--quiet", "PATH='" + bin.path("") + "':/usr/bin:/bin");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.err, "logistic_regression: gnuplot failed: line 7: out of ink\n");
  EXPECT_EQ(folder.files(), Names({"loss.svg"}));
  EXPECT_EQ(folder.read("loss.svg"), "an older plot");
}

TEST(LogisticRegression, RefusesHalfAPicture) {
  const Folder folder, bin;
  folder.write("loss.svg", "an older plot");
  bin.write_script("gnuplot", "echo '<?xml version=\"1.0\"?><svg'");
  const Outcome outcome =
      logistic_regression(folder, "--quiet", "PATH='" + bin.path("") + "':/usr/bin:/bin");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.err, "logistic_regression: gnuplot failed: its picture is incomplete\n");
  EXPECT_EQ(folder.read("loss.svg"), "an older plot");
}

TEST(LogisticRegression, NoticesAtOnceThatItCannotWrite) {
  const std::string arguments[] = {"--history nowhere/h.csv", "--plot nowhere/p.svg",
                                   "--compare --history nowhere/h.csv",
                                   "--compare --plot nowhere/p.svg", "--history ."};
  for (const std::string& argument : arguments) {
    SCOPED_TRACE(argument);
    const Folder folder;
    const Outcome outcome = logistic_regression(folder, argument);
    EXPECT_EQ(outcome.status, 1);
    EXPECT_EQ(outcome.out, "");
    EXPECT_TRUE(std::regex_match(
        outcome.err, std::regex("logistic_regression: cannot write '[^']*': [A-Za-z ]+\n")))
        << outcome.err;
    EXPECT_EQ(folder.files(), Names());
  }
}

TEST(LogisticRegression, ReportsAFullDisk) {
  const Folder folder;
  const Outcome printed = logistic_regression(folder, "--no-plot >/dev/full");
  EXPECT_EQ(printed.status, 1);
  EXPECT_EQ(printed.err,
            "logistic_regression: cannot write to standard output: No space left on device\n");
  const Outcome written = logistic_regression(folder, "--no-plot --history /dev/full");
  EXPECT_EQ(written.status, 1);
  EXPECT_EQ(written.err,
            "logistic_regression: cannot write '/dev/full': No space left on device\n");
}

TEST(LogisticRegression, WritesHistoryToADevice) {
  const std::string everything =
      "model accuracy on test data:  tensor(1.)\n" + golden("tutorial.csv");
  for (const std::string where : {"", " | cat"}) {
    const Folder folder;
    EXPECT_EQ(logistic_regression(folder, "--no-plot --quiet --history /dev/stdout" + where).out,
              everything);
  }
}

void expect_goes_on_with(const std::string& model) {
  const Folder folder;
  const std::string quiet = "--no-plot --quiet ";
  EXPECT_EQ(logistic_regression(folder, quiet + "--epochs 20 --save " + model).status, 0);
  EXPECT_EQ(logistic_regression(folder, quiet + "--load " + model + " --epochs 30 --history h.csv")
                .status,
            0);
  // Without shuffling, the last 600 of 1000 iterations are the same whether or not there is a stop.
  const std::string all = golden("tutorial.csv");
  std::string rest = folder.read("h.csv");
  size_t line = 0;
  std::istringstream lines(all), lines_of_rest(rest);
  std::string expected, actual;
  while (std::getline(lines, expected)) {
    if (++line <= 1 + 400) continue;
    if (line == 402) std::getline(lines_of_rest, actual);
    ASSERT_TRUE(std::getline(lines_of_rest, actual));
    ASSERT_EQ(actual.substr(actual.find(',')), expected.substr(expected.find(',')));
  }
  // Without --epochs there is nothing to train.
  EXPECT_EQ(logistic_regression(folder, "--no-plot --load " + model + " --history n.csv")
                .out.find("epoch"),
            std::string::npos);
  EXPECT_EQ(folder.read("n.csv"), "iteration,loss,weight,bias\n");
  EXPECT_EQ(logistic_regression(folder, quiet + "--load h.csv").status, 1);
}

TEST(LogisticRegression, SavesItsModelAndGoesOnWithIt) {
  for (const char* model : {"m.safetensors", "m.pt"}) expect_goes_on_with(model);
}

TEST(LogisticRegression, FollowsALink) {
  const Folder folder;
  folder.write("real.csv", "older");
  std::filesystem::create_symlink("real.csv", folder.path("link.csv"));
  EXPECT_EQ(logistic_regression(folder, "--no-plot --history link.csv").status, 0);
  EXPECT_TRUE(std::filesystem::is_symlink(folder.path("link.csv")));
  EXPECT_EQ(folder.read("real.csv"), golden("tutorial.csv"));
}

TEST(LogisticRegression, IsQuiet) {
  const Folder folder;
  const Outcome outcome = logistic_regression(folder, "--quiet");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out, "model accuracy on test data:  tensor(1.)\n");
  EXPECT_EQ(outcome.err, "");
  EXPECT_EQ(folder.files(), Names({"loss.svg"}));
}

TEST(LogisticRegression, ShowsNoProgressWhereThereIsNoTerminal) {
  const Folder folder;
  EXPECT_EQ(logistic_regression(folder, "--quiet --no-plot --epochs 20000").err, "");
}

TEST(LogisticRegression, ExplainsEveryOption) {
  const Folder folder;
  const Outcome outcome = logistic_regression(folder, "--help");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.err, "");
  for (const std::string option :
       {"--loss NAME", "--start W,B", "--epochs N", "--lr X", "--batch-size N", "--seed N",
        "--shuffle", "--test-fraction F", "--compare", "--plot FILE", "--no-plot", "--history FILE",
        "--quiet", "--help"}) {
    EXPECT_PRED2(contains, outcome.out, "\n  " + option + " ");
  }
  EXPECT_EQ(folder.files(), Names());
}

struct WrongArguments {
  std::string arguments;
  std::string message;
};

TEST(LogisticRegression, NamesWrongArguments) {
  const std::string unknown =
      ": allowed are --loss, --start, --epochs, --lr, --batch-size, --seed, --shuffle, "
      "--test-fraction, --compare, --plot, --no-plot, --plot-graph, --history, --save, --load, "
      "--csv, --quiet, "
      "--help";
  const std::string share = "a number of at least 0.025 (one of 40 points) and less than 1";
  const std::string seed = "an integer from -9223372036854775808 to 18446744073709551615";
  const WrongArguments table[] = {
      {"--frobnicate", "unknown argument '--frobnicate'" + unknown},
      {"--epoch 5", "unknown argument '--epoch'" + unknown},
      {"extra", "unknown argument 'extra'" + unknown},
      {"-H", "unknown argument '-H'" + unknown},
      {"''", "unknown argument ''" + unknown},
      {"'two\nlines'", "unknown argument 'two\\x0alines'" + unknown},
      {"--loss", "--loss: expected a value NAME, got nothing"},
      {"--loss --quiet", "--loss: expected a value NAME, got '--quiet'"},
      {"--loss hinge", "--loss: expected one of bce, mse, bce-logits, got 'hinge'"},
      {"--loss=", "--loss: expected one of bce, mse, bce-logits, got ''"},
      {"--start 1", "--start: expected two numbers W,B that fit into a float, got '1'"},
      {"--start 1,2,3", "--start: expected two numbers W,B that fit into a float, got '1,2,3'"},
      {"--start 1,x", "--start: expected two numbers W,B that fit into a float, got '1,x'"},
      {"--start 1e39,0", "--start: expected two numbers W,B that fit into a float, got '1e39,0'"},
      {"--start nan,0", "--start: expected two numbers W,B that fit into a float, got 'nan,0'"},
      {"--epochs 1.5", "--epochs: expected an integer of at least 0, got '1.5'"},
      {"--epochs -1", "--epochs: expected an integer of at least 0, got '-1'"},
      {"--epochs 10x", "--epochs: expected an integer of at least 0, got '10x'"},
      {"--epochs ' 10'", "--epochs: expected an integer of at least 0, got ' 10'"},
      {"--epochs 9223372036854775808",
       "--epochs: expected an integer of at least 0, got '9223372036854775808'"},
      {"--batch-size 0", "--batch-size: expected an integer of at least 1, got '0'"},
      {"--batch-size two", "--batch-size: expected an integer of at least 1, got 'two'"},
      {"--lr fast", "--lr: expected a number from 0 to 3.4028235e+38, got 'fast'"},
      {"--lr inf", "--lr: expected a number from 0 to 3.4028235e+38, got 'inf'"},
      {"--lr nan", "--lr: expected a number from 0 to 3.4028235e+38, got 'nan'"},
      {"--lr -1", "--lr: expected a number from 0 to 3.4028235e+38, got '-1'"},
      {"--lr 1e39", "--lr: expected a number from 0 to 3.4028235e+38, got '1e39'"},
      {"--lr --1", "--lr: expected a value X, got '--1'"},
      {"--lr=--1", "--lr: expected a number from 0 to 3.4028235e+38, got '--1'"},
      {"--lr 0x", "--lr: expected a number from 0 to 3.4028235e+38, got '0x'"},
      {"--lr 2,5", "--lr: expected a number from 0 to 3.4028235e+38, got '2,5'"},
      {"--seed x", "--seed: expected " + seed + ", got 'x'"},
      {"--seed 18446744073709551616", "--seed: expected " + seed + ", got '18446744073709551616'"},
      {"--test-fraction 0", "--test-fraction: expected " + share + ", got '0'"},
      {"--test-fraction 1", "--test-fraction: expected " + share + ", got '1'"},
      {"--test-fraction 0.02", "--test-fraction: expected " + share + ", got '0.02'"},
      {"--test-fraction -0.5", "--test-fraction: expected " + share + ", got '-0.5'"},
      {"--test-fraction nan", "--test-fraction: expected " + share + ", got 'nan'"},
      {"--plot loss.pdf", "--plot: expected a file name that ends in .svg or .png, got 'loss.pdf'"},
      {"--plot .svg", "--plot: expected a file name that ends in .svg or .png, got '.svg'"},
      {"--plot", "--plot: expected a value FILE, got nothing"},
      {"--history ''", "--history: expected a file name, got ''"},
      {"--save model.foo",
       "--save: expected a file name that ends in .safetensors or .pt, got 'model.foo'"},
      {"--csv t.csv --target y --save model",
       "--save: expected a file name that ends in .safetensors or .pt, got 'model'"},
      {"--quiet=yes", "--quiet: expected no value, got 'yes'"},
      {"--compare --loss mse",
       "--loss: expected none beside --compare, which runs mse and bce, got 'mse'"},
      {"--no-plot --plot a.svg", "--no-plot: expected no --plot beside it, got 'a.svg'"},
      {"--compare --save m.pt",
       "--save: expected none beside --compare, which trains two models, got 'm.pt'"},
      {"--compare --load m",
       "--load: expected none beside --compare, which trains two models, got 'm'"},
      {"--start 0,0 --load m", "--load: expected no --start beside it, got 'm'"},
      {"--help --frobnicate", "unknown argument '--frobnicate'" + unknown},
  };
  for (const WrongArguments& wrong : table) {
    SCOPED_TRACE(wrong.arguments);
    const Folder folder;
    const Outcome outcome = logistic_regression(folder, wrong.arguments);
    EXPECT_EQ(outcome.status, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(outcome.err, "logistic_regression: " + wrong.message + "\n");
    EXPECT_EQ(folder.files(), Names());
  }
}

}  // namespace
}  // namespace logistic_regression
