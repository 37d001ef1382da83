#pragma once
// Matrix products. CBLAS multiplies large floating matrices; plain loops do the rest, and all of it
// where there is no CBLAS.

#include "autograd/types/scalar.h"
#include "autograd/types/scalar_type.h"

namespace glassgrad::kernels {

/// A matrix in memory; strides in elements, of any size. A transposed matrix is the same memory
/// with rows and columns exchanged.
struct Matrix {
  void* data;
  int64_t rows, cols;
  int64_t row_stride, col_stride;
  Matrix transposed() const { return {data, cols, rows, col_stride, row_stride}; }
};

/// C = alpha A B + beta C.  A [n, k], B [k, m], C [n, m], all of one type other than bool; the rows
/// of C lie together (col_stride 1). With beta = 0 what C held does not matter.
///
/// Small products add their terms in order of k with fused multiply-add, starting from 0, and then
/// beta C, which is rounded apart: the bits of a BLAS that has that instruction.
void product(ScalarType type, const Matrix& c, const Matrix& a, const Matrix& b,
             const Scalar& alpha = 1, const Scalar& beta = 0);

/// The same in three plain loops: what the fast ones are compared with.
void product_reference(ScalarType type, const Matrix& c, const Matrix& a, const Matrix& b,
                       const Scalar& alpha = 1, const Scalar& beta = 0);

/// y = A x, with strides for y and x.
void matrix_vector(ScalarType type, void* y, const Matrix& a, const void* x, int64_t x_step);

/// The sum of a_i b_i over n elements, as the only element of y.
void dot(ScalarType type, void* y, int64_t n, const void* a, int64_t a_step, const void* b,
         int64_t b_step);

}  // namespace glassgrad::kernels
