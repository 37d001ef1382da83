#pragma once
// Internal: what the arithmetic of two tensors shares.

#include "autograd/ops/pointwise/unary.h"

namespace glassgrad {

/// `other`, or a copy of it if `self`, which is about to change, shares its memory: a node that
/// saved it would find it changed, and would own itself through it.
inline Tensor unaliased(const Tensor& other, const Tensor& self) {
  return other.is_alias_of(self) ? other.clone() : other;
}

/// The same for operations of element by element, which refuse what overlaps in part.
inline Tensor apart(const Tensor& other, const Tensor& self) {
  if (!other.is_alias_of(self)) return other;
  check_overlap(self, other);
  return other.clone();
}

/// Whether there is nothing to convert.
inline bool both_are(ScalarType type, const Tensor& a, const Tensor& b) {
  return a.scalar_type() == type && b.scalar_type() == type;
}

}  // namespace glassgrad
