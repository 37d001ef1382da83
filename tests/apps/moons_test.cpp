// Runs the program as its users do, and compares its network of scalars with the one of tensors.
#include "apps/moons/data.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <glassgrad.h>
#include "apps/moons/network.h"
#include "tests/support/folders.h"
#include "tests/support/program.h"

namespace moons {
namespace {

using test_support::Folder;
using test_support::Outcome;
using Names = std::vector<std::string>;

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

Outcome run_moons(const Folder& folder, const std::string& arguments,
                  const std::string& setting = "") {
  return run_in(folder, setting + " '" + test_support::app_path("moons") + "' " + arguments);
}

// ---- the network ----

TEST(Moons, ValuesAndTensorsHaveTheSameLosses) {
  for (const uint64_t seed : {0, 1, 2}) {
    glassgrad::manual_seed(seed);
    const Points points = make_moons(60, 0.2);
    const NetworkStart start = draw_start({2, 16, 16, 1});
    const auto values = make_value_network(start), tensors = make_tensor_network(start);
    double first = 0, last = 0;
    for (int step = 0; step < 50; ++step) {
      const Step a = values->train(points, 0.5, 1e-4), b = tensors->train(points, 0.5, 1e-4);
      ASSERT_NEAR(a.loss, b.loss, 1e-12) << "seed " << seed << ", step " << step;
      ASSERT_EQ(a.accuracy, b.accuracy);
      if (step == 0) first = a.loss;
      last = a.loss;
    }
    EXPECT_LT(last, first / 2);  // so the losses of different networks were compared
    const std::vector<double> a = values->scores(points), b = tensors->scores(points);
    ASSERT_EQ(a.size(), b.size());
    for (size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], 1e-10);
  }
}

TEST(Moons, ALossIsTheHingePlusDecay) {
  // One layer: score = x - 2 y + 0.5, parameters 1, -2, 0.5.
  const NetworkStart start = {{{{1, -2}}, {0.5}}};
  const Points points = {{1, 1, 1}, {0, -1, 1}, {3, 0, -1}};  // scores -0.5, 2.5, 3.5
  for (const auto& network : {make_value_network(start), make_tensor_network(start)}) {
    const Step step = network->train(points, 0.1, 0.01);
    EXPECT_DOUBLE_EQ(step.loss, (1.5 + 0 + 4.5) / 3 + 0.01 * (1 + 4 + 0.25));
    EXPECT_DOUBLE_EQ(step.accuracy, 1.0 / 3);
    // dL/dw = ((-1, -1) + (3, 0)) / 3 + 0.02 w, dL/db = (-1 + 1) / 3 + 0.02 b
    const double w0 = 1 - 0.1 * (2.0 / 3 + 0.02), w1 = -2 - 0.1 * (-1.0 / 3 - 0.04);
    EXPECT_NEAR(network->scores({{1, 0, 1}})[0], w0 + 0.5 - 0.001, 1e-15);
    EXPECT_NEAR(network->scores({{0, 1, 1}})[0], w1 + 0.5 - 0.001, 1e-15);
  }
}

TEST(Moons, AreTwoHalfCircles) {
  const Points points = make_moons(11, 0);
  ASSERT_EQ(points.size(), 11u);
  EXPECT_EQ(std::count_if(points.begin(), points.end(), [](auto& p) { return p.label < 0; }), 5);
  for (const Point& point : points) {
    const double dx = point.label < 0 ? point.x : 1 - point.x;
    const double dy = point.label < 0 ? point.y : 0.5 - point.y;
    EXPECT_NEAR(dx * dx + dy * dy, 1, 1e-15);
    EXPECT_GE(dy, -1e-15);
  }
}

// ---- the program ----

TEST(Moons, TrainsAndDraws) {
  const Folder folder;
  const Outcome outcome = run_moons(folder, "");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.err, "wrote moons.svg\n");
  EXPECT_EQ(std::count(outcome.out.begin(), outcome.out.end(), '\n'), 101);
  EXPECT_TRUE(outcome.out.starts_with("step 0, loss ")) << outcome.out;
  EXPECT_PRED2(contains, outcome.out, "\nafter 100 steps: loss 0.0");
  EXPECT_PRED2(contains, outcome.out, ", accuracy 100 %\n");
  const std::string picture = folder.read("moons.svg");
  EXPECT_PRED2(contains, picture, "A 2-16-16-1 network: loss 0.0");
  EXPECT_TRUE(picture.ends_with("</svg>\n\n"));
}

