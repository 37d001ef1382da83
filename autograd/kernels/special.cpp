// Functions of mathematical physics: series, recurrences and Newton's method.
#include "autograd/kernels/special.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace glassgrad::kernels::special {

namespace {

using std::numbers::pi;
using std::numbers::sqrt2;
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Bernoulli numbers B_2, B_4, ..., each divided by (2k)!.
constexpr double kBernoulli[] = {1.0 / 12,          -1.0 / 720,
                                 1.0 / 30240,       -1.0 / 1209600,
                                 1.0 / 47900160,    -691.0 / 1307674368000,
                                 1.0 / 74724249600, -3617.0 / 10670622842880000};

/// Hurwitz's zeta function for s > 1 and q > 0: the first terms, and the rest by Euler and
/// Maclaurin's formula, whose terms shrink where q is no less than 2 s.
double zeta_of_positive(double s, double q) {
  double sum = 0;
  for (; q < std::max(12.0, 2 * s); q += 1) {
    const double term = std::pow(q, -s);
    sum += term;
    if (term <= sum * 1e-17) return sum;
  }
  const double term = std::pow(q, -s);
  sum += q * term / (s - 1) + term / 2;
  double factor = s * term / q;  // s (s + 1) ... (s + 2k - 2) q^-(s + 2k - 1)
  for (int k = 0; k < 8; ++k) {
    sum += kBernoulli[k] * factor;
    const double n = s + 2 * k + 1;
    factor *= n * (n + 1) / (q * q);
  }
  return sum;
}

/// I_order(x) / e^x for x >= 0.
double scaled_bessel(int order, double x) {
  if (x > 30) {  // the asymptotic series, as long as its terms shrink
    double term = 1, sum = 1;
    for (int k = 1; k < 30; ++k) {
      const double odd = 2 * k - 1;
      term *= (odd * odd - 4.0 * order) / (8 * k * x);
      sum += term;
    }
    return sum / std::sqrt(2 * pi * x);
  }
  // sum over k of (x/2)^(2k + order) / (k! (k + order)!)
  double term = order == 0 ? 1 : x / 2, sum = term;
  for (int k = 1; term > 1e-18 * sum; ++k) {
    term *= x * x / 4 / (k * (k + order));
    sum += term;
  }
  return sum * std::exp(-x);
}

}  // namespace

double digamma(double x) {
  if (x == 0) return std::copysign(kInfinity, -x);
  if (x < 0) {  // reflected
    double whole;
    const double rest = std::modf(x, &whole);
    return rest == 0 ? kNaN : digamma(1 - x) - pi / std::tan(pi * rest);
  }
  double sum = 0;
  for (; x < 12; x += 1) sum -= 1 / x;
  // ln x - 1/2x - sum over k of B_2k / (2k x^2k)
  double series = 0, power = 1;
  constexpr double kTerms[] = {1.0 / 12,  -1.0 / 120,       1.0 / 252, -1.0 / 240,
                               1.0 / 132, -691.0 / 32760.0, 1.0 / 12};
  for (const double term : kTerms) series += term * (power /= x * x);
  return sum + std::log(x) - 0.5 / x - series;
}

double polygamma(int n, double x) {
  if (n == 0) return digamma(x);
  if (n == 1 && x < 0.5) {  // reflected
    const double sine = std::sin(pi * x);
    return pi * pi / (sine * sine) - polygamma(1, 1 - x);
  }
  if (x <= 0 && x == std::floor(x)) return n % 2 == 0 ? -kInfinity : kInfinity;
  if (x == kInfinity) return 0;
  return (n % 2 == 0 ? -1 : 1) * std::tgamma(n + 1.0) * zeta(n + 1.0, x);
}

double zeta(double s, double q) {
  if (s == 1) return kInfinity;
  if (s < 1) return kNaN;
  if (q > 0) return zeta_of_positive(s, q);
  if (q == std::floor(q)) return kInfinity;
  if (s != std::floor(s) || std::isnan(q)) return kNaN;
  // The terms below 0 are those of f, f + 1, ..., -q with the sign of (-1)^s; 1 - f comes next.
  const double f = -q - std::floor(-q);
  const double below = zeta_of_positive(s, f) - zeta_of_positive(s, 1 - q);
  return zeta_of_positive(s, 1 - f) + (std::fmod(s, 2) == 0 ? below : -below);
}

double erfinv(double x) {
  if (std::fabs(x) > 1 || std::isnan(x)) return kNaN;
  if (std::fabs(x) == 1) return std::copysign(kInfinity, x);
  // Winitzki's approximation, then Newton's steps; the last digits near 1 need erfc.
  const double log_rest = std::log1p(-x * x), a = 0.147;
  const double half = 2 / (pi * a) + log_rest / 2;
  double y = std::copysign(std::sqrt(std::sqrt(half * half - log_rest / a) - half), x);
  for (int step = 0; step < 4; ++step) {
    const double rest = (1 - std::fabs(x)) - std::erfc(std::fabs(y));
    const double error = std::fabs(x) < 0.5 ? std::erf(y) - x : x < 0 ? -rest : rest;
    y -= error * std::sqrt(pi) / 2 * std::exp(y * y);
  }
  return y;
}

double erfcx(double x) {
  if (x < 10) {
    const double square = x * x, lost = std::fma(x, x, -square);  // x^2 is square + lost
    return std::isinf(x) ? kInfinity : std::exp(square) * (1 + lost) * std::erfc(x);
  }
  // 1 / (x sqrt(pi)) (1 - 1 / (2 x^2) + 1 3 / (2 x^2)^2 - ...)
  double term = 1, sum = 1;
  for (int k = 1; k < 20; ++k) {
    term *= -(2 * k - 1) / (2 * x * x);
    sum += term;
  }
  return sum / (x * std::sqrt(pi));
}

double log_ndtr(double x) {
  const double t = x / sqrt2;
  return x < -1 ? std::log(erfcx(-t) / 2) - t * t : std::log1p(-std::erfc(t) / 2);
}

double ndtri(double p) {
  if (!(p >= 0 && p <= 1)) return kNaN;
  if (p == 0 || p == 1) return p == 0 ? -kInfinity : kInfinity;
  if (p > 0.1 && p < 0.9) return sqrt2 * erfinv(2 * p - 1);
  if (p > 0.5) return -ndtri(1 - p);
  // Newton's steps for log_ndtr(y) = ln p, which is nearly a parabola.
  const double target = std::log(p);
  double y = -std::sqrt(-2 * target);
  for (int step = 0; step < 8; ++step) {
    const double slope = 1 / erfcx(-y / sqrt2) * std::sqrt(2 / pi);
    y -= (log_ndtr(y) - target) / slope;
  }
  return y;
}

double i0e(double x) { return scaled_bessel(0, std::fabs(x)); }
double i1e(double x) { return std::copysign(scaled_bessel(1, std::fabs(x)), x); }
double i0(double x) { return i0e(x) * std::exp(std::fabs(x)); }
double i1(double x) { return i1e(x) * std::exp(std::fabs(x)); }

}  // namespace glassgrad::kernels::special
