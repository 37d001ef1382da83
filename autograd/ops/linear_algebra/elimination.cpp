// Determinants, inverses and equations, by elimination; Cholesky's factor.
#include <cmath>
#include <limits>

#include "autograd/functions/decomposition.h"
#include "autograd/kernels/decomposition.h"
#include "autograd/ops/linear_algebra/decomposition.h"

namespace glassgrad {

// --- det ---

// y = det A.  dL/dA = dL/dy * y * A^-T; of a singular matrix by its cofactors, through the singular
// values.  Saves A and y.
struct LinalgDetBackward0 final : Node {
  // Of A = U diag(s) V^T they are det U det V times U diag(d) V^T, d_i the product of all s but
  // s_i.
  static Tensor cofactors(const Tensor& a) {
    const auto [u, s, vh] = linalg::svd(a, /*full_matrices=*/false);
    std::vector<Tensor> others;
    for (int64_t i = 0; i < s.size(-1); ++i)
      others.push_back(
          cat({s.narrow(-1, 0, i), s.narrow(-1, i + 1, s.size(-1) - i - 1)}, -1).prod(-1));
    const Tensor sign = (linalg::det(u) * linalg::det(vh)).unsqueeze(-1).unsqueeze(-1);
    return sign * (u * stack(others, -1).unsqueeze(-2)).matmul(vh);
  }

