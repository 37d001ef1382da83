#pragma once
// Other names of functions, as PyTorch has them.

#include "pointwise.h"

namespace glassgrad {

inline Tensor absolute(Traced self) { return abs(self); }
inline Tensor negative(Traced self) { return neg(self); }
inline Tensor arccos(Traced self) { return acos(self); }
inline Tensor arcsin(Traced self) { return asin(self); }
inline Tensor arctan(Traced self) { return atan(self); }
inline Tensor arccosh(Traced self) { return acosh(self); }
inline Tensor arcsinh(Traced self) { return asinh(self); }
inline Tensor arctanh(Traced self) { return atanh(self); }
inline Tensor fix(Traced self) { return trunc(self); }
inline Tensor positive(Traced self) { return self.tensor.positive(self.caller); }
inline Tensor arctan2(Traced self, const Tensor& other) { return atan2(self, other); }
inline Tensor multiply(Traced self, const Tensor& other) { return mul(self, other); }
inline Tensor multiply(Traced self, const Scalar& other) { return mul(self, other); }
inline Tensor divide(Traced self, const Tensor& other) { return div(self, other); }
inline Tensor divide(Traced self, const Scalar& other) { return div(self, other); }
inline Tensor true_divide(Traced self, const Tensor& other) { return div(self, other); }
inline Tensor true_divide(Traced self, const Scalar& other) { return div(self, other); }
inline Tensor divide(Traced self, const Tensor& other, optional<std::string_view> rounding_mode) {
  return div(self, other, rounding_mode);
}
inline Tensor subtract(Traced self, const Tensor& other, const Scalar& alpha = 1) {
  return sub(self, other, alpha);
}
inline Tensor divide(Traced self, const Scalar& other, optional<std::string_view> rounding_mode) {
  return div(self, other, rounding_mode);
}
inline Tensor subtract(Traced self, const Scalar& other, const Scalar& alpha = 1) {
  return sub(self, other, alpha);
}
inline Tensor greater(Traced self, const Tensor& other) { return gt(self, other); }
inline Tensor greater(Traced self, const Scalar& other) { return gt(self, other); }
inline Tensor greater_equal(Traced self, const Tensor& other) { return ge(self, other); }
inline Tensor greater_equal(Traced self, const Scalar& other) { return ge(self, other); }
inline Tensor less(Traced self, const Tensor& other) { return lt(self, other); }
inline Tensor less(Traced self, const Scalar& other) { return lt(self, other); }
inline Tensor less_equal(Traced self, const Tensor& other) { return le(self, other); }
inline Tensor less_equal(Traced self, const Scalar& other) { return le(self, other); }
inline Tensor not_equal(Traced self, const Tensor& other) { return ne(self, other); }
inline Tensor not_equal(Traced self, const Scalar& other) { return ne(self, other); }

// --- what is a member of Tensor, as a function ---

inline int64_t numel(const Tensor& self) { return self.numel(); }
inline int64_t size(const Tensor& self, int64_t dim, Caller caller = {}) {
  return self.size(dim, caller);
}
inline Tensor detach(Traced self) { return self.enter().detach(); }
inline bool is_nonzero(Traced self) { return self.tensor.is_nonzero(self.caller); }
inline bool is_floating_point(const Tensor& self) { return self.is_floating_point(); }
inline bool is_complex(const Tensor& self) { return self.is_complex(); }
inline bool is_signed(const Tensor& self) { return self.is_signed(); }
inline bool is_same_size(const Tensor& self, const Tensor& other) {
  return self.is_same_size(other);
}
/// The type of a result of both: see autograd/tensor/promotion.h.
ScalarType result_type(const Tensor& a, const Tensor& b);
ScalarType result_type(const Tensor& a, const Scalar& b);
inline ScalarType promote_types(ScalarType a, ScalarType b) { return promoteTypes(a, b); }
inline bool can_cast(ScalarType from, ScalarType to) { return canCast(from, to); }
inline Tensor _cast_Float(Traced self, bool = false) {
  return self.tensor.to(kFloat, false, false, self.caller);
}
inline Tensor _cast_Double(Traced self, bool = false) {
  return self.tensor.to(kDouble, false, false, self.caller);
}
inline Tensor _cast_Long(Traced self, bool = false) {
  return self.tensor.to(kLong, false, false, self.caller);
}
inline Tensor _cast_Int(Traced self, bool = false) {
  return self.tensor.to(kInt, false, false, self.caller);
}

inline std::vector<Tensor> unsafe_split(Traced self, int64_t size, int64_t dim = 0) {
  return self.tensor.split(size, dim, self.caller);
}
inline std::vector<Tensor> unsafe_split_with_sizes(Traced self, IntArrayRef sizes,
                                                   int64_t dim = 0) {
  return self.tensor.split_with_sizes(sizes, dim, self.caller);
}
inline std::vector<Tensor> unsafe_chunk(Traced self, int64_t chunks, int64_t dim = 0) {
  return self.tensor.chunk(chunks, dim, self.caller);
}

// --- in place ---

inline Tensor& abs_(Tensor& self, Caller caller = {}) { return self.abs_(caller); }
inline Tensor& acos_(Tensor& self, Caller caller = {}) { return self.acos_(caller); }
inline Tensor& acosh_(Tensor& self, Caller caller = {}) { return self.acosh_(caller); }
inline Tensor& asin_(Tensor& self, Caller caller = {}) { return self.asin_(caller); }
inline Tensor& asinh_(Tensor& self, Caller caller = {}) { return self.asinh_(caller); }
inline Tensor& atan_(Tensor& self, Caller caller = {}) { return self.atan_(caller); }
inline Tensor& atanh_(Tensor& self, Caller caller = {}) { return self.atanh_(caller); }
inline Tensor& ceil_(Tensor& self, Caller caller = {}) { return self.ceil_(caller); }
inline Tensor& cos_(Tensor& self, Caller caller = {}) { return self.cos_(caller); }
inline Tensor& cosh_(Tensor& self, Caller caller = {}) { return self.cosh_(caller); }
inline Tensor& erf_(Tensor& self, Caller caller = {}) { return self.erf_(caller); }
inline Tensor& erfc_(Tensor& self, Caller caller = {}) { return self.erfc_(caller); }
inline Tensor& exp_(Tensor& self, Caller caller = {}) { return self.exp_(caller); }
inline Tensor& expm1_(Tensor& self, Caller caller = {}) { return self.expm1_(caller); }
inline Tensor& floor_(Tensor& self, Caller caller = {}) { return self.floor_(caller); }
inline Tensor& frac_(Tensor& self, Caller caller = {}) { return self.frac_(caller); }
inline Tensor& log_(Tensor& self, Caller caller = {}) { return self.log_(caller); }
inline Tensor& log10_(Tensor& self, Caller caller = {}) { return self.log10_(caller); }
inline Tensor& log1p_(Tensor& self, Caller caller = {}) { return self.log1p_(caller); }
inline Tensor& log2_(Tensor& self, Caller caller = {}) { return self.log2_(caller); }
inline Tensor& neg_(Tensor& self, Caller caller = {}) { return self.neg_(caller); }
inline Tensor& reciprocal_(Tensor& self, Caller caller = {}) { return self.reciprocal_(caller); }
inline Tensor& round_(Tensor& self, Caller caller = {}) { return self.round_(caller); }
inline Tensor& rsqrt_(Tensor& self, Caller caller = {}) { return self.rsqrt_(caller); }
inline Tensor& sigmoid_(Tensor& self, Caller caller = {}) { return self.sigmoid_(caller); }
inline Tensor& sin_(Tensor& self, Caller caller = {}) { return self.sin_(caller); }
inline Tensor& sinh_(Tensor& self, Caller caller = {}) { return self.sinh_(caller); }
inline Tensor& sqrt_(Tensor& self, Caller caller = {}) { return self.sqrt_(caller); }
inline Tensor& square_(Tensor& self, Caller caller = {}) { return self.square_(caller); }
inline Tensor& tan_(Tensor& self, Caller caller = {}) { return self.tan_(caller); }
inline Tensor& tanh_(Tensor& self, Caller caller = {}) { return self.tanh_(caller); }
inline Tensor& trunc_(Tensor& self, Caller caller = {}) { return self.trunc_(caller); }
inline Tensor& zero_(Tensor& self, Caller caller = {}) { return self.zero_(caller); }
inline Tensor& fill_(Tensor& self, const Scalar& value, Caller caller = {}) {
  return self.fill_(value, caller);
}
inline Tensor& clamp_(Tensor& self, const optional<Scalar>& min,
                      const optional<Scalar>& max = nullopt, Caller caller = {}) {
  return self.clamp_(min, max, caller);
}
inline Tensor& clamp_min_(Tensor& self, const Scalar& min, Caller caller = {}) {
  return self.clamp_min_(min, caller);
}
inline Tensor& clamp_max_(Tensor& self, const Scalar& max, Caller caller = {}) {
  return self.clamp_max_(max, caller);
}

/// As `out << tensor`, whose lines have 80 characters: here columns of matrices fit `line_size`.
std::ostream& print(std::ostream& out, const Tensor& tensor, int64_t line_size);

}  // namespace glassgrad