TEST(Moons, TheSeedDecides) {
  const Folder folder;
  const std::string first = run_moons(folder, "--no-plot --steps 3 --seed 5").out;
  EXPECT_EQ(run_moons(folder, "--no-plot --steps 3 --seed 5").out, first);
  EXPECT_NE(run_moons(folder, "--no-plot --steps 3 --seed 6").out, first);
  EXPECT_EQ(run_moons(folder, "--no-plot --steps 3 --seed 5 --tensors").out, first);
  EXPECT_EQ(folder.files(), Names());
}

TEST(Moons, ComparesBothForms) {
  const Folder folder;
  const Outcome outcome =
      run_moons(folder, "--compare --quiet --steps 20 --points 31 --plot both.png");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_TRUE(outcome.out.starts_with("largest difference of the losses: ")) << outcome.out;
  EXPECT_PRED2(contains, outcome.out, "\nafter 20 steps: loss ");
  EXPECT_EQ(folder.files(), Names({"both.png"}));
  EXPECT_TRUE(folder.read("both.png").starts_with("\x89PNG"));
}

TEST(Moons, SaysWhenTheFormsPart) {
  // Losses that are no numbers are not equal.
  const Folder folder;
  const Outcome outcome = run_moons(folder, "--compare --quiet --no-plot --lr 1e200");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_TRUE(
      outcome.err.starts_with("moons: --compare: expected losses of scalars and tensors "
                              "equal to 1e-12, they differ by "))
      << outcome.err;
}

TEST(Moons, TakesPointsFromAFile) {
  const Folder folder;
  folder.write("moons.csv", "x,y,label\n0,1,0\r\n\n0.5,1e-1,-1\n2,-1,1\n-2.5,-1,1");
  const Outcome outcome = run_moons(folder, "--from moons.csv --no-plot --steps 200");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_PRED2(contains, outcome.out, "accuracy 100 %");
  const Points points = read_points(folder.path("moons.csv"));
  ASSERT_EQ(points.size(), 4u);
  EXPECT_EQ(points[0].label, -1);
  EXPECT_EQ(points[1].y, 0.1);
  EXPECT_EQ(points[1].label, -1);
  EXPECT_EQ(points[3].x, -2.5);
  EXPECT_EQ(points[3].label, 1);
}

struct WrongMoons {
  std::string content;
  std::string message;
};

TEST(Moons, NamesTheBrokenLine) {
  const WrongMoons table[] = {
      {"", "bad.csv: expected lines x,y,label, got none"},
      {"x,y,label\n\n", "bad.csv: expected lines x,y,label, got none"},
      {"1,2,1\nx,y,label\n", "bad.csv:2:1: expected a finite number, got 'x'"},
      {"1,2,1\n3,4x,1\n", "bad.csv:2:3: expected a finite number, got '4x'"},
      {"1, 2,1\n", "bad.csv:1:3: expected a finite number, got ' 2'"},
      {"1,nan,1\n", "bad.csv:1:3: expected a finite number, got 'nan'"},
      {"1,2,\n", "bad.csv:1:5: expected a label 1, -1 or 0, got ''"},
      {"1,2,0.5\n", "bad.csv:1:5: expected a label 1, -1 or 0, got '0.5'"},
      {"1,2,1,4\n", "bad.csv:1:5: expected a label 1, -1 or 0, got '1,4'"},
      {"\n1,2\n", "bad.csv:2:1: expected three fields x,y,label, got '1,2'"},
      {"\x01\n", "bad.csv:1:1: expected three fields x,y,label, got '\\x01'"},
  };
  for (const WrongMoons& wrong : table) {
    SCOPED_TRACE(wrong.content);
    const Folder folder;
    folder.write("bad.csv", wrong.content);
    const Outcome outcome = run_moons(folder, "--from bad.csv");
    EXPECT_EQ(outcome.status, 1);
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(outcome.err, "moons: " + wrong.message + "\n");
    EXPECT_EQ(folder.files(), Names({"bad.csv"}));
  }
  const Folder folder;
  EXPECT_EQ(run_moons(folder, "--from none.csv").err,
            "moons: cannot read 'none.csv': No such file or directory\n");
  EXPECT_EQ(run_moons(folder, "--from .").err, "moons: cannot read '.'\n");
}

