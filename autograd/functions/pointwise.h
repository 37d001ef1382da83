#pragma once

#include <string_view>

#include "../tensor/tensor.h"

// Elementwise operations. Shapes broadcast as in PyTorch (aligned at the last dimension, a size of
// one stretches); types are promoted (see autograd/tensor/promotion.h).

namespace glassgrad {

// --- arithmetic ---

/// y = self + alpha * other.  Saves nothing.
Tensor add(Traced self, const Tensor& other, const Scalar& alpha = 1);
Tensor add(Traced self, const Scalar& other, const Scalar& alpha = 1);
/// y = self - alpha * other.  Saves nothing.
Tensor sub(Traced self, const Tensor& other, const Scalar& alpha = 1);
Tensor sub(Traced self, const Scalar& other, const Scalar& alpha = 1);
/// y = other - alpha * self.  Saves nothing.
Tensor rsub(Traced self, const Tensor& other, const Scalar& alpha = 1);
Tensor rsub(Traced self, const Scalar& other, const Scalar& alpha = 1);
/// y = self * other.  Saves the factors whose partner requires grad.
Tensor mul(Traced self, const Tensor& other);
Tensor mul(Traced self, const Scalar& other);
/// y = self / other; integers give floats.  Saves other, and self if other requires grad.
Tensor div(Traced self, const Tensor& other);
Tensor div(Traced self, const Scalar& other);
/// y = self - floor(self / other) * other, Python's modulo: the sign is that of `other`.
Tensor remainder(Traced self, const Tensor& other);
Tensor remainder(Traced self, const Scalar& other);
Tensor remainder(const Scalar& self, const Tensor& other, Caller = {});
/// y = self - trunc(self / other) * other, C's modulo: the sign is that of self.
Tensor fmod(Traced self, const Tensor& other);
Tensor fmod(Traced self, const Scalar& other);
/// self / other, rounded towards 0 ("trunc") or downwards ("floor"), in their common type, with
/// derivative 0; without a mode as above.
/// @throws Error  for another mode, or an integer divided by zero
Tensor div(Traced self, const Tensor& other, optional<std::string_view> rounding_mode);
Tensor div(Traced self, const Scalar& other, optional<std::string_view> rounding_mode);
/// div, rounded downwards.
Tensor floor_divide(Traced self, const Tensor& other);
Tensor floor_divide(Traced self, const Scalar& other);
/// y = -self.  Saves nothing.
Tensor neg(Traced self);
/// y = 1 / self.  Saves the result.
Tensor reciprocal(Traced self);
/// y = self ^ exponent.  Saves self, and for a tensor exponent also the result.
/// @throws Error  for an integer tensor to a negative integer power
Tensor pow(Traced self, const Scalar& exponent);
Tensor pow(Traced self, const Tensor& exponent);
Tensor pow(const Scalar& self, const Tensor& exponent, Caller = {});
/// pow in double precision, whatever the types.
Tensor float_power(Traced self, const Tensor& exponent);
Tensor float_power(Traced self, const Scalar& exponent);
Tensor float_power(const Scalar& self, Traced exponent);
/// y = self + value * tensor1 * tensor2.
Tensor addcmul(Traced self, const Tensor& tensor1, const Tensor& tensor2, const Scalar& value = 1);
/// y = self + value * tensor1 / tensor2.
Tensor addcdiv(Traced self, const Tensor& tensor1, const Tensor& tensor2, const Scalar& value = 1);
/// y = start + weight * (end - start).
Tensor lerp(Traced start, const Tensor& end, const Scalar& weight);
Tensor lerp(Traced start, const Tensor& end, const Tensor& weight);

/// y = the angle of the point (other, self) from the first axis, in radians.  Saves both.
Tensor atan2(Traced self, const Tensor& other);

/// y = sqrt(self^2 + other^2), the length of the vector (self, other).  Saves both.
Tensor hypot(Traced self, const Tensor& other);

/// y = |self| with the sign of other, also of -0.  dL/dself = dL/dy * y / self, 0 at 0.
Tensor copysign(Traced self, const Tensor& other);
Tensor copysign(Traced self, const Scalar& other);
/// y = self ln other, 0 where self is 0; NaN where other is.
Tensor xlogy(Traced self, const Tensor& other);
Tensor xlogy(Traced self, const Scalar& other);
Tensor xlogy(const Scalar& self, const Tensor& other, Caller = {});
/// y = ln(e^self + e^other), without overflow.  Saves both.
Tensor logaddexp(Traced self, const Tensor& other);
/// y = log2(2^self + 2^other), without overflow.  Saves both.
Tensor logaddexp2(Traced self, const Tensor& other);
/// The larger (smaller) element of each pair; of a number and NaN the number.  Where equal, self
/// gets the gradient.
Tensor fmax(Traced self, const Tensor& other);
Tensor fmin(Traced self, const Tensor& other);
/// The next number after self in the direction of other.
Tensor nextafter(Traced self, const Tensor& other);
/// 0 below 0, 1 above, `values` at 0.  @throws Error  if the types differ
Tensor heaviside(Traced self, const Tensor& values);
/// The greatest common divisor and the least common multiple of integers, never negative.
Tensor gcd(Traced self, const Tensor& other);
Tensor lcm(Traced self, const Tensor& other);
/// y = self * 2^other.
Tensor ldexp(Traced self, const Tensor& other);

// The line of the program is known by the operand on its way in.
inline Tensor operator+(Traced a, const Tensor& b) { return add(a, b); }
inline Tensor operator+(Traced a, const Scalar& b) { return add(a, b); }
inline Tensor operator+(const Scalar& a, Traced b) { return add(b, a); }
inline Tensor operator-(Traced a, const Tensor& b) { return sub(a, b); }
inline Tensor operator-(Traced a, const Scalar& b) { return sub(a, b); }
Tensor operator-(const Scalar& a, Traced b);
inline Tensor operator*(Traced a, const Tensor& b) { return mul(a, b); }
inline Tensor operator*(Traced a, const Scalar& b) { return mul(a, b); }
inline Tensor operator*(const Scalar& a, Traced b) { return mul(b, a); }
inline Tensor operator/(Traced a, const Tensor& b) { return div(a, b); }
inline Tensor operator/(Traced a, const Scalar& b) { return div(a, b); }
Tensor operator/(const Scalar& a, Traced b);
inline Tensor operator%(Traced a, const Tensor& b) { return remainder(a, b); }
inline Tensor operator%(Traced a, const Scalar& b) { return remainder(a, b); }
Tensor operator%(const Scalar& a, Traced b);
inline Tensor operator-(Traced a) { return neg(a); }

inline Tensor& operator+=(TracedTarget a, const Tensor& b) { return a.tensor.add_(b, 1, a.caller); }
inline Tensor& operator+=(TracedTarget a, const Scalar& b) { return a.tensor.add_(b, 1, a.caller); }
inline Tensor& operator-=(TracedTarget a, const Tensor& b) { return a.tensor.sub_(b, 1, a.caller); }
inline Tensor& operator-=(TracedTarget a, const Scalar& b) { return a.tensor.sub_(b, 1, a.caller); }
inline Tensor& operator*=(TracedTarget a, const Tensor& b) { return a.tensor.mul_(b, a.caller); }
inline Tensor& operator*=(TracedTarget a, const Scalar& b) { return a.tensor.mul_(b, a.caller); }
inline Tensor& operator/=(TracedTarget a, const Tensor& b) { return a.tensor.div_(b, a.caller); }
inline Tensor& operator/=(TracedTarget a, const Scalar& b) { return a.tensor.div_(b, a.caller); }

// --- functions of one tensor; integers give floats where the result is not whole ---

/// y = e^x.  Saves the result.
Tensor exp(Traced self);
/// y = e^x - 1, exact near 0.  Saves the result.
Tensor expm1(Traced self);
/// y = ln x.  Saves x.
Tensor log(Traced self);
/// y = ln(1 + x), exact near 0.  Saves x.
Tensor log1p(Traced self);
/// y = log2 x.  Saves x.
Tensor log2(Traced self);
/// y = log10 x.  Saves x.
Tensor log10(Traced self);
/// y = sqrt x.  Saves the result.
Tensor sqrt(Traced self);
/// y = 1 / sqrt x.  Saves the result.
Tensor rsqrt(Traced self);
/// y = x^2, as pow(x, 2).
Tensor square(Traced self);
/// y = |x|, with derivative sign(x), 0 at 0.  Saves x.
Tensor abs(Traced self);
/// y = -1, 0 or 1; its derivative is 0.
Tensor sign(Traced self);
/// y = sin x (radians).  Saves x.
Tensor sin(Traced self);
/// y = cos x (radians).  Saves x.
Tensor cos(Traced self);
/// y = tan x (radians).  Saves the result.
Tensor tan(Traced self);
/// y = 2/sqrt(pi) * integral of e^(-t^2) from 0 to x.  Saves x.
Tensor erf(Traced self);
/// y = atan x (radians).  Saves x.
Tensor atan(Traced self);
/// y = asin x (radians), NaN outside [-1, 1].  Saves x.
Tensor asin(Traced self);
/// y = acos x (radians), NaN outside [-1, 1].  Saves x.
Tensor acos(Traced self);
/// y = sinh x = (e^x - e^-x) / 2.  Saves x.
Tensor sinh(Traced self);
/// y = cosh x = (e^x + e^-x) / 2.  Saves x.
Tensor cosh(Traced self);
/// y = asinh x = ln(x + sqrt(x^2 + 1)).  Saves x.
Tensor asinh(Traced self);
/// y = acosh x = ln(x + sqrt(x^2 - 1)), NaN below 1.  Saves x.
Tensor acosh(Traced self);
/// y = atanh x = ln((1 + x) / (1 - x)) / 2, NaN outside [-1, 1].  Saves x.
Tensor atanh(Traced self);
/// y = 1 - erf(x), exact for large x.  Saves x.
Tensor erfc(Traced self);
/// y = x - trunc x: the part behind the point, with the sign of x.  Saves nothing.
Tensor frac(Traced self);
/// Rounding; derivative 0. round goes to the even neighbour from the middle.
Tensor floor(Traced self);
Tensor ceil(Traced self);
Tensor round(Traced self);
Tensor trunc(Traced self);
/// To that many decimals; below 0, to tens, hundreds, ...
Tensor round(Traced self, int64_t decimals);
/// y = 2^x.  Saves the result.
Tensor exp2(Traced self);
/// Degrees as radians and back.
Tensor deg2rad(Traced self);
Tensor rad2deg(Traced self);
/// y = sin(pi x) / (pi x), 1 at 0.  Saves x.
Tensor sinc(Traced self);
/// sign.
Tensor sgn(Traced self);
/// y = ln(x / (1 - x)), the inverse of sigmoid; with eps, of x limited to [eps, 1 - eps].  Saves x.
Tensor logit(Traced self, optional<double> eps = nullopt);
/// x with NaN and infinities replaced: by 0 and the largest and least numbers of its type, unless
/// given.  The gradient passes where x is finite.
Tensor nan_to_num(Traced self, optional<double> nan = nullopt, optional<double> posinf = nullopt,
                  optional<double> neginf = nullopt);

// --- choosing ---

/// y = min(max(x, min), max); the gradient passes where min <= x <= max.  Saves x.
/// @throws Error  if both bounds are left out
Tensor clamp(Traced self, const optional<Scalar>& min, const optional<Scalar>& max = nullopt);
Tensor clamp(Traced self, const optional<Tensor>& min, const optional<Tensor>& max = {});
/// clamp.
Tensor clip(Traced self, const optional<Scalar>& min, const optional<Scalar>& max = nullopt);
Tensor clamp_min(Traced self, const Scalar& min);
Tensor clamp_max(Traced self, const Scalar& max);
Tensor clamp_min(Traced self, const Tensor& min);
Tensor clamp_max(Traced self, const Tensor& max);
/// The larger (smaller) element of each pair; where equal, each gets half of the gradient.
Tensor maximum(Traced self, const Tensor& other);
Tensor minimum(Traced self, const Tensor& other);
/// self where condition is true, other elsewhere.  Saves condition.
Tensor where(Traced condition, const Tensor& self, const Tensor& other);
Tensor where(Traced condition, const Tensor& self, const Scalar& other);
Tensor where(Traced condition, const Scalar& self, const Tensor& other);
Tensor where(Traced condition, const Scalar& self, const Scalar& other);
/// The indices where condition holds, one tensor for each dimension.
std::vector<Tensor> where(Traced condition);
/// A copy of self with `value` where mask is true.  Saves mask.
Tensor masked_fill(Traced self, const Tensor& mask, const Scalar& value);
Tensor masked_fill(Traced self, const Tensor& mask, const Tensor& value);

// --- comparisons and logic: results are bool and never require grad ---

Tensor eq(Traced self, const Tensor& other);
Tensor eq(Traced self, const Scalar& other);
Tensor ne(Traced self, const Tensor& other);
Tensor ne(Traced self, const Scalar& other);
Tensor lt(Traced self, const Tensor& other);
Tensor lt(Traced self, const Scalar& other);
Tensor le(Traced self, const Tensor& other);
Tensor le(Traced self, const Scalar& other);
Tensor gt(Traced self, const Tensor& other);
Tensor gt(Traced self, const Scalar& other);
Tensor ge(Traced self, const Tensor& other);
Tensor ge(Traced self, const Scalar& other);
Tensor logical_and(Traced self, const Tensor& other);
Tensor logical_or(Traced self, const Tensor& other);
Tensor logical_xor(Traced self, const Tensor& other);
Tensor logical_not(Traced self);
/// Bitwise on integers, logical on bool. @throws Error for floating types
Tensor bitwise_and(Traced self, const Tensor& other);
Tensor bitwise_or(Traced self, const Tensor& other);
Tensor bitwise_xor(Traced self, const Tensor& other);
Tensor bitwise_not(Traced self);
Tensor bitwise_and(Traced self, const Scalar& other);
Tensor bitwise_and(const Scalar& self, Traced other);
Tensor bitwise_or(Traced self, const Scalar& other);
Tensor bitwise_or(const Scalar& self, Traced other);
Tensor bitwise_xor(Traced self, const Scalar& other);
Tensor bitwise_xor(const Scalar& self, Traced other);
/// self * 2^other; self / 2^other, rounded downwards: the bits moved.
Tensor bitwise_left_shift(Traced self, const Tensor& other);
Tensor bitwise_left_shift(Traced self, const Scalar& other);
Tensor bitwise_left_shift(const Scalar& self, Traced other);
Tensor bitwise_right_shift(Traced self, const Tensor& other);
Tensor bitwise_right_shift(Traced self, const Scalar& other);
Tensor bitwise_right_shift(const Scalar& self, Traced other);
Tensor isnan(Traced self);
Tensor isinf(Traced self);
Tensor isfinite(Traced self);
Tensor isneginf(Traced self);
Tensor isposinf(Traced self);
/// True everywhere: there are no complex numbers.
Tensor isreal(Traced self);
/// (m, e) with x = m 2^e and 0.5 <= |m| < 1, e as int32; m is x where that is 0, NaN or infinite.
std::tuple<Tensor, Tensor> frexp(Traced self);
/// Whether the sign is -, also that of -0.
Tensor signbit(Traced self);
/// |self - other| <= atol + rtol * |other|, element by element.
Tensor isclose(Traced self, const Tensor& other, double rtol = 1e-5, double atol = 1e-8,
               bool equal_nan = false);
/// Whether isclose holds everywhere.
bool allclose(Traced self, const Tensor& other, double rtol = 1e-5, double atol = 1e-8,
              bool equal_nan = false);
/// Whether sizes and all elements are the same. @throws Error if the types differ
bool equal(Traced self, const Tensor& other);

inline Tensor operator==(Traced a, Traced b) { return eq(a, b.tensor); }
inline Tensor operator==(Traced a, const Scalar& b) { return eq(a, b); }
inline Tensor operator==(const Scalar& a, Traced b) { return eq(b, a); }
inline Tensor operator!=(Traced a, Traced b) { return ne(a, b.tensor); }
inline Tensor operator!=(Traced a, const Scalar& b) { return ne(a, b); }
inline Tensor operator!=(const Scalar& a, Traced b) { return ne(b, a); }
inline Tensor operator<(Traced a, const Tensor& b) { return lt(a, b); }
inline Tensor operator<(Traced a, const Scalar& b) { return lt(a, b); }
inline Tensor operator<(const Scalar& a, Traced b) { return gt(b, a); }
inline Tensor operator<=(Traced a, const Tensor& b) { return le(a, b); }
inline Tensor operator<=(Traced a, const Scalar& b) { return le(a, b); }
inline Tensor operator<=(const Scalar& a, Traced b) { return ge(b, a); }
inline Tensor operator>(Traced a, const Tensor& b) { return gt(a, b); }
inline Tensor operator>(Traced a, const Scalar& b) { return gt(a, b); }
inline Tensor operator>(const Scalar& a, Traced b) { return lt(b, a); }
inline Tensor operator>=(Traced a, const Tensor& b) { return ge(a, b); }
inline Tensor operator>=(Traced a, const Scalar& b) { return ge(a, b); }
inline Tensor operator>=(const Scalar& a, Traced b) { return le(b, a); }
inline Tensor operator&(Traced a, const Tensor& b) { return bitwise_and(a, b); }
inline Tensor operator|(Traced a, const Tensor& b) { return bitwise_or(a, b); }
inline Tensor operator^(Traced a, const Tensor& b) { return bitwise_xor(a, b); }
inline Tensor operator&(Traced a, const Scalar& b) { return bitwise_and(a, b); }
inline Tensor operator&(const Scalar& a, Traced b) { return bitwise_and(b, a); }
inline Tensor& operator&=(TracedTarget a, const Scalar& b) {
  return a.tensor.bitwise_and_(b, a.caller);
}
inline Tensor operator|(Traced a, const Scalar& b) { return bitwise_or(a, b); }
inline Tensor operator|(const Scalar& a, Traced b) { return bitwise_or(b, a); }
inline Tensor& operator|=(TracedTarget a, const Scalar& b) {
  return a.tensor.bitwise_or_(b, a.caller);
}
inline Tensor operator^(Traced a, const Scalar& b) { return bitwise_xor(a, b); }
inline Tensor operator^(const Scalar& a, Traced b) { return bitwise_xor(b, a); }
inline Tensor& operator^=(TracedTarget a, const Scalar& b) {
  return a.tensor.bitwise_xor_(b, a.caller);
}
inline Tensor& operator&=(TracedTarget a, const Tensor& b) {
  return a.tensor.bitwise_and_(b, a.caller);
}
inline Tensor& operator|=(TracedTarget a, const Tensor& b) {
  return a.tensor.bitwise_or_(b, a.caller);
}
inline Tensor& operator^=(TracedTarget a, const Tensor& b) {
  return a.tensor.bitwise_xor_(b, a.caller);
}
inline Tensor operator&&(Traced a, const Tensor& b) { return logical_and(a, b); }
inline Tensor operator||(Traced a, const Tensor& b) { return logical_or(a, b); }
inline Tensor operator!(Traced a) { return logical_not(a); }

}  // namespace glassgrad
