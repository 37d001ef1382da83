#pragma once
// Functions that write their result into a tensor that is there.

#include "../tensor/tensor.h"
#include "linalg.h"
#include "pointwise.h"
#include "reduction.h"
#include "shape.h"

namespace glassgrad {

/// The result in the memory of `out`, which gets its shape; no gradient passes.
/// @throws Error  if its type does not fit, or out requires grad
Tensor& write_out(Tensor& out, const Tensor& result);

inline Tensor& exp_out(Tensor& out, Traced self) {
  return write_out(out, self.tensor.exp(self.caller));
}
inline Tensor& log_out(Tensor& out, Traced self) {
  return write_out(out, self.tensor.log(self.caller));
}
inline Tensor& sqrt_out(Tensor& out, Traced self) {
  return write_out(out, self.tensor.sqrt(self.caller));
}
inline Tensor& sin_out(Tensor& out, Traced self) {
  return write_out(out, self.tensor.sin(self.caller));
}
inline Tensor& cos_out(Tensor& out, Traced self) {
  return write_out(out, self.tensor.cos(self.caller));
}
inline Tensor& tan_out(Tensor& out, Traced self) {
  return write_out(out, self.tensor.tan(self.caller));
}
inline Tensor& tanh_out(Tensor& out, Traced self) {
  return write_out(out, self.tensor.tanh(self.caller));
}
inline Tensor& sigmoid_out(Tensor& out, Traced self) {
  return write_out(out, self.tensor.sigmoid(self.caller));
}
inline Tensor& abs_out(Tensor& out, Traced self) {
  return write_out(out, self.tensor.abs(self.caller));
}
inline Tensor& neg_out(Tensor& out, Traced self) {
  return write_out(out, self.tensor.neg(self.caller));
}
inline Tensor& floor_out(Tensor& out, Traced self) {
  return write_out(out, self.tensor.floor(self.caller));
}
inline Tensor& ceil_out(Tensor& out, Traced self) {
  return write_out(out, self.tensor.ceil(self.caller));
}
inline Tensor& round_out(Tensor& out, Traced self) {
  return write_out(out, self.tensor.round(self.caller));
}
inline Tensor& sign_out(Tensor& out, Traced self) {
  return write_out(out, self.tensor.sign(self.caller));
}
inline Tensor& reciprocal_out(Tensor& out, Traced self) {
  return write_out(out, self.tensor.reciprocal(self.caller));
}
inline Tensor& rsqrt_out(Tensor& out, Traced self) {
  return write_out(out, self.tensor.rsqrt(self.caller));
}
inline Tensor& square_out(Tensor& out, Traced self) {
  return write_out(out, self.tensor.square(self.caller));
}
inline Tensor& mul_out(Tensor& out, Traced self, const Tensor& other) {
  return write_out(out, self.tensor.mul(other, self.caller));
}
inline Tensor& div_out(Tensor& out, Traced self, const Tensor& other) {
  return write_out(out, self.tensor.div(other, self.caller));
}
inline Tensor& maximum_out(Tensor& out, Traced self, const Tensor& other) {
  return write_out(out, self.tensor.maximum(other, self.caller));
}
inline Tensor& minimum_out(Tensor& out, Traced self, const Tensor& other) {
  return write_out(out, self.tensor.minimum(other, self.caller));
}
inline Tensor& matmul_out(Tensor& out, Traced self, const Tensor& other) {
  return write_out(out, self.tensor.matmul(other, self.caller));
}
inline Tensor& mm_out(Tensor& out, Traced self, const Tensor& other) {
  return write_out(out, self.tensor.mm(other, self.caller));
}
inline Tensor& bmm_out(Tensor& out, Traced self, const Tensor& other) {
  return write_out(out, self.tensor.bmm(other, self.caller));
}
inline Tensor& mv_out(Tensor& out, Traced self, const Tensor& other) {
  return write_out(out, self.tensor.mv(other, self.caller));
}
inline Tensor& dot_out(Tensor& out, Traced self, const Tensor& other) {
  return write_out(out, self.tensor.dot(other, self.caller));
}
inline Tensor& pow_out(Tensor& out, Traced self, const Tensor& other) {
  return write_out(out, self.tensor.pow(other, self.caller));
}
inline Tensor& atan2_out(Tensor& out, Traced self, const Tensor& other) {
  return write_out(out, self.tensor.atan2(other, self.caller));
}
inline Tensor& remainder_out(Tensor& out, Traced self, const Tensor& other) {
  return write_out(out, self.tensor.remainder(other, self.caller));
}
inline Tensor& fmod_out(Tensor& out, Traced self, const Tensor& other) {
  return write_out(out, self.tensor.fmod(other, self.caller));
}
inline Tensor& add_out(Tensor& out, Traced self, const Tensor& other, const Scalar& alpha = 1) {
  return write_out(out, self.tensor.add(other, alpha, self.caller));
}
inline Tensor& sub_out(Tensor& out, Traced self, const Tensor& other, const Scalar& alpha = 1) {
  return write_out(out, self.tensor.sub(other, alpha, self.caller));
}
inline Tensor& eq_out(Tensor& out, Traced self, const Tensor& other) {
  return write_out(out, self.tensor.eq(other, self.caller));
}
inline Tensor& eq_out(Tensor& out, Traced self, const Scalar& other) {
  return write_out(out, self.tensor.eq(other, self.caller));
}
inline Tensor& ne_out(Tensor& out, Traced self, const Tensor& other) {
  return write_out(out, self.tensor.ne(other, self.caller));
}
inline Tensor& ne_out(Tensor& out, Traced self, const Scalar& other) {
  return write_out(out, self.tensor.ne(other, self.caller));
}
inline Tensor& lt_out(Tensor& out, Traced self, const Tensor& other) {
  return write_out(out, self.tensor.lt(other, self.caller));
}
inline Tensor& lt_out(Tensor& out, Traced self, const Scalar& other) {
  return write_out(out, self.tensor.lt(other, self.caller));
}
inline Tensor& le_out(Tensor& out, Traced self, const Tensor& other) {
  return write_out(out, self.tensor.le(other, self.caller));
}
inline Tensor& le_out(Tensor& out, Traced self, const Scalar& other) {
  return write_out(out, self.tensor.le(other, self.caller));
}
inline Tensor& gt_out(Tensor& out, Traced self, const Tensor& other) {
  return write_out(out, self.tensor.gt(other, self.caller));
}
inline Tensor& gt_out(Tensor& out, Traced self, const Scalar& other) {
  return write_out(out, self.tensor.gt(other, self.caller));
}
inline Tensor& ge_out(Tensor& out, Traced self, const Tensor& other) {
  return write_out(out, self.tensor.ge(other, self.caller));
}
inline Tensor& ge_out(Tensor& out, Traced self, const Scalar& other) {
  return write_out(out, self.tensor.ge(other, self.caller));
}
inline Tensor& logical_and_out(Tensor& out, Traced self, const Tensor& other) {
  return write_out(out, self.tensor.logical_and(other, self.caller));
}
inline Tensor& pow_out(Tensor& out, Traced self, const Scalar& exponent) {
  return write_out(out, self.tensor.pow(exponent, self.caller));
}
inline Tensor& clamp_out(Tensor& out, Traced self, const optional<Scalar>& min,
                         const optional<Scalar>& max = nullopt) {
  return write_out(out, self.tensor.clamp(min, max, self.caller));
}
inline Tensor& addmm_out(Tensor& out, Traced self, const Tensor& mat1, const Tensor& mat2,
                         const Scalar& beta = 1, const Scalar& alpha = 1) {
  return write_out(out, self.tensor.addmm(mat1, mat2, beta, alpha, self.caller));
}
inline Tensor& cat_out(Tensor& out, TensorList tensors, int64_t dim = 0, Caller caller = {}) {
  return write_out(out, cat(tensors, dim, caller));
}
inline Tensor& stack_out(Tensor& out, TensorList tensors, int64_t dim = 0, Caller caller = {}) {
  return write_out(out, stack(tensors, dim, caller));
}
inline Tensor& sum_out(Tensor& out, Traced self, OptionalIntArrayRef dim, bool keepdim = false,
                       optional<ScalarType> dtype = nullopt) {
  return write_out(out, self.tensor.sum(dim, keepdim, dtype, self.caller));
}
inline Tensor& mean_out(Tensor& out, Traced self, OptionalIntArrayRef dim, bool keepdim = false,
                        optional<ScalarType> dtype = nullopt) {
  return write_out(out, self.tensor.mean(dim, keepdim, dtype, self.caller));
}
inline Tensor& index_select_out(Tensor& out, Traced self, int64_t dim, const Tensor& index) {
  return write_out(out, self.tensor.index_select(dim, index, self.caller));
}
inline Tensor& gather_out(Tensor& out, Traced self, int64_t dim, const Tensor& index) {
  return write_out(out, self.tensor.gather(dim, index, false, self.caller));
}
inline Tensor& where_out(Tensor& out, Traced condition, const Tensor& self, const Tensor& other) {
  return write_out(out, where(condition, self, other));
}

}  // namespace glassgrad
