// Functions of one tensor, each a block: the formula with its rule, the node, the function.

#include "autograd/ops/pointwise/unary.h"

#include <cmath>
#include <numbers>

namespace glassgrad {

// The formulas of exp, log, sqrt, sin, cos, abs and neg stand in formulas/elementary.h: scalars
// have them too.

struct ExpBackward0 final : FromResult<formulas::Exp> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor exp(Traced x) { return unary<ExpBackward0, Padded>(x.enter()); }
Tensor Tensor::exp(Caller caller) const { return glassgrad::exp({*this, caller}); }
Tensor& Tensor::exp_(Caller caller) const {
  caller.enter();
  return unary_in_place<ExpBackward0, Padded>("exp_", *this, glassgrad::exp);
}

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

struct SinBackward0 final : FromInput<formulas::Sin> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor sin(Traced x) { return unary<SinBackward0>(x.enter()); }
Tensor Tensor::sin(Caller caller) const { return glassgrad::sin({*this, caller}); }
Tensor& Tensor::sin_(Caller caller) const {
  caller.enter();
  return unary_in_place<SinBackward0>("sin_", *this, glassgrad::sin);
}

struct CosBackward0 final : FromInput<formulas::Cos> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor cos(Traced x) { return unary<CosBackward0>(x.enter()); }
Tensor Tensor::cos(Caller caller) const { return glassgrad::cos({*this, caller}); }
Tensor& Tensor::cos_(Caller caller) const {
  caller.enter();
  return unary_in_place<CosBackward0>("cos_", *this, glassgrad::cos);
}

// y = tan x.  Saves y.
struct Tan {
  template <class T>
  static T value(const T& x) {
    return tan(x);
  }
  template <class T>
  static T rule(const T& dy, const T& y) {
    return dy * (1 + y * y);
  }
  static double inverse(double y) { return std::atan(y); }
};
struct TanBackward0 final : FromResult<Tan> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor tan(Traced x) { return unary<TanBackward0>(x.enter()); }
Tensor Tensor::tan(Caller caller) const { return glassgrad::tan({*this, caller}); }

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
Tensor erf(Traced x) { return unary<ErfBackward0>(x.enter()); }
Tensor Tensor::erf(Caller caller) const { return glassgrad::erf({*this, caller}); }

// y = atan x.  Saves x.
struct Atan {
  template <class T>
  static T value(const T& x) {
    return atan(x);
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return dy / (x * x + 1);
  }
};
struct AtanBackward0 final : FromInput<Atan> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor atan(Traced x) { return unary<AtanBackward0>(x.enter()); }
Tensor Tensor::atan(Caller caller) const { return glassgrad::atan({*this, caller}); }

// y = asin x.  Saves x.
struct Asin {
  template <class T>
  static T value(const T& x) {
    return asin(x);
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return dy / sqrt(1 - x * x);
  }
};
struct AsinBackward0 final : FromInput<Asin> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor asin(Traced x) { return unary<AsinBackward0>(x.enter()); }
Tensor Tensor::asin(Caller caller) const { return glassgrad::asin({*this, caller}); }

// y = acos x.  Saves x.
struct Acos {
  template <class T>
  static T value(const T& x) {
    return acos(x);
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return -dy / sqrt(1 - x * x);
  }
};
struct AcosBackward0 final : FromInput<Acos> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor acos(Traced x) { return unary<AcosBackward0>(x.enter()); }
Tensor Tensor::acos(Caller caller) const { return glassgrad::acos({*this, caller}); }

// y = sinh x = (e^x - e^-x) / 2.  Saves x.
struct Sinh {
  template <class T>
  static T value(const T& x) {
    return sinh(x);
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return dy * cosh(x);
  }
};
struct SinhBackward0 final : FromInput<Sinh> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor sinh(Traced x) { return unary<SinhBackward0>(x.enter()); }
Tensor Tensor::sinh(Caller caller) const { return glassgrad::sinh({*this, caller}); }

// y = cosh x = (e^x + e^-x) / 2.  Saves x.
struct Cosh {
  template <class T>
  static T value(const T& x) {
    return cosh(x);
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return dy * sinh(x);
  }
};
struct CoshBackward0 final : FromInput<Cosh> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor cosh(Traced x) { return unary<CoshBackward0>(x.enter()); }
Tensor Tensor::cosh(Caller caller) const { return glassgrad::cosh({*this, caller}); }

// y = asinh x.  Saves x.
struct Asinh {
  template <class T>
  static T value(const T& x) {
    return asinh(x);
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return dy / sqrt(x * x + 1);
  }
};
struct AsinhBackward0 final : FromInput<Asinh> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor asinh(Traced x) { return unary<AsinhBackward0>(x.enter()); }
Tensor Tensor::asinh(Caller caller) const { return glassgrad::asinh({*this, caller}); }

// y = acosh x.  Saves x.
struct Acosh {
  template <class T>
  static T value(const T& x) {
    return acosh(x);
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return dy / sqrt(x * x - 1);
  }
};
struct AcoshBackward0 final : FromInput<Acosh> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor acosh(Traced x) { return unary<AcoshBackward0>(x.enter()); }
Tensor Tensor::acosh(Caller caller) const { return glassgrad::acosh({*this, caller}); }

// y = atanh x.  Saves x.
struct Atanh {
  template <class T>
  static T value(const T& x) {
    return atanh(x);
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return dy / (1 - x * x);
  }
};
struct AtanhBackward0 final : FromInput<Atanh> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor atanh(Traced x) { return unary<AtanhBackward0>(x.enter()); }
Tensor Tensor::atanh(Caller caller) const { return glassgrad::atanh({*this, caller}); }

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

// y = x - trunc x, the part behind the point.
struct Frac {
  template <class T>
  static T value(const T& x) {
    return x - trunc(x);
  }
  template <class T>
  static T rule(const T& dy) {
    return dy;
  }
};
struct FracBackward0 final : Linear<Frac> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor frac(Traced traced) {
  const Tensor& x = traced.enter();
  check_floating("frac", x);
  return unary<FracBackward0>(x);
}
Tensor Tensor::frac(Caller caller) const { return glassgrad::frac({*this, caller}); }

Tensor square(Traced x) { return pow(x.enter(), 2); }
Tensor Tensor::square(Caller caller) const { return glassgrad::square({*this, caller}); }
Tensor& Tensor::square_(Caller caller) const {
  caller.enter();
  return pow_(2);
}

// --- of every type ---

struct NegBackward0 final : Linear<formulas::Neg> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor neg(Traced traced) {
  const Tensor& x = traced.enter();
  check(
      x.scalar_type() != kBool,
      "Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert "
      "a mask, use the `~` or `logical_not()` operator instead.");
  return unary_all_types<NegBackward0>(x);
}
Tensor Tensor::neg(Caller caller) const { return glassgrad::neg({*this, caller}); }
Tensor& Tensor::neg_(Caller caller) const {
  caller.enter();
  return unary_in_place<NegBackward0>("neg_", *this, glassgrad::neg);
}

struct AbsBackward0 final : FromInput<formulas::Abs> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor abs(Traced x) { return unary_all_types<AbsBackward0>(x.enter()); }
Tensor Tensor::abs(Caller caller) const { return glassgrad::abs({*this, caller}); }
Tensor& Tensor::abs_(Caller caller) const {
  caller.enter();
  return unary_in_place<AbsBackward0>("abs_", *this, glassgrad::abs);
}

// --- flat almost everywhere: the gradient is 0 ---

// y = 1, 0 or -1: the sign of x.
struct Sign {
  template <class T>
  static T value(const T& x) {
    return sign(x);
  }
  template <class T>
  static T rule(const T& dy) {
    return dy * 0;
  }
};
struct SignBackward0 final : Linear<Sign> {
  GradList apply(GradList&& grads) override { return {zeros_like(grads[0])}; }
};
Tensor sign(Traced x) { return unary_all_types<SignBackward0>(x.enter()); }
Tensor Tensor::sign(Caller caller) const { return glassgrad::sign({*this, caller}); }

// y = x rounded towards -infinity.
struct Floor {
  template <class T>
  static T value(const T& x) {
    return floor(x);
  }
  template <class T>
  static T rule(const T& dy) {
    return dy * 0;
  }
};
struct FloorBackward0 final : Linear<Floor> {
  GradList apply(GradList&& grads) override { return {zeros_like(grads[0])}; }
};
Tensor floor(Traced x) { return unary_all_types<FloorBackward0>(x.enter()); }
Tensor Tensor::floor(Caller caller) const { return glassgrad::floor({*this, caller}); }
Tensor& Tensor::floor_(Caller caller) const {
  caller.enter();
  return unary_in_place<FloorBackward0>("floor_", *this, glassgrad::floor);
}

// y = x rounded towards +infinity.
struct Ceil {
  template <class T>
  static T value(const T& x) {
    return ceil(x);
  }
  template <class T>
  static T rule(const T& dy) {
    return dy * 0;
  }
};
struct CeilBackward0 final : Linear<Ceil> {
  GradList apply(GradList&& grads) override { return {zeros_like(grads[0])}; }
};
Tensor ceil(Traced x) { return unary_all_types<CeilBackward0>(x.enter()); }
Tensor Tensor::ceil(Caller caller) const { return glassgrad::ceil({*this, caller}); }
Tensor& Tensor::ceil_(Caller caller) const {
  caller.enter();
  return unary_in_place<CeilBackward0>("ceil_", *this, glassgrad::ceil);
}

// y = x rounded to the nearest whole number, halves to the even one.
struct Round {
  template <class T>
  static T value(const T& x) {
    return round(x);
  }
  template <class T>
  static T rule(const T& dy) {
    return dy * 0;
  }
};
struct RoundBackward0 final : Linear<Round> {
  GradList apply(GradList&& grads) override { return {zeros_like(grads[0])}; }
};
Tensor round(Traced x) { return unary_all_types<RoundBackward0>(x.enter()); }
Tensor Tensor::round(Caller caller) const { return glassgrad::round({*this, caller}); }
Tensor& Tensor::round_(Caller caller) const {
  caller.enter();
  return unary_in_place<RoundBackward0>("round_", *this, glassgrad::round);
}

// y = x rounded towards 0.
struct Trunc {
  template <class T>
  static T value(const T& x) {
    return trunc(x);
  }
  template <class T>
  static T rule(const T& dy) {
    return dy * 0;
  }
};
struct TruncBackward0 final : Linear<Trunc> {
  GradList apply(GradList&& grads) override { return {zeros_like(grads[0])}; }
};
Tensor trunc(Traced x) { return unary_all_types<TruncBackward0>(x.enter()); }
Tensor Tensor::trunc(Caller caller) const { return glassgrad::trunc({*this, caller}); }

}  // namespace glassgrad
