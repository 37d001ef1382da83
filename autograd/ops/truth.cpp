// any and all.
#include "autograd/kernels/reduce.h"
#include "autograd/ops/reduced_shape.h"

namespace glassgrad {
namespace {

/// bool, but uint8 for uint8, as when masks were bytes.
Tensor reduce_truth(decltype(&kernels::any) kernel, const Tensor& x, OptionalIntArrayRef dim,
                    bool keepdim) {
  const ReducedShape r(x, dim, keepdim);
  Tensor y = empty_tensor(r.result, x.scalar_type() == kByte ? kByte : kBool);
  const Tensor from = computable(x);
  kernel(r.sizes, operand(y, r), operand(from), from.scalar_type());
  return y;
}

}  // namespace

Tensor any(Traced self) { return reduce_truth(kernels::any, self.enter(), nullopt, false); }
Tensor any(Traced self, int64_t dim, bool keepdim) {
  return reduce_truth(kernels::any, self.enter(), dim, keepdim);
}
Tensor all(Traced self) { return reduce_truth(kernels::all, self.enter(), nullopt, false); }
Tensor all(Traced self, int64_t dim, bool keepdim) {
  return reduce_truth(kernels::all, self.enter(), dim, keepdim);
}

Tensor Tensor::any(Caller caller) const { return glassgrad::any({*this, caller}); }
Tensor Tensor::any(int64_t dim, bool keepdim, Caller caller) const {
  return glassgrad::any({*this, caller}, dim, keepdim);
}
Tensor Tensor::all(Caller caller) const { return glassgrad::all({*this, caller}); }
Tensor Tensor::all(int64_t dim, bool keepdim, Caller caller) const {
  return glassgrad::all({*this, caller}, dim, keepdim);
}

}  // namespace glassgrad
