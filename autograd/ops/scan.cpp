// Running products, sums of exponentials, extremes.

#include "autograd/kernels/scan.h"

#include <limits>

#include "autograd/ops/op.h"

namespace glassgrad {

// --- cumprod ---

namespace {
/// dx_k = sum over i >= k of dy_i times all x_j with j <= i but x_k: right where elements are zero.
Tensor cumprod_backward_at_zeros(const Tensor& dy, const Tensor& x, int64_t dim) {
  const int64_t n = x.sizes()[dim];
  std::vector<Tensor> dx;
  for (int64_t k = 0; k < n; ++k) {
    const Tensor one = ones_like(x.narrow(dim, k, 1));
    const Tensor others = cat({x.narrow(dim, 0, k), one, x.narrow(dim, k + 1, n - k - 1)}, dim);
    const Tensor products = cumprod(others, dim).narrow(dim, k, n - k);
    dx.push_back((products * dy.narrow(dim, k, n - k)).sum({dim}, /*keepdim=*/true));
  }
  return cat(dx, dim);
}
}  // namespace

// y_i = x_0 ... x_i.  dL/dx_k = (sum over i >= k of dL/dy_i y_i) / x_k.  Saves x.
struct CumprodBackward0 final : Node {
  SavedTensor self{this};
  int64_t dim;
  std::string formula() const override {
    return "dL/dx_k = (sum over i >= k of dL/dy_i y_i) / x_k";
  }
  GradList apply(GradList&& grads) override {
    const Tensor &dy = grads[0], x = self.unpack();
    if (x.dim() == 0) return {dy};
    if ((x == 0).any().item<bool>()) return {cumprod_backward_at_zeros(dy, x, dim)};
    return {(cumprod(x, dim) * dy).flip({dim}).cumsum(dim).flip({dim}) / x};
  }
};

Tensor cumprod(Traced traced, int64_t dim, optional<ScalarType> dtype) {
  const Tensor& self = traced.enter();
  if (dtype) check_supported(*dtype);
  const ScalarType type = dtype.value_or(self.is_floating_point() ? self.scalar_type() : kLong);
  dim = wrap_dim(dim, self.dim());
  // Integers multiply as int64; a shorter type is what remains of that.
  const Tensor x = isFloatingType(type) ? cast(self, type) : self.to(type).to(kLong);
  Tensor y = empty_tensor(x.sizes(), x.scalar_type());
  kernels::cumprod(x.sizes(), dim, y.data_ptr(), operand(x), x.scalar_type());
  if (auto* node = record<CumprodBackward0>(y, x)) {
    node->self.save(x);
    node->dim = dim;
  }
  return y.to(type);
}
Tensor Tensor::cumprod(int64_t dim, optional<ScalarType> dtype, Caller caller) const {
  return glassgrad::cumprod({*this, caller}, dim, dtype);
}

// --- logcumsumexp ---

// y_i = ln sum over j <= i of e^x_j.  dL/dx_k = sum over i >= k of dL/dy_i e^(x_k - y_i): no power
// of e is above 1 there, but their sum is taken as one, so it is taken of logarithms.  Saves x and
// y.
struct LogcumsumexpBackward0 final : Node {
  SavedTensor self{this}, result{this};
  int64_t dim;
  std::string formula() const override {
    return "dL/dx_k = sum over i >= k of dL/dy_i e^(x_k - y_i)";
  }
  GradList apply(GradList&& grads) override {
    const Tensor x = self.unpack(), y = result.unpack();
    if (x.dim() == 0) return {grads[0]};
    if (GradMode::is_enabled()) return {recorded(grads[0], x, y)};
    return {of_positive(grads[0], x, y) - of_positive(-grads[0], x, y)};
  }

 private:
  /// As the formula says, over all pairs (k, i): to be differentiated in turn.
  Tensor recorded(const Tensor& dy, const Tensor& x, const Tensor& y) const {
    const int64_t n = x.sizes()[dim];
    Dims pairs(x.dim() + 1 - dim, 1);
    pairs[0] = pairs[1] = n;
    const Tensor counts = ones({n, n}, kBool).triu().view(pairs);
    const Tensor exponents = x.unsqueeze(dim + 1) - y.unsqueeze(dim);
    const Tensor powers = exp(where(counts, exponents, -std::numeric_limits<double>::infinity()));
    return (powers * dy.unsqueeze(dim)).sum(IntArrayRef{dim + 1});
  }

  /// The part of the sum where dL/dy is above 0.
  Tensor of_positive(const Tensor& dy, const Tensor& x, const Tensor& y) const {
    const Tensor is_positive = dy > 0;
    const Tensor log_dy = where(is_positive, log(where(is_positive, dy, 1)),
                                -std::numeric_limits<double>::infinity());
    const Tensor sums = logcumsumexp((log_dy - y).flip({dim}), dim).flip({dim});
    return where(isinf(sums), 0, exp(where(isinf(sums), 0, sums) + x));
  }
};

Tensor logcumsumexp(Traced traced, int64_t dim) {
  const Tensor& x = traced.enter();
  check(
      x.is_floating_point(),
      "\"logcumsumexp_out_cpu\" not implemented for '{}'; convert to a floating type first, as in "
      "x.to(kFloat)",
      x.scalar_type());
  dim = wrap_dim(dim, x.dim());
  Tensor y = empty_tensor(x.sizes(), x.scalar_type());
  kernels::logcumsumexp(x.sizes(), dim, y.data_ptr(), operand(x), x.scalar_type());
  if (auto* node = record<LogcumsumexpBackward0>(y, x)) {
    node->self.save(x);
    node->result.save_output(y);
    node->dim = dim;
  }
  return y;
}
Tensor Tensor::logcumsumexp(int64_t dim, Caller caller) const {
  return glassgrad::logcumsumexp({*this, caller}, dim);
}

}  // namespace glassgrad
