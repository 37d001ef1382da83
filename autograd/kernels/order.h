#pragma once
// Kernels along one dimension whose results have x's sizes or part of them: running sums, sorting.
// x may have any strides; results are contiguous.

#include "autograd/kernels/loops.h"

namespace glassgrad::kernels {

/// y_i = x_0 + ... + x_i along `dim`, or, reversed, x_i + ... + x_{n-1}. y has x's type: float,
/// double (both summed in double precision) or int64.
void cumsum(IntArrayRef sizes, int64_t dim, void* y, const Operand& x, ScalarType type,
            bool reversed);

/// The first k of x's elements along `dim` in ascending or descending order, and their indices
/// (int64). Equal elements keep their order; NaN counts as the largest. The results have x's sizes
/// but for k along `dim`. All types.
void sort(IntArrayRef sizes, int64_t dim, void* values, int64_t* indices, const Operand& x,
          ScalarType type, int64_t k, bool descending);

}  // namespace glassgrad::kernels
