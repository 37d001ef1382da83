#pragma once
// The functions of torch::special under their names in at::.

#include "special.h"

namespace glassgrad {

inline Tensor special_gammaln(Traced self) { return special::gammaln(self); }
inline Tensor special_digamma(Traced self) { return special::digamma(self); }
inline Tensor special_psi(Traced self) { return special::psi(self); }
inline Tensor special_polygamma(int64_t n, Traced self) { return special::polygamma(n, self); }
inline Tensor special_erf(Traced self) { return special::erf(self); }
inline Tensor special_erfc(Traced self) { return special::erfc(self); }
inline Tensor special_erfinv(Traced self) { return special::erfinv(self); }
inline Tensor special_expit(Traced self) { return special::expit(self); }
inline Tensor special_logit(Traced self, optional<double> eps = nullopt) {
  return special::logit(self, eps);
}
inline Tensor special_exp2(Traced self) { return special::exp2(self); }
inline Tensor special_expm1(Traced self) { return special::expm1(self); }
inline Tensor special_log1p(Traced self) { return special::log1p(self); }
inline Tensor special_sinc(Traced self) { return special::sinc(self); }
inline Tensor special_xlogy(Traced self, const Tensor& other) {
  return special::xlogy(self, other);
}
inline Tensor special_xlog1py(Traced self, const Tensor& other) {
  return special::xlog1py(self, other);
}
inline Tensor special_log_ndtr(Traced self) { return special::log_ndtr(self); }
inline Tensor special_ndtri(Traced self) { return special::ndtri(self); }
inline Tensor special_erfcx(Traced self) { return special::erfcx(self); }
inline Tensor special_gammainc(Traced self, const Tensor& x) { return igamma(self, x); }
inline Tensor special_gammaincc(Traced self, const Tensor& x) { return igammac(self, x); }
inline Tensor special_multigammaln(Traced self, int64_t p) { return mvlgamma(self, p); }
inline Tensor special_zeta(Traced self, const Tensor& q) { return special::zeta(self, q); }
inline Tensor special_zeta(Traced self, const Scalar& q) { return special::zeta(self, q); }
inline Tensor special_zeta(const Scalar& self, const Tensor& q, Caller caller = {}) {
  return special::zeta(self, q, caller);
}
inline Tensor special_round(Traced self, int64_t decimals = 0) {
  return special::round(self, decimals);
}
inline Tensor special_logsumexp(Traced self, IntArrayRef dim, bool keepdim = false) {
  return special::logsumexp(self, dim, keepdim);
}
inline Tensor special_softmax(Traced self, int64_t dim, optional<ScalarType> dtype = nullopt) {
  return special::softmax(self, dim, dtype);
}
inline Tensor special_log_softmax(Traced self, int64_t dim, optional<ScalarType> dtype = nullopt) {
  return special::log_softmax(self, dim, dtype);
}
inline Tensor special_entr(Traced self) { return special::entr(self); }
inline Tensor special_ndtr(Traced self) { return special::ndtr(self); }
inline Tensor special_i0(Traced self) { return special::i0(self); }
inline Tensor special_i0e(Traced self) { return special::i0e(self); }
inline Tensor special_i1(Traced self) { return special::i1(self); }
inline Tensor special_i1e(Traced self) { return special::i1e(self); }

}  // namespace glassgrad
