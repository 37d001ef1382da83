#pragma once
// Functions of two numbers that few programs need: quotients without their rest, and the arithmetic
// of integers. Operands are as in binary.h.

#include "autograd/kernels/binary.h"

namespace glassgrad::kernels {

/// y = a / b rounded towards 0, and downwards; integers need b != 0.
void trunc_divide(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
                  const Operand& b);
void floor_divide(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
                  const Operand& b);
/// y = a - trunc(a / b) * b; integers need b != 0.
void fmod(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a, const Operand& b);
/// The next number after a in the direction of b, floating types.
void nextafter(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
               const Operand& b);
/// Greatest common divisor and least common multiple, integers.
void gcd(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a, const Operand& b);
void lcm(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a, const Operand& b);
/// a moved by b bits, integers; what is moved too far is 0, or to the right the sign.
void shift_left(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
                const Operand& b);
void shift_right(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
                 const Operand& b);

}  // namespace glassgrad::kernels
