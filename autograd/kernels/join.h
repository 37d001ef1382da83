#pragma once
// Blocks of several arrays into one, and triangles.

#include <cstddef>
#include <cstdint>

#include "autograd/kernels/loops.h"

namespace glassgrad::kernels {

/// Copies `count` blocks of `block` bytes; they lie one after the other in `from`, and
/// `distance` bytes apart in `to`. Joining tensors is this, once for each of them.
void copy_blocks(void* to, size_t distance, const void* from, size_t block, int64_t count);

/// y = x where column - row <= diagonal (or, with `upper`, >= diagonal), else 0, over the last two
/// dimensions.
void triangle(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& x,
              int64_t diagonal, bool upper);

}  // namespace glassgrad::kernels
