// Determinants and their logarithms.
#include <cmath>
#include <limits>

#include "autograd/functions/decomposition.h"
#include "autograd/kernels/decomposition.h"
#include "autograd/ops/linear_algebra/decomposition.h"

namespace glassgrad {

namespace {

/// The minors of A [*, n, n]: at i, j the determinant without row i and column j, with the sign
/// (-1)^(i+j).  What dy/dA is without a division, so that derivatives of it are right as well where
/// A has no inverse.
Tensor minors(const Tensor& a) {
  const int64_t n = a.size(-1);
  std::vector<int64_t> others;
  for (int64_t i = 0; i < n; ++i)
    for (int64_t j = 0; j < n; ++j)
      if (j != i) others.push_back(j);
  const Tensor at = tensor(others, kLong);
  Dims parts = leading(a);
  for (const int64_t size : {n, n - 1, n, n - 1}) parts.push_back(size);
  const Tensor without = a.index_select(-2, at).index_select(-1, at).reshape(parts);
  const Tensor place = arange(n), odd = place.unsqueeze(-1).add(place).remainder(2);
  return linalg::det(without.transpose(-3, -2)) * (1 - 2 * odd);
}

/// The same through the singular values: of A = U diag(s) V^T they are det U det V times
/// U diag(d) V^T, d_i the product of all s but s_i.
Tensor cofactors_by_svd(const Tensor& a) {
  const auto [u, s, vh] = linalg::svd(a, /*full_matrices=*/false);
  std::vector<Tensor> others;
  for (int64_t i = 0; i < s.size(-1); ++i)
    others.push_back(
        cat({s.narrow(-1, 0, i), s.narrow(-1, i + 1, s.size(-1) - i - 1)}, -1).prod(-1));
  const Tensor sign = (linalg::det(u) * linalg::det(vh)).unsqueeze(-1).unsqueeze(-1);
  return sign * (u * stack(others, -1).unsqueeze(-2)).matmul(vh);
}

/// n^2 determinants are soon too many.
Tensor cofactors(const Tensor& a) { return a.size(-1) <= 12 ? minors(a) : cofactors_by_svd(a); }

/// Whether in one of the matrices a pivot of elimination is less than `ratio` of another.
bool has_small_pivot(const Tensor& matrices, double ratio) {
  const Matrices a(matrices);
  std::vector<int64_t> rows(static_cast<size_t>(a.n));
  for (int64_t b = 0; b < a.count; ++b) {
    bool singular;
    kernels::lu(a.at(b), a.n, rows.data(), &singular);
    double least = std::numeric_limits<double>::infinity(), most = 0;
    for (int64_t i = 0; i < a.n; ++i) {
      least = std::fmin(least, std::fabs(a.at(b)[i * a.n + i]));
      most = std::fmax(most, std::fabs(a.at(b)[i * a.n + i]));
    }
    if (a.n > 0 && least <= ratio * most) return true;
  }
  return false;
}

}  // namespace

// y = det A.  dL/dA = dL/dy * y * A^-T, where that is 0 * infinity by cofactors.  Saves A and y.
struct LinalgDetBackward0 final : Node {
  SavedTensor self{this}, result{this};
  GradList apply(GradList&& grads) override {
    const Tensor a = self.unpack(), y = result.unpack();
    // A derivative of this one divides by A twice: near a singular matrix no digit would be left.
    const double epsilon = a.scalar_type() == kDouble ? std::numeric_limits<double>::epsilon()
                                                      : std::numeric_limits<float>::epsilon();
    if (y.detach().eq(0).any().item().toBool() ||
        (GradMode::is_enabled() && has_small_pivot(a, std::sqrt(epsilon))))
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

// (s, y) = (sign det A, ln |det A|).  dL/dA = dL/dy * A^-T, of a singular matrix infinite or NaN.
// Saves A.
struct LinalgSlogdetBackward0 final : Node {
  SavedTensor self{this};
  GradList apply(GradList&& grads) override {
    const Tensor a = self.unpack();
    if (!grads[1].defined()) return {zeros_like(a)};
    const Tensor g = grads[1].unsqueeze(-1).unsqueeze(-1);
    if (has_small_pivot(a, 0))
      return {g * (cofactors(a) / linalg::det(a).unsqueeze(-1).unsqueeze(-1))};
    return {g * linalg::inv(a).mT()};
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

// --- other names ---

Tensor det(Traced self) { return linalg::det(self); }
std::tuple<Tensor, Tensor> slogdet(Traced self) { return linalg::slogdet(self); }

Tensor Tensor::det(Caller caller) const { return glassgrad::det({*this, caller}); }
Tensor Tensor::logdet(Caller caller) const { return glassgrad::logdet({*this, caller}); }
std::tuple<Tensor, Tensor> Tensor::slogdet(Caller caller) const {
  return glassgrad::slogdet({*this, caller});
}

}  // namespace glassgrad
