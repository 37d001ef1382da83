// Factors of matrices, kept and used again.
#include "autograd/functions/factorization.h"

#include <algorithm>
#include <numeric>

#include "autograd/kernels/decomposition.h"
#include "autograd/ops/linear_algebra/decomposition.h"

namespace glassgrad {

namespace {

/// The smaller of n and m, of the matrix [*, n, m] that holds both factors.
int64_t rank_of(const Tensor& lu) { return std::min(lu.size(-2), lu.size(-1)); }
/// L [*, n, k] with its ones, and U [*, k, m], k being that number.
Tensor lower_factor(const Tensor& lu) {
  const int64_t k = rank_of(lu);
  return lu.narrow(-1, 0, k).tril(-1) + eye(lu.size(-2), k, lu.options());
}
Tensor upper_factor(const Tensor& lu) { return lu.narrow(-2, 0, rank_of(lu)).triu(); }

/// The exchanges of rows, counted from 1, that bring row rows[i] to place i, for the first k
/// places.
void write_pivots(const std::vector<int64_t>& rows, int64_t k, int32_t* pivots) {
  std::vector<int64_t> at(rows.size());
  std::iota(at.begin(), at.end(), 0);
  for (size_t i = 0; i < static_cast<size_t>(k); ++i) {
    const auto found = std::find(at.begin() + static_cast<std::ptrdiff_t>(i), at.end(), rows[i]);
    pivots[i] = static_cast<int32_t>(found - at.begin()) + 1;
    std::swap(at[i], *found);
  }
}

/// What lu_factor gives, or would have given: factors, and an exchange of rows for each of the
/// first rows.
void check_factors(const char* op, const Tensor& lu, const Tensor& pivots, bool square = true) {
  check_matrices(op, lu);
  if (square) check_equal_sides(op, lu);
  check(pivots.scalar_type() == kInt, "{}: expected pivots of type Int, got {}", op,
        pivots.scalar_type());
  Dims expected = leading(lu);
  expected.push_back(rank_of(lu));
  check(pivots.sizes() == IntArrayRef(expected),
        "{}: expected a pivot for each row of LU {}, got pivots {}", op, lu.sizes(),
        pivots.sizes());
  check(((pivots >= 1) & (pivots <= lu.size(-2))).all().item<bool>(),
        "{}: expected pivots from 1 to {}, the rows of LU", op, lu.size(-2));
}

/// P [*, n, n] with A = P L U.
Tensor permutation(const Tensor& pivots, int64_t n, const TensorOptions& options) {
  const NoGradGuard no_grad;
  const int64_t k = pivots.size(-1),
                count = count_elements(pivots.sizes().slice(0, pivots.dim() - 1));
  const Tensor exchanges = contiguous_values(pivots);
  std::vector<Tensor> matrices;
  for (int64_t b = 0; b < count; ++b) {
    const Tensor rows = arange(n);
    auto* row = data<int64_t>(rows);
    const int32_t* exchange = data<int32_t>(exchanges) + b * k;
    for (int64_t i = 0; i < k; ++i) std::swap(row[i], row[exchange[i] - 1]);
    matrices.push_back(eye(n, options).index_select(0, rows).mT());
  }
  Dims shape = pivots.sizes();
  shape.back() = n;
  shape.push_back(n);
  if (matrices.empty()) return zeros(shape, options);
  return stack(matrices).reshape(shape).clone();  // no view that was made without gradients
}

/// What is L below its diagonal and U elsewhere, [*, n, m], of a gradient of each or of themselves.
Tensor in_one_matrix(const Tensor& l, const Tensor& u) {
  const int64_t n = l.size(-2), m = u.size(-1), k = l.size(-1);
  Tensor below = l.tril(-1), above = u.triu();
  const auto no_more = [](const Tensor& t, int64_t dim, int64_t size) {
    Dims shape = t.sizes();
    shape[static_cast<size_t>(t.dim() + dim)] = size;
    return cat({t, zeros(shape, t.options())}, dim);
  };
  if (m > k) below = no_more(below, -1, m - k);
  if (n > k) above = no_more(above, -2, n - k);
  return below + above;
}

/// dL/dA of A = P L U, of G = dL/d(LU):
/// dL/dA = P L^-T (tril(L^T tril(G, -1), -1) + triu(triu(G) U^T)) U^-T.
/// Of a wide A = [A1 A2], U2 = L^-1 P^T A2 hangs on L too; of a tall one, L2 = A2 U^-1 on U:
/// dL/dA2 = P L^-T G2, and G2 U2^T is taken from L^T tril(G); or G2 U^-T, and L2^T G2 from triu(G)
/// U^T.
Tensor lu_rule(const Tensor& g, const Tensor& lu, const Tensor& pivots) {
  const int64_t n = lu.size(-2), m = lu.size(-1), k = std::min(n, m);
  const Tensor l = lower_factor(lu).narrow(-2, 0, k), u = upper_factor(lu).narrow(-1, 0, k);
  const Tensor square = g.narrow(-2, 0, k).narrow(-1, 0, k);
  Tensor of_l = l.mT().matmul(square.tril(-1)), of_u = square.triu().matmul(u.mT());
  Tensor beside;  // dL/dA2 but for P
  if (m > n) {
    const Tensor g2 = g.narrow(-1, k, m - k);
    of_l = of_l - g2.matmul(lu.narrow(-1, k, m - k).mT());
    beside = linalg::solve_triangular(l.mT(), g2, /*upper=*/true);
  } else if (n > m) {
    const Tensor g2 = g.narrow(-2, k, n - k);
    of_u = of_u - lu.narrow(-2, k, n - k).mT().matmul(g2);
    beside = linalg::solve_triangular(u.mT(), g2, /*upper=*/false, /*left=*/false);
  }
  const Tensor left = linalg::solve_triangular(l.mT(), of_l.tril(-1) + of_u.triu(), /*upper=*/true);
  Tensor all = linalg::solve_triangular(u.mT(), left, /*upper=*/false, /*left=*/false);
  if (beside.defined()) all = cat({all, beside}, m > n ? -1 : -2);
  return permutation(pivots, n, lu.options()).matmul(all);
}

/// The gradients of L and of U as one of both; zeros for one that nobody asked for.
Tensor gradient_of_both(const GradList& grads, const Tensor& l, const Tensor& u) {
  return in_one_matrix(grads[0].defined() ? grads[0] : zeros_like(l.detach()),
                       grads[1].defined() ? grads[1] : zeros_like(u.detach()));
}

}  // namespace

// A = P L U, both factors in one matrix.  The rule is lu_rule's.  Saves LU.
struct LinalgLuFactorExBackward0 final : Node {
  SavedTensor factors{this}, pivots{this};
  GradList apply(GradList&& grads) override {
    if (!grads[0].defined()) return GradList::undefined(1);
    return {lu_rule(grads[0], factors.unpack(), pivots.unpack())};
  }
};
// A = P L U.  The same.  Saves L and U.
struct LinalgLuBackward0 final : Node {
  SavedTensor lower{this}, upper{this}, pivots{this};
  GradList apply(GradList&& grads) override {
    const Tensor l = lower.unpack(), u = upper.unpack();
    return {lu_rule(gradient_of_both(grads, l, u), in_one_matrix(l, u), pivots.unpack())};
  }
};
// (L, U) of the matrix that holds both.
struct LuUnpackBackward0 final : Node {
  SavedTensor lower{this}, upper{this};
  GradList apply(GradList&& grads) override {
    return {gradient_of_both(grads, lower.unpack(), upper.unpack())};
  }
};

namespace {
/// L and U in one matrix, without history, and the pivots.
std::pair<Tensor, Tensor> eliminate(const char* op, const Tensor& self, bool pivot,
                                    bool may_be_singular) {
  check_matrices(op, self);
  check(pivot, "{}: LU without pivoting is not implemented on the CPU", op);
  const Matrices a(self);
  Dims shape = a.batch;
  shape.push_back(std::min(a.n, a.m));
  const Tensor pivots = empty_tensor(shape, kInt);
  std::vector<int64_t> rows(static_cast<size_t>(a.n));
  for (int64_t b = 0; b < a.count; ++b) {
    bool singular;
    kernels::lu(a.at(b), a.n, a.m, rows.data(), &singular);
    check(!singular || may_be_singular,
          "torch.linalg.lu_factor: {}an element of U's diagonal is zero and using it on lu_solve "
          "would result in a division by zero. If you still want to perform the factorization, "
          "consider calling linalg.lu(A, pivot)",
          a.batch.empty() ? std::string() : fmt::format("(Batch element {}): ", b));
    write_pivots(rows, shape.back(), data<int32_t>(pivots) + b * shape.back());
  }
  return {cast(a.values, self.scalar_type()), pivots};
}
}  // namespace

std::tuple<Tensor, Tensor> linalg::lu_factor(Traced traced, bool pivot) {
  const Tensor& self = traced.enter();
  const auto [factors, pivots] = eliminate("linalg.lu_factor", self, pivot, false);
  if (must_record(self)) {
    auto* node = record_lists<LinalgLuFactorExBackward0>(ArrayRef<Tensor>(&factors, 1), self);
    node->factors.save_output(factors);
    node->pivots.save(pivots);
  }
  return {factors, pivots};
}

std::tuple<Tensor, Tensor, Tensor> linalg::lu(Traced traced, bool pivot) {
  const Tensor& self = traced.enter();
  const auto [factors, pivots] = eliminate("linalg.lu", self, pivot, true);
  const auto [p, l, u] = lu_unpack(factors, pivots);
  const Tensor results[] = {l, u};
  if (auto* node = record_lists<LinalgLuBackward0>(results, self)) {
    node->lower.save_output(l);
    node->upper.save_output(u);
    node->pivots.save(pivots);
  }
  return {p, l, u};
}

std::tuple<Tensor, Tensor, Tensor> lu_unpack(Traced traced, const Tensor& pivots, bool unpack_data,
                                             bool unpack_pivots) {
  const Tensor& lu = traced.enter();
  check_factors("lu_unpack", lu, pivots, /*square=*/false);
  const Tensor none = empty(0, lu.options());
  const Tensor p = unpack_pivots ? permutation(pivots, lu.size(-2), lu.options()) : none;
  if (!unpack_data) return {p, none, none};
  const Tensor results[] = {lower_factor(lu.detach()), upper_factor(lu.detach())};
  if (auto* node = record_lists<LuUnpackBackward0>(results, lu)) {
    node->lower.save_output(results[0]);
    node->upper.save_output(results[1]);
  }
  return {p, results[0], results[1]};
}

namespace {
/// X of A X = B, A = P L U, or of A^T X = B; from the right, X A = B is A^T X^T = B^T.
Tensor solve_by_factors(const Tensor& lu, const Tensor& pivots, const Tensor& b, bool left,
                        bool adjoint) {
  const NoGradGuard no_grad;
  const auto by_lower = [](const Tensor& a, const Tensor& y, bool ones) {
    return linalg::solve_triangular(a, y, /*upper=*/false, /*left=*/true, ones);
  };
  const auto by_upper = [](const Tensor& a, const Tensor& y, bool ones) {
    return linalg::solve_triangular(a, y, /*upper=*/true, /*left=*/true, ones);
  };
  const Tensor p = permutation(pivots, lu.size(-1), lu.options()), rhs = left ? b : b.mT();
  const Tensor x = adjoint == left
                       ? p.matmul(by_upper(lu.mT(), by_lower(lu.mT(), rhs, false), true))
                       : by_upper(lu, by_lower(lu, p.mT().matmul(rhs), true), false);
  return left ? x : x.mT().contiguous();
}
}  // namespace

// X of A X = B, A = P L U.  dL/dB = A^-T dL/dX, dL/dA = -dL/dB X^T =: G, dL/dL = tril(P^T G U^T,
// -1) and dL/dU = triu(L^T P^T G).  Of A^T X = B, X A = B, X A^T = B: as A^T or both sides
// transposed. Saves LU and X.
struct LinalgLuSolveBackward0 final : Node {
  SavedTensor factors{this}, pivots{this}, result{this};
  Dims lu_sizes, b_sizes;
  bool left, adjoint;
  GradList apply(GradList&& grads) override {
    const Tensor lu = factors.unpack(), at = pivots.unpack(), x = result.unpack();
    const Tensor db = linalg::lu_solve(lu, at, grads[0], left, !adjoint);
    GradList results = GradList::undefined(2);
    if (should_compute_output(0)) {
      const Tensor g = left ? -db.matmul(x.mT()) : -x.mT().matmul(db), da = adjoint ? g.mT() : g;
      const Tensor unpermuted = permutation(at, lu.size(-1), lu.options()).mT().matmul(da);
      const Tensor dl = unpermuted.matmul(upper_factor(lu).mT()),
                   du = lower_factor(lu).mT().matmul(unpermuted);
      results[0] = sum_to(dl.tril(-1) + du.triu(), lu_sizes);
    }
    if (should_compute_output(1)) results[1] = sum_to(db, b_sizes);
    return results;
  }
};

Tensor linalg::lu_solve(Traced traced, const Tensor& pivots, const Tensor& b, bool left,
                        bool adjoint) {
  const Tensor& lu = traced.enter();
  check_factors("linalg.lu_solve", lu, pivots);
  Tensor x = solve_by_factors(lu, pivots, b, left, adjoint);
  if (auto* node = record<LinalgLuSolveBackward0>(x, lu, b)) {
    node->factors.save(lu);
    node->pivots.save(pivots);
    node->result.save_output(x);
    node->lu_sizes = lu.impl()->sizes;
    node->b_sizes = b.impl()->sizes;
    node->left = left;
    node->adjoint = adjoint;
  }
  return x;
}
Tensor lu_solve(Traced traced, const Tensor& lu, const Tensor& pivots) {
  const Tensor& b = traced.enter();
  check_factors("lu_solve", lu, pivots);
  return linalg::lu_solve(lu, pivots, b, /*left=*/true, /*adjoint=*/false);
}

// --- what is said of a matrix ---

Tensor linalg::cond(Traced traced, const optional<Scalar>& p) {
  const Tensor& self = traced.enter();
  if (p && !p->equal(2) && !p->equal(-2))
    return linalg::matrix_norm(self, *p) * linalg::matrix_norm(linalg::inv(self), *p);
  const Tensor s = linalg::svdvals(self);
  const Tensor most = s.select(-1, 0), least = s.select(-1, -1);
  return p && p->equal(-2) ? least / most : most / least;
}
Tensor linalg::cond(Traced traced, std::string_view p) {
  const Tensor& self = traced.enter();
  return linalg::matrix_norm(self, p) * linalg::matrix_norm(linalg::inv(self), p);
}

Tensor linalg::vecdot(Traced traced, const Tensor& other, int64_t dim) {
  const Tensor& self = traced.enter();
  if (self.dim() == 1 && self.sizes() == other.sizes() && wrap_dim(dim, 1) == 0)
    return vdot(self, other);
  return (self * other).sum(dim);
}

namespace {
/// 0, or at which row, from 1, elimination failed: one number for each matrix.
Tensor where_elimination_fails(const Tensor& self) {
  const Tensor info = zeros(leading(self), kInt);
  const Matrices a(self);
  std::vector<int64_t> rows(static_cast<size_t>(a.n));
  for (int64_t b = 0; b < a.count; ++b) {
    bool singular;
    kernels::lu(a.at(b), a.n, rows.data(), &singular);
    for (int64_t i = a.n; singular && i-- > 0;)
      if (a.at(b)[i * a.n + i] == 0) data<int32_t>(info)[b] = static_cast<int32_t>(i) + 1;
  }
  return info;
}
bool is_zero(const Tensor& info) { return !info.any().item().toBool(); }
}  // namespace

std::tuple<Tensor, Tensor> linalg::inv_ex(Traced traced, bool check_errors) {
  const Tensor& self = traced.enter();
  check_square("linalg.inv_ex", self);
  const Tensor info = where_elimination_fails(self);
  return {check_errors || is_zero(info) ? linalg::inv(self) : self.clone(), info};
}

std::tuple<Tensor, Tensor> linalg::solve_ex(Traced traced, const Tensor& other, bool left,
                                            bool check_errors) {
  const Tensor& self = traced.enter();
  check_square("linalg.solve", self);
  const Tensor info = where_elimination_fails(self);
  return {check_errors || is_zero(info) ? linalg::solve(self, other, left) : other.clone(), info};
}

}  // namespace glassgrad
