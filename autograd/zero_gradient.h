#pragma once
// Internal: what zero_grad() does to a leaf, and whose a gradient's memory is.

#include "autograd/node.h"

namespace glassgrad::autograd {

/// Sets the gradient of `leaf`, if it has one, to zeros, or drops it.
///
/// A gradient of many elements that no other tensor shares is only marked: its memory is cleared
/// when somebody asks for it, and not at all where backward() comes first: that writes the new
/// gradient straight into it (empty_gradient), or else the sum with zeros in one pass. On a batch
/// of one sample, writing zeros and adding to them was a quarter of a training step, and copying
/// the new gradient as much again (./run bench --only step/1x).
void zero_gradient(const Tensor& leaf, bool set_to_none);

/// Writes the zeros that a marked gradient of `leaf` stands for.
void write_zeros(TensorImpl& leaf);

/// Memory for a gradient that is about to be written and goes along `edge`, without history: that
/// of a leaf's own gradient while it is marked, lent to one writer at a time; else a new tensor.
/// Whoever keeps the tensor beyond the backward call (a hook, autograd::grad) keeps the memory too,
/// and the leaf gets another.
Tensor empty_gradient(const Edge& edge, IntArrayRef sizes, ScalarType type);

/// Whether nobody else can see this gradient, so that its memory may be written or kept.
bool is_sole_owner(const Tensor& grad);

}  // namespace glassgrad::autograd
