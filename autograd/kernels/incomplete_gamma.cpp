// The regularized incomplete gamma functions.
//
// By a power series below a + 1 and a continued fraction above it (Abramowitz and Stegun, 6.5.29
// and 6.5.31); both need about sqrt(a) terms near a. Where a is large the distribution is nearly
// normal, and Temme's uniform expansion (DLMF 8.12.3) gives the difference.
#include <cmath>
#include <limits>
#include <numbers>

#include "autograd/kernels/special.h"

namespace glassgrad::kernels::special {
namespace {

using std::numbers::pi;
constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
constexpr double kLarge = 1e6;  // from here on nearly normal

/// ln Gamma(1 + a), also to its last digit where a is small: -gamma a + zeta(2) a^2 / 2 - ...
double lgamma_of_one_and(double a) {
  if (a > 0.1) return std::lgamma(1 + a);
  double sum = -std::numbers::egamma * a, power = -a;
  for (int k = 2; k < 18; ++k) {
    power *= -a;
    sum += zeta(k, 1) * power / k;
  }
  return sum;
}

/// u - ln(1 + u) >= 0 for u = x / a - 1.
double excess(double a, double x) {
  const double u = (x - a) / a;  // rounds away x where that is small
  return u - (x < a / 2 ? std::log(x) - std::log(a) : std::log1p(u));
}

/// x^a e^-x / Gamma(a). From 30 on by Stirling's series, whose large parts cancel in `excess`.
double density(double a, double x) {
  if (a < 30) return std::exp(a * std::log(x) - x - std::lgamma(a));
  const double square = a * a;
  const double stirling =
      (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - 1 / (1680 * square)) / square) / square) / a;
  return std::sqrt(a / (2 * pi)) * std::exp(-a * excess(a, x) - stirling);
}

/// P by x^a e^-x / Gamma(a + 1) (1 + x / (a + 1) + x^2 / ((a + 1) (a + 2)) + ...), for x < a + 1.
double lower_by_series(double a, double x) {
  double term = 1, sum = 1;
  for (double n = a + 1; term > sum * kEpsilon / 4; n += 1) {
    term *= x / n;
    sum += term;
  }
  return density(a, x) / a * sum;
}

/// Q for a and x near 0, where 1 - P would lose what is left: 1 - x^a / Gamma(a + 1) and the rest
/// of the series of the integral of t^(a - 1) (e^-t - 1).
double upper_by_series(double a, double x) {
  double term = 1, sum = 0;
  for (int n = 1; n < 60; ++n) {
    term *= -x / n;
    sum += term / (a + n);
  }
  const double log_share = a * std::log(x) - lgamma_of_one_and(a);
  return -std::expm1(log_share) - std::exp(log_share) * a * sum;
}

/// Q by a continued fraction, from its front (Lentz's method), for x >= a + 1.
double upper_by_fraction(double a, double x) {
  constexpr double tiny = 1e-300;
  double b = x + 1 - a, c = 1 / tiny, d = 1 / b, product = d;
  for (double n = 1; n < 1e6; n += 1) {
    const double numerator = -n * (n - a);
    b += 2;
    d = numerator * d + b;
    c = b + numerator / c;
    d = 1 / (std::fabs(d) < tiny ? tiny : d);
    if (std::fabs(c) < tiny) c = tiny;
    product *= d * c;
    if (std::fabs(d * c - 1) < kEpsilon) break;
  }
  return density(a, x) * product;
}

/// erfc(+-eta sqrt(a / 2)) / 2 +- e^(-a eta^2 / 2) / sqrt(2 pi a) (a / (x - a) - 1 / eta), with
/// eta^2 / 2 the excess; `sign` is 1 for Q and -1 for P.
double nearly_normal(double a, double x, double sign) {
  const double half_square = excess(a, x), eta = std::copysign(std::sqrt(2 * half_square), x - a);
  const double first = std::fabs(eta) < 1e-4 ? -1.0 / 3 + eta / 12 : a / (x - a) - 1 / eta;
  return std::erfc(sign * eta * std::sqrt(a / 2)) / 2 +
         sign * std::exp(-a * half_square) / std::sqrt(2 * pi * a) * first;
}

enum class Side { Lower, Upper };

double regularized(double a, double x, Side side) {
  const double none = side == Side::Lower ? 0 : 1, all = 1 - none;
  if (!(a >= 0 && x >= 0) || (a == 0 && x == 0) || (std::isinf(a) && std::isinf(x)))
    return std::numeric_limits<double>::quiet_NaN();
  if (a == 0 || std::isinf(x)) return all;
  if (x == 0 || std::isinf(a)) return none;
  if (a > kLarge) return nearly_normal(a, x, side == Side::Upper ? 1 : -1);
  if (side == Side::Upper && a < 1 && x < 1) return upper_by_series(a, x);
  const bool below = x < a + 1 && !(side == Side::Upper && a < 1);  // 1 - P would lose a small Q
  const double part = below ? lower_by_series(a, x) : upper_by_fraction(a, x);
  return below == (side == Side::Lower) ? part : 1 - part;
}

}  // namespace

double igamma(double a, double x) { return regularized(a, x, Side::Lower); }
double igammac(double a, double x) { return regularized(a, x, Side::Upper); }

}  // namespace glassgrad::kernels::special
