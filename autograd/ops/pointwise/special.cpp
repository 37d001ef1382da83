// Functions of mathematical physics and statistics, each a block: formula and rule, node, function.
#include "autograd/functions/special.h"

#include <cmath>
#include <limits>
#include <numbers>

#include "autograd/kernels/special.h"
#include "autograd/ops/pointwise/unary.h"

namespace glassgrad {

// The words of the formulas below, for numbers in loops and for texts.
namespace kernels {
template <class T, class F>
Number<T, F> lgamma(Number<T, F> x) {
  return std::lgamma(static_cast<double>(x.v));
}
template <class T, class F>
Number<T, F> digamma(Number<T, F> x) {
  return special::digamma(static_cast<double>(x.v));
}
template <class T, class F>
Number<T, F> erfinv(Number<T, F> x) {
  return special::erfinv(static_cast<double>(x.v));
}
template <class T, class F>
Number<T, F> erfcx(Number<T, F> x) {
  return special::erfcx(static_cast<double>(x.v));
}
template <class T, class F>
Number<T, F> log_ndtr(Number<T, F> x) {
  return special::log_ndtr(static_cast<double>(x.v));
}
template <class T, class F>
Number<T, F> ndtri(Number<T, F> x) {
  return special::ndtri(static_cast<double>(x.v));
}
template <class T, class F>
Number<T, F> i0(Number<T, F> x) {
  return special::i0(static_cast<double>(x.v));
}
template <class T, class F>
Number<T, F> i1(Number<T, F> x) {
  return special::i1(static_cast<double>(x.v));
}
template <class T, class F>
Number<T, F> i0e(Number<T, F> x) {
  return special::i0e(static_cast<double>(x.v));
}
template <class T, class F>
Number<T, F> i1e(Number<T, F> x) {
  return special::i1e(static_cast<double>(x.v));
}
template <class T, class F>
Number<T, F> polygamma(int64_t n, Number<T, F> x) {
  return special::polygamma(static_cast<int>(n), static_cast<double>(x.v));
}
}  // namespace kernels
namespace formulas {
inline Symbol digamma(const Symbol& x) { return Symbol("digamma(" + x.text() + ")"); }
inline Symbol erfcx(const Symbol& x) { return Symbol("erfcx(" + x.text() + ")"); }
inline Symbol i0(const Symbol& x) { return Symbol("i0(" + x.text() + ")"); }
inline Symbol i1(const Symbol& x) { return Symbol("i1(" + x.text() + ")"); }
inline Symbol i0e(const Symbol& x) { return Symbol("i0e(" + x.text() + ")"); }
inline Symbol i1e(const Symbol& x) { return Symbol("i1e(" + x.text() + ")"); }
inline Symbol polygamma(int64_t n, const Symbol& x) {
  return Symbol("polygamma(" + std::to_string(n) + ", " + x.text() + ")");
}
}  // namespace formulas

Tensor erfcx(Traced x);
Tensor i0e(Traced x);
Tensor i1(Traced x);
Tensor i1e(Traced x);

// --- the gamma function ---

// y = ln |Gamma(x)|.  Saves x.
struct Lgamma {
  template <class T>
  static T value(const T& x) {
    return lgamma(x);
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return dy * digamma(x);
  }
};
struct LgammaBackward0 final : FromInput<Lgamma> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor lgamma(Traced x) { return unary<LgammaBackward0>(x.enter()); }
// y = the derivative of ln |Gamma(x)|.  Saves x.
struct Digamma {
  template <class T>
  static T value(const T& x) {
    return digamma(x);
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return dy * polygamma(1, x);
  }
};
struct DigammaBackward0 final : FromInput<Digamma> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor digamma(Traced x) { return unary<DigammaBackward0>(x.enter()); }

// y = the n-th derivative of digamma.  Saves x.
struct Polygamma {
  int64_t n = 1;
  template <class T>
  T value(const T& x) const {
    return polygamma(n, x);
  }
  template <class T>
  T rule(const T& dy, const T& x) const {
    return dy * polygamma(n + 1, x);
  }
};
struct PolygammaBackward0 final : FromInput<Polygamma> {
  GradList apply(GradList&& grads) override { return {rule(grads[0], self.unpack())}; }
  std::string formula() const override {
    return "dL/dx = " + rule(Symbol("dL/dy"), Symbol("x")).text();
  }
};
Tensor polygamma(int64_t n, Traced x) {
  check(n >= 0, "polygamma(n, x) does not support negative n.");
  check(n <= INT32_MAX, "polygamma: n = {} is out of range", n);
  return unary<PolygammaBackward0>(x.enter(), Polygamma{n});
}

// y = the sum over j < p of ln |Gamma(x - j/2)|, and p (p - 1) / 4 ln pi.  Saves x.
struct Mvlgamma {
  int64_t p = 1;
  template <class T>
  T value(const T& x) const {
    T sum = lgamma(x);
    for (int64_t j = 1; j < p; ++j) sum = sum + lgamma(x - 0.5 * static_cast<double>(j));
    const double count = static_cast<double>(p);
    return sum + count * (count - 1) / 4 * std::log(std::numbers::pi);
  }
  template <class T>
  T rule(const T& dy, const T& x) const {
    T sum = digamma(x);
    for (int64_t j = 1; j < p; ++j) sum = sum + digamma(x - 0.5 * static_cast<double>(j));
    return dy * sum;
  }
};
struct MvlgammaBackward0 final : FromInput<Mvlgamma> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor mvlgamma(Traced traced, int64_t p) {
  const Tensor& self = traced.enter();
  check(self.scalar_type() != kBool, "mvlgamma: expected numbers, but got Bool");
  check(p >= 1, "mvlgamma: p has to be greater than or equal to 1");
  empty({p, self.numel()}, kLong);  // an Error for more terms than could ever be summed
  return unary<MvlgammaBackward0>(self, Mvlgamma{p});
}
Tensor Tensor::mvlgamma(int64_t p, Caller caller) const {
  return glassgrad::mvlgamma({*this, caller}, p);
}

// --- the normal distribution ---

// y with erf(y) = x.  Saves y.
struct Erfinv {
  template <class T>
  static T value(const T& x) {
    return erfinv(x);
  }
  template <class T>
  static T rule(const T& dy, const T& y) {
    return dy * exp(y * y) * 0.886226925452758013649;
  }
  static double inverse(double y) { return std::erf(y); }
};
struct ErfinvBackward0 final : FromResult<Erfinv> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor erfinv(Traced x) { return unary<ErfinvBackward0>(x.enter()); }

// y = e^(x^2) erfc(x).  Saves x.
struct Erfcx {
  template <class T>
  static T value(const T& x) {
    return erfcx(x);
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return dy * (2 * x * erfcx(x) - std::numbers::inv_sqrtpi * 2);
  }
};
struct SpecialErfcxBackward0 final : FromInput<Erfcx> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor erfcx(Traced x) { return unary<SpecialErfcxBackward0>(x.enter()); }

// y = ln ndtr(x).  Its derivative is the density over the share, whose exponentials cancel.  Saves
// x.
struct LogNdtr {
  template <class T>
  static T value(const T& x) {
    return log_ndtr(x);
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return dy / erfcx(x * -kSqrtHalf) * (2 * kSqrtHalf * std::numbers::inv_sqrtpi);
  }
  static constexpr double kSqrtHalf = std::numbers::sqrt2 / 2;
};
struct SpecialLogNdtrBackward0 final : FromInput<LogNdtr> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};

