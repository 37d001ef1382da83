// Inverses, equations and powers, by elimination.
#include "autograd/functions/decomposition.h"
#include "autograd/kernels/decomposition.h"
#include "autograd/ops/linear_algebra/decomposition.h"

namespace glassgrad {

// --- solve and inv ---

namespace {
Tensor as_columns(const Tensor& b, bool vectors) { return vectors ? b.unsqueeze(-1) : b; }
/// The triangle of a matrix, without its diagonal if that counts as ones.
Tensor triangle(const Tensor& a, bool upper, bool unitriangular) {
  return upper ? a.triu(unitriangular ? 1 : 0) : a.tril(unitriangular ? -1 : 0);
}
}  // namespace

// X = A^-1 B.  dL/dB = A^-T dL/dX;  dL/dA = -dL/dB X^T.  From the right, X = B A^-1,
// dL/dB = dL/dX A^-T and dL/dA = -X^T dL/dB.  Saves A and X.
struct SolveBackward : Node {
  SavedTensor self{this}, result{this};
  Dims self_sizes, other_sizes;
  bool left, vectors;

  std::string formula() const override {
    return left ? "dL/dB = A^-T dL/dX, dL/dA = -dL/dB X^T"
                : "dL/dB = dL/dX A^-T, dL/dA = -X^T dL/dB";
  }
  /// A^-T g, or g A^-T.
  virtual Tensor solve_adjoint(const Tensor& a, const Tensor& g) const = 0;
  /// The part of dL/dA that counts.
  virtual Tensor read_part(const Tensor& da) const { return da; }

