#pragma once
// Kernels that put elements together. Everywhere, y's strides are 0 in the dimensions that go, and
// y's memory is otherwise contiguous; what it held before does not matter. x may have any strides.

#include "autograd/kernels/loops.h"
#include "autograd/kernels/plane.h"

namespace glassgrad::kernels {

/// y = sum of x, of x's type if that is floating, else int64. Order of additions: see cascade.h.
void sum(IntArrayRef sizes, const Operand& y, const Operand& x, ScalarType type);
/// y_j = the sum over i of x_ij, floating types: the same for the columns of a matrix.
void sum_rows(ScalarType type, void* y, const void* x, const Plane& plane);
/// y = (1/n) sum of x, floating types.
void mean(IntArrayRef sizes, const Operand& y, const Operand& x, ScalarType type);
/// y = product of x, of x's type: floating or int64.
void prod(IntArrayRef sizes, const Operand& y, const Operand& x, ScalarType type);
/// y = largest, smallest x, all types; NaN wins. Of nothing: the type's lowest, highest value.
void amax(IntArrayRef sizes, const Operand& y, const Operand& x, ScalarType type);
void amin(IntArrayRef sizes, const Operand& y, const Operand& x, ScalarType type);
/// y = whether any, all x are nonzero, as bytes of 0 and 1.
void any(IntArrayRef sizes, const Operand& y, const Operand& x, ScalarType type);
void all(IntArrayRef sizes, const Operand& y, const Operand& x, ScalarType type);
/// y = sum of |x|, and y = sqrt(sum of x^2), floating types. Added up one after another, in
/// PyTorch's order (norm.cpp): a float sum of very many elements loses digits that `sum` keeps.
void absolute_sum(IntArrayRef sizes, const Operand& y, const Operand& x, ScalarType type);
void euclidean_norm(IntArrayRef sizes, const Operand& y, const Operand& x, ScalarType type);
/// variance = sum (x - mean)^2 / (n - correction), or with `root` its square root, in two passes of
/// double precision, floating types; NaN where n <= correction. Both results have the same strides.
void variance(IntArrayRef sizes, const Operand& variance, const Operand& mean, const Operand& x,
              ScalarType type, double correction, bool root);

/// y_i = product of all x_j with j != i of the same row; rows of n elements lie `step` apart inside
/// blocks: x is [outer, n, step] and contiguous. Exact where elements are zero.
void products_of_others(void* y, const void* x, int64_t outer, int64_t n, int64_t step,
                        ScalarType type);

}  // namespace glassgrad::kernels
