#pragma once
// Internal: which element type a result has, PyTorch's rules.

#include "autograd/base/check.h"
#include "autograd/tensor/tensor.h"
#include "autograd/types/format.h"

namespace glassgrad {

/// Throws what PyTorch says to an argument that is undefined.
[[noreturn]] void undefined_argument(int position, const char* name);
inline void check_defined(const Tensor& argument, int position, const char* name) {
  if (!argument.defined()) undefined_argument(position, name);
}

/// Tensors with dimensions come first, then 0-dim tensors, then scalars; a lower class counts only
/// if its kind (bool < integer < floating) is higher.
ScalarType result_type(const Tensor& a, const Tensor& b);
ScalarType result_type(const Tensor& a, const Tensor& b, const Tensor& c);
ScalarType result_type(const Tensor& a, const Scalar& b);
/// x itself, or converted and recorded.
inline Tensor cast(const Tensor& x, ScalarType dtype) {
  return x.scalar_type() == dtype ? x : x.to(dtype);
}
/// Integers as the default floating type.
inline Tensor to_floating(const Tensor& x) {
  return x.is_floating_point() ? x : x.to(get_default_scalar_type());
}
/// Throws unless a result of that type may be written into `self`.
inline void check_result_type(ScalarType result, const Tensor& self) {
  check(canCast(result, self.scalar_type()),
        "result type {} can't be cast to the desired output type {}", result, self.scalar_type());
}

}  // namespace glassgrad
