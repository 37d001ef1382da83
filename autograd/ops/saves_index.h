#pragma once
// Internal: what the rules of picking along a dimension remember.

#include "autograd/ops/op.h"

namespace glassgrad {

/// Saves where along `dim` elements were read or written.
struct SavesIndex : Node {
  int64_t dim = 0;
  SavedTensor index{this};

  void save(int64_t along, const Tensor& at) {
    dim = along;
    index.save(at);
  }
};

}  // namespace glassgrad
