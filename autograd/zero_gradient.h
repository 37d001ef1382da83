#pragma once
// Internal: what zero_grad() does to a leaf.

#include "autograd/tensor.h"

namespace glassgrad::autograd {

/// Sets the gradient of `leaf`, if it has one, to zeros, or drops it.
///
/// A gradient of many elements that nobody else can see is only marked: its memory is cleared when
/// somebody looks at it, and not at all where backward() brings the next gradient first, which then
/// takes its place. On a batch of one sample, writing zeros and adding to them was a quarter of a
/// training step (./run bench --only step/1x).
void zero_gradient(const Tensor& leaf, bool set_to_none);

/// Writes the zeros that a marked gradient of `leaf` stands for.
void write_zeros(TensorImpl& leaf);

}  // namespace glassgrad::autograd
