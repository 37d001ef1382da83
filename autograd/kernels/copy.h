#pragma once
// Copies between types and layouts, and fills.

#include "autograd/kernels/loops.h"

namespace glassgrad::kernels {

/// y_i = x_i, converted; any strides. As in C++, floating values are cut towards zero for
/// integers; anything but zero is true.
void copy(IntArrayRef sizes, ScalarType y_type, const Operand& y, ScalarType x_type,
          const Operand& x);
/// y_i = value.
void fill(IntArrayRef sizes, ScalarType type, const Operand& y, double real, int64_t integer);

/// n numbers of 16 bits as floats, and the other way round.
void widen(ScalarType from, float* y, const uint16_t* x, int64_t n);
void narrow(ScalarType to, uint16_t* y, const float* x, int64_t n);

}  // namespace glassgrad::kernels
