// Exponentials, logarithms and powers of one tensor, each a block: the formula with its rule, the
// node, the function. The formulas of exp, log and sqrt stand in formulas/elementary.h: scalars
// have them too.

#include "autograd/ops/pointwise/unary.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace glassgrad {

// A word of the formulas below, for numbers in loops.
namespace kernels {
template <class T, class F>
Number<T, F> exp2(Number<T, F> x) {
  return std::exp2(x.v);
}
}  // namespace kernels

struct ExpBackward0 final : FromResult<formulas::Exp> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor exp(Traced x) { return unary<ExpBackward0, Padded>(x.enter()); }
Tensor Tensor::exp(Caller caller) const { return glassgrad::exp({*this, caller}); }
Tensor& Tensor::exp_(Caller caller) const {
  caller.enter();
  return unary_in_place<ExpBackward0, Padded>("exp_", *this, glassgrad::exp);
}

// y = 2^x.  Saves y.
struct Exp2 {
  template <class T>
  static T value(const T& x) {
    return exp2(x);
  }
  template <class T>
  static T rule(const T& dy, const T& y) {
    return dy * y * std::numbers::ln2;
  }
  static double inverse(double y) { return std::log2(y); }
};
struct Exp2Backward0 final : FromResult<Exp2> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor exp2(Traced x) { return unary<Exp2Backward0>(x.enter()); }
Tensor Tensor::exp2(Caller caller) const { return glassgrad::exp2({*this, caller}); }

// y = e^x - 1, exact near 0.  Saves y.
struct Expm1 {
  template <class T>
  static T value(const T& x) {
    return expm1(x);
  }
  template <class T>
  static T rule(const T& dy, const T& y) {
    return dy * (y + 1);
  }
  static double inverse(double y) { return std::log1p(y); }
};
struct Expm1Backward0 final : FromResult<Expm1> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor expm1(Traced x) { return unary<Expm1Backward0, Padded>(x.enter()); }
Tensor Tensor::expm1(Caller caller) const { return glassgrad::expm1({*this, caller}); }

struct LogBackward0 final : FromInput<formulas::Log> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor log(Traced x) { return unary<LogBackward0, Padded>(x.enter()); }
Tensor Tensor::log(Caller caller) const { return glassgrad::log({*this, caller}); }
Tensor& Tensor::log_(Caller caller) const {
  caller.enter();
  return unary_in_place<LogBackward0, Padded>("log_", *this, glassgrad::log);
}

// y = ln(1 + x), exact near 0.  Saves x.
struct Log1P {
  template <class T>
  static T value(const T& x) {
    return log1p(x);
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return dy / (x + 1);
  }
};
struct Log1PBackward0 final : FromInput<Log1P> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor log1p(Traced x) { return unary<Log1PBackward0, Padded>(x.enter()); }
Tensor Tensor::log1p(Caller caller) const { return glassgrad::log1p({*this, caller}); }

// y = log2 x.  Saves x.
struct Log2 {
  template <class T>
  static T value(const T& x) {
    return log2(x);
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return dy / (x * std::numbers::ln2);
  }
};
struct Log2Backward0 final : FromInput<Log2> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor log2(Traced x) { return unary<Log2Backward0>(x.enter()); }
Tensor Tensor::log2(Caller caller) const { return glassgrad::log2({*this, caller}); }

// y = log10 x.  Saves x.
struct Log10 {
  template <class T>
  static T value(const T& x) {
    return log10(x);
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return dy / (x * std::numbers::ln10);
  }
};
struct Log10Backward0 final : FromInput<Log10> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor log10(Traced x) { return unary<Log10Backward0>(x.enter()); }
Tensor Tensor::log10(Caller caller) const { return glassgrad::log10({*this, caller}); }

struct SqrtBackward0 final : FromResult<formulas::Sqrt> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor sqrt(Traced x) { return unary<SqrtBackward0>(x.enter()); }
Tensor Tensor::sqrt(Caller caller) const { return glassgrad::sqrt({*this, caller}); }
Tensor& Tensor::sqrt_(Caller caller) const {
  caller.enter();
  return unary_in_place<SqrtBackward0>("sqrt_", *this, glassgrad::sqrt);
}

// y = 1 / sqrt x.  Saves y.
struct Rsqrt {
  template <class T>
  static T value(const T& x) {
    return 1 / sqrt(x);
  }
  template <class T>
  static T rule(const T& dy, const T& y) {
    return -0.5 * dy * pow(y, 3);
  }
  static double inverse(double y) { return 1 / (y * y); }
};
struct RsqrtBackward0 final : FromResult<Rsqrt> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor rsqrt(Traced x) { return unary<RsqrtBackward0>(x.enter()); }
Tensor Tensor::rsqrt(Caller caller) const { return glassgrad::rsqrt({*this, caller}); }

// y = 1 / x.  Saves y.
struct Reciprocal {
  template <class T>
  static T value(const T& x) {
    return 1 / x;
  }
  template <class T>
  static T rule(const T& dy, const T& y) {
    return -dy * (y * y);
  }
  static double inverse(double y) { return 1 / y; }
};
struct ReciprocalBackward0 final : FromResult<Reciprocal> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor reciprocal(Traced x) { return unary<ReciprocalBackward0>(x.enter()); }
Tensor Tensor::reciprocal(Caller caller) const { return glassgrad::reciprocal({*this, caller}); }
Tensor& Tensor::reciprocal_(Caller caller) const {
  caller.enter();
  return unary_in_place<ReciprocalBackward0>("reciprocal_", *this, glassgrad::reciprocal);
}

// y = erf x = 2/sqrt(pi) times the integral of e^(-t^2) from 0 to x.  Saves x.
struct Erf {
  template <class T>
  static T value(const T& x) {
    return erf(x);
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return dy * (2 * std::numbers::inv_sqrtpi * exp(-(x * x)));
  }
};
struct ErfBackward0 final : FromInput<Erf> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor erf(Traced x) { return unary<ErfBackward0, Padded>(x.enter()); }
Tensor Tensor::erf(Caller caller) const { return glassgrad::erf({*this, caller}); }

// y = erfc x = 1 - erf x, exact for large x.  Saves x.
struct Erfc {
  template <class T>
  static T value(const T& x) {
    return erfc(x);
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return -dy * (2 * std::numbers::inv_sqrtpi * exp(-(x * x)));
  }
};
struct ErfcBackward0 final : FromInput<Erfc> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor erfc(Traced x) { return unary<ErfcBackward0>(x.enter()); }
Tensor Tensor::erfc(Caller caller) const { return glassgrad::erfc({*this, caller}); }

Tensor square(Traced x) { return pow(x.enter(), 2); }
Tensor Tensor::square(Caller caller) const { return glassgrad::square({*this, caller}); }
Tensor& Tensor::square_(Caller caller) const {
  caller.enter();
  return pow_(2);
}

// y = ln(x / (1 - x)), the inverse of the sigmoid; NaN outside of 0 to 1, and so is its slope.
// Saves x.
struct Logit {
  template <class T>
  static T value(const T& x) {
    return log(x / (1 - x));
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return where((x < 0) | (x > 1), std::numeric_limits<double>::quiet_NaN(), dy / (x * (1 - x)));
  }
};
struct LogitBackward0 final : FromInput<Logit> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor logit(Traced traced, optional<double> eps) {
  const Tensor& x = traced.enter();
  return unary<LogitBackward0>(eps ? clamp(to_floating(x), *eps, 1 - *eps) : x);
}

}  // namespace glassgrad
