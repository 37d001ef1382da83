// Gradients that are zero without their memory being so.
#include "autograd/graph/zero_gradient.h"

#include <mutex>

#include "autograd/graph/accumulate_grad.h"
#include "autograd/graph/hooks.h"
#include "autograd/graph/in_place.h"
#include "autograd/kernels/binary.h"
#include "autograd/tensor/factory.h"
#include "autograd/tensor/shape.h"

namespace glassgrad::autograd {

namespace {

/// From so many elements on, writing zeros costs more than keeping in mind that they are to come.
constexpr int64_t kFewestMarked = 1024;

/// Held to write zeros: several threads may read one gradient at a time.
std::mutex writing;

/// Has the gradient own its memory, which may be lent and not have come back.
void take_back(TensorImpl& leaf) {
  if (!is_sole_owner(leaf.grad))
    leaf.grad = empty_tensor(leaf.grad.sizes(), leaf.grad.scalar_type());
}

/// Whether `incoming` is the leaf's own memory, handed back with the gradient written into it.
bool is_handed_back(const TensorImpl& leaf, const TensorImpl& incoming) {
  return incoming.storage == leaf.grad.impl()->storage && incoming.use_count() == 1 &&
         incoming.storage->use_count() == 2;
}

}  // namespace

bool is_sole_owner(const Tensor& grad) {
  const TensorImpl& impl = *grad.impl();
  return impl.use_count() == 1 && impl.storage->use_count() == 1 && impl.storage->is_owner() &&
         impl.is_contiguous && !impl.grad_fn && !impl.requires_grad && !impl.is_view();
}

void zero_gradient(const Tensor& tensor, bool set_to_none) {
  TensorImpl& leaf = *tensor.impl();
  Tensor& grad = leaf.grad;
  if (!grad.defined()) return;
  if (set_to_none) {
    leaf.grad_is_zero = false;
    grad.reset();
    return;
  }
  if (leaf.grad_is_zero) return;
  if (grad.requires_grad()) grad = grad.detach();
  leaf.grad_is_zero = grad.numel() >= kFewestMarked && !leaf.grad_is_shown && !leaf.grad_fn &&
                      !leaf.hooks() && is_sole_owner(grad);
  if (!leaf.grad_is_zero) grad.zero_();
}

void write_zeros(TensorImpl& tensor) {
  const std::lock_guard lock(writing);
  if (!tensor.grad_is_zero) return;  // another thread has come first
  take_back(tensor);
  tensor.grad.zero_();
  __atomic_store_n(&tensor.grad_is_zero, false, __ATOMIC_RELEASE);
}

Tensor empty_gradient(const Edge& edge, IntArrayRef sizes, ScalarType type) {
  if (count_elements(sizes) >= kFewestMarked)
    if (const auto* end = dynamic_cast<const AccumulateGrad*>(edge.function.get())) {
      const TensorImpl& leaf = *end->variable.impl();
      if (leaf.grad_is_zero && !leaf.hooks() && is_sole_owner(leaf.grad) &&
          leaf.grad.sizes() == sizes && leaf.grad.scalar_type() == type)
        return alias(leaf.grad);
    }
  return empty_tensor(sizes, type);
}

bool write_over_zeros(TensorImpl& leaf, const Tensor& incoming) {
  if (!leaf.grad_is_zero || !are_alike(*leaf.grad.impl(), *incoming.impl())) return false;
  if (!is_handed_back(leaf, *incoming.impl())) {
    // Not a copy: where a zero is added, -0 becomes 0.
    static constexpr int64_t one = 1, none = 0;
    static constexpr double zero = 0;  // of any type
    take_back(leaf);
    kernels::add(incoming.scalar_type(), incoming.numel(), {leaf.grad.data_ptr(), one},
                 {incoming.data_ptr(), one}, {const_cast<double*>(&zero), none}, 1, 1);
  }
  leaf.grad_is_zero = false;
  bump_version(leaf.grad);
  return true;
}

}  // namespace glassgrad::autograd
