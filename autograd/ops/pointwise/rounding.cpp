// Sign, absolute value, rounding and what replaces NaN, each a block: the formula with its rule,
// the node, the function. The formulas of neg and abs stand in formulas/elementary.h: scalars have
// them too.

#include "autograd/ops/pointwise/unary.h"

#include <cmath>
#include <limits>

namespace glassgrad {

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
  static constexpr double kPlace = 1;
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

// The same: they differ for complex numbers.
struct SgnBackward0 final : Linear<Sign> {
  GradList apply(GradList&& grads) override { return {zeros_like(grads[0])}; }
};
Tensor sgn(Traced x) { return unary_all_types<SgnBackward0>(x.enter()); }
Tensor Tensor::sgn(Caller caller) const { return glassgrad::sgn({*this, caller}); }

// y = x rounded towards -infinity.
struct Floor {
  static constexpr double kPlace = 0.5;
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
  static constexpr double kPlace = 0.5;
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

// y = x rounded to a multiple of 10^-decimals.
struct RoundDecimals {
  double scale = 1;  ///< a power of ten: 10^|decimals|
  bool behind_point = true;
  template <class T>
  T value(const T& x) const {
    return behind_point ? round(x * scale) / scale : round(x / scale) * scale;
  }
  template <class T>
  static T rule(const T& dy) {
    return dy * 0;
  }
};
struct RoundBackward1 final : Linear<RoundDecimals> {
  GradList apply(GradList&& grads) override { return {zeros_like(grads[0])}; }
};
Tensor round(Traced traced, int64_t decimals) {
  const Tensor& x = traced.enter();
  if (decimals == 0 && !x.is_floating_point()) return round(x);
  check_floating("round_vml_cpu", x);
  const double scale = std::pow(10.0, std::abs(static_cast<double>(decimals)));
  return unary<RoundBackward1>(x, {scale, decimals >= 0});
}
Tensor Tensor::round(int64_t decimals, Caller caller) const {
  return glassgrad::round({*this, caller}, decimals);
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

// --- finite numbers for others ---

// y = x where that is finite, else the number for NaN, infinity or -infinity.  Saves x.
struct NanToNum {
  double for_nan = 0, for_infinity = 0, for_negative = 0;
  static constexpr double kInfinity = std::numeric_limits<double>::infinity();
  template <class T>
  T value(const T& x) const {
    const T down = where(x == -kInfinity, constant(x, for_negative), x);
    return where(isnan(x), constant(x, for_nan),
                 where(x == kInfinity, constant(x, for_infinity), down));
  }
  template <class T>
  T rule(const T& dy, const T& x) const {
    return where(abs(x) < kInfinity, dy, 0);
  }
};
struct NanToNumBackward0 final : FromInput<NanToNum> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor nan_to_num(Traced traced, optional<double> nan, optional<double> posinf,
                  optional<double> neginf) {
  const Tensor& x = traced.enter();
  if (!x.is_floating_point()) return x.clone();
  const ScalarType type = x.scalar_type();
  const double most = type == kHalf       ? 65504
                      : type == kBFloat16 ? 0x1.fep127
                      : type == kFloat    ? std::numeric_limits<float>::max()
                                          : std::numeric_limits<double>::max();
  return unary<NanToNumBackward0>(x,
                                  {nan.value_or(0), posinf.value_or(most), neginf.value_or(-most)});
}
Tensor Tensor::nan_to_num(optional<double> nan, optional<double> posinf, optional<double> neginf,
                          Caller caller) const {
  return glassgrad::nan_to_num({*this, caller}, nan, posinf, neginf);
}

}  // namespace glassgrad