  GradList apply(GradList&& grads) override {
    const Tensor x = as_columns(result.unpack(), vectors);
    const Tensor db = solve_adjoint(self.unpack(), as_columns(grads[0], vectors));
    GradList results = GradList::undefined(2);
    if (should_compute_output(0))
      results[0] = read_part(sum_to(left ? -db.matmul(x.mT()) : -x.mT().matmul(db), self_sizes));
    if (should_compute_output(1)) results[1] = sum_to(vectors ? db.squeeze(-1) : db, other_sizes);
    return results;
  }
};
struct LinalgSolveExBackward0 final : SolveBackward {
  Tensor solve_adjoint(const Tensor& a, const Tensor& g) const override {
    return linalg::solve(a.mT(), g, left);
  }
};

namespace {
/// X of A X = B, without history.
Tensor solve_matrices(const char* op, const Tensor& self, const Tensor& other) {
  const NoGradGuard no_grad;
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
  return cast(b.values, self.scalar_type());
}
/// X of A X = B or of X A = B, in memory of its own.
Tensor solve_from(const char* op, const Tensor& self, const Tensor& other, bool left) {
  if (left) return solve_matrices(op, self, other);
  const NoGradGuard no_grad;
  return solve_matrices(op, self.mT(), other.mT()).mT().contiguous();
}
template <class NodeType>
NodeType* record_solve(Tensor& x, const Tensor& self, const Tensor& other, bool left,
                       bool vectors = false) {
  auto* node = record<NodeType>(x, self, other);
  if (!node) return nullptr;
  node->self.save(self);
  node->result.save_output(x);
  node->self_sizes = self.impl()->sizes;
  node->other_sizes = other.impl()->sizes;
  node->left = left;
  node->vectors = vectors;
  return node;
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
  const bool vectors = are_vectors(self, other);
  check(left || !vectors,
        "linalg.solve: Vector broadcasting of the left hand side is not supported for left=False. "
        "In this case linalg.solve is equivalent to B / A.squeeze(-1)");
  check(vectors ? self.size(-1) == other.size(-1)
                : other.dim() >= 2 && self.size(-1) == other.size(left ? -2 : -1),
        "linalg.solve: Incompatible shapes of A and B for the equation {} ({} and {})",
        left ? "AX = B" : "XA = B", self.sizes(), other.sizes());
  Tensor x = solve_from("torch.linalg.solve", self, as_columns(other.detach(), vectors), left);
  if (vectors) x = unsafe_view(x, x.sizes().slice(0, x.sizes().size() - 1));
  record_solve<LinalgSolveExBackward0>(x, self, other, left, vectors);
  return x;
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
  const Tensor one = eye(self.size(-1), self.options());
  Tensor y = solve_matrices("linalg.inv", self, one);
  if (auto* node = record<LinalgInvExBackward0>(y, self)) node->inverse.save_output(y);
  return y;
}

// The same with a triangle of A; unitriangular: its diagonal counts as ones.
struct LinalgSolveTriangularBackward0 final : SolveBackward {
  bool upper, unitriangular;
  Tensor solve_adjoint(const Tensor& a, const Tensor& g) const override {
    return linalg::solve_triangular(a.mT(), g, !upper, left, unitriangular);
  }
  Tensor read_part(const Tensor& da) const override { return triangle(da, upper, unitriangular); }
};

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
  Tensor a = triangle(self.detach(), upper, unitriangular);
  if (unitriangular) a = a + eye(self.size(-1), self.options());
  Tensor x = solve_from("linalg.solve_triangular", a, other, left);
  if (auto* node = record_solve<LinalgSolveTriangularBackward0>(x, self, other, left)) {
    node->upper = upper;
    node->unitriangular = unitriangular;
  }
  return x;
}

// (X, A) with A X = B or A^T X = B.  dL/dB = A^-T dL/dX and dL/dA = -dL/dB X^T, or A^-1 dL/dX and
// -X dL/dB^T; A's copy adds what comes to it.  Saves A and X.
struct TriangularSolveBackward0 final : Node {
  SavedTensor matrix{this}, result{this};
  Dims b_sizes, a_sizes;
  bool upper, transpose, unitriangular;
  GradList apply(GradList&& grads) override {
    GradList results = GradList::undefined(2);
    results[1] = grads[1];
    if (!grads[0].defined()) return results;
    const Tensor a = matrix.unpack(), x = result.unpack();
    const Tensor db = linalg::solve_triangular(transpose ? a : a.mT(), grads[0],
                                               /*upper=*/upper == transpose, true, unitriangular);
    results[0] = sum_to(db, b_sizes);
    if (!should_compute_output(1)) return results;
    Tensor da = sum_to(transpose ? -x.matmul(db.mT()) : -db.matmul(x.mT()), a_sizes);
    da = triangle(da, upper, unitriangular);
    results[1] = grads[1].defined() ? da + grads[1] : da;
    return results;
  }
};

std::tuple<Tensor, Tensor> triangular_solve(Traced traced, const Tensor& a, bool upper,
                                            bool transpose, bool unitriangular) {
  const Tensor& b = traced.enter();
  const auto compute = [&]() -> Tensor {
    const NoGradGuard no_grad;
    return linalg::solve_triangular(transpose ? a.mT() : a, b, upper != transpose, true,
                                    unitriangular);
  };
  const Tensor results[] = {compute(), a.detach().clone()};
  if (auto* node = record_lists<TriangularSolveBackward0>(results, {b, a})) {
    node->matrix.save(a);
    node->result.save_output(results[0]);
    node->b_sizes = b.impl()->sizes;
    node->a_sizes = a.impl()->sizes;
    node->upper = upper;
    node->transpose = transpose;
    node->unitriangular = unitriangular;
  }
  return {results[0], results[1]};
}

// --- powers ---

Tensor linalg::matrix_power(Traced traced, int64_t n) {
  const Tensor& self = traced.enter();
  check_two_dimensions("linalg.matrix_power", self);
  check_equal_sides("linalg.matrix_power", self);
  check(n > INT64_MIN, "linalg.matrix_power: the exponent {} is out of range", n);
  if (n < 0) return linalg::matrix_power(linalg::inv(self), -n);
  if (n == 0) return self.clone().copy_(eye(self.size(-1), self.options()));
  Tensor square = self, y;
  for (; n > 0; n /= 2) {
    if (n % 2 == 1) y = y.defined() ? y.matmul(square) : square;
    if (n > 1) square = square.matmul(square);
  }
  return y.is_same(self) ? self.clone() : y;
}

// --- other names ---

Tensor inverse(Traced self) { return linalg::inv(self); }
Tensor matrix_power(Traced self, int64_t n) { return linalg::matrix_power(self, n); }

Tensor Tensor::inverse(Caller caller) const { return glassgrad::inverse({*this, caller}); }
Tensor Tensor::matrix_power(int64_t n, Caller caller) const {
  return glassgrad::matrix_power({*this, caller}, n);
}

}  // namespace glassgrad
