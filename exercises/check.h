// What the checks of the exercises share: random inputs, and comparisons that explain themselves.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <numeric>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

// These are compiled once, in check.cpp: a check has to be there within two seconds.
extern template class std::vector<double>;
extern template class std::vector<int>;
extern template class std::function<double(double)>;

namespace check {

using Numbers = std::vector<double>;

/// A wrong result, and the mistake that leads to it.
struct Suspect {
  Suspect(double value, const char* mistake);
  Suspect(Numbers value, const char* mistake);
  ~Suspect();
  Suspect(const Suspect&);
  Numbers value;
  std::string mistake;
};
using Suspects = std::initializer_list<Suspect>;

/// Random inputs; the seed is printed where a check fails.
class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}
  double uniform(double low, double high);
  /// In [low, high].
  int integer(int low, int high);
  Numbers numbers(int count, double low = -2, double high = 2);

 private:
  std::mt19937_64 engine_;
};

/// A number as text: 0.25, -3, nan.
std::string text(double number, int digits = 6);
std::string text(const Numbers& numbers, int digits = 6);

/// A line for the learner, whether the check passes or not.
void note(const std::string& line);

[[noreturn]] void fail(const std::string& what, const std::string& why);

/// Fails unless `holds`.
void that(bool holds, const std::string& what, const std::string& why = "");

/// Equal up to `tolerance`, relative for numbers above 1; NaN is near NaN alone.
bool is_near(const Numbers& a, const Numbers& b, double tolerance);

/// Fails unless `got` is near `expected`; names the mistake if one of the suspects is near instead.
void near(const std::string& what, const Numbers& got, const Numbers& expected,
          Suspects suspects = {}, double tolerance = 1e-6);
void near(const std::string& what, double got, double expected, Suspects suspects = {},
          double tolerance = 1e-6);

/// The derivative of f at x by central differences.
double difference(const std::function<double(double)>& f, double x, double h = 1e-5);

/// Runs an exercise's checks with the seed of the command line.
int run(int argc, char** argv, const std::function<void(Random&)>& checks);

}  // namespace check
