#pragma once

#include "autograd/tensor.h"

// Elementwise operations. Shapes broadcast as in PyTorch (aligned at the last dimension, a size of
// one stretches); types are promoted (see autograd/ops/promotion.h).

namespace glassgrad {

// --- arithmetic ---

/// y = self + alpha * other.  Saves nothing.
Tensor add(const Tensor& self, const Tensor& other, const Scalar& alpha = 1);
Tensor add(const Tensor& self, const Scalar& other, const Scalar& alpha = 1);
/// y = self - alpha * other.  Saves nothing.
Tensor sub(const Tensor& self, const Tensor& other, const Scalar& alpha = 1);
Tensor sub(const Tensor& self, const Scalar& other, const Scalar& alpha = 1);
/// y = other - alpha * self.  Saves nothing.
Tensor rsub(const Tensor& self, const Tensor& other, const Scalar& alpha = 1);
Tensor rsub(const Tensor& self, const Scalar& other, const Scalar& alpha = 1);
/// y = self * other.  Saves the factors whose partner requires grad.
Tensor mul(const Tensor& self, const Tensor& other);
Tensor mul(const Tensor& self, const Scalar& other);
/// y = self / other; integers give floats.  Saves other, and self if other requires grad.
Tensor div(const Tensor& self, const Tensor& other);
Tensor div(const Tensor& self, const Scalar& other);
/// y = self - floor(self / other) * other, Python's modulo: the sign is that of `other`.
Tensor remainder(const Tensor& self, const Tensor& other);
Tensor remainder(const Tensor& self, const Scalar& other);
/// y = -self.  Saves nothing.
Tensor neg(const Tensor& self);
/// y = 1 / self.  Saves the result.
Tensor reciprocal(const Tensor& self);
/// y = self ^ exponent.  Saves self, and for a tensor exponent also the result.
/// @throws Error  for an integer tensor to a negative integer power
Tensor pow(const Tensor& self, const Scalar& exponent);
Tensor pow(const Tensor& self, const Tensor& exponent);
Tensor pow(const Scalar& self, const Tensor& exponent);
/// y = self + value * tensor1 * tensor2.
Tensor addcmul(const Tensor& self, const Tensor& tensor1, const Tensor& tensor2,
               const Scalar& value = 1);
/// y = self + value * tensor1 / tensor2.
Tensor addcdiv(const Tensor& self, const Tensor& tensor1, const Tensor& tensor2,
               const Scalar& value = 1);
/// y = start + weight * (end - start).
Tensor lerp(const Tensor& start, const Tensor& end, const Scalar& weight);

inline Tensor operator+(const Tensor& a, const Tensor& b) { return add(a, b); }
inline Tensor operator+(const Tensor& a, const Scalar& b) { return add(a, b); }
inline Tensor operator+(const Scalar& a, const Tensor& b) { return add(b, a); }
inline Tensor operator-(const Tensor& a, const Tensor& b) { return sub(a, b); }
inline Tensor operator-(const Tensor& a, const Scalar& b) { return sub(a, b); }
inline Tensor operator-(const Scalar& a, const Tensor& b) { return rsub(b, a); }
inline Tensor operator*(const Tensor& a, const Tensor& b) { return mul(a, b); }
inline Tensor operator*(const Tensor& a, const Scalar& b) { return mul(a, b); }
inline Tensor operator*(const Scalar& a, const Tensor& b) { return mul(b, a); }
inline Tensor operator/(const Tensor& a, const Tensor& b) { return div(a, b); }
inline Tensor operator/(const Tensor& a, const Scalar& b) { return div(a, b); }
inline Tensor operator/(const Scalar& a, const Tensor& b) { return mul(reciprocal(b), a); }
inline Tensor operator%(const Tensor& a, const Tensor& b) { return remainder(a, b); }
inline Tensor operator%(const Tensor& a, const Scalar& b) { return remainder(a, b); }

// --- functions of one tensor; integers give floats where the result is not whole ---

/// y = e^x.  Saves the result.
Tensor exp(const Tensor& self);
/// y = e^x - 1, exact near 0.  Saves the result.
Tensor expm1(const Tensor& self);
/// y = ln x.  Saves x.
Tensor log(const Tensor& self);
/// y = ln(1 + x), exact near 0.  Saves x.
Tensor log1p(const Tensor& self);
/// y = log2 x.  Saves x.
Tensor log2(const Tensor& self);
/// y = log10 x.  Saves x.
Tensor log10(const Tensor& self);
/// y = sqrt x.  Saves the result.
Tensor sqrt(const Tensor& self);
/// y = 1 / sqrt x.  Saves the result.
Tensor rsqrt(const Tensor& self);
/// y = x^2, as pow(x, 2).
Tensor square(const Tensor& self);
/// y = |x|, with derivative sign(x), 0 at 0.  Saves x.
Tensor abs(const Tensor& self);
/// y = -1, 0 or 1; its derivative is 0.
Tensor sign(const Tensor& self);
/// y = sin x (radians).  Saves x.
Tensor sin(const Tensor& self);
/// y = cos x (radians).  Saves x.
Tensor cos(const Tensor& self);
/// y = tan x (radians).  Saves the result.
Tensor tan(const Tensor& self);
/// y = 2/sqrt(pi) * integral of e^(-t^2) from 0 to x.  Saves x.
Tensor erf(const Tensor& self);
/// Rounding; derivative 0. round goes to the even neighbour from the middle.
Tensor floor(const Tensor& self);
Tensor ceil(const Tensor& self);
Tensor round(const Tensor& self);
Tensor trunc(const Tensor& self);

// --- choosing ---

/// y = min(max(x, min), max); the gradient passes where min <= x <= max.  Saves x.
/// @throws Error  if both bounds are left out
Tensor clamp(const Tensor& self, const optional<Scalar>& min,
             const optional<Scalar>& max = nullopt);
Tensor clamp(const Tensor& self, const optional<Tensor>& min, const optional<Tensor>& max);
Tensor clamp_min(const Tensor& self, const Scalar& min);
Tensor clamp_max(const Tensor& self, const Scalar& max);
/// The larger (smaller) element of each pair; where equal, each gets half of the gradient.
Tensor maximum(const Tensor& self, const Tensor& other);
Tensor minimum(const Tensor& self, const Tensor& other);
/// self where condition is true, other elsewhere.  Saves condition.
Tensor where(const Tensor& condition, const Tensor& self, const Tensor& other);
Tensor where(const Tensor& condition, const Tensor& self, const Scalar& other);
Tensor where(const Tensor& condition, const Scalar& self, const Tensor& other);
Tensor where(const Tensor& condition, const Scalar& self, const Scalar& other);
/// A copy of self with `value` where mask is true.  Saves mask.
Tensor masked_fill(const Tensor& self, const Tensor& mask, const Scalar& value);
Tensor masked_fill(const Tensor& self, const Tensor& mask, const Tensor& value);

// --- comparisons and logic: results are bool and never require grad ---

Tensor eq(const Tensor& self, const Tensor& other);
Tensor eq(const Tensor& self, const Scalar& other);
Tensor ne(const Tensor& self, const Tensor& other);
Tensor ne(const Tensor& self, const Scalar& other);
Tensor lt(const Tensor& self, const Tensor& other);
Tensor lt(const Tensor& self, const Scalar& other);
Tensor le(const Tensor& self, const Tensor& other);
Tensor le(const Tensor& self, const Scalar& other);
Tensor gt(const Tensor& self, const Tensor& other);
Tensor gt(const Tensor& self, const Scalar& other);
Tensor ge(const Tensor& self, const Tensor& other);
Tensor ge(const Tensor& self, const Scalar& other);
Tensor logical_and(const Tensor& self, const Tensor& other);
Tensor logical_or(const Tensor& self, const Tensor& other);
Tensor logical_xor(const Tensor& self, const Tensor& other);
Tensor logical_not(const Tensor& self);
/// Bitwise on integers, logical on bool. @throws Error for floating types
Tensor bitwise_and(const Tensor& self, const Tensor& other);
Tensor bitwise_or(const Tensor& self, const Tensor& other);
Tensor bitwise_xor(const Tensor& self, const Tensor& other);
Tensor bitwise_not(const Tensor& self);
Tensor isnan(const Tensor& self);
Tensor isinf(const Tensor& self);
Tensor isfinite(const Tensor& self);
/// |self - other| <= atol + rtol * |other|, element by element.
Tensor isclose(const Tensor& self, const Tensor& other, double rtol = 1e-5, double atol = 1e-8,
               bool equal_nan = false);
/// Whether isclose holds everywhere.
bool allclose(const Tensor& self, const Tensor& other, double rtol = 1e-5, double atol = 1e-8,
              bool equal_nan = false);
/// Whether sizes and all elements are the same. @throws Error if the types differ
bool equal(const Tensor& self, const Tensor& other);

inline Tensor operator==(const Tensor& a, const Tensor& b) { return eq(a, b); }
inline Tensor operator==(const Tensor& a, const Scalar& b) { return eq(a, b); }
inline Tensor operator==(const Scalar& a, const Tensor& b) { return eq(b, a); }
inline Tensor operator!=(const Tensor& a, const Tensor& b) { return ne(a, b); }
inline Tensor operator!=(const Tensor& a, const Scalar& b) { return ne(a, b); }
inline Tensor operator!=(const Scalar& a, const Tensor& b) { return ne(b, a); }
inline Tensor operator<(const Tensor& a, const Tensor& b) { return lt(a, b); }
inline Tensor operator<(const Tensor& a, const Scalar& b) { return lt(a, b); }
inline Tensor operator<(const Scalar& a, const Tensor& b) { return gt(b, a); }
inline Tensor operator<=(const Tensor& a, const Tensor& b) { return le(a, b); }
inline Tensor operator<=(const Tensor& a, const Scalar& b) { return le(a, b); }
inline Tensor operator<=(const Scalar& a, const Tensor& b) { return ge(b, a); }
inline Tensor operator>(const Tensor& a, const Tensor& b) { return gt(a, b); }
inline Tensor operator>(const Tensor& a, const Scalar& b) { return gt(a, b); }
inline Tensor operator>(const Scalar& a, const Tensor& b) { return lt(b, a); }
inline Tensor operator>=(const Tensor& a, const Tensor& b) { return ge(a, b); }
inline Tensor operator>=(const Tensor& a, const Scalar& b) { return ge(a, b); }
inline Tensor operator>=(const Scalar& a, const Tensor& b) { return le(b, a); }
inline Tensor operator&(const Tensor& a, const Tensor& b) { return bitwise_and(a, b); }
inline Tensor operator|(const Tensor& a, const Tensor& b) { return bitwise_or(a, b); }
inline Tensor operator^(const Tensor& a, const Tensor& b) { return bitwise_xor(a, b); }
inline Tensor operator&&(const Tensor& a, const Tensor& b) { return logical_and(a, b); }
inline Tensor operator||(const Tensor& a, const Tensor& b) { return logical_or(a, b); }
inline Tensor operator!(const Tensor& a) { return logical_not(a); }

}  // namespace glassgrad
