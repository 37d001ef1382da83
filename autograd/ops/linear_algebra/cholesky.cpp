// Cholesky's factor of a symmetric positive matrix, and what is solved with it.
#include "autograd/functions/decomposition.h"
#include "autograd/functions/factorization.h"
#include "autograd/kernels/decomposition.h"
#include "autograd/ops/linear_algebra/decomposition.h"

namespace glassgrad {

// --- the factor ---

// A = L L^T.  With P = L^T dL/dL, its upper triangle dropped and its diagonal halved:
// dL/dA = the symmetric part of L^-T P L^-1; of the upper factor, U = L^T, by dL/dL = (dL/dU)^T.
// Saves the factor.  Source: Murray, "Differentiation of the Cholesky decomposition" (2016).
struct CholeskyBackward : Node {
  SavedTensor factor{this};
  bool upper;
  GradList apply(GradList&& grads) override {
    const Tensor l = upper ? factor.unpack().mT() : factor.unpack(), transposed = l.mT();
    Tensor p = transposed.matmul(upper ? grads[0].mT() : grads[0]).tril();
    p = p - p.diagonal(0, -2, -1).diag_embed() / 2;
    const Tensor s = linalg::solve(transposed, linalg::solve(transposed, p).mT());
    return {(s + s.mT()) / 2};
  }
};
struct CholeskyBackward0 final : CholeskyBackward {};  // of cholesky
struct LinalgCholeskyExBackward0 final : CholeskyBackward {
};  // of linalg::cholesky and cholesky_ex

namespace {
template <class NodeType>
void record_factor(Tensor& factor, const Tensor& self, bool upper) {
  if (auto* node = record<NodeType>(factor, self)) {
    node->factor.save_output(factor);
    node->upper = upper;
  }
}

/// The factor without history. `info`: 0, or at which row, from 1, each matrix failed.
Tensor cholesky_factor(const Tensor& self, bool upper, const Tensor& info) {
  const NoGradGuard no_grad;
  const Matrices a(upper ? self.mT() : self);
  for (int64_t b = 0; b < a.count; ++b)
    data<int32_t>(info)[b] = static_cast<int32_t>(kernels::cholesky(a.at(b), a.n));
  const Tensor l = cast(a.values, self.scalar_type()).tril();
  return upper ? l.mT().contiguous() : l;
}

template <class NodeType>
Tensor checked_factor(const Tensor& self, bool upper) {
  check_square("linalg.cholesky", self);
  const Tensor info = zeros(leading(self), kInt);
  Tensor factor = cholesky_factor(self, upper, info);
  for (int64_t b = 0; b < info.numel(); ++b)
    check(data<int32_t>(info)[b] == 0,
          "linalg.cholesky: {}The factorization could not be completed because the "
          "input is not positive-definite.",
          info.dim() == 0 ? std::string() : fmt::format("(Batch element {}): ", b));
  record_factor<NodeType>(factor, self, upper);
  return factor;
}
}  // namespace

Tensor linalg::cholesky(Traced self, bool upper) {
  return checked_factor<LinalgCholeskyExBackward0>(self.enter(), upper);
}
Tensor cholesky(Traced self, bool upper) {
  return checked_factor<CholeskyBackward0>(self.enter(), upper);
}

std::tuple<Tensor, Tensor> linalg::cholesky_ex(Traced traced, bool upper, bool check_errors) {
  const Tensor& self = traced.enter();
  check_square("linalg.cholesky", self);
  const Tensor info = zeros(leading(self), kInt);
  if (check_errors) return {linalg::cholesky(self, upper), info};
  Tensor factor = cholesky_factor(self, upper, info);
  record_factor<LinalgCholeskyExBackward0>(factor, self, upper);
  return {factor, info};
}

// --- equations solved with it ---

// X with L L^T X = B or, of an upper factor, U^T U X = B.  dL/dB = (L L^T)^-1 dL/dX; with
// S = dL/dB X^T, dL/dL = -(S + S^T) L or dL/dU = -U (S + S^T), in the triangle that is read.
// Saves the factor and X.
struct CholeskySolveBackward0 final : Node {
  SavedTensor factor{this}, result{this};
  Dims b_sizes, factor_sizes;
  bool upper;
  std::string formula() const override {
    return "dL/dB = (L L^T)^-1 dL/dX; dL/dL = -(S + S^T) L with S = dL/dB X^T";
  }
  GradList apply(GradList&& grads) override {
    const Tensor f = factor.unpack();
    const Tensor db = cholesky_solve(grads[0], f, upper);
    GradList results = GradList::undefined(2);
    results[0] = sum_to(db, b_sizes);
    if (should_compute_output(1)) {
      const Tensor s = db.matmul(result.unpack().mT()), both = s + s.mT();
      results[1] = sum_to(upper ? -f.matmul(both).triu() : -both.matmul(f).tril(), factor_sizes);
    }
    return results;
  }
};

namespace {
/// X with L L^T X = B, without history.
Tensor solve_by_factor(const Tensor& b, const Tensor& factor, bool upper) {
  const NoGradGuard no_grad;
  const Tensor l = upper ? factor.mT() : factor;
  const Tensor z = linalg::solve_triangular(l, b, /*upper=*/false);
  return linalg::solve_triangular(l.mT(), z, /*upper=*/true);
}
}  // namespace

Tensor cholesky_solve(Traced traced, const Tensor& factor, bool upper) {
  const Tensor& b = traced.enter();
  check(b.dim() >= 2 && factor.dim() >= 2,
        "cholesky_solve: expected b and u of at least 2 dimensions, got {} and {}", b.dim(),
        factor.dim());
  Tensor x = solve_by_factor(b, factor, upper);
  if (auto* node = record<CholeskySolveBackward0>(x, b, factor)) {
    node->factor.save(factor);
    node->result.save_output(x);
    node->b_sizes = b.impl()->sizes;
    node->factor_sizes = factor.impl()->sizes;
    node->upper = upper;
  }
  return x;
}

// Y = (L L^T)^-1 or (U^T U)^-1.  With S = Y (dL/dY + dL/dY^T) Y, dL/dL = -S L or dL/dU = -U S,
// in the triangle that is read.  Saves the factor and Y.
struct CholeskyInverseBackward0 final : Node {
  SavedTensor factor{this}, result{this};
  bool upper;
  std::string formula() const override { return "dL/dL = -S L with S = Y (dL/dY + dL/dY^T) Y"; }
  GradList apply(GradList&& grads) override {
    const Tensor f = factor.unpack(), y = result.unpack(), &g = grads[0];
    const Tensor s = y.matmul(g + g.mT()).matmul(y);
    return {upper ? -f.matmul(s).triu() : -s.matmul(f).tril()};
  }
};

Tensor cholesky_inverse(Traced traced, bool upper) {
  const Tensor& factor = traced.enter();
  check_square("cholesky_inverse", factor);
  const Tensor one = eye(factor.size(-1), factor.options());
  Tensor y = solve_by_factor(one, factor, upper);
  if (auto* node = record<CholeskyInverseBackward0>(y, factor)) {
    node->factor.save(factor);
    node->result.save_output(y);
    node->upper = upper;
  }
  return y;
}

Tensor Tensor::cholesky(bool upper, Caller caller) const {
  return glassgrad::cholesky({*this, caller}, upper);
}
Tensor Tensor::cholesky_solve(const Tensor& factor, bool upper, Caller caller) const {
  return glassgrad::cholesky_solve({*this, caller}, factor, upper);
}
Tensor Tensor::cholesky_inverse(bool upper, Caller caller) const {
  return glassgrad::cholesky_inverse({*this, caller}, upper);
}

}  // namespace glassgrad
