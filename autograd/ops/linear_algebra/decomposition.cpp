// QR, eigenvalues and singular values, and what is made of them: pseudoinverse, least squares,
// rank.
#include <algorithm>
#include <limits>

#include "autograd/functions/decomposition.h"
#include "autograd/functions/factorization.h"
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
// dL/dA = (dL/dQ + Q N) R^-T.  More columns than rows, A = [X Y] with R = [U V], Y = Q V:
// dL/dY = Q dL/dV, and X as above with dL/dQ + Y dL/dV^T.  Saves Q and R.
struct LinalgQrBackward0 final : Node {
  SavedTensor q{this}, r{this};
  bool completes;  ///< Q has columns that A does not say

  GradList apply(GradList&& grads) override {
    check(!completes,
          "linalg.qr: The QR decomposition is not differentiable when mode='complete' and nrows > "
          "ncols: the columns that complete Q could be others");
    const Tensor Q = q.unpack(), R = r.unpack();
    const int64_t n = R.size(-2), more = R.size(-1) - n;
    const Tensor U = R.narrow(-1, 0, n), V = R.narrow(-1, n, more);
    const Tensor dr = grads[1].defined() ? grads[1] : zeros_like(R);
    const Tensor du = dr.narrow(-1, 0, n), dv = dr.narrow(-1, n, more);
    Tensor dq = grads[0].defined() ? grads[0] : zeros_like(Q);
    if (more > 0) dq = dq + Q.matmul(V.matmul(dv.mT()));
    const Tensor m = U.matmul(du.mT()) - dq.mT().matmul(Q);
    const Tensor mirrored = m.tril() + m.tril(-1).mT();
    const Tensor dx = linalg::solve_triangular(U.mT(), dq + Q.matmul(mirrored), false, false);
    return {more > 0 ? cat({dx, Q.matmul(dv)}, -1) : dx};
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
    auto* node = record_lists<LinalgQrBackward0>(results, self);
    node->completes = mode == "complete" && a.n > a.m;
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

  /// Without the columns that complete U or V, which A does not say.
  static Tensor known_columns(const Tensor& g, int64_t count) {
    if (!g.defined() || g.size(-1) == count) return g;
    check(count == 0 || !g.narrow(-1, count, g.size(-1) - count).any().item<bool>(),
          "linalg.svd: the gradient of a vector beyond the first {} of U or V does not exist: "
          "full_matrices completes them by any that fit",
          count);
    return g.narrow(-1, 0, count);
  }

  GradList apply(GradList&& grads) override {
    const Tensor S = s.unpack();
    const int64_t count = S.size(-1);
    const Tensor U = u.unpack().narrow(-1, 0, count), V = vh.unpack().mT().narrow(-1, 0, count);
    grads[0] = known_columns(grads[0], count);
    if (grads[2].defined()) grads[2] = known_columns(grads[2].mT(), count).mT();
    const Tensor one = eye(count, kBool), square = S * S;
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

namespace {
bool is_given(const optional<Tensor>& bound) { return bound && bound->defined(); }

/// Singular values `s` of `a` up to here count as 0, [..., 1]: the greater of atol and rtol times
/// the largest. By default rtol is max(N, M) epsilon, but 0 beside an atol above 0.
Tensor negligible(const Tensor& a, const Tensor& s, const optional<Tensor>& atol,
                  const optional<Tensor>& rtol) {
  const double epsilon = s.scalar_type() == kFloat
                             ? static_cast<double>(std::numeric_limits<float>::epsilon())
                             : std::numeric_limits<double>::epsilon();
  const double share = static_cast<double>(std::max(a.size(-1), a.size(-2))) * epsilon;
  const Tensor least = is_given(atol) ? *atol : zeros({}, s.options());
  const Tensor part = is_given(rtol) ? *rtol : where(least > 0, 0, full({}, share, s.options()));
  return maximum(least.unsqueeze(-1), part.unsqueeze(-1) * s.amax(IntArrayRef(-1), true));
}
optional<Tensor> as_tensor(optional<double> bound, const Tensor& like) {
  if (!bound) return nullopt;
  return full({}, *bound, like.options());
}
}  // namespace

// P = A^+, with g = dL/dP, where the rank stays the same:
// dL/dA = (I - A P) g^T P P^T + P^T P g^T (I - P A) - P^T g P^T.  Saves A and P.
// Source: Golub and Pereyra (1973).
struct LinalgPinvBackward0 final : Node {
  SavedTensor matrix{this}, inverse{this};
  GradList apply(GradList&& grads) override {
    const Tensor A = matrix.unpack(), P = inverse.unpack(), Pt = P.mT(), gt = grads[0].mT();
    const Tensor left = gt.matmul(P).matmul(Pt), right = Pt.matmul(P).matmul(gt);
    return {left - A.matmul(P.matmul(left)) + right - right.matmul(P).matmul(A) -
            Pt.matmul(grads[0]).matmul(Pt)};
  }
};

Tensor linalg::pinv(Traced traced, const optional<Tensor>& atol, const optional<Tensor>& rtol,
                    bool) {
  const Tensor& self = traced.enter();
  check_matrices("linalg.pinv", self);
  const Tensor a = self.detach();
  Tensor y;
  if (self.numel() == 0) {
    y = a.mT().clone();
  } else {
    const auto [u, s, vh] = linalg::svd(a);
    const Tensor counts = s > negligible(a, s, atol, rtol);
    const Tensor inverse = where(counts, 1 / where(counts, s, 1), 0);
    y = (vh.mT() * inverse.unsqueeze(-2)).matmul(u.mT());
  }
  if (auto* node = record<LinalgPinvBackward0>(y, self)) {
    node->matrix.save(self);
    node->inverse.save_output(y);
  }
  return y;
}
Tensor linalg::pinv(Traced traced, optional<double> atol, optional<double> rtol, bool hermitian) {
  const Tensor& self = traced.enter();
  return pinv(self, as_tensor(atol, self), as_tensor(rtol, self), hermitian);
}
Tensor linalg::pinv(Traced traced, double rcond, bool hermitian) {
  return pinv(traced.enter(), 0., rcond, hermitian);
}

Tensor linalg_pinv(Traced traced, const Tensor& rcond, bool hermitian) {
  const Tensor& self = traced.enter();
  check_matrices("linalg.pinv", self);
  return linalg::pinv(self, zeros({}, self.options()), rcond, hermitian);
}

Tensor linalg::matrix_rank(Traced traced, const optional<Tensor>& atol,
                           const optional<Tensor>& rtol, bool) {
  const NoGradGuard no_grad;
  const Tensor& self = traced.enter();
  check_matrices("linalg.matrix_rank", self);
  if (self.numel() == 0) return zeros(leading(self), kLong);
  const Tensor s = svdvals(self.detach());
  return (s > negligible(self, s, atol, rtol)).sum(IntArrayRef(-1));
}
Tensor linalg::matrix_rank(Traced traced, optional<double> atol, optional<double> rtol,
                           bool hermitian) {
  const Tensor& self = traced.enter();
  return matrix_rank(self, as_tensor(atol, self), as_tensor(rtol, self), hermitian);
}
Tensor linalg::matrix_rank(Traced traced, double tol, bool hermitian) {
  return matrix_rank(traced.enter(), tol, 0., hermitian);
}
Tensor linalg::matrix_rank(Traced traced, const Tensor& tol, bool hermitian) {
  const Tensor& self = traced.enter();
  return matrix_rank(self, tol, zeros({}, self.options()), hermitian);
}

std::tuple<Tensor, Tensor, Tensor, Tensor> linalg::lstsq(Traced traced, const Tensor& b,
                                                         optional<double> rcond,
                                                         optional<std::string_view> driver) {
  const Tensor& self = traced.enter();
  check_matrices("torch.linalg.lstsq", self);
  const std::string_view by = driver.value_or("gelsy");
  const bool of_full_rank = by == "gels", by_svd = by == "gelsd" || by == "gelss";
  check(of_full_rank || by_svd || by == "gelsy",
        "torch.linalg.lstsq: parameter `driver` should be one of (gels, gelsy, gelsd, gelss), but "
        "got {}",
        by);
  const bool vectors = b.dim() + 1 == self.dim();
  const Tensor right = vectors ? b.unsqueeze(-1) : b;
  const Tensor x = pinv(self, nullopt, rcond).matmul(right);
  const int64_t n = self.size(-2), m = self.size(-1);
  // Of each driver what its LAPACK routine gives.
  const Tensor rank = of_full_rank ? empty({0}, kLong) : Tensor(matrix_rank(self, nullopt, rcond));
  Tensor residuals = empty({0}, self.options());
  if (n > m && (of_full_rank || (by_svd && (rank == m).all().item<bool>())))
    residuals = (self.matmul(x) - right).square().sum(IntArrayRef(-2));
  const Tensor singular = by_svd ? svdvals(self.detach()) : empty({0}, self.options());
  return {vectors ? x.squeeze(-1) : x, residuals, rank, singular};
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
