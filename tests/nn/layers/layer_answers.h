#pragma once
// libtorch 1.13.1's answers to the cases of layers whose sums have no fixed order, from
// tests/golden/layers.txt: what is printed and drawn is the same in every bit, what is computed and
// differentiated agrees to 1e-5.

#include <cmath>
#include <sstream>
#include <string>
#include <vector>

#include "tests/nn/cases.h"
#include "tests/support/answers.h"

namespace nn_cases {

/// Results, gradients and running statistics are the lines that begin with a shape or these words.
inline bool is_computed(const std::string& line) {
  return line.rfind('[', 0) == 0 || line.rfind("grad", 0) == 0 || line.rfind("running_", 0) == 0;
}

/// Word for word the same, but for numbers, which may differ by 1e-5 of the largest of the line.
inline bool is_close(const std::string& line, const std::string& expected) {
  std::istringstream a(line), b(expected);
  double largest = 1, difference = 0;
  for (std::string word, other; a >> word;) {
    if (!(b >> other)) return false;
    char *end, *other_end;
    const double x = std::strtod(word.c_str(), &end), y = std::strtod(other.c_str(), &other_end);
    if (*end || *other_end) {
      if (word != other) return false;
    } else if (!(std::isnan(x) && std::isnan(y)) && x != y) {
      largest = std::fmax(largest, std::fabs(y));
      difference = std::isfinite(x - y) ? std::fmax(difference, std::fabs(x - y)) : INFINITY;
    }
  }
  return difference <= 1e-5 * largest && !(b >> std::ws && b.peek() != EOF);
}

inline void expect_close(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    std::istringstream ours(c.run()), theirs(golden::answer("layers.txt", c.text));
    std::string line, expected;
    while (std::getline(theirs, expected)) {
      std::getline(ours, line);
      if (is_computed(expected))
        EXPECT_TRUE(is_close(line, expected)) << c.text << "\n" << line << "\n" << expected;
      else
        EXPECT_EQ(line, expected) << c.text;
    }
    EXPECT_FALSE(std::getline(ours, line)) << c.text << "\n" << line;
  }
}

/// The first line of what is thrown.
template <class Call>
std::string error_text(Call call) {
  try {
    call();
  } catch (const std::exception& error) {
    const std::string text = error.what();
    return text.substr(0, text.find('\n')) + '\n';
  }
  return "nothing is thrown\n";
}

// clang-format off
/// A call that is refused.
#define REFUSED(...) {"error of " #__VA_ARGS__, [] { namespace F = torch::nn::functional; using namespace torch::nn; return error_text([] { (void)(__VA_ARGS__); }); }}
/// A function of inputs that get gradients: named x, w and b.
#define FUNCTION_OF(x_, w_, b_, ...) {#__VA_ARGS__ " of " #x_ ", " #w_ ", " #b_, [] { namespace F = torch::nn::functional; torch::manual_seed(0); const Tensor x = input(x_), w = input(w_), b = input(b_); return result(__VA_ARGS__, {x, w, b}); }}
// clang-format on

}  // namespace nn_cases
