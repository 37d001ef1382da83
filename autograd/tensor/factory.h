#pragma once
// Internal: tensors on memory of their own, and second handles to memory that is there.

#include "autograd/tensor/tensor.h"

namespace glassgrad {

/// Uninitialised, contiguous.
Tensor empty_tensor(IntArrayRef sizes, ScalarType dtype);
/// Uninitialised and dense, with x's sizes and the order in memory of x's dimensions: x's strides
/// where x is dense (a transposed matrix, say), else the same order with the gaps closed.
Tensor empty_same_layout(const Tensor& x, ScalarType dtype);
/// The same for a result of several operands, of whose strides, 0 where one is stretched, the first
/// decides that can: a transposed matrix and a row make a transposed one.
Tensor empty_common_layout(IntArrayRef sizes, ScalarType dtype, ArrayRef<Dims> operands);
/// Uninitialised, in memory of the format. @throws Error  unless it has as many dimensions as the
/// format asks for; Preserve: there is nothing to preserve
Tensor empty_in_format(IntArrayRef sizes, ScalarType dtype, MemoryFormat format);
/// A tensor that shares x's memory and version counter, of the same geometry, and nothing else.
Tensor alias(const Tensor& x);

}  // namespace glassgrad
