// Products that are made of others.
#include <cmath>

#include "autograd/functions/decomposition.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/half_scalar.h"
#include "autograd/ops/op.h"
#include "autograd/ops/products.h"
#include "autograd/types/type_kind.h"

namespace glassgrad {

Tensor ger(Traced self, const Tensor& vec2) { return outer(self, vec2); }

// As dot: they differ for complex numbers.
struct VdotBackward0 final : DotRule {
  std::string formula() const override { return "dL/da = dL/dy * b; dL/db = dL/dy * a"; }
};
Tensor vdot(Traced traced, const Tensor& other) {
  const Tensor& self = traced.enter();
  Tensor y = dot(self.detach(), other.detach());
  if (auto* node = record<VdotBackward0>(y, self, other)) node->save(self, other);
  return y;
}

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

/// What the rules of y = beta * x + alpha * a b share: F::product, and its rules for a and b.
template <class F>
struct AddedProductBackward : Node, F {
  SavedTensor first{this}, second{this};
  Dims self_sizes;
  Scalar beta, alpha;

  std::string formula() const override { return F::kFormula; }
  GradList apply(GradList&& grads) override {
    const Tensor &dy = grads[0], a = first.unpack(), b = second.unpack();
    GradList results = GradList::undefined(3);
    if (should_compute_output(0)) results[0] = times(sum_to(dy, self_sizes), beta);
    if (should_compute_output(1)) results[1] = times(F::rule_a(dy, a, b), alpha);
    if (should_compute_output(2)) results[2] = times(F::rule_b(dy, a, b), alpha);
    return results;
  }

 private:
  static Tensor times(const Tensor& x, const Scalar& factor) {
    return factor.equal(1) ? x : x * factor;
  }
};

template <class NodeType>
Tensor with_product(const Tensor& self, const Tensor& a, const Tensor& b, const Scalar& beta,
                    const Scalar& alpha) {
  const ScalarType type = self.scalar_type();
  if (!isFloatingType(type))
    return added(self, NodeType::product(a, b), as_held(beta, type), as_held(alpha, type));
  if (is_half(type) || a.scalar_type() != type || b.scalar_type() != type)
    return added(self, NodeType::product(a, b), beta, alpha);
  Tensor y = added(self.detach(), NodeType::product(a.detach(), b.detach()), beta, alpha);
  if (auto* node = record<NodeType>(y, self, a, b)) {
    if (node->should_compute_output(2)) node->first.save(a);
    if (node->should_compute_output(1)) node->second.save(b);
    node->self_sizes = self.impl()->sizes;
    node->beta = beta;
    node->alpha = alpha;
  }
  return y;
}

void check_batches(const char* op, const Tensor& batch1, const Tensor& batch2) {
  check(batch1.dim() == 3, "batch1 must be a 3D tensor");
  check(batch2.dim() == 3, "batch2 must be a 3D tensor");
  check(batch1.sizes()[0] == batch2.sizes()[0] && batch1.sizes()[2] == batch2.sizes()[1],
        "{}: batches of matrices of shapes {} and {} cannot be multiplied", op, batch1.sizes(),
        batch2.sizes());
}
}  // namespace

// y = beta * x + alpha * A v
struct Addmv {
  static constexpr const char* kFormula =
      "dL/dx = beta dL/dy; dL/dA = alpha dL/dy v^T; dL/dv = alpha A^T dL/dy";
  static Tensor product(const Tensor& a, const Tensor& v) { return a.mv(v); }
  static Tensor rule_a(const Tensor& dy, const Tensor&, const Tensor& v) { return outer(dy, v); }
  static Tensor rule_b(const Tensor& dy, const Tensor& a, const Tensor&) { return a.t().mv(dy); }
};
struct AddmvBackward0 final : AddedProductBackward<Addmv> {};
Tensor addmv(Traced self, const Tensor& mat, const Tensor& vec, const Scalar& beta,
             const Scalar& alpha) {
  return with_product<AddmvBackward0>(self.enter(), mat, vec, beta, alpha);
}

