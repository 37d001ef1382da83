#pragma once
// Internal: which parameters a kernel can step in one pass over memory.

#include "autograd/ops/op.h"

namespace glassgrad::optim {

/// Whether these, a parameter and what belongs to it, are floating numbers of one type and shape
/// that lie in one order, each in memory of its own.
inline bool one_pass(ArrayRef<Tensor> tensors) {
  for (size_t i = 0; i < tensors.size(); ++i) {
    const Tensor &x = tensors[i], &first = tensors[0];
    if (!x.is_contiguous() || !x.is_floating_point() || x.scalar_type() != first.scalar_type() ||
        x.sizes() != first.sizes())
      return false;
    for (size_t j = 0; j < i; ++j)
      if (x.is_alias_of(tensors[j])) return false;
  }
  return true;
}

}  // namespace glassgrad::optim
