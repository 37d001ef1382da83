#pragma once

#include "autograd/kernels/loops.h"

// Elementwise functions of two operands of one type, over a common shape; y may be a or b itself.
// A scalar operand has strides of zero.

namespace glassgrad::kernels {

/// y = a + alpha * b, one rounding (fused) for floating types.
void add(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a, const Operand& b,
         double alpha, int64_t integer_alpha);
/// y += alpha * x, the same for floating types where both are contiguous: an optimizer's step.
void axpy(ScalarType type, void* y, const void* x, int64_t n, double alpha);
/// y = a * b; "and" for bool.
void mul(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a, const Operand& b);
/// y = a / b, floating types.
void div(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a, const Operand& b);
/// y = a - floor(a / b) * b: the remainder with b's sign.
void remainder(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
               const Operand& b);
/// y = a ^ b; integers need b >= 0.
void pow(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a, const Operand& b);
/// y = the larger (smaller) of a and b; NaN if either is NaN.
void maximum(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
             const Operand& b);
void minimum(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
             const Operand& b);

// Results are bool.
void eq(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a, const Operand& b);
void ne(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a, const Operand& b);
void lt(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a, const Operand& b);
void le(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a, const Operand& b);
void logical_and(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
                 const Operand& b);
void logical_or(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
                const Operand& b);
void logical_xor(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
                 const Operand& b);

// Integers and bool.
void bitwise_and(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
                 const Operand& b);
void bitwise_or(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
                const Operand& b);
void bitwise_xor(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
                 const Operand& b);

/// y = condition ? a : b; condition is bool.
void where(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& condition,
           const Operand& a, const Operand& b);

}  // namespace glassgrad::kernels
