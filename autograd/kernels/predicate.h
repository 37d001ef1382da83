#pragma once
// Internal: questions about each of n elements in dense memory; y is bool.

#include "autograd/kernels/loops.h"

namespace glassgrad::kernels {

void logical_not(ScalarType type, void* y, const void* x, int64_t n);
void isnan(ScalarType type, void* y, const void* x, int64_t n);
void isinf(ScalarType type, void* y, const void* x, int64_t n);
void isfinite(ScalarType type, void* y, const void* x, int64_t n);

/// Integers: ~x; bool: !x. y has x's type.
void bitwise_not(ScalarType type, void* y, const void* x, int64_t n);

}  // namespace glassgrad::kernels
