#pragma once
// Internal: gradients that are zero without their memory being so.
//
// zero_grad() only marks a gradient: TensorImpl::grad_is_zero. Its memory may hold anything then.
// Zeros are written when somebody asks for the gradient, and not at all where backward() comes
// first: a matrix product writes the new gradient straight into that memory, which is lent to it
// (empty_gradient), and any other rule's gradient is written over it in one pass. On a batch of one
// sample, writing zeros and adding to them was a quarter of a training step, and copying the new
// gradient as much again (./run bench --only step/1x).
//
// Nobody can tell: not marked is what a tensor shares, what has hooks to see the new gradient, and
// what the program has once asked for (TensorImpl::grad_is_shown), since it may have kept the
// reference or the address.

#include "autograd/graph/node.h"

namespace glassgrad::autograd {

/// Sets the gradient of `leaf`, if it has one, to zeros, or drops it.
void zero_gradient(const Tensor& leaf, bool set_to_none);

/// Writes the zeros of a gradient that may be marked.
void write_zeros(TensorImpl& tensor);

/// The gradient of `tensor`, in which marked zeros have been written. For those who keep neither
/// the reference nor the address, unlike the program that asks with grad().
inline Tensor& gradient_of(TensorImpl& tensor) {
  if (__atomic_load_n(&tensor.grad_is_zero, __ATOMIC_ACQUIRE)) write_zeros(tensor);
  return tensor.grad;
}
inline Tensor& gradient_of(const Tensor& tensor) { return gradient_of(*tensor.impl()); }

/// A tensor for a gradient that is about to be written and goes along `edge`, without history: a
/// leaf's own gradient while it is marked, lent to one writer at a time; else a new tensor. Whoever
/// keeps it beyond the backward call (the caller of autograd::grad) keeps the memory too, and the
/// leaf gets another.
Tensor empty_gradient(const Edge& edge, IntArrayRef sizes, ScalarType type);

/// For a gradient on its way along `edge` that others will see: if it is a leaf's own, makes it a
/// second tensor over that memory. What they do to its shape is not done to the leaf's.
void lend_apart(Tensor& grad, const Edge& edge);

/// leaf.grad = 0 + incoming, if leaf.grad is marked and fits; false, and nothing changed, if not.
bool write_over_zeros(TensorImpl& leaf, const Tensor& incoming);

/// Whether nobody else can see this gradient, so that its memory may be written or kept.
bool is_sole_owner(const Tensor& grad);

}  // namespace glassgrad::autograd