TEST(Moons, NamesWrongArguments) {
  const WrongMoons table[] = {
      {"--frobnicate",
       "unknown argument '--frobnicate': allowed are --from, --points, --noise, --steps, --lr, "
       "--decay, --seed, --tensors, --compare, --plot, --no-plot, --quiet, --help"},
      {"--points 1", "--points: expected an integer from 2 to 1000000, got '1'"},
      {"--noise -1", "--noise: expected a number of at least 0, got '-1'"},
      {"--noise x", "--noise: expected a number of at least 0, got 'x'"},
      {"--steps -1", "--steps: expected an integer of at least 0, got '-1'"},
      {"--lr nan", "--lr: expected a number of at least 0, got 'nan'"},
      {"--seed -1", "--seed: expected an integer of at least 0, got '-1'"},
      {"--from", "--from: expected a value FILE, got nothing"},
      {"--plot a.pdf", "--plot: expected a file name that ends in .svg or .png, got 'a.pdf'"},
      {"--no-plot --plot a.svg", "--no-plot: expected no --plot beside it, got 'a.svg'"},
      {"--compare --tensors", "--tensors: expected none beside --compare, which trains both forms"},
  };
  for (const WrongMoons& wrong : table) {
    SCOPED_TRACE(wrong.content);
    const Folder folder;
    const Outcome outcome = run_moons(folder, wrong.content);
    EXPECT_EQ(outcome.status, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(outcome.err, "moons: " + wrong.message + "\n");
    EXPECT_EQ(folder.files(), Names());
  }
}

TEST(Moons, ExplainsEveryOption) {
  const Folder folder;
  const Outcome outcome = run_moons(folder, "--help");
  EXPECT_EQ(outcome.status, 0);
  for (const std::string option :
       {"--from FILE", "--points N", "--noise X", "--steps N", "--lr X", "--decay X", "--seed N",
        "--tensors", "--compare", "--plot FILE", "--no-plot", "--quiet", "--help"}) {
    EXPECT_PRED2(contains, outcome.out, "\n  " + option + " ");
  }
}

TEST(Moons, GoesOnWithoutAPicture) {
  const Folder folder;
  const Outcome missing = run_moons(folder, "--quiet --steps 1", "PATH=/nowhere");
  EXPECT_EQ(missing.status, 0);
  EXPECT_EQ(missing.err,
            "no plot: cannot run gnuplot: No such file or directory (install gnuplot, or choose "
            "--no-plot)\n");
  const Outcome diverged = run_moons(folder, "--quiet --lr 1e200");
  EXPECT_EQ(diverged.status, 0);
  EXPECT_EQ(diverged.err, "no plot: the scores have grown beyond all numbers\n");
  const Outcome refused = run_moons(folder, "--plot nowhere/p.svg");
  EXPECT_EQ(refused.status, 1);
  EXPECT_EQ(refused.out, "");
  EXPECT_EQ(refused.err, "moons: cannot write 'nowhere/p.svg': No such file or directory\n");
  EXPECT_EQ(folder.files(), Names());
}

}  // namespace
}  // namespace moons
