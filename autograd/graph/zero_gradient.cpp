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

/// Held to write zeros: several threads may read one gradient at a time.
std::mutex writing;

/// Has the gradient own its memory, which may be lent and not have come back.
void take_back(TensorImpl& leaf) {
  if (!is_sole_owner(leaf.grad))
    leaf.grad = empty_tensor(leaf.grad.sizes(), leaf.grad.scalar_type());
}

/// Whether `incoming` is the leaf's gradient, or a second tensor over its memory, handed back with
/// the new gradient written into it.
bool is_handed_back(const TensorImpl& grad, const TensorImpl& incoming) {
  if (&incoming == &grad) return grad.use_count() == 2 && grad.storage->use_count() == 1;
  return incoming.storage == grad.storage && incoming.use_count() == 1 &&
         grad.storage->use_count() == 2 && are_alike(grad, incoming);
}

/// leaf.grad = 0 + incoming: not a copy, for 0 + -0 is 0.
bool add_to_nothing(TensorImpl& leaf, const Tensor& incoming) {
  if (!are_alike(*leaf.grad.impl(), *incoming.impl())) return false;
  static constexpr int64_t one = 1, none = 0;
  static constexpr double zero = 0;  // of any type
  take_back(leaf);
  kernels::add(incoming.scalar_type(), incoming.numel(), {leaf.grad.data_ptr(), one},
               {incoming.data_ptr(), one}, {const_cast<double*>(&zero), none}, 1, 1);
  return true;
}

/// The leaf at the end of `edge`, null if an operation is there.
TensorImpl* leaf_behind(const Edge& edge) {
  if (!edge.is_valid() || edge.function->sequence_nr() != AccumulateGrad::kSequenceNr)
    return nullptr;
  return static_cast<const AccumulateGrad&>(*edge.function).variable.impl();
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
  leaf.grad_is_zero = !leaf.grad_is_shown && !leaf.grad_fn && !leaf.hooks() && is_sole_owner(grad);
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
  if (const TensorImpl* leaf = leaf_behind(edge))
    if (leaf->grad_is_zero && !leaf->hooks() && is_sole_owner(leaf->grad) &&
        leaf->grad.sizes() == sizes && leaf->grad.scalar_type() == type)
      return leaf->grad;
  return empty_tensor(sizes, type);
}

void lend_apart(Tensor& grad, const Edge& edge) {
  const TensorImpl* leaf = leaf_behind(edge);
  if (leaf && grad.defined() && grad.is_same(leaf->grad)) grad = alias(grad);
}

bool write_over_zeros(TensorImpl& leaf, const Tensor& incoming) {
  if (!leaf.grad_is_zero) return false;
  if (!is_handed_back(*leaf.grad.impl(), *incoming.impl()) && !add_to_nothing(leaf, incoming))
    return false;
  leaf.grad_is_zero = false;
  bump_version(leaf.grad);
  return true;
}

}  // namespace glassgrad::autograd
