#pragma once
// Matrices taken apart, by the textbook's loops. A matrix is row-major and contiguous; numbers are
// doubles, whatever the tensor's type is. Source: Golub & Van Loan, "Matrix Computations" (1996).

#include <cstdint>

namespace glassgrad::kernels {

/// P A = L U in place, by elimination with the largest pivot of each column: U above and on the
/// diagonal, L without its ones below. rows[i]: which row of A came to place i.
/// @param a  n rows of m numbers
/// @return the sign of the permutation; `singular` tells of a pivot that is 0
int lu(double* a, int64_t n, int64_t m, int64_t* rows, bool* singular);
inline int lu(double* a, int64_t n, int64_t* rows, bool* singular) {
  return lu(a, n, n, rows, singular);
}
/// X = A^-1 B of what lu made; b [n, m] becomes X.
void lu_solve(const double* lu, const int64_t* rows, int64_t n, double* b, int64_t m);
/// A = L L^T of the lower triangle, in place, zeros above; 0, or the order of A's first leading
/// minor that is not positive: the work ends there.
int64_t cholesky(double* a, int64_t n);
/// A = Q R by reflections: a [n, m] becomes R, q [n, n] becomes Q.
void qr(double* a, double* q, int64_t n, int64_t m);
/// A = V diag(w) V^T of a symmetric matrix, w rising, by Jacobi's rotations.
void eigh(double* a, double* w, double* v, int64_t n);
/// A = U diag(s) V^T for n >= m, s falling, by rotations of columns: a [n, m] becomes U's first m
/// columns, v [m, m] becomes V.
void svd(double* a, double* s, double* v, int64_t n, int64_t m);

}  // namespace glassgrad::kernels
