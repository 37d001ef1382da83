#pragma once
// Internal: sums of gradients.

#include "autograd/tensor.h"

namespace glassgrad::autograd {

/// Whether nobody else can see this gradient, so that its memory may be written or kept.
bool is_sole_owner(const Tensor& grad);

/// sum += factor * grad in sum's memory, without history. False, and nothing changed, where they
/// differ in shape or type, are not contiguous, or the sum must be recorded.
bool add_in_place(const Tensor& sum, const Tensor& grad, double factor = 1);

}  // namespace glassgrad::autograd
