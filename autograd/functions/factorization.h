#pragma once
// Factors of matrices to be kept and used again, and what is said of a matrix by them. Leading
// dimensions are a batch.

#include "decomposition.h"
#include "linalg.h"

namespace glassgrad {

/// X with A X = B, of A's factor L (A = L L^T) or, `upper`, U (A = U^T U).
/// @param b [*, N, M]  @param factor [*, N, N], by linalg::cholesky
Tensor cholesky_solve(Traced b, const Tensor& factor, bool upper = false);
/// A^-1 of the same factor.
Tensor cholesky_inverse(Traced factor, bool upper = false);
/// X with A X = B, of what linalg::lu_factor made of A.
Tensor lu_solve(Traced b, const Tensor& lu, const Tensor& pivots);
/// (P, L, U) of what linalg::lu_factor made.
std::tuple<Tensor, Tensor, Tensor> lu_unpack(Traced lu, const Tensor& pivots,
                                             bool unpack_data = true, bool unpack_pivots = true);

/// The sum of singular values.
inline Tensor nuclear_norm(Traced self, bool keepdim = false) {
  return linalg::matrix_norm(self, "nuc", {-2, -1}, keepdim);
}

namespace linalg {
/// A = P L U by elimination with the largest pivot of each column, kept in one matrix.
/// @return (U above and on the diagonal with L below, L's ones left out; int32 [*, N]: with which
///         row, counted from 1, each was exchanged)
/// @throws Error  unless A is square. dL/dA = P L^-T (tril(L^T G, -1) + triu(G U^T)) U^-T
std::tuple<Tensor, Tensor> lu_factor(Traced self, bool pivot = true);
/// (P, L, U) with A = P L U.
std::tuple<Tensor, Tensor, Tensor> lu(Traced self, bool pivot = true);
/// |A| |A^-1|, by how much errors grow when equations with A are solved; without `p` the largest
/// singular value over the smallest.
Tensor cond(Traced self, const optional<Scalar>& p = nullopt);
Tensor cond(Traced self, std::string_view p);
/// The sum of products along `dim`.
Tensor vecdot(Traced self, const Tensor& other, int64_t dim = -1);
/// (A^-1, 0 or at which row elimination failed), without an error.
std::tuple<Tensor, Tensor> inv_ex(Traced self, bool check_errors = false);
/// (A's factor, 0 or the order of the first leading minor that is not positive), without an error:
/// what the factor has from there on means nothing.
std::tuple<Tensor, Tensor> cholesky_ex(Traced self, bool upper = false, bool check_errors = false);
/// (X with A X = B, 0 or at which row elimination failed), without an error.
std::tuple<Tensor, Tensor> solve_ex(Traced self, const Tensor& other, bool left = true,
                                    bool check_errors = false);
/// X with A X = B, or left = false: X A = B, of what lu_factor made of A; adjoint: of A^T.
/// @throws Error  if shapes do not fit
Tensor lu_solve(Traced lu, const Tensor& pivots, const Tensor& b, bool left = true,
                bool adjoint = false);
/// X [m...] with sum over m of A [b..., m...] X [m...] = B [b...]; `dims` of A are moved to its
/// end first.  @throws Error  unless A has as many elements before as behind
Tensor tensorsolve(Traced self, const Tensor& other, OptionalIntArrayRef dims = nullopt);
/// A^-1 [m..., b...] of A [b..., m...], `ind` dimensions before and the rest behind.
/// @throws Error  unless ind > 0, A has as many elements before as behind, and an inverse
Tensor tensorinv(Traced self, int64_t ind = 2);
/// 1, x, x^2, ..., x^(N - 1) along a last dimension; by default as many as x has elements there.
/// @throws Error  for a number without N, for Bool, and unless N > 1
Tensor vander(Traced x, optional<int64_t> N = nullopt);

// --- with bounds of one's own ---

/// linalg::pinv and linalg::matrix_rank of <glassgrad.h> with numbers for both bounds.
Tensor pinv(Traced self, optional<double> atol, optional<double> rtol, bool hermitian = false);
Tensor matrix_rank(Traced self, optional<double> atol, optional<double> rtol,
                   bool hermitian = false);
Tensor matrix_rank(Traced self, const Tensor& tol, bool hermitian = false);
}  // namespace linalg

// The same under the names of at::.
inline std::tuple<Tensor, Tensor> linalg_lu_factor(Traced self, bool pivot = true) {
  return linalg::lu_factor(self, pivot);
}
inline std::tuple<Tensor, Tensor, Tensor> linalg_lu(Traced self, bool pivot = true) {
  return linalg::lu(self, pivot);
}
inline Tensor linalg_cond(Traced self, const optional<Scalar>& p = nullopt) {
  return linalg::cond(self, p);
}
inline Tensor linalg_cond(Traced self, std::string_view p) { return linalg::cond(self, p); }
inline Tensor linalg_vecdot(Traced self, const Tensor& other, int64_t dim = -1) {
  return linalg::vecdot(self, other, dim);
}
inline std::tuple<Tensor, Tensor> linalg_cholesky_ex(Traced self, bool upper = false,
                                                     bool check_errors = false) {
  return linalg::cholesky_ex(self, upper, check_errors);
}
inline std::tuple<Tensor, Tensor> linalg_solve_ex(Traced self, const Tensor& other,
                                                  bool left = true, bool check_errors = false) {
  return linalg::solve_ex(self, other, left, check_errors);
}
inline std::tuple<Tensor, Tensor> linalg_inv_ex(Traced self, bool check_errors = false) {
  return linalg::inv_ex(self, check_errors);
}
inline Tensor linalg_eigvalsh(Traced self, std::string_view uplo = "L") {
  return linalg::eigvalsh(self, uplo);
}
inline Tensor linalg_lu_solve(Traced lu, const Tensor& pivots, const Tensor& b, bool left = true,
                              bool adjoint = false) {
  return linalg::lu_solve(lu, pivots, b, left, adjoint);
}
inline Tensor linalg_tensorsolve(Traced self, const Tensor& other,
                                 OptionalIntArrayRef dims = nullopt) {
  return linalg::tensorsolve(self, other, dims);
}
inline Tensor linalg_tensorinv(Traced self, int64_t ind = 2) {
  return linalg::tensorinv(self, ind);
}
inline Tensor linalg_vander(Traced x, optional<int64_t> N = nullopt) {
  return linalg::vander(x, N);
}
inline Tensor linalg_matmul(Traced self, const Tensor& other) {
  return linalg::matmul(self, other);
}
inline Tensor linalg_multi_dot(TensorList tensors, Caller caller = {}) {
  return linalg::multi_dot(tensors, caller);
}
inline Tensor linalg_solve_triangular(Traced self, const Tensor& other, bool upper,
                                      bool left = true, bool unitriangular = false) {
  return linalg::solve_triangular(self, other, upper, left, unitriangular);
}
inline Tensor linalg_matrix_norm(Traced self, const Scalar& ord, IntArrayRef dim = {-2, -1},
                                 bool keepdim = false, optional<ScalarType> dtype = nullopt) {
  return linalg::matrix_norm(self, ord, dim, keepdim, dtype);
}
inline Tensor linalg_matrix_norm(Traced self, std::string_view ord = "fro",
                                 IntArrayRef dim = {-2, -1}, bool keepdim = false,
                                 optional<ScalarType> dtype = nullopt) {
  return linalg::matrix_norm(self, ord, dim, keepdim, dtype);
}
inline Tensor linalg_matrix_rank(Traced self, const optional<Tensor>& atol = {},
                                 const optional<Tensor>& rtol = {}, bool hermitian = false) {
  return linalg::matrix_rank(self, atol, rtol, hermitian);
}
inline Tensor linalg_matrix_rank(Traced self, optional<double> atol, optional<double> rtol,
                                 bool hermitian = false) {
  return linalg::matrix_rank(self, atol, rtol, hermitian);
}
inline Tensor linalg_matrix_rank(Traced self, double tol, bool hermitian = false) {
  return linalg::matrix_rank(self, tol, hermitian);
}
inline Tensor linalg_matrix_rank(Traced self, const Tensor& tol, bool hermitian = false) {
  return linalg::matrix_rank(self, tol, hermitian);
}
inline Tensor linalg_pinv(Traced self, optional<double> atol, optional<double> rtol,
                          bool hermitian = false) {
  return linalg::pinv(self, atol, rtol, hermitian);
}
inline Tensor linalg_pinv(Traced self, double rcond, bool hermitian = false) {
  return linalg::pinv(self, rcond, hermitian);
}
Tensor linalg_pinv(Traced self, const Tensor& rcond, bool hermitian = false);
inline Tensor linalg_cross(Traced self, const Tensor& other, int64_t dim = -1) {
  return cross(self, other, dim);
}
inline Tensor linalg_diagonal(Traced self, int64_t offset = 0, int64_t dim1 = -2,
                              int64_t dim2 = -1) {
  return self.tensor.diagonal(offset, dim1, dim2, self.caller);
}

}  // namespace glassgrad
