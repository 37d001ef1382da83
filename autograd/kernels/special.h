#pragma once
// Functions of mathematical physics, of one number in double precision.

namespace glassgrad::kernels::special {

/// The derivative of ln |Gamma(x)|.
double digamma(double x);
/// The n-th derivative of digamma, n >= 0.
double polygamma(int n, double x);
/// Hurwitz's zeta function, the sum over k >= 0 of (q + k)^-s: infinite at s = 1 and where q is 0,
/// -1, ...; NaN for s < 1, and for q < 0 if s is no integer.
double zeta(double s, double q);
/// The regularized incomplete gamma functions P(a, x), of the integral of t^(a - 1) e^-t from 0 to
/// x, and Q = 1 - P; NaN for negative a or x.
double igamma(double a, double x);
double igammac(double a, double x);

/// y with erf(y) = x.
double erfinv(double x);
/// e^(x^2) erfc(x), which falls as 1 / x where erfc is too small for a number.
double erfcx(double x);
/// ln of the share of a normal distribution below x.
double log_ndtr(double x);
/// y below which the share p of a normal distribution lies; NaN outside [0, 1].
double ndtri(double p);

/// Modified Bessel functions of the first kind of orders 0 and 1, divided by e^|x|.
double i0e(double x);
double i1e(double x);
double i0(double x);
double i1(double x);

}  // namespace glassgrad::kernels::special
