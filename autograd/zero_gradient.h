#pragma once
// Internal: what zero_grad() does to a leaf, and whose a gradient's memory is.

#include "autograd/tensor.h"

namespace glassgrad::autograd {

/// Sets the gradient of `leaf`, if it has one, to zeros, or drops it.
///
/// A gradient of many elements that no other tensor shares is only marked: its memory is cleared
/// when somebody asks for it, and not at all where backward() comes first, which then writes the
/// sum with zeros in one pass. On a batch of one sample, writing zeros and adding to them was a
/// quarter of a training step (./run bench --only step/1x).
void zero_gradient(const Tensor& leaf, bool set_to_none);

/// Writes the zeros that a marked gradient of `leaf` stands for.
void write_zeros(TensorImpl& leaf);

/// Whether nobody else can see this gradient, so that its memory may be written or kept.
bool is_sole_owner(const Tensor& grad);

}  // namespace glassgrad::autograd
