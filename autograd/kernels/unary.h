#pragma once

#include "autograd/kernels/loops.h"

// Elementwise functions of one operand. Dense memory: y and x are n elements in the same order, and
// may be the same memory.

namespace glassgrad::kernels {

// Floating types.
void exp(ScalarType type, void* y, const void* x, int64_t n);
void expm1(ScalarType type, void* y, const void* x, int64_t n);
void log(ScalarType type, void* y, const void* x, int64_t n);
void log1p(ScalarType type, void* y, const void* x, int64_t n);
void log2(ScalarType type, void* y, const void* x, int64_t n);
void log10(ScalarType type, void* y, const void* x, int64_t n);
void sqrt(ScalarType type, void* y, const void* x, int64_t n);
void rsqrt(ScalarType type, void* y, const void* x, int64_t n);
void reciprocal(ScalarType type, void* y, const void* x, int64_t n);
void sin(ScalarType type, void* y, const void* x, int64_t n);
void cos(ScalarType type, void* y, const void* x, int64_t n);
void tan(ScalarType type, void* y, const void* x, int64_t n);
void erf(ScalarType type, void* y, const void* x, int64_t n);

// Any type but bool, which is left alone.
void neg(ScalarType type, void* y, const void* x, int64_t n);
void abs(ScalarType type, void* y, const void* x, int64_t n);
void sign(ScalarType type, void* y, const void* x, int64_t n);
/// Towards -infinity, towards +infinity, to the nearest (even) whole number, towards zero.
void floor(ScalarType type, void* y, const void* x, int64_t n);
void ceil(ScalarType type, void* y, const void* x, int64_t n);
void round(ScalarType type, void* y, const void* x, int64_t n);
void trunc(ScalarType type, void* y, const void* x, int64_t n);

/// y = min(max(x, low), high); NaN stays NaN.
void clamp(ScalarType type, void* y, const void* x, int64_t n, double low, double high);

// Results are bool.
void logical_not(ScalarType type, void* y, const void* x, int64_t n);
void isnan(ScalarType type, void* y, const void* x, int64_t n);
void isinf(ScalarType type, void* y, const void* x, int64_t n);
void isfinite(ScalarType type, void* y, const void* x, int64_t n);

/// Integers: ~x; bool: !x.
void bitwise_not(ScalarType type, void* y, const void* x, int64_t n);

}  // namespace glassgrad::kernels
