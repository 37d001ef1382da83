#pragma once
// Matrices taken apart, and what follows from it: determinants, inverses, equations. They take
// [..., N, N] or [..., N, M] of float or double; leading dimensions are a batch.

#include <string_view>

#include "../tensor/tensor.h"

namespace glassgrad {

/// The determinant, [...].  dL/dA = dL/dy * det(A) A^-T.
Tensor det(Traced self);
/// ln det; NaN where det < 0.
Tensor logdet(Traced self);
/// (sign of det, ln |det|).  d ln|det| / dA = A^-T.
std::tuple<Tensor, Tensor> slogdet(Traced self);
/// A^-1.  dL/dA = -A^-T dL/dy A^-T.  @throws Error  if it is singular
Tensor inverse(Traced self);
/// The pseudoinverse; singular values below rcond times the largest count as 0.
Tensor pinverse(Traced self, double rcond = 1e-15);
/// A A ... A, n times; of the inverse for n < 0.
Tensor matrix_power(Traced self, int64_t n);
Tensor cholesky(Traced self, bool upper = false);
/// A = Q R; `some`: Q has min(N, M) columns.
std::tuple<Tensor, Tensor> qr(Traced self, bool some = true);
/// A = U diag(S) V^T: V, not its transpose as in linalg::svd.
std::tuple<Tensor, Tensor, Tensor> svd(Traced self, bool some = true, bool compute_uv = true);

/// e^A = I + A + A^2 / 2 + A^3 / 6 + ... of square matrices: the series of A / 2^s, squared s
/// times.
Tensor matrix_exp(Traced self);
/// (X with A X = B for a triangular A, A). `transpose`: A^T X = B.
std::tuple<Tensor, Tensor> triangular_solve(Traced b, const Tensor& a, bool upper = true,
                                            bool transpose = false, bool unitriangular = false);

namespace linalg {
Tensor matrix_exp(Traced self);
Tensor det(Traced self);
std::tuple<Tensor, Tensor> slogdet(Traced self);
Tensor inv(Traced self);
/// X with A X = B (left) or X A = B, by elimination with pivots; B may be vectors [..., N].
/// @throws Error  if A is singular.  Saves A and X.
Tensor solve(Traced self, const Tensor& other, bool left = true);
/// The same with a triangular A; unitriangular: ones are taken for its diagonal.
Tensor solve_triangular(Traced self, const Tensor& other, bool upper, bool left = true,
                        bool unitriangular = false);
/// L (or upper: L^T) with A = L L^T, of a symmetric positive-definite A; only one of its triangles
/// is looked at.  @throws Error  if A is not positive-definite
Tensor cholesky(Traced self, bool upper = false);
/// A = Q R with orthonormal columns and an upper triangle, by Householder reflections.
/// @param mode  "reduced": Q has min(N, M) columns; "complete": N; "r": Q is empty
std::tuple<Tensor, Tensor> qr(Traced self, std::string_view mode = "reduced");
/// (eigenvalues in rising order, eigenvectors as columns) of a symmetric A, by Jacobi's rotations.
std::tuple<Tensor, Tensor> eigh(Traced self, std::string_view uplo = "L");
Tensor eigvalsh(Traced self, std::string_view uplo = "L");
/// A = U diag(S) Vh, S falling, by one-sided Jacobi rotations.
/// @param full_matrices  U [N, N] and Vh [M, M], else with min(N, M) columns and rows
std::tuple<Tensor, Tensor, Tensor> svd(Traced self, bool full_matrices = false,
                                       optional<std::string_view> driver = nullopt);
Tensor svdvals(Traced self, optional<std::string_view> driver = nullopt);
/// The pseudoinverse V diag(1/S) U^T; singular values below rcond times the largest count as 0.
Tensor pinv(Traced self, double rcond = 1e-15, bool hermitian = false);
/// The same; singular values up to the greater of atol and rtol times the largest count as 0.
/// @param rtol  by default max(N, M) epsilon, or 0 beside an atol above 0
Tensor pinv(Traced self, const optional<Tensor>& atol, const optional<Tensor>& rtol,
            bool hermitian = false);
/// (X with the least |A X - B|, squared residuals, rank, singular values), the last three only
/// where LAPACK's routine of the name `driver` ("gels", "gelsy", "gelsd", "gelss") gives them.
std::tuple<Tensor, Tensor, Tensor, Tensor> lstsq(Traced self, const Tensor& b,
                                                 optional<double> rcond = nullopt,
                                                 optional<std::string_view> driver = nullopt);
/// How many singular values pinv would not count as 0.
Tensor matrix_rank(Traced self, const optional<Tensor>& atol = {},
                   const optional<Tensor>& rtol = {}, bool hermitian = false);
Tensor matrix_rank(Traced self, double tol, bool hermitian = false);
Tensor matrix_power(Traced self, int64_t n);
Tensor multi_dot(TensorList tensors, Caller = {});
Tensor matmul(Traced self, const Tensor& other);
/// The norm of the elements, whatever the shape: (sum |x|^ord)^(1/ord).
Tensor vector_norm(Traced self, const Scalar& ord = 2, OptionalIntArrayRef dim = nullopt,
                   bool keepdim = false, optional<ScalarType> dtype = nullopt);
/// Norms of matrices: 1 and infinity are the largest sums of columns and rows, -1 and -infinity the
/// smallest, 2 and -2 the largest and smallest singular value; "fro" and "nuc" by name.
Tensor matrix_norm(Traced self, const Scalar& ord, IntArrayRef dim = {-2, -1}, bool keepdim = false,
                   optional<ScalarType> dtype = nullopt);
Tensor matrix_norm(Traced self, std::string_view ord = "fro", IntArrayRef dim = {-2, -1},
                   bool keepdim = false, optional<ScalarType> dtype = nullopt);
/// vector_norm, or matrix_norm where there are two dimensions and an order.
Tensor norm(Traced self, const optional<Scalar>& ord = nullopt, OptionalIntArrayRef dim = nullopt,
            bool keepdim = false, optional<ScalarType> dtype = nullopt);
Tensor norm(Traced self, std::string_view ord, OptionalIntArrayRef dim = nullopt,
            bool keepdim = false, optional<ScalarType> dtype = nullopt);
}  // namespace linalg

// The same under the names of at::.
inline Tensor linalg_det(Traced self) { return linalg::det(self); }
inline std::tuple<Tensor, Tensor> linalg_slogdet(Traced self) { return linalg::slogdet(self); }
inline Tensor linalg_matrix_exp(Traced self) { return linalg::matrix_exp(self); }
inline std::tuple<Tensor, Tensor, Tensor, Tensor> linalg_lstsq(
    Traced self, const Tensor& b, optional<double> rcond = nullopt,
    optional<std::string_view> driver = nullopt) {
  return linalg::lstsq(self, b, rcond, driver);
}
inline Tensor linalg_inv(Traced self) { return linalg::inv(self); }
inline Tensor linalg_solve(Traced self, const Tensor& other, bool left = true) {
  return linalg::solve(self, other, left);
}
inline Tensor linalg_cholesky(Traced self, bool upper = false) {
  return linalg::cholesky(self, upper);
}
inline std::tuple<Tensor, Tensor> linalg_qr(Traced self, std::string_view mode = "reduced") {
  return linalg::qr(self, mode);
}
inline std::tuple<Tensor, Tensor> linalg_eigh(Traced self, std::string_view uplo = "L") {
  return linalg::eigh(self, uplo);
}
inline std::tuple<Tensor, Tensor, Tensor> linalg_svd(Traced self, bool full_matrices = true) {
  return linalg::svd(self, full_matrices);
}
inline Tensor linalg_svdvals(Traced self) { return linalg::svdvals(self); }
inline Tensor linalg_pinv(Traced self, const optional<Tensor>& atol = {},
                          const optional<Tensor>& rtol = {}, bool hermitian = false) {
  return linalg::pinv(self, atol, rtol, hermitian);
}
inline Tensor linalg_matrix_power(Traced self, int64_t n) { return linalg::matrix_power(self, n); }
inline Tensor linalg_vector_norm(Traced self, const Scalar& ord = 2,
                                 OptionalIntArrayRef dim = nullopt, bool keepdim = false,
                                 optional<ScalarType> dtype = nullopt) {
  return linalg::vector_norm(self, ord, dim, keepdim, dtype);
}
inline Tensor linalg_norm(Traced self, const optional<Scalar>& ord = nullopt,
                          OptionalIntArrayRef dim = nullopt, bool keepdim = false,
                          optional<ScalarType> dtype = nullopt) {
  return linalg::norm(self, ord, dim, keepdim, dtype);
}
inline Tensor linalg_norm(Traced self, std::string_view ord, OptionalIntArrayRef dim = nullopt,
                          bool keepdim = false, optional<ScalarType> dtype = nullopt) {
  return linalg::norm(self, ord, dim, keepdim, dtype);
}

}  // namespace glassgrad