  SavedTensor self{this}, result{this};
  GradList apply(GradList&& grads) override {
    const Tensor a = self.unpack(), y = result.unpack();
    if (y.detach().eq(0).any().item().toBool())
      return {grads[0].unsqueeze(-1).unsqueeze(-1) * cofactors(a)};
    const Tensor g = (grads[0] * y).unsqueeze(-1).unsqueeze(-1);
    return {g * linalg::inv(a).mT()};
  }
  std::string formula() const override { return "dL/dA = dL/dy * y * A^-T"; }
};

Tensor linalg::det(Traced traced) {
  const Tensor& self = traced.enter();
  check_square("linalg.det", self);
  const Matrices a(self);
  const Tensor y = empty_tensor(a.batch, kDouble);
  std::vector<int64_t> rows(static_cast<size_t>(a.n));
  for (int64_t b = 0; b < a.count; ++b) {
    bool singular;
    double det = kernels::lu(a.at(b), a.n, rows.data(), &singular);
    for (int64_t i = 0; i < a.n; ++i) det *= a.at(b)[i * a.n + i];
    data<double>(y)[b] = det;
  }
  Tensor result = cast(y, self.scalar_type());
  if (auto* node = record<LinalgDetBackward0>(result, self)) {
    node->self.save(self);
    node->result.save_output(result);
  }
  return result;
}

// (s, y) = (sign det A, ln |det A|).  dL/dA = dL/dy * A^-T.  Saves A.
struct LinalgSlogdetBackward0 final : Node {
  SavedTensor self{this};
  GradList apply(GradList&& grads) override {
    const Tensor a = self.unpack();
    if (!grads[1].defined()) return {zeros_like(a)};
    return {grads[1].unsqueeze(-1).unsqueeze(-1) * linalg::inv(a).mT()};
  }
};

std::tuple<Tensor, Tensor> linalg::slogdet(Traced traced) {
  const Tensor& self = traced.enter();
  check_square("linalg.slogdet", self);
  const Matrices a(self);
  const Tensor signs = empty_tensor(a.batch, kDouble), logs = empty_tensor(a.batch, kDouble);
  std::vector<int64_t> rows(static_cast<size_t>(a.n));
  for (int64_t b = 0; b < a.count; ++b) {
    bool singular;
    double sign = kernels::lu(a.at(b), a.n, rows.data(), &singular), log = 0;
    for (int64_t i = 0; i < a.n; ++i) {
      const double pivot = a.at(b)[i * a.n + i];
      sign *= (pivot > 0) - (pivot < 0);
      log += std::log(std::fabs(pivot));
    }
    data<double>(signs)[b] = sign;
    data<double>(logs)[b] = singular ? -std::numeric_limits<double>::infinity() : log;
  }
  const Tensor results[] = {cast(signs, self.scalar_type()), cast(logs, self.scalar_type())};
  if (must_record(self)) record_lists<LinalgSlogdetBackward0>(results, self)->self.save(self);
  return {results[0], results[1]};
}

Tensor logdet(Traced traced) {
  const Tensor& self = traced.enter();
  const auto [sign, log] = linalg::slogdet(self);
  return where(sign.detach() < 0, std::numeric_limits<double>::quiet_NaN(), log);
}

// --- solve and inv ---

// X = A^-1 B.  dL/dB = A^-T dL/dX;  dL/dA = -dL/dB X^T.  Saves A and X.
struct LinalgSolveBackward0 final : Node {
  SavedTensor self{this}, result{this};
  Dims self_sizes, other_sizes;
  GradList apply(GradList&& grads) override {
    const Tensor a = self.unpack(), x = result.unpack();
    const Tensor db = linalg::solve(a.mT(), grads[0]);
    GradList results = GradList::undefined(2);
    if (should_compute_output(0)) results[0] = sum_to(-db.matmul(x.mT()), self_sizes);
    if (should_compute_output(1)) results[1] = sum_to(db, other_sizes);
    return results;
  }
  std::string formula() const override { return "dL/dB = A^-T dL/dX, dL/dA = -dL/dB X^T"; }
};

namespace {
Tensor solve_matrices(const char* op, const Tensor& self, const Tensor& other) {
  const Dims batch = broadcast_shapes(leading(self), leading(other));
  Dims a_shape = batch, b_shape = batch;
  for (int64_t d = -2; d < 0; ++d) {
    a_shape.push_back(self.size(d));
    b_shape.push_back(other.size(d));
  }
  const Matrices a(self.expand(a_shape)), b(other.expand(b_shape));
  std::vector<int64_t> rows(static_cast<size_t>(a.n));
  for (int64_t k = 0; k < a.count; ++k) {
    bool singular;
    kernels::lu(a.at(k), a.n, rows.data(), &singular);
    check(!singular || a.n == 0, "{}: {}The solver failed because the input matrix is singular.",
          op, a.batch.empty() ? std::string() : fmt::format("(Batch element {}): ", k));
    kernels::lu_solve(a.at(k), rows.data(), a.n, b.at(k), b.m);
  }
  Tensor x = cast(b.values, self.scalar_type());
  if (auto* node = record<LinalgSolveBackward0>(x, self, other)) {
    node->self.save(self);
    node->result.save_output(x);
    node->self_sizes = self.impl()->sizes;
    node->other_sizes = other.impl()->sizes;
  }
  return x;
}
/// Whether B is a batch of vectors: a vector, or the leading dimensions of A and as long as A.
bool are_vectors(const Tensor& a, const Tensor& b) {
  return b.dim() == 1 || (b.dim() + 1 == a.dim() && b.sizes() == a.sizes().slice(0, a.dim() - 1));
}
}  // namespace

Tensor linalg::solve(Traced traced, const Tensor& other, bool left) {
  const Tensor& self = traced.enter();
  check_square("linalg.solve", self);
  check(self.scalar_type() == other.scalar_type(),
        "linalg.solve: Expected A and B to have the same dtype, but found A of type {} and B of "
        "type {} instead",
        self.scalar_type(), other.scalar_type());
  if (are_vectors(self, other)) return solve(self, other.unsqueeze(-1), true).squeeze(-1);
  if (!left) return solve(self.mT(), other.mT(), true).mT();
  check(other.dim() >= 2 && self.size(-1) == other.size(-2),
        "linalg.solve: Incompatible shapes of A and B for the equation AX = B ({} and {})",
        self.sizes(), other.sizes());
  return solve_matrices("torch.linalg.solve", self, other);
}

// Y = A^-1.  dL/dA = -Y^T dL/dY Y^T.  Saves Y.
struct LinalgInvExBackward0 final : Node {
  SavedTensor inverse{this};
  GradList apply(GradList&& grads) override {
    const Tensor transposed = inverse.unpack().mT();
    return {-transposed.matmul(grads[0]).matmul(transposed)};
  }
  std::string formula() const override { return "dL/dA = -Y^T dL/dY Y^T"; }
};

Tensor linalg::inv(Traced traced) {
  const Tensor& self = traced.enter();
  check_square("linalg.inv", self);
  Tensor y;
  {
    const NoGradGuard no_grad;
    const Tensor one = eye(self.size(-1), self.options());
    y = solve_matrices("linalg.inv", self.detach(), one);
  }
  if (auto* node = record<LinalgInvExBackward0>(y, self)) node->inverse.save_output(y);
  return y;
}

std::tuple<Tensor, Tensor> triangular_solve(Traced b, const Tensor& a, bool upper, bool transpose,
                                            bool unitriangular) {
  const Tensor& right = b.enter();
  const Tensor left = transpose ? a.mT() : a;
  return {linalg::solve_triangular(left, right, upper != transpose, true, unitriangular),
          a.clone()};
}
Tensor linalg::solve_triangular(Traced traced, const Tensor& other, bool upper, bool left,
                                bool unitriangular) {
  const Tensor& self = traced.enter();
  check_square("linalg.solve_triangular", self);
  check(self.scalar_type() == other.scalar_type(),
        "linalg.solve_triangular: Expected A and B to have the same dtype, but found A of type {} "
        "and B of type {} instead",
        self.scalar_type(), other.scalar_type());
  check(other.dim() >= 2,
        "linalg.solve_triangular: The input tensor B must have at least 2 dimensions.");
  check(self.size(-1) == other.size(left ? -2 : -1),
        "linalg.solve_triangular: Incompatible shapes of A and B for the equation {} ({}x{} and "
        "{}x{})",
        left ? "AX = B" : "XA = B", self.size(-2), self.size(-1), other.size(-2), other.size(-1));
  Tensor a = upper ? self.triu(unitriangular ? 1 : 0) : self.tril(unitriangular ? -1 : 0);
  if (unitriangular) a = a + eye(self.size(-1), self.options());
  if (!left) return solve_matrices("linalg.solve_triangular", a.mT(), other.mT()).mT();
  return solve_matrices("linalg.solve_triangular", a, other);
}

// --- cholesky ---

// A = L L^T.  With P = L^T dL/dL, its upper triangle dropped and its diagonal halved:
// dL/dA = the symmetric part of L^-T P L^-1.  Saves L.  Source: Murray, "Differentiation of the
// Cholesky decomposition" (2016).
struct LinalgCholeskyExBackward0 final : Node {
  SavedTensor factor{this};
  GradList apply(GradList&& grads) override {
    const Tensor l = factor.unpack(), transposed = l.mT();
    Tensor p = transposed.matmul(grads[0]).tril();
    p = p - p.diagonal(0, -2, -1).diag_embed() / 2;
    const Tensor s = linalg::solve(transposed, linalg::solve(transposed, p).mT());
    return {(s + s.mT()) / 2};
  }
};

Tensor linalg::cholesky(Traced traced, bool upper) {
  const Tensor& self = traced.enter();
  check_square("linalg.cholesky", self);
  if (upper) return linalg::cholesky(self.mT(), false).mT();
  const Matrices a(self);
  for (int64_t b = 0; b < a.count; ++b)
    check(kernels::cholesky(a.at(b), a.n) == 0,
          "linalg.cholesky: {}The factorization could not be completed because the "
          "input is not positive-definite.",
          a.batch.empty() ? std::string() : fmt::format("(Batch element {}): ", b));
  Tensor l = cast(a.values, self.scalar_type());
  if (auto* node = record<LinalgCholeskyExBackward0>(l, self)) node->factor.save_output(l);
  return l;
}

// --- powers ---

Tensor linalg::matrix_power(Traced traced, int64_t n) {
  const Tensor& self = traced.enter();
  check_two_dimensions("linalg.matrix_power", self);
  check_equal_sides("linalg.matrix_power", self);
  check(n > INT64_MIN, "linalg.matrix_power: the exponent {} is out of range", n);
  if (n < 0) return linalg::matrix_power(linalg::inv(self), -n);
  if (n == 0) return eye(self.size(-1), self.options()).expand_as(self).clone();
  Tensor square = self, y;
  for (; n > 0; n /= 2) {
    if (n % 2 == 1) y = y.defined() ? y.matmul(square) : square;
    if (n > 1) square = square.matmul(square);
  }
  return y.is_same(self) ? self.clone() : y;
}

// --- other names ---

Tensor det(Traced self) { return linalg::det(self); }
std::tuple<Tensor, Tensor> slogdet(Traced self) { return linalg::slogdet(self); }
Tensor inverse(Traced self) { return linalg::inv(self); }
Tensor matrix_power(Traced self, int64_t n) { return linalg::matrix_power(self, n); }
Tensor cholesky(Traced self, bool upper) { return linalg::cholesky(self, upper); }

Tensor Tensor::det(Caller caller) const { return glassgrad::det({*this, caller}); }
Tensor Tensor::logdet(Caller caller) const { return glassgrad::logdet({*this, caller}); }
std::tuple<Tensor, Tensor> Tensor::slogdet(Caller caller) const {
  return glassgrad::slogdet({*this, caller});
}
Tensor Tensor::inverse(Caller caller) const { return glassgrad::inverse({*this, caller}); }
Tensor Tensor::matrix_power(int64_t n, Caller caller) const {
  return glassgrad::matrix_power({*this, caller}, n);
}
Tensor Tensor::cholesky(bool upper, Caller caller) const {
  return glassgrad::cholesky({*this, caller}, upper);
}

}  // namespace glassgrad
