// Products of elements, with gradients that are right where elements are zero.
#include "autograd/kernels/reduce.h"
#include "autograd/ops/reduced_shape.h"

namespace glassgrad {
namespace {

/// y_i = product of x_j along `dim` with j != i, by halves: those of the left half times the
/// product of the right half, and the other way round. No division, so zeros do no harm, and
/// made of differentiable operations.
Tensor products_of_others(const Tensor& x, int64_t dim) {
  const int64_t n = x.size(dim);
  if (n <= 1) return ones_like(x);
  const Tensor left = x.narrow(dim, 0, n / 2), right = x.narrow(dim, n / 2, n - n / 2);
  return cat({products_of_others(left, dim) * right.prod(dim, true),
              products_of_others(right, dim) * left.prod(dim, true)},
             dim);
}

/// The gradient of y = prod x along `dim`; `grad` has that dimension with size one.
Tensor prod_backward(const Tensor& grad, const Tensor& x, int64_t dim) {
  if (GradMode::is_enabled()) return grad * products_of_others(x, dim);
  const Tensor from = x.contiguous();
  Tensor others = empty_tensor(x.sizes(), x.scalar_type());
  int64_t outer = 1, step = 1;
  for (int64_t d = 0; d < x.dim(); ++d) (d < dim ? outer : step) *= d == dim ? 1 : x.sizes()[d];
  kernels::products_of_others(others.data_ptr(), from.data_ptr(), outer, x.size(dim), step,
                              x.scalar_type());
  return others.mul_(grad);
}

/// x as the type in which it is multiplied, recorded.
Tensor as_factor(const Tensor& x, optional<ScalarType> dtype) {
  if (dtype) check_supported(*dtype);
  const ScalarType type = dtype.value_or(x.is_floating_point() ? x.scalar_type() : kLong);
  return cast(x, type);
}

/// The product without history. Integers multiply as int64; a shorter type is what remains.
Tensor compute_prod(const Tensor& x, const ReducedShape& r) {
  if (x.scalar_type() == kBool) {
    Tensor y = empty_tensor(r.result, kBool);
    kernels::all(r.sizes, operand(y, r), operand(x), kBool);
    return y;
  }
  const ScalarType type = x.is_floating_point() ? x.scalar_type() : kLong;
  NoGradGuard no_grad;
  const Tensor from = x.to(type);
  Tensor y = empty_tensor(r.result, type);
  kernels::prod(r.sizes, operand(y, r), operand(from), type);
  return y.to(x.scalar_type());
}

}  // namespace

// y = prod x_i;  dL/dx_i = dL/dy * prod of x_j with j != i.  Saves x.  Over everything.
struct ProdBackward0 final : Node {
  SavedTensor x{this};
  GradList apply(GradList&& grads) override {
    const Tensor factors = x.unpack();
    const Tensor flat = factors.reshape({-1});
    return {prod_backward(grads[0].reshape({1}), flat, 0).reshape(factors.sizes())};
  }
};

// The same along one dimension.
struct ProdBackward1 final : Node {
  SavedTensor x{this};
  int64_t dim;
  bool keepdim;
  GradList apply(GradList&& grads) override {
    const Tensor factors = x.unpack();
    if (factors.dim() == 0) return {grads[0]};
    return {prod_backward(keepdim ? grads[0] : grads[0].unsqueeze(dim), factors, dim)};
  }
};

Tensor prod(Traced traced, optional<ScalarType> dtype) {
  const Tensor& self = traced.enter();
  const Tensor x = as_factor(self, dtype);
  Tensor y = compute_prod(x, ReducedShape(x, nullopt, false));
  if (!x.is_floating_point()) return y;
  if (auto* node = record<ProdBackward0>(y, x)) node->x.save(x);
  return y;
}

Tensor prod(Traced traced, int64_t dim, bool keepdim, optional<ScalarType> dtype) {
  const Tensor& self = traced.enter();
  const Tensor x = as_factor(self, dtype);
  Tensor y = compute_prod(x, ReducedShape(x, dim, keepdim));
  if (!x.is_floating_point()) return y;
  if (auto* node = record<ProdBackward1>(y, x)) {
    node->x.save(x);
    node->dim = wrap_dim(dim, x.dim());
    node->keepdim = keepdim;
  }
  return y;
}

Tensor Tensor::prod(optional<ScalarType> dtype, Caller caller) const {
  return glassgrad::prod({*this, caller}, dtype);
}
Tensor Tensor::prod(int64_t dim, bool keepdim, optional<ScalarType> dtype, Caller caller) const {
  return glassgrad::prod({*this, caller}, dim, keepdim, dtype);
}

}  // namespace glassgrad
