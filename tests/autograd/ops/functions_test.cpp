// Many functions against libtorch 1.13.1: types, shapes, values and gradients of the calls in
// function_cases.h, on elements of all types. The answers are in tests/golden/functions.txt.
#include "tests/autograd/ops/function_cases.h"

#include <gtest/gtest.h>

#include "tests/support/answers.h"

namespace {

using function_cases::Case;

/// Word for word the same, but for numbers, which may differ by 1e-5 of the largest of the line
/// (a sum in another order, the last digits of a float).
bool agree(const std::string& line, const std::string& expected) {
  std::istringstream ours(line), theirs(expected);
  double largest = 1e-3, difference = 0;
  for (std::string word, other; theirs >> other;) {
    if (!(ours >> word)) return false;
    char *end, *other_end;
    const double x = std::strtod(word.c_str(), &end), y = std::strtod(other.c_str(), &other_end);
    if (*end || *other_end) {
      if (word != other) return false;
    } else if (!(std::isnan(x) && std::isnan(y)) && x != y) {
      largest = std::fmax(largest, std::fabs(y));
      difference = std::isfinite(x - y) ? std::fmax(difference, std::fabs(x - y)) : INFINITY;
    }
  }
  return difference <= 1e-5 * largest && (ours >> std::ws).eof();
}

void expect_agreement(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    std::istringstream ours(run(c)), theirs(golden::answer("functions.txt", c.text));
    std::string line, expected;
    while (std::getline(theirs, expected)) {
      std::getline(ours, line);
      EXPECT_TRUE(agree(line, expected)) << c.text << "\n" << line << "\n" << expected;
    }
    EXPECT_FALSE(std::getline(ours, line)) << c.text << "\n" << line;
  }
}

TEST(Functions, OfElements) { expect_agreement(function_cases::element_calls()); }
TEST(Functions, OfShapesAndPositions) { expect_agreement(function_cases::shape_calls()); }
TEST(Functions, ThatReduce) { expect_agreement(function_cases::reduction_calls()); }
TEST(Functions, OfNumbersOf16Bits) { expect_agreement(function_cases::sixteen_bit_calls()); }
TEST(Functions, OfMatrices) { expect_agreement(function_cases::product_calls()); }
TEST(Functions, WindowsSlopesAndDevices) { expect_agreement(function_cases::further_calls()); }
TEST(Functions, InOddForms) { expect_agreement(function_cases::odd_calls()); }
TEST(Functions, ThatDraw) { expect_agreement(function_cases::random_calls()); }
TEST(Functions, ThatWriteTheirResult) { expect_agreement(function_cases::output_calls()); }

}  // namespace
