#pragma once
// Running results along one dimension. x may have any strides; y has x's sizes and is contiguous.

#include "autograd/kernels/loops.h"

namespace glassgrad::kernels {

/// y_i = x_0 ... x_i; float, double (both multiplied in double precision) or int64.
void cumprod(IntArrayRef sizes, int64_t dim, void* y, const Operand& x, ScalarType type);

/// y_i = ln(e^x_0 + ... + e^x_i), floating types, without overflow.
void logcumsumexp(IntArrayRef sizes, int64_t dim, void* y, const Operand& x, ScalarType type);

}  // namespace glassgrad::kernels
