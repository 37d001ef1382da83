// What the page in the browser computes, computed here.
#include <gtest/gtest.h>

#include <cmath>

#include "docs/playground/expression.h"
#include "docs/playground/tutorial.h"
#include "docs/playground/walk.h"

namespace {

using playground::compute;
using playground::Loss;
using playground::SyntaxError;
using playground::Tutorial;

double result_of(const std::string& text) { return compute(text).values.back().data(); }

TEST(PlaygroundExpression, ComputesAsOnPaper) {
  const std::string a = "a = 2; ";
  EXPECT_EQ(result_of(a + "1 + a * 3"), 7);
  EXPECT_EQ(result_of(a + "(1 + a) * 3"), 9);
  EXPECT_EQ(result_of(a + "8 - a - 1"), 5);
  EXPECT_EQ(result_of(a + "8 / a / 2"), 2);
  EXPECT_EQ(result_of(a + "-a ^ 2"), -4);
  EXPECT_EQ(result_of(a + "a ^ 3 ^ 2"), 512);
  EXPECT_EQ(result_of(a + "a ^ -1"), 0.5);
  EXPECT_EQ(result_of(a + "max(a, 3) + min(a, 1) + relu(-a) + abs(-a)"), 6);
  EXPECT_EQ(result_of(a + "exp(log(a)) * 1e1"), std::exp(std::log(2.0)) * 10);
  EXPECT_EQ(result_of("x1 = 1.5\ny_2 = x1 + .5\n\ny_2"), 2);
}

TEST(PlaygroundExpression, GivesGradients) {
  const auto values = compute("a = 2\nb = -3\nc = a * b + tanh(a)").values;
  values.back().backward();
  EXPECT_EQ(values.back().name(), "c");
  EXPECT_NEAR(values[0].grad(), -3 + 1 - std::pow(std::tanh(2.0), 2), 1e-15);
  EXPECT_EQ(values[1].grad(), 2);
}

TEST(PlaygroundExpression, SaysWhatIsWrongAndWhere) {
  const auto error_of = [](const std::string& text) -> std::string {
    try {
      compute(text);
    } catch (const SyntaxError& error) {
      return std::to_string(error.at) + ": " + error.what();
    }
    return "no error";
  };
  EXPECT_EQ(error_of("a = 2; a * (a + 1"), "17: expected ), found the end");
  EXPECT_EQ(error_of("a = 2; a b"), "9: expected an operator or the end of the line, found 'b'");
  EXPECT_EQ(error_of("x + 1"),
            "0: expected a name that has a value (write x = 1 in a line before), found 'x'");
  EXPECT_EQ(error_of("a = 2; tan(a)").substr(0, 26), "7: expected one of exp, lo");
  EXPECT_EQ(error_of("1 + 2").substr(0, 23), "5: expected a formula w");
  EXPECT_EQ(error_of("").substr(0, 23), "0: expected a formula w");
  EXPECT_EQ(error_of(std::string(100000, '(')).substr(0, 30), "200: expected fewer parenthese");
  EXPECT_EQ(error_of("a = 1; a" + std::string(100000, '^')).substr(0, 20), "9: expected a number");
}

TEST(PlaygroundWalk, WritesTheGraph) {
  EXPECT_EQ(playground::walk("a = 3; a * a"),
            R"({"nodes":[{"name":"a","formula":"3","data":3,"grad":6,"inputs":[]},)"
            R"({"name":"v1","formula":"a * a","data":9,"grad":1,"inputs":[)"
            R"({"node":0,"partial":3,"rule":"a"},{"node":0,"partial":3,"rule":"a"}]}]})");
  EXPECT_EQ(playground::walk("a = 0; log(a)").find(R"("data":"-Infinity")") != std::string::npos,
            true);
  EXPECT_EQ(playground::walk("a"),
            R"({"error":"expected a name that has a value (write a = 1 in a line before), )"
            R"(found 'a'","at":0})");
}

// From this start the squared error stays where only class 0 is right: `./run demo --compare`.
TEST(PlaygroundTutorial, FindsTheWayDownWithTheCrossEntropyAlone) {
  Tutorial squared(Loss::squared_error, -5, -10), entropy(Loss::cross_entropy, -5, -10);
  for (int i = 0; i < 1000; ++i) {
    squared.step();
    entropy.step();
  }
  EXPECT_EQ(squared.accuracy(), 0.575);
  EXPECT_EQ(entropy.accuracy(), 1);
}

}  // namespace
