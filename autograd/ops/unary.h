#pragma once
// Internal: how an elementwise kernel of one operand meets tensors.

#include "autograd/kernels/unary.h"
#include "autograd/ops/op.h"

namespace glassgrad {

using UnaryKernel = void (*)(ScalarType, void*, const void*, int64_t);

/// y = f(x) as a new tensor of type `y_type`. Dense memory is taken as it lies, in whatever order.
/// What follows the kernel's usual arguments goes to it at the end.
template <class Kernel, class... Extra>
Tensor unary(Kernel kernel, const Tensor& x, ScalarType y_type, const Extra&... extra) {
  if (!is_dense(x)) return unary(kernel, x.detach().contiguous(), y_type, extra...);
  Tensor y = empty_same_layout(x, y_type);
  kernel(x.scalar_type(), y.data_ptr(), x.data_ptr(), x.numel(), extra...);
  return y;
}
inline Tensor unary(UnaryKernel kernel, const Tensor& x) {
  return unary(kernel, x, x.scalar_type());
}

/// x = f(x) in place, with history where it must be recorded.
inline Tensor& unary_in_place(const char* op, UnaryKernel kernel, const Tensor& self,
                              Tensor (*recorded)(Traced)) {
  check_in_place(op, self);
  if (must_record(self) || !is_dense(self) || !self.is_floating_point())
    return assign_in_place(op, self, false, recorded);
  kernel(self.scalar_type(), self.data_ptr(), self.data_ptr(), self.numel());
  bump_version(self);
  return mutable_handle(self);
}

}  // namespace glassgrad