// y with ndtr(y) = x.  Saves y.
struct Ndtri {
  template <class T>
  static T value(const T& x) {
    return ndtri(x);
  }
  template <class T>
  static T rule(const T& dy, const T& y) {
    return dy * exp(y * y / 2) * (std::numbers::sqrt2 / std::numbers::inv_sqrtpi);
  }
  static double inverse(double y) { return std::erfc(-y / std::numbers::sqrt2) / 2; }
};
struct SpecialNdtriBackward0 final : FromResult<Ndtri> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};

// --- Bessel functions ---

// y = I_0(x).  Saves x.
struct BesselI0 {
  template <class T>
  static T value(const T& x) {
    return i0(x);
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return dy * i1(x);
  }
};
struct I0Backward0 final : FromInput<BesselI0> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor i0(Traced x) { return unary<I0Backward0>(x.enter()); }
// y = I_1(x).  Saves x.
struct BesselI1 {
  template <class T>
  static T value(const T& x) {
    return i1(x);
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return dy * where(x == 0, 0 * x + 0.5, i0(x) - i1(x) / x);
  }
};
struct SpecialI1Backward0 final : FromInput<BesselI1> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor i1(Traced x) { return unary<SpecialI1Backward0>(x.enter()); }
// y = I_0(x) / e^|x|.  Saves x.
struct BesselI0e {
  template <class T>
  static T value(const T& x) {
    return i0e(x);
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return dy * (i1e(x) - sign(x) * i0e(x));
  }
};
struct SpecialI0EBackward0 final : FromInput<BesselI0e> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor i0e(Traced x) { return unary<SpecialI0EBackward0>(x.enter()); }
// y = I_1(x) / e^|x|.  Saves x.
struct BesselI1e {
  template <class T>
  static T value(const T& x) {
    return i1e(x);
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return dy * where(x == 0, 0 * x + 0.5, i0e(x) - i1e(x) * (sign(x) + 1 / x));
  }
};
struct SpecialI1EBackward0 final : FromInput<BesselI1e> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor i1e(Traced x) { return unary<SpecialI1EBackward0>(x.enter()); }

