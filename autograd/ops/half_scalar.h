#pragma once
// Internal: numbers beside tensors of 16 bits.

#include "autograd/ops/op.h"

namespace glassgrad {

/// The number as an element of `type` holds it: PyTorch rounds it before it computes.
inline Scalar as_held(const Scalar& number, ScalarType type) {
  return full({}, number, type).item();
}

}  // namespace glassgrad
