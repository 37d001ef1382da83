#pragma once
// Internal: what the factories of creation.cpp, literal.cpp and random.cpp share.

#include "autograd/tensor/tensor.h"

namespace glassgrad {

/// Uninitialised, dense. @throws Error for a negative size, a format of another rank, and as
/// check_options
Tensor new_tensor(IntArrayRef size, ScalarType dtype, const TensorOptions& options,
                  MemoryFormat format = MemoryFormat::Contiguous);

/// Uninitialised and dense, with self's sizes; with its strides too, unless they have gaps or a
/// contiguous result is asked for. The type is self's unless the options give one.
Tensor new_tensor_like(const Tensor& self, const TensorOptions& options,
                       optional<MemoryFormat> memory_format = nullopt);

/// @throws Error for a type, device or layout that does not exist here
void check_options(ScalarType dtype, const TensorOptions& options);

/// What the options ask for beyond the values: requires_grad.
Tensor finish(Tensor t, const TensorOptions& options);

}  // namespace glassgrad
