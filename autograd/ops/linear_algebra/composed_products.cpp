// Products that are made of others.
#include <cmath>

#include "autograd/functions/decomposition.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/op.h"

namespace glassgrad {

Tensor ger(Traced self, const Tensor& vec2) { return outer(self, vec2); }
Tensor vdot(Traced self, const Tensor& other) { return dot(self, other); }

Tensor inner(Traced traced, const Tensor& other) {
  const Tensor& self = traced.enter();
  if (self.dim() == 0 || other.dim() == 0) return self * other;
  check(self.sizes().back() == other.sizes().back(),
        "inner() the last dimension must match on both input tensors but got shapes {} and {}",
        self.sizes(), other.sizes());
  return tensordot(self, other, {-1}, {-1});
}

// --- a product added to a tensor ---

namespace {
/// beta * self + alpha * product. A factor of 0 leaves out what it belongs to, NaN and all.
Tensor added(const Tensor& self, const Tensor& product, const Scalar& beta, const Scalar& alpha) {
  check(broadcast_shapes(self.sizes(), product.sizes()) == Dims(product.sizes()),
        "The expanded size of the tensor {} must match the size {} of the product", self.sizes(),
        product.sizes());
  const Tensor scaled = alpha.equal(1) ? product : product * alpha;
  if (beta.equal(0)) return scaled;
  return (beta.equal(1) ? self : self * beta) + scaled;
}
void check_batches(const char* op, const Tensor& batch1, const Tensor& batch2) {
  check(batch1.dim() == 3, "batch1 must be a 3D tensor");
  check(batch2.dim() == 3, "batch2 must be a 3D tensor");
  check(batch1.sizes()[0] == batch2.sizes()[0] && batch1.sizes()[2] == batch2.sizes()[1],
        "{}: batches of matrices of shapes {} and {} cannot be multiplied", op, batch1.sizes(),
        batch2.sizes());
}
}  // namespace

Tensor addmv(Traced traced, const Tensor& mat, const Tensor& vec, const Scalar& beta,
             const Scalar& alpha) {
  const Tensor& self = traced.enter();
  return added(self, mat.mv(vec), beta, alpha);
}
Tensor addr(Traced traced, const Tensor& vec1, const Tensor& vec2, const Scalar& beta,
            const Scalar& alpha) {
  const Tensor& self = traced.enter();
  return added(self, outer(vec1, vec2), beta, alpha);
}
Tensor addbmm(Traced traced, const Tensor& batch1, const Tensor& batch2, const Scalar& beta,
              const Scalar& alpha) {
  const Tensor& self = traced.enter();
  check_batches("addbmm", batch1, batch2);
  return added(self, bmm(batch1, batch2).sum(IntArrayRef(int64_t(0))), beta, alpha);
}
Tensor baddbmm(Traced traced, const Tensor& batch1, const Tensor& batch2, const Scalar& beta,
               const Scalar& alpha) {
  const Tensor& self = traced.enter();
  check_batches("baddbmm", batch1, batch2);
  return added(self, bmm(batch1, batch2), beta, alpha);
}

// --- many matrices ---

namespace linalg {
// How to put brackets: the cheapest product of i..j is that of two parts.  Source: Cormen et al.,
// "Introduction to Algorithms", 15.2.
Tensor multi_dot(TensorList tensors, Caller caller) {
  caller.enter();
  const size_t n = tensors.size();
  check(n >= 2, "multi_dot(): expected at least 2 tensors but got {}", n);
  std::vector<Tensor> matrices(tensors.begin(), tensors.end());
  const bool row = matrices.front().dim() == 1, column = matrices.back().dim() == 1;
  if (row) matrices.front() = matrices.front().unsqueeze(0);
  if (column) matrices.back() = matrices.back().unsqueeze(1);
  for (const Tensor& m : matrices)
    check(m.dim() == 2, "multi_dot(): expected matrices, vectors only at the ends, but got {}",
          m.sizes());
  const auto size = [&](size_t k) {
    return static_cast<double>(k < n ? matrices[k].sizes()[0] : matrices[n - 1].sizes()[1]);
  };
  std::vector<std::vector<double>> cost(n, std::vector<double>(n, 0));
  std::vector<std::vector<size_t>> cut(n, std::vector<size_t>(n, 0));
  for (size_t length = 2; length <= n; ++length)
    for (size_t i = 0; i + length <= n; ++i) {
      const size_t j = i + length - 1;
      cost[i][j] = INFINITY;
      for (size_t k = i; k < j; ++k) {
        const double c = cost[i][k] + cost[k + 1][j] + size(i) * size(k + 1) * size(j + 1);
        if (c < cost[i][j]) cost[i][j] = c, cut[i][j] = k;
      }
    }
  const auto multiply = [&](const auto& again, size_t i, size_t j) -> Tensor {
    if (i == j) return matrices[i];
    return again(again, i, cut[i][j]).mm(again(again, cut[i][j] + 1, j));
  };
  Tensor y = multiply(multiply, 0, n - 1);
  if (row) y = y.squeeze(0);
  return column ? y.squeeze(-1) : y;
}
Tensor matmul(Traced self, const Tensor& other) { return glassgrad::matmul(self, other); }
}  // namespace linalg

Tensor chain_matmul(TensorList matrices, Caller caller) {
  caller.enter();
  for (const Tensor& m : matrices)
    check(m.dim() == 2, "chain_matmul: Tensor dimension is {}, expected 2 instead.", m.dim());
  return matrices.size() == 1 ? matrices[0] : linalg::multi_dot(matrices);
}

// --- methods ---

Tensor Tensor::ger(const Tensor& vec2, Caller caller) const {
  return glassgrad::ger({*this, caller}, vec2);
}
Tensor Tensor::inner(const Tensor& other, Caller caller) const {
  return glassgrad::inner({*this, caller}, other);
}
Tensor Tensor::vdot(const Tensor& other, Caller caller) const {
  return glassgrad::vdot({*this, caller}, other);
}
Tensor Tensor::addmv(const Tensor& mat, const Tensor& vec, const Scalar& beta, const Scalar& alpha,
                     Caller caller) const {
  return glassgrad::addmv({*this, caller}, mat, vec, beta, alpha);
}
Tensor Tensor::addr(const Tensor& vec1, const Tensor& vec2, const Scalar& beta, const Scalar& alpha,
                    Caller caller) const {
  return glassgrad::addr({*this, caller}, vec1, vec2, beta, alpha);
}
Tensor Tensor::addbmm(const Tensor& batch1, const Tensor& batch2, const Scalar& beta,
                      const Scalar& alpha, Caller caller) const {
  return glassgrad::addbmm({*this, caller}, batch1, batch2, beta, alpha);
}
Tensor Tensor::baddbmm(const Tensor& batch1, const Tensor& batch2, const Scalar& beta,
                       const Scalar& alpha, Caller caller) const {
  return glassgrad::baddbmm({*this, caller}, batch1, batch2, beta, alpha);
}

// --- self = beta * self + alpha * product ---

namespace {
using ProductAdded = Tensor (Tensor::*)(const Tensor&, const Tensor&, const Scalar&, const Scalar&,
                                        Caller) const;
Tensor& product_added(const char* op, ProductAdded add, const Tensor& self, const Tensor& a,
                      const Tensor& b, const Scalar& beta, const Scalar& alpha, Caller caller) {
  caller.enter(op);
  return assign_in_place(op, self, a.requires_grad() || b.requires_grad(), [&](const Tensor& old) {
    return (old.*add)(unaliased(a, self), unaliased(b, self), beta, alpha, {});
  });
}
}  // namespace

Tensor& Tensor::addmv_(const Tensor& mat, const Tensor& vec, const Scalar& beta,
                       const Scalar& alpha, Caller caller) const {
  return product_added("addmv_", &Tensor::addmv, *this, mat, vec, beta, alpha, caller);
}
Tensor& Tensor::addr_(const Tensor& vec1, const Tensor& vec2, const Scalar& beta,
                      const Scalar& alpha, Caller caller) const {
  return product_added("addr_", &Tensor::addr, *this, vec1, vec2, beta, alpha, caller);
}
Tensor& Tensor::addbmm_(const Tensor& batch1, const Tensor& batch2, const Scalar& beta,
                        const Scalar& alpha, Caller caller) const {
  return product_added("addbmm_", &Tensor::addbmm, *this, batch1, batch2, beta, alpha, caller);
}
Tensor& Tensor::baddbmm_(const Tensor& batch1, const Tensor& batch2, const Scalar& beta,
                         const Scalar& alpha, Caller caller) const {
  return product_added("baddbmm_", &Tensor::baddbmm, *this, batch1, batch2, beta, alpha, caller);
}
Tensor& Tensor::addmm_(const Tensor& mat1, const Tensor& mat2, const Scalar& beta,
                       const Scalar& alpha, Caller caller) const {
  return product_added("addmm_", &Tensor::addmm, *this, mat1, mat2, beta, alpha, caller);
}

}  // namespace glassgrad
