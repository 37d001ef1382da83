#pragma once
// Functions of mathematical physics, of one number in double precision.

namespace glassgrad::kernels::special {

/// The derivative of ln |Gamma(x)|.
double digamma(double x);
/// The n-th derivative of digamma, n >= 0.
double polygamma(int n, double x);
/// y with erf(y) = x.
double erfinv(double x);
/// Modified Bessel functions of the first kind of orders 0 and 1, divided by e^|x|.
double i0e(double x);
double i1e(double x);
double i0(double x);
double i1(double x);

}  // namespace glassgrad::kernels::special
