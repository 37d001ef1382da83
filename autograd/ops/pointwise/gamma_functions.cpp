// Zeta and incomplete gamma functions: two operands, of which only the second has a derivative that
// is known in closed form.
#include <cmath>

#include "autograd/functions/special.h"
#include "autograd/kernels/special.h"
#include "autograd/ops/pointwise/binary.h"

namespace glassgrad {

namespace kernels {
template <class T, class F>
Number<T, F> zeta(Number<T, F> s, Number<T, F> q) {
  return special::zeta(static_cast<double>(s.v), static_cast<double>(q.v));
}
template <class T, class F>
Number<T, F> igamma(Number<T, F> a, Number<T, F> x) {
  return special::igamma(static_cast<double>(a.v), static_cast<double>(x.v));
}
template <class T, class F>
Number<T, F> igammac(Number<T, F> a, Number<T, F> x) {
  return special::igammac(static_cast<double>(a.v), static_cast<double>(x.v));
}
}  // namespace kernels
namespace formulas {
inline Symbol zeta(const Symbol& s, const Symbol& q) {
  return Symbol("zeta(" + s.text() + ", " + q.text() + ")");
}
inline Symbol lgamma(const Symbol& a) { return Symbol("lgamma(" + a.text() + ")"); }
}  // namespace formulas

using special::zeta;

// y = the sum over k >= 0 of (b + k)^-a.  Saves both.
struct Zeta {
  static constexpr const char* kUnknown = "zeta";
  template <class T>
  static T value(const T& a, const T& b) {
    return zeta(a, b);
  }
  template <class T>
  static T rule_b(const T& dy, const T& a, const T& b) {
    return dy * -a * zeta(a + 1, b);
  }
};
struct SpecialZetaBackward0 final : FromOperands<Zeta> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
namespace special {
Tensor zeta(Traced a, const Tensor& b) {
  return binary_operation<SpecialZetaBackward0>(a.enter(), b);
}
Tensor zeta(Traced traced, const Scalar& b) {
  const Tensor& a = traced.enter();
  return zeta(a, to_tensor(b, a));
}
Tensor zeta(const Scalar& a, const Tensor& b, Caller caller) {
  caller.enter();
  return zeta(to_tensor(a, b), b);
}
}  // namespace special

// y = P(a, b): the share below b of a Gamma distribution; its derivative is the density.  Saves
// both.
struct Igamma {
  static constexpr const char* kUnknown = "igamma: input";
  template <class T>
  static T value(const T& a, const T& b) {
    return igamma(a, b);
  }
  template <class T>
  static T rule_b(const T& dy, const T& a, const T& b) {
    return dy * exp((a - 1) * log(b) - b - lgamma(a));
  }
};
struct IgammaBackward0 final : FromOperands<Igamma> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor igamma(Traced traced, const Tensor& b) {
  const Tensor& a = traced.enter();
  floating_result_type("igamma", a, b);
  return binary_operation<IgammaBackward0>(a, b);
}

// y = 1 - P(a, b).  Saves both.
struct Igammac {
  static constexpr const char* kUnknown = "igammac: input";
  template <class T>
  static T value(const T& a, const T& b) {
    return igammac(a, b);
  }
  template <class T>
  static T rule_b(const T& dy, const T& a, const T& b) {
    return -Igamma::rule_b(dy, a, b);
  }
};
struct IgammacBackward0 final : FromOperands<Igammac> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor igammac(Traced traced, const Tensor& b) {
  const Tensor& a = traced.enter();
  floating_result_type("igammac", a, b);
  return binary_operation<IgammacBackward0>(a, b);
}

Tensor Tensor::igamma(const Tensor& other, Caller caller) const {
  return glassgrad::igamma({*this, caller}, other);
}
Tensor Tensor::igammac(const Tensor& other, Caller caller) const {
  return glassgrad::igammac({*this, caller}, other);
}

namespace special {
Tensor gammainc(Traced self, const Tensor& x) { return igamma(self, x); }
Tensor gammaincc(Traced self, const Tensor& x) { return igammac(self, x); }
}  // namespace special

}  // namespace glassgrad
