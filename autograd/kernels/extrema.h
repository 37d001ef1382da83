#pragma once
// The largest and smallest element along one dimension, and where it is.

#include "autograd/kernels/loops.h"

namespace glassgrad::kernels {

/// values = largest (smallest) x along the one dimension in which the results' strides are 0;
/// indices (int64) = the first place where it is; NaN wins. All types; the dimension is not empty.
/// `values.data` may be null. Both results have the same strides and are otherwise contiguous.
void max_with_index(IntArrayRef sizes, const Operand& values, const Operand& indices,
                    const Operand& x, ScalarType type);
void min_with_index(IntArrayRef sizes, const Operand& values, const Operand& indices,
                    const Operand& x, ScalarType type);

}  // namespace glassgrad::kernels
