#pragma once
// Internal: comparing the tensors of two parameter states.

#include "autograd/functions/pointwise.h"

namespace glassgrad::optim {

/// Both undefined, or the same values.
inline bool same_tensor(const Tensor& a, const Tensor& b) {
  return a.defined() == b.defined() && (!a.defined() || equal(a, b));
}

}  // namespace glassgrad::optim
