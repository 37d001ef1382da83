#include "autograd/gradient_sum.h"

#include "autograd/kernels/binary.h"
#include "autograd/ops/op.h"

namespace glassgrad::autograd {

bool is_sole_owner(const Tensor& grad) {
  const TensorImpl& impl = *grad.impl();
  return impl.use_count() == 1 && impl.storage->use_count() == 1 && impl.storage->is_owner() &&
         impl.is_contiguous && !impl.grad_fn && !impl.requires_grad && !impl.base.defined();
}

bool add_in_place(const Tensor& sum, const Tensor& grad, double factor) {
  const TensorImpl &to = *sum.impl(), &from = *grad.impl();
  const bool flat = to.is_contiguous && from.is_contiguous && to.sizes == from.sizes;
  if (!flat || to.dtype != from.dtype || !isFloatingType(to.dtype) || to.storage == from.storage ||
      must_record(sum, grad))
    return false;
  kernels::axpy(to.dtype, to.data, from.data, to.numel, factor);
  bump_version(sum);
  return true;
}

}  // namespace glassgrad::autograd
