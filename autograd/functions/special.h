#pragma once
// Functions of mathematical physics and statistics, also under their names in torch::special.

#include "../tensor/tensor.h"

namespace glassgrad {

/// y = ln |Gamma(x)|; its derivative is digamma.  Saves x.
Tensor lgamma(Traced self);
/// y = the derivative of ln Gamma(x).  Saves x.
Tensor digamma(Traced self);
/// y = the n-th derivative of digamma, for x > 0 or n = 1.  Saves x.
/// @throws Error  if n < 0
Tensor polygamma(int64_t n, Traced self);
/// y = ln of the multivariate Gamma function: p (p - 1) / 4 ln pi + sum_i ln Gamma(x - i / 2), i
/// from 0 to p - 1.  @throws Error  if p < 1
Tensor mvlgamma(Traced self, int64_t p);
/// The regularized incomplete gamma functions: y = 1 / Gamma(a) times the integral of t^(a - 1)
/// e^-t from 0 to x, and the rest of 1; a, x >= 0, else NaN. Saves both.
/// @throws NotImplementedError  for integers, and in backward where a requires a gradient
Tensor igamma(Traced self, const Tensor& x);
Tensor igammac(Traced self, const Tensor& x);
/// y with erf(y) = x, NaN outside [-1, 1].  Saves the result.
Tensor erfinv(Traced self);
/// y = the modified Bessel function of the first kind of order 0.  Saves x.
Tensor i0(Traced self);

namespace special {
Tensor gammaln(Traced self);
Tensor digamma(Traced self);
Tensor psi(Traced self);
Tensor polygamma(int64_t n, Traced self);
Tensor erf(Traced self);
Tensor erfc(Traced self);
Tensor erfinv(Traced self);
/// sigmoid.
Tensor expit(Traced self);
Tensor logit(Traced self, optional<double> eps = nullopt);
Tensor exp2(Traced self);
Tensor expm1(Traced self);
Tensor log1p(Traced self);
Tensor sinc(Traced self);
Tensor round(Traced self, int64_t decimals = 0);
Tensor xlogy(Traced self, const Tensor& other);
Tensor xlogy(Traced self, const Scalar& other);
Tensor xlogy(const Scalar& self, const Tensor& other, Caller = {});
/// y = self ln(1 + other), 0 where self is 0; NaN where other is.
Tensor xlog1py(Traced self, const Tensor& other);
/// y = -x ln x for x > 0, 0 at 0, else -infinity.
Tensor entr(Traced self);
/// y = (1 + erf(x / sqrt 2)) / 2: the share of a normal distribution below x.
Tensor ndtr(Traced self);
/// y = ln ndtr(x), also where ndtr is 0 in its digits.  Saves x.
Tensor log_ndtr(Traced self);
/// y below which the share x of a normal distribution lies, NaN outside [0, 1].  Saves the result.
Tensor ndtri(Traced self);
/// y = e^(x^2) erfc(x).  Saves x.
Tensor erfcx(Traced self);
/// igamma, igammac, mvlgamma.
Tensor gammainc(Traced self, const Tensor& x);
Tensor gammaincc(Traced self, const Tensor& x);
Tensor multigammaln(Traced self, int64_t p);
/// Hurwitz's zeta function: y = sum over k >= 0 of (q + k)^-s with s = self; infinite at s = 1 and
/// where q is 0, -1, ...; NaN for s < 1, and for q < 0 if s is no integer.  Saves both.
/// @throws NotImplementedError  in backward, where s requires a gradient
Tensor zeta(Traced self, const Tensor& q);
Tensor zeta(Traced self, const Scalar& q);
Tensor zeta(const Scalar& self, const Tensor& q, Caller = {});
Tensor i0(Traced self);
/// Modified Bessel functions of order 1, and both divided by e^|x|.
Tensor i0e(Traced self);
Tensor i1(Traced self);
Tensor i1e(Traced self);
Tensor logsumexp(Traced self, IntArrayRef dim, bool keepdim = false);
Tensor softmax(Traced self, int64_t dim, optional<ScalarType> dtype = nullopt);
Tensor log_softmax(Traced self, int64_t dim, optional<ScalarType> dtype = nullopt);
}  // namespace special

}  // namespace glassgrad
