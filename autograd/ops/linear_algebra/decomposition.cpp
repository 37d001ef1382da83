// QR, eigenvalues and singular values, and what is made of them: pseudoinverse, least squares,
// rank, norms of matrices.
#include <algorithm>
#include <cmath>
#include <limits>

#include "autograd/functions/decomposition.h"
#include "autograd/kernels/decomposition.h"
#include "autograd/ops/linear_algebra/decomposition.h"

namespace glassgrad {

namespace {
/// x with shape [batch..., n, m], of double numbers in contiguous memory.
Tensor shaped(const Dims& batch, int64_t n, int64_t m) {
  Dims shape = batch;
  shape.push_back(n);
  shape.push_back(m);
  return empty_tensor(shape, kDouble);
}
}  // namespace

// --- qr ---

// A = Q R.  With M = R dL/dR^T - dL/dQ^T Q, and N its lower triangle mirrored:
// dL/dA = (dL/dQ + Q N) R^-T.  For N >= M.  Saves Q and R.
struct LinalgQrBackward0 final : Node {
  SavedTensor q{this}, r{this};
  GradList apply(GradList&& grads) override {
    const Tensor Q = q.unpack(), R = r.unpack();
    const Tensor dq = grads[0].defined() ? grads[0] : zeros_like(Q);
    const Tensor dr = grads[1].defined() ? grads[1] : zeros_like(R);
    const Tensor m = R.matmul(dr.mT()) - dq.mT().matmul(Q);
    const Tensor mirrored = m.tril() + m.tril(-1).mT();
    return {linalg::solve(R, (dq + Q.matmul(mirrored)).mT()).mT()};
  }
};

std::tuple<Tensor, Tensor> linalg::qr(Traced traced, std::string_view mode) {
  const Tensor& self = traced.enter();
  check_matrices("linalg.qr", self);
  check(mode == "reduced" || mode == "complete" || mode == "r",
        "qr received unrecognized mode '{}' but expected one of 'reduced' (default), 'r', or "
        "'complete'",
        mode);
  const Matrices a(self);
  const Tensor whole = shaped(a.batch, a.n, a.n);
  for (int64_t b = 0; b < a.count; ++b)
    kernels::qr(a.at(b), data<double>(whole) + b * a.n * a.n, a.n, a.m);
  const int64_t columns = mode == "complete" ? a.n : std::min(a.n, a.m);
  const ScalarType type = self.scalar_type();
  const Tensor results[] = {whole.narrow(-1, 0, columns).contiguous().to(type),
                            a.values.narrow(-2, 0, columns).contiguous().to(type)};
  if (mode == "r") return {empty({0}, self.options()), results[1]};
  if (must_record(self)) {
    check(a.n >= a.m && (mode == "reduced" || a.n == a.m),
          "linalg.qr: there is a gradient for mode 'reduced' and at least as many rows as columns, "
          "but not for '{}' and {}",
          mode, self.sizes());
    auto* node = record_lists<LinalgQrBackward0>(results, self);
    node->q.save_output(results[0]);
    node->r.save_output(results[1]);
  }
  return {results[0], results[1]};
}

// --- eigh ---

// A = V diag(w) V^T.  dL/dA = V (diag(dL/dw) + (V^T dL/dV) / E) V^T with E_ij = w_j - w_i; of
// dL/dV only what turns V counts.  Saves w and V.
struct LinalgEighBackward0 final : Node {
  SavedTensor values{this}, vectors{this};
  GradList apply(GradList&& grads) override {
    const Tensor w = values.unpack(), v = vectors.unpack();
    Tensor inside = grads[0].defined() ? grads[0].diag_embed() : zeros_like(v);
    if (grads[1].defined()) {
      const Tensor gaps = w.unsqueeze(-2) - w.unsqueeze(-1);
      const Tensor one = eye(w.size(-1), kBool);
      const Tensor turned = v.mT().matmul(grads[1]);
      inside = inside + where(one, 0, (turned - turned.mT()) / 2 / where(one, 1, gaps));
    }
    return {v.matmul(inside).matmul(v.mT())};
  }
};

std::tuple<Tensor, Tensor> linalg::eigh(Traced traced, std::string_view uplo) {
  const Tensor& self = traced.enter();
  check_square("linalg.eigh", self);
  check(uplo == "L" || uplo == "U" || uplo == "l" || uplo == "u",
        "Expected UPLO argument to be 'L' or 'U', but got {}", uplo);
  const bool lower = uplo == "L" || uplo == "l";
  const Tensor seen = self.detach();  // one triangle, mirrored
  const Matrices a(lower ? seen.tril() + seen.tril(-1).mT() : seen.triu() + seen.triu(1).mT());
  const Tensor w = empty_tensor(self.sizes().slice(0, self.dim() - 1), kDouble);
  const Tensor v = shaped(a.batch, a.n, a.n);
  for (int64_t b = 0; b < a.count; ++b)
    kernels::eigh(a.at(b), data<double>(w) + b * a.n, data<double>(v) + b * a.n * a.n, a.n);
  const Tensor results[] = {w.to(self.scalar_type()), v.to(self.scalar_type())};
  if (must_record(self)) {
    auto* node = record_lists<LinalgEighBackward0>(results, self);
    node->values.save_output(results[0]);
    node->vectors.save_output(results[1]);
  }
  return {results[0], results[1]};
}
Tensor linalg::eigvalsh(Traced traced, std::string_view uplo) {
  return std::get<0>(linalg::eigh(traced.enter(), uplo));
}

// --- svd ---

// A = U diag(S) V^T.  With E_ij = s_j^2 - s_i^2 (1 on the diagonal), and skew(X) = X - X^T:
// dL/dA = U (diag(dL/dS) + (skew(U^T dL/dU) / E) S + S (skew(V^T dL/dV) / E)) V^T, and what of
// dL/dU and dL/dV lies outside the spaces of U and V, over S.  Saves U, S and V.
struct LinalgSvdBackward0 final : Node {
  SavedTensor u{this}, s{this}, vh{this};
  GradList apply(GradList&& grads) override {
    const Tensor U = u.unpack(), S = s.unpack(), V = vh.unpack().mT();
    const Tensor one = eye(S.size(-1), kBool), square = S * S;
    const Tensor gaps = where(one, 1, square.unsqueeze(-2) - square.unsqueeze(-1));
    const Tensor row = S.unsqueeze(-2), column = S.unsqueeze(-1);
    const auto turned = [&](const Tensor& basis, const Tensor& g) {
      const Tensor x = basis.mT().matmul(g);
      return (x - x.mT()) / gaps;
    };
    const auto outside = [&](const Tensor& basis, const Tensor& g) {
      return (g - basis.matmul(basis.mT().matmul(g))) / row;
    };
    Tensor inside = grads[1].defined() ? grads[1].diag_embed() : zeros_like(gaps);
    Tensor da;
    if (grads[0].defined()) {
      inside = inside + turned(U, grads[0]) * row;
      if (U.size(-2) > S.size(-1)) da = outside(U, grads[0]).matmul(V.mT());
    }
    if (grads[2].defined()) {
      const Tensor dv = grads[2].mT();
      inside = inside + column * turned(V, dv);
      if (V.size(-2) > S.size(-1)) {
        const Tensor part = U.matmul(outside(V, dv).mT());
        da = da.defined() ? da + part : part;
      }
    }
    const Tensor main = U.matmul(inside).matmul(V.mT());
    return {da.defined() ? main + da : main};
  }
};

namespace {
/// Orthonormal columns behind those of q [n, m], up to n: the rest of a complete QR.
Tensor completed(const Tensor& q) {
  const Tensor whole = std::get<0>(linalg::qr(q, "complete"));
  return cat({q, whole.narrow(-1, q.size(-1), q.size(-2) - q.size(-1))}, -1);
}
/// (U, S, V) without history, in double precision, for at least as many rows as columns.
std::tuple<Tensor, Tensor, Tensor> tall_svd(const Tensor& x) {
  const Matrices a(x);
  Dims shape = a.batch;
  shape.push_back(a.m);
  const Tensor s = empty_tensor(shape, kDouble), v = shaped(a.batch, a.m, a.m);
  for (int64_t b = 0; b < a.count; ++b)
    kernels::svd(a.at(b), data<double>(s) + b * a.m, data<double>(v) + b * a.m * a.m, a.n, a.m);
  return {a.values, s, v};
}
}  // namespace

std::tuple<Tensor, Tensor, Tensor> linalg::svd(Traced traced, bool full_matrices,
                                               optional<std::string_view>) {
  const Tensor& self = traced.enter();
  check_matrices("linalg.svd", self);
  const bool wide = self.size(-2) < self.size(-1);
  auto [u, s, v] = tall_svd(wide ? self.detach().mT() : self.detach());
  if (full_matrices && u.size(-2) > u.size(-1)) u = completed(u);
  if (wide) std::swap(u, v);
  const ScalarType type = self.scalar_type();
  const Tensor results[] = {u.to(type), s.to(type), v.mT().contiguous().to(type)};
  if (must_record(self)) {
    check(!full_matrices || self.size(-2) == self.size(-1),
          "linalg.svd: the gradient with full_matrices needs a square matrix, but got {}",
          self.sizes());
    auto* node = record_lists<LinalgSvdBackward0>(results, self);
    node->u.save_output(results[0]);
    node->s.save_output(results[1]);
    node->vh.save_output(results[2]);
  }
  return {results[0], results[1], results[2]};
}
Tensor linalg::svdvals(Traced traced, optional<std::string_view>) {
  return std::get<1>(linalg::svd(traced.enter()));
}

// --- made of them ---

Tensor linalg::pinv(Traced traced, double rcond, bool) {
  const Tensor& self = traced.enter();
  const auto [u, s, vh] = linalg::svd(self);
  if (self.numel() == 0) return self.mT().clone();
  const Tensor counts = s > s.amax(IntArrayRef(-1), true) * rcond;
  const Tensor inverse = where(counts, 1 / where(counts, s, 1), 0);
  return (vh.mT() * inverse.unsqueeze(-2)).matmul(u.mT());
}

Tensor linalg::matrix_rank(Traced traced, optional<double> tol, bool) {
  const NoGradGuard no_grad;
  const Tensor& self = traced.enter();
  const Tensor s = svdvals(self.detach());
  const double epsilon = self.scalar_type() == kFloat
                             ? static_cast<double>(std::numeric_limits<float>::epsilon())
                             : std::numeric_limits<double>::epsilon();
  const double share = static_cast<double>(std::max(self.size(-1), self.size(-2))) * epsilon;
  const Tensor bound = tol ? full({}, *tol, s.options()) : s.amax(IntArrayRef(-1), true) * share;
  return (s > bound).sum(IntArrayRef(-1));
}

std::tuple<Tensor, Tensor, Tensor, Tensor> linalg::lstsq(Traced traced, const Tensor& b,
                                                         optional<double>,
                                                         optional<std::string_view>) {
  const Tensor& self = traced.enter();
  check_matrices("torch.linalg.lstsq", self);
  const bool vectors = b.dim() + 1 == self.dim();
  const Tensor right = vectors ? b.unsqueeze(-1) : b;
  const Tensor x = pinv(self).matmul(right);
  const int64_t n = self.size(-2), m = self.size(-1);
  const Tensor rank = full(leading(self), std::min(n, m), kLong);
  Tensor residuals = empty({0}, self.options());
  if (n > m) residuals = (self.matmul(x) - right).square().sum(IntArrayRef(-2));
  return {vectors ? x.squeeze(-1) : x, residuals, rank, empty({0}, self.options())};
}

// --- norms ---

Tensor linalg::vector_norm(Traced traced, const Scalar& ord, OptionalIntArrayRef dim, bool keepdim,
                           optional<ScalarType> dtype) {
  const Tensor& self = traced.enter();
  check(self.is_floating_point(),
        "linalg.vector_norm: Expected a floating point or complex tensor as input. Got {}",
        self.scalar_type());
  const Tensor x = dtype ? cast(self, *dtype) : self;
  if (dim && !(*dim).empty()) return glassgrad::norm(x, ord, *dim, keepdim);
  return glassgrad::norm(x, ord, IntArrayRef(), keepdim);
}

namespace {
/// The matrices of dims at the end, and how their norms [...] get dimensions of one again.
struct MatrixDims {
  MatrixDims(const Tensor& self, IntArrayRef dim) {
    check(dim.size() == 2, "linalg.matrix_norm: dim must be a 2-tuple. Got {}", dim);
    check(self.dim() >= 2,
          "linalg.matrix_norm: The input tensor A must have at least 2 dimensions.");
    first = wrap_dim(dim[0], self.dim());
    second = wrap_dim(dim[1], self.dim());
    check(first != second, "linalg.matrix_norm: dims must be different. Got {}", dim);
    matrices = self.movedim({first, second}, {-2, -1});
  }
  Tensor finished(const Tensor& norms, bool keepdim) const {
    if (!keepdim) return norms;
    return norms.unsqueeze(std::min(first, second)).unsqueeze(std::max(first, second));
  }
  int64_t first, second;
  Tensor matrices;
};
}  // namespace

Tensor linalg::matrix_norm(Traced traced, const Scalar& ord, IntArrayRef dim, bool keepdim,
                           optional<ScalarType> dtype) {
  const Tensor& self = traced.enter();
  const double p = ord.toDouble();
  const bool largest = p > 0, sums = std::fabs(p) == 1 || std::isinf(p);
  check(sums || std::fabs(p) == 2, "linalg.matrix_norm: Order {} not supported.", p);
  const MatrixDims at(dtype ? cast(self, *dtype) : self, dim);
  const Tensor values =
      sums ? at.matrices.abs().sum(IntArrayRef(std::isinf(p) ? -1 : -2)) : svdvals(at.matrices);
  const int64_t last = -1;
  return at.finished(largest ? values.amax({last}) : values.amin({last}), keepdim);
}
Tensor linalg::matrix_norm(Traced traced, std::string_view ord, IntArrayRef dim, bool keepdim,
                           optional<ScalarType> dtype) {
  const Tensor& self = traced.enter();
  check(ord == "fro" || ord == "nuc", "linalg.matrix_norm: Order {} not supported.", ord);
  if (ord == "fro") return vector_norm(self, 2, dim, keepdim, dtype);
  const MatrixDims at(dtype ? cast(self, *dtype) : self, dim);
  return at.finished(svdvals(at.matrices).sum(IntArrayRef(-1)), keepdim);
}

Tensor linalg::norm(Traced traced, const optional<Scalar>& ord, OptionalIntArrayRef dim,
                    bool keepdim, optional<ScalarType> dtype) {
  const Tensor& self = traced.enter();
  if (ord && dim && (*dim).size() == 2) return matrix_norm(self, *ord, *dim, keepdim, dtype);
  if (ord && !dim && self.dim() == 2) return matrix_norm(self, *ord, {-2, -1}, keepdim, dtype);
  check(!ord || dim || self.dim() == 1,
        "linalg.norm: If dim is not specified but ord is, the input must be 1D or 2D. Got {}D.",
        self.dim());
  return vector_norm(self, ord.value_or(2), dim, keepdim, dtype);
}
Tensor linalg::norm(Traced traced, std::string_view ord, OptionalIntArrayRef dim, bool keepdim,
                    optional<ScalarType> dtype) {
  const Tensor& self = traced.enter();
  return dim ? matrix_norm(self, ord, *dim, keepdim, dtype)
             : matrix_norm(self, ord, {-2, -1}, keepdim, dtype);
}

// --- the older names ---

Tensor pinverse(Traced self, double rcond) { return linalg::pinv(self, rcond); }
std::tuple<Tensor, Tensor> qr(Traced self, bool some) {
  return linalg::qr(self, some ? "reduced" : "complete");
}
std::tuple<Tensor, Tensor, Tensor> svd(Traced traced, bool some, bool compute_uv) {
  const Tensor& self = traced.enter();
  const auto [u, s, vh] = linalg::svd(self, !some);
  if (!compute_uv) return {zeros_like(u.detach()), s, zeros_like(vh.detach().mT())};
  return {u, s, vh.mT()};
}

Tensor Tensor::pinverse(double rcond, Caller caller) const {
  return glassgrad::pinverse({*this, caller}, rcond);
}
std::tuple<Tensor, Tensor> Tensor::qr(bool some, Caller caller) const {
  return glassgrad::qr({*this, caller}, some);
}
std::tuple<Tensor, Tensor, Tensor> Tensor::svd(bool some, bool compute_uv, Caller caller) const {
  return glassgrad::svd({*this, caller}, some, compute_uv);
}

}  // namespace glassgrad
