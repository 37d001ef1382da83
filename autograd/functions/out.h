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

inline Tensor& exp_out(Tensor& out, Traced self) { return write_out(out, self.enter().exp()); }
inline Tensor& log_out(Tensor& out, Traced self) { return write_out(out, self.enter().log()); }
inline Tensor& sqrt_out(Tensor& out, Traced self) { return write_out(out, self.enter().sqrt()); }
inline Tensor& sin_out(Tensor& out, Traced self) { return write_out(out, self.enter().sin()); }
inline Tensor& cos_out(Tensor& out, Traced self) { return write_out(out, self.enter().cos()); }
inline Tensor& tan_out(Tensor& out, Traced self) { return write_out(out, self.enter().tan()); }
inline Tensor& tanh_out(Tensor& out, Traced self) { return write_out(out, self.enter().tanh()); }
inline Tensor& sigmoid_out(Tensor& out, Traced self) {
  return write_out(out, self.enter().sigmoid());
}
inline Tensor& abs_out(Tensor& out, Traced self) { return write_out(out, self.enter().abs()); }
inline Tensor& neg_out(Tensor& out, Traced self) { return write_out(out, self.enter().neg()); }
inline Tensor& floor_out(Tensor& out, Traced self) { return write_out(out, self.enter().floor()); }
inline Tensor& ceil_out(Tensor& out, Traced self) { return write_out(out, self.enter().ceil()); }
inline Tensor& round_out(Tensor& out, Traced self) { return write_out(out, self.enter().round()); }
inline Tensor& sign_out(Tensor& out, Traced self) { return write_out(out, self.enter().sign()); }
inline Tensor& reciprocal_out(Tensor& out, Traced self) {
  return write_out(out, self.enter().reciprocal());
}
inline Tensor& rsqrt_out(Tensor& out, Traced self) { return write_out(out, self.enter().rsqrt()); }
inline Tensor& square_out(Tensor& out, Traced self) {
  return write_out(out, self.enter().square());
}
inline Tensor& mul_out(Tensor& out, Traced self, const Tensor& other) {
  return write_out(out, self.enter().mul(other));
}
inline Tensor& div_out(Tensor& out, Traced self, const Tensor& other) {
  return write_out(out, self.enter().div(other));
}
inline Tensor& maximum_out(Tensor& out, Traced self, const Tensor& other) {
  return write_out(out, self.enter().maximum(other));
}
inline Tensor& minimum_out(Tensor& out, Traced self, const Tensor& other) {
  return write_out(out, self.enter().minimum(other));
}
inline Tensor& matmul_out(Tensor& out, Traced self, const Tensor& other) {
  return write_out(out, self.enter().matmul(other));
}
inline Tensor& mm_out(Tensor& out, Traced self, const Tensor& other) {
  return write_out(out, self.enter().mm(other));
}
inline Tensor& bmm_out(Tensor& out, Traced self, const Tensor& other) {
  return write_out(out, self.enter().bmm(other));
}
inline Tensor& mv_out(Tensor& out, Traced self, const Tensor& other) {
  return write_out(out, self.enter().mv(other));
}
inline Tensor& dot_out(Tensor& out, Traced self, const Tensor& other) {
  return write_out(out, self.enter().dot(other));
}
inline Tensor& pow_out(Tensor& out, Traced self, const Tensor& other) {
  return write_out(out, self.enter().pow(other));
}
inline Tensor& atan2_out(Tensor& out, Traced self, const Tensor& other) {
  return write_out(out, self.enter().atan2(other));
}
inline Tensor& remainder_out(Tensor& out, Traced self, const Tensor& other) {
  return write_out(out, self.enter().remainder(other));
}
inline Tensor& fmod_out(Tensor& out, Traced self, const Tensor& other) {
  return write_out(out, self.enter().fmod(other));
}
inline Tensor& add_out(Tensor& out, Traced self, const Tensor& other, const Scalar& alpha = 1) {
  return write_out(out, self.enter().add(other, alpha));
}
inline Tensor& sub_out(Tensor& out, Traced self, const Tensor& other, const Scalar& alpha = 1) {
  return write_out(out, self.enter().sub(other, alpha));
}
inline Tensor& eq_out(Tensor& out, const Tensor& self, const Tensor& other) {
  return write_out(out, self.eq(other));
}
inline Tensor& eq_out(Tensor& out, const Tensor& self, const Scalar& other) {
  return write_out(out, self.eq(other));
}
inline Tensor& ne_out(Tensor& out, const Tensor& self, const Tensor& other) {
  return write_out(out, self.ne(other));
}
inline Tensor& ne_out(Tensor& out, const Tensor& self, const Scalar& other) {
  return write_out(out, self.ne(other));
}
inline Tensor& lt_out(Tensor& out, const Tensor& self, const Tensor& other) {
  return write_out(out, self.lt(other));
}
inline Tensor& lt_out(Tensor& out, const Tensor& self, const Scalar& other) {
  return write_out(out, self.lt(other));
}
inline Tensor& le_out(Tensor& out, const Tensor& self, const Tensor& other) {
  return write_out(out, self.le(other));
}
inline Tensor& le_out(Tensor& out, const Tensor& self, const Scalar& other) {
  return write_out(out, self.le(other));
}
inline Tensor& gt_out(Tensor& out, const Tensor& self, const Tensor& other) {
  return write_out(out, self.gt(other));
}
inline Tensor& gt_out(Tensor& out, const Tensor& self, const Scalar& other) {
  return write_out(out, self.gt(other));
}
inline Tensor& ge_out(Tensor& out, const Tensor& self, const Tensor& other) {
  return write_out(out, self.ge(other));
}
inline Tensor& ge_out(Tensor& out, const Tensor& self, const Scalar& other) {
  return write_out(out, self.ge(other));
}
inline Tensor& logical_and_out(Tensor& out, const Tensor& self, const Tensor& other) {
  return write_out(out, self.logical_and(other));
}
inline Tensor& pow_out(Tensor& out, Traced self, const Scalar& exponent) {
  return write_out(out, self.enter().pow(exponent));
}
inline Tensor& clamp_out(Tensor& out, Traced self, const optional<Scalar>& min,
                         const optional<Scalar>& max = nullopt) {
  return write_out(out, self.enter().clamp(min, max));
}
inline Tensor& addmm_out(Tensor& out, Traced self, const Tensor& mat1, const Tensor& mat2,
                         const Scalar& beta = 1, const Scalar& alpha = 1) {
  return write_out(out, self.enter().addmm(mat1, mat2, beta, alpha));
}
inline Tensor& cat_out(Tensor& out, TensorList tensors, int64_t dim = 0) {
  return write_out(out, cat(tensors, dim));
}
inline Tensor& stack_out(Tensor& out, TensorList tensors, int64_t dim = 0) {
  return write_out(out, stack(tensors, dim));
}
inline Tensor& sum_out(Tensor& out, Traced self, OptionalIntArrayRef dim, bool keepdim = false,
                       optional<ScalarType> dtype = nullopt) {
  return write_out(out, self.enter().sum(dim, keepdim, dtype));
}
inline Tensor& mean_out(Tensor& out, Traced self, OptionalIntArrayRef dim, bool keepdim = false,
                        optional<ScalarType> dtype = nullopt) {
  return write_out(out, self.enter().mean(dim, keepdim, dtype));
}
inline Tensor& index_select_out(Tensor& out, Traced self, int64_t dim, const Tensor& index) {
  return write_out(out, self.enter().index_select(dim, index));
}
inline Tensor& gather_out(Tensor& out, Traced self, int64_t dim, const Tensor& index) {
  return write_out(out, self.enter().gather(dim, index));
}
inline Tensor& where_out(Tensor& out, const Tensor& condition, const Tensor& self,
                         const Tensor& other) {
  return write_out(out, where(condition, self, other));
}

}  // namespace glassgrad