// y = beta * x + alpha * u v^T
struct Addr {
  static constexpr const char* kFormula =
      "dL/dx = beta dL/dy; dL/du = alpha dL/dy v; dL/dv = alpha dL/dy^T u";
  static Tensor product(const Tensor& u, const Tensor& v) { return outer(u, v); }
  static Tensor rule_a(const Tensor& dy, const Tensor&, const Tensor& v) { return dy.mv(v); }
  static Tensor rule_b(const Tensor& dy, const Tensor& u, const Tensor&) { return dy.t().mv(u); }
};
struct AddrBackward0 final : AddedProductBackward<Addr> {};
Tensor addr(Traced self, const Tensor& vec1, const Tensor& vec2, const Scalar& beta,
            const Scalar& alpha) {
  const Tensor& x = self.enter();
  const ScalarType type = promoteTypes(x.scalar_type(), result_type(vec1, vec2));
  if (!isFloatingType(type))
    for (const auto& [name, factor] : {std::pair("beta", beta), std::pair("alpha", alpha)})
      check(!factor.isFloatingPoint(),
            "For integral input tensors, argument {} must not be a floating point number.", name);
  if (type == kBool) {
    const Tensor product = logical_and(outer(vec1, vec2), full({}, alpha, kBool));
    return beta.equal(0) ? product : x.logical_or(product);
  }
  return with_product<AddrBackward0>(x, vec1, vec2, beta, alpha);
}

// y_i = beta * x_i + alpha * A_i B_i
struct Baddbmm {
  static constexpr const char* kFormula =
      "dL/dx = beta dL/dy; dL/dA_i = alpha dL/dy_i B_i^T; dL/dB_i = alpha A_i^T dL/dy_i";
  static Tensor product(const Tensor& a, const Tensor& b) { return bmm(a, b); }
  static Tensor rule_a(const Tensor& dy, const Tensor&, const Tensor& b) {
    return bmm(dy, b.transpose(1, 2));
  }
  static Tensor rule_b(const Tensor& dy, const Tensor& a, const Tensor&) {
    return bmm(a.transpose(1, 2), dy);
  }
};
struct BaddbmmBackward0 final : AddedProductBackward<Baddbmm> {};
Tensor baddbmm(Traced traced, const Tensor& batch1, const Tensor& batch2, const Scalar& beta,
               const Scalar& alpha) {
  const Tensor& self = traced.enter();
  check_batches("baddbmm", batch1, batch2);
  return with_product<BaddbmmBackward0>(self, batch1, batch2, beta, alpha);
}

// y = beta * x + alpha * the sum of A_i B_i
struct Addbmm {
  static constexpr const char* kFormula =
      "dL/dx = beta dL/dy; dL/dA_i = alpha dL/dy B_i^T; dL/dB_i = alpha A_i^T dL/dy";
  static Tensor product(const Tensor& a, const Tensor& b) {
    const Tensor products = bmm(a, b);
    return products.sum(IntArrayRef(int64_t(0)), false, products.scalar_type());
  }
  static Tensor rule_a(const Tensor& dy, const Tensor&, const Tensor& b) {
    return Baddbmm::rule_a(dy.expand({b.size(0), dy.size(0), dy.size(1)}), {}, b);
  }
  static Tensor rule_b(const Tensor& dy, const Tensor& a, const Tensor&) {
    return Baddbmm::rule_b(dy.expand({a.size(0), dy.size(0), dy.size(1)}), a, {});
  }
};
struct AddbmmBackward0 final : AddedProductBackward<Addbmm> {};
Tensor addbmm(Traced traced, const Tensor& batch1, const Tensor& batch2, const Scalar& beta,
              const Scalar& alpha) {
  const Tensor& self = traced.enter();
  check_batches("addbmm", batch1, batch2);
  return with_product<AddbmmBackward0>(self, batch1, batch2, beta, alpha);
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
