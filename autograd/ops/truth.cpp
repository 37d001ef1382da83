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
  kernel(r.sizes, operand(y, r), operand(x), x.scalar_type());
  return y;
}

}  // namespace

Tensor any(const Tensor& self) { return reduce_truth(kernels::any, self, nullopt, false); }
Tensor any(const Tensor& self, int64_t dim, bool keepdim) {
  return reduce_truth(kernels::any, self, dim, keepdim);
}
Tensor all(const Tensor& self) { return reduce_truth(kernels::all, self, nullopt, false); }
Tensor all(const Tensor& self, int64_t dim, bool keepdim) {
  return reduce_truth(kernels::all, self, dim, keepdim);
}

Tensor Tensor::any() const { return glassgrad::any(*this); }
Tensor Tensor::any(int64_t dim, bool keepdim) const { return glassgrad::any(*this, dim, keepdim); }
Tensor Tensor::all() const { return glassgrad::all(*this); }
Tensor Tensor::all(int64_t dim, bool keepdim) const { return glassgrad::all(*this, dim, keepdim); }

}  // namespace glassgrad