// --- other names, and what is made of others ---

// y = -x ln x, 0 at 0 and -inf below.  Saves x.
struct Entr {
  template <class T>
  static T value(const T& x) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    return where(x > 0, -x * log(x), where(x == 0, 0, where(x < 0, -infinity, x)));
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return dy * (-log(x) - 1);
  }
};
struct SpecialEntrBackward0 final : FromInput<Entr> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};

namespace special {
Tensor gammaln(Traced self) { return glassgrad::lgamma(self); }
Tensor digamma(Traced self) { return glassgrad::digamma(self); }
Tensor psi(Traced self) { return glassgrad::digamma(self); }
Tensor erf(Traced self) { return glassgrad::erf(self); }
Tensor erfc(Traced self) { return glassgrad::erfc(self); }
Tensor erfinv(Traced self) { return glassgrad::erfinv(self); }
Tensor expit(Traced self) { return glassgrad::sigmoid(self); }
Tensor exp2(Traced self) { return glassgrad::exp2(self); }
Tensor expm1(Traced self) { return glassgrad::expm1(self); }
Tensor log1p(Traced self) { return glassgrad::log1p(self); }
Tensor sinc(Traced self) { return glassgrad::sinc(self); }
Tensor i0(Traced self) { return glassgrad::i0(self); }
Tensor i0e(Traced self) { return glassgrad::i0e(self); }
Tensor i1(Traced self) { return glassgrad::i1(self); }
Tensor i1e(Traced self) { return glassgrad::i1e(self); }
Tensor polygamma(int64_t n, Traced self) { return glassgrad::polygamma(n, self); }
Tensor logit(Traced self, optional<double> eps) { return glassgrad::logit(self, eps); }
Tensor round(Traced self, int64_t decimals) { return glassgrad::round(self, decimals); }
Tensor xlogy(Traced self, const Tensor& other) { return glassgrad::xlogy(self, other); }
Tensor xlogy(Traced self, const Scalar& other) { return glassgrad::xlogy(self, other); }
Tensor xlogy(const Scalar& self, const Tensor& other, Caller caller) {
  return glassgrad::xlogy(self, other, caller);
}
Tensor entr(Traced x) { return unary<SpecialEntrBackward0>(x.enter()); }
Tensor ndtr(Traced traced) {
  const Tensor& self = traced.enter();
  return (1 + glassgrad::erf(to_floating(self) * std::numbers::sqrt2 / 2)) * 0.5;
}
Tensor erfcx(Traced self) { return glassgrad::erfcx(self); }
Tensor log_ndtr(Traced self) { return unary<SpecialLogNdtrBackward0>(self.enter()); }
Tensor ndtri(Traced self) { return unary<SpecialNdtriBackward0>(self.enter()); }
Tensor multigammaln(Traced self, int64_t p) { return glassgrad::mvlgamma(self, p); }
Tensor logsumexp(Traced self, IntArrayRef dim, bool keepdim) {
  return glassgrad::logsumexp(self, dim, keepdim);
}
Tensor softmax(Traced self, int64_t dim, optional<ScalarType> dtype) {
  return glassgrad::softmax(self, dim, dtype);
}
Tensor log_softmax(Traced self, int64_t dim, optional<ScalarType> dtype) {
  return glassgrad::log_softmax(self, dim, dtype);
}
}  // namespace special

// --- methods ---

Tensor Tensor::lgamma(Caller caller) const { return glassgrad::lgamma({*this, caller}); }
Tensor Tensor::digamma(Caller caller) const { return glassgrad::digamma({*this, caller}); }
Tensor Tensor::erfinv(Caller caller) const { return glassgrad::erfinv({*this, caller}); }
Tensor Tensor::i0(Caller caller) const { return glassgrad::i0({*this, caller}); }
Tensor Tensor::polygamma(int64_t n, Caller caller) const {
  return glassgrad::polygamma(n, {*this, caller});
}

}  // namespace glassgrad
