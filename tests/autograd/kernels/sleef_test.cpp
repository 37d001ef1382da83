// The single-precision functions against those of <cmath> in double precision: SLEEF promises 1
// unit in the last place. That their bits are SLEEF's, bits_test.cpp shows through log_sigmoid
// (exp, log1p), tanh, log_softmax (exp, log), and tests/torch/programs/vector_functions.cpp.

#include "autograd/kernels/sleef.h"

#include <gtest/gtest.h>

namespace glassgrad::kernels {
namespace {

double units_in_the_last_place(float value) {
  return double(std::nextafter(std::fabs(value), INFINITY)) - double(std::fabs(value));
}

/// Compares over floats of every exponent from `first` to `last`, both signs if `first` is
/// negative.
template <class F, class G>
void expect_within_one_ulp(const char* name, F f, G exact, float first, float last) {
  double worst = 0;
  for (int i = 0; i <= 200000; ++i) {
    const float x = first + (last - first) * float(i) / 200000.0f;
    const float y = f(x);
    const double expected = exact(double(x));
    worst = std::max(worst, std::fabs(double(y) - expected) / units_in_the_last_place(y));
  }
  EXPECT_LE(worst, 1.0) << name << " on [" << first << ", " << last << "]";
}

TEST(Sleef, IsWithinOneUnitInTheLastPlace) {
  const auto exp = [](double x) { return std::exp(x); };
  const auto log = [](double x) { return std::log(x); };
  const auto log1p = [](double x) { return std::log1p(x); };
  const auto expm1 = [](double x) { return std::expm1(x); };
  const auto tanh = [](double x) { return std::tanh(x); };
  for (const float scale : {1e-3f, 1.0f, 80.0f}) {
    expect_within_one_ulp(
        "exp", [](float x) { return sleef::exp(x); }, exp, -scale, scale);
    expect_within_one_ulp(
        "expm1", [](float x) { return sleef::expm1(x); }, expm1, -scale, scale);
    expect_within_one_ulp(
        "tanh", [](float x) { return sleef::tanh(x); }, tanh, -scale, scale);
  }
  const auto sin = [](double x) { return std::sin(x); };
  const auto cos = [](double x) { return std::cos(x); };
  const auto erf = [](double x) { return std::erf(x); };
  for (const float scale : {1e-3f, 1.0f, 4.5f, 124.0f}) {
    expect_within_one_ulp(
        "sin", [](float x) { return sleef::sin(x); }, sin, -scale, scale);
    expect_within_one_ulp(
        "cos", [](float x) { return sleef::cos(x); }, cos, -scale, scale);
    expect_within_one_ulp(
        "erf", [](float x) { return sleef::erf(x); }, erf, -scale, scale);
  }
  for (const float scale : {1e-30f, 1e-3f, 1.0f, 80.0f, 1e30f}) {
    expect_within_one_ulp(
        "log", [](float x) { return sleef::log(x); }, log, scale / 1000, scale);
    expect_within_one_ulp(
        "log1p", [](float x) { return sleef::log1p(x); }, log1p, -0.999f, scale);
  }
}

TEST(Sleef, SpecialValues) {
  const float inf = INFINITY;
  EXPECT_EQ(sleef::exp(-inf), 0);
  EXPECT_EQ(sleef::exp(inf), inf);
  EXPECT_EQ(sleef::exp(-1e30f), 0);
  EXPECT_EQ(sleef::exp(0.0f), 1);
  EXPECT_EQ(sleef::expm1(-inf), -1);
  EXPECT_EQ(sleef::expm1(inf), inf);
  EXPECT_TRUE(std::signbit(sleef::expm1(-0.0f)));
  EXPECT_EQ(sleef::tanh(inf), 1);
  EXPECT_EQ(sleef::tanh(-inf), -1);
  EXPECT_TRUE(std::signbit(sleef::tanh(-0.0f)));
  EXPECT_EQ(sleef::log(0.0f), -inf);
  EXPECT_EQ(sleef::log(inf), inf);
  EXPECT_EQ(sleef::log(1.0f), 0);
  EXPECT_TRUE(std::isnan(sleef::log(-1.0f)));
  EXPECT_NEAR(sleef::log(1e-44f), std::log(1e-44f), 1e-5);  // not a normal number
  EXPECT_EQ(sleef::log1p(-1.0f), -inf);
  EXPECT_EQ(sleef::log1p(inf), inf);
  EXPECT_TRUE(std::isnan(sleef::log1p(-2.0f)));
  EXPECT_TRUE(std::signbit(sleef::log1p(-0.0f)));
  EXPECT_TRUE(std::signbit(sleef::sin(-0.0f)));
  EXPECT_EQ(sleef::cos(0.0f), 1);
  EXPECT_EQ(sleef::erf(inf), 1);
  EXPECT_EQ(sleef::erf(-inf), -1);
  EXPECT_TRUE(std::signbit(sleef::erf(-0.0f)));
  for (const auto f :
       {+[](float x) { return sleef::exp(x); }, +[](float x) { return sleef::log(x); },
        +[](float x) { return sleef::log1p(x); }, +[](float x) { return sleef::expm1(x); },
        +[](float x) { return sleef::tanh(x); }, +[](float x) { return sleef::sin(x); },
        +[](float x) { return sleef::cos(x); }, +[](float x) { return sleef::erf(x); }})
    EXPECT_TRUE(std::isnan(f(NAN)));
}

}  // namespace
}  // namespace glassgrad::kernels
