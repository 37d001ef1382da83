// Variance and standard deviation.
#include "autograd/kernels/reduce.h"
#include "autograd/ops/reduced_shape.h"

namespace glassgrad {
namespace {

struct Moments {
  Tensor variance, mean;
};

void check_has_moments(const Tensor& x, const char* op) {
  check(x.is_floating_point(), "{} only support floating point and complex dtypes", op);
}

/// With `root`, the standard deviation instead of the variance.
Moments compute_moments(const Tensor& x, const ReducedShape& r, double correction,
                        bool root = false) {
  if (is_half(x.scalar_type())) {
    const Moments m = compute_moments(computable(x), r, correction, root);
    return {m.variance.to(x.scalar_type()), m.mean.to(x.scalar_type())};
  }
  Moments m{empty_tensor(r.result, x.scalar_type()), empty_tensor(r.result, x.scalar_type())};
  kernels::variance(r.sizes, operand(m.variance, r), operand(m.mean, r), operand(x),
                    x.scalar_type(), correction, root);
  return m;
}

/// y = sum (x - mean)^2 / (n - correction);  dL/dx = dL/dy * 2 / (n - correction) * (x - mean).
Tensor var_backward(const Tensor& grad, const Tensor& x, const ReducedShape& r, double correction) {
  const Tensor scaled = grad * (2.0 / (static_cast<double>(r.count) - correction));
  return scaled.reshape(r.kept) * (x - x.mean(IntArrayRef(r.dims), true));
}

/// y = sqrt(v);  dL/dv = dL/dy / (2 y), and 0 where y is 0.
Tensor std_to_var(const Tensor& grad, const Tensor& std) {
  const Tensor zero = std == 0;
  return (grad / (std * 2).masked_fill(zero, 1)).masked_fill(zero, 0);
}

/// The gradients of (variance or standard deviation, mean) together; each may be undefined.
Tensor moments_backward(const Tensor& variance_grad, const Tensor& mean_grad, const Tensor& x,
                        const ReducedShape& r, double correction) {
  Tensor result;
  if (variance_grad.defined()) result = var_backward(variance_grad, x, r, correction);
  if (mean_grad.defined()) {
    const Tensor of_mean = spread(mean_grad / r.count, r.kept, r.sizes);
    result = result.defined() ? result + of_mean : of_mean;
  }
  return result;
}

}  // namespace

// --- var and std ---

// The rule is var_backward's.  Saves x.
struct VarBackward0 final : Node {
  SavedTensor x{this};
  ReducedShape r;
  double correction;
  GradList apply(GradList&& grads) override {
    return {var_backward(grads[0], x.unpack(), r, correction)};
  }
};

// y = sqrt(v), then as var.  Saves x and y.
struct StdBackward0 final : Node {
  SavedTensor x{this}, y{this};
  ReducedShape r;
  double correction;
  GradList apply(GradList&& grads) override {
    return {var_backward(std_to_var(grads[0], y.unpack()), x.unpack(), r, correction)};
  }
};

Tensor var(Traced traced, OptionalIntArrayRef dim, bool unbiased, bool keepdim) {
  const Tensor& self = traced.enter();
  check_has_moments(self, "std and var");
  const ReducedShape r(self, dim, keepdim);
  Tensor y = compute_moments(self, r, unbiased).variance;
  if (auto* node = record<VarBackward0>(y, self)) {
    node->x.save(self);
    node->r = r;
    node->correction = unbiased;
  }
  return y;
}

Tensor std(Traced traced, OptionalIntArrayRef dim, bool unbiased, bool keepdim) {
  const Tensor& self = traced.enter();
  check_has_moments(self, "std and var");
  const ReducedShape r(self, dim, keepdim);
  Tensor y = compute_moments(self, r, unbiased, true).variance;
  if (auto* node = record<StdBackward0>(y, self)) {
    node->x.save(self);
    node->y.save_output(y);
    node->r = r;
    node->correction = unbiased;
  }
  return y;
}

Tensor Tensor::var(OptionalIntArrayRef dim, bool unbiased, bool keepdim, Caller caller) const {
  return glassgrad::var({*this, caller}, dim, unbiased, keepdim);
}
Tensor Tensor::std(OptionalIntArrayRef dim, bool unbiased, bool keepdim, Caller caller) const {
  return glassgrad::std({*this, caller}, dim, unbiased, keepdim);
}

// --- both moments at once ---

// The sum of both gradients.  Saves x.
struct VarMeanBackward0 final : Node {
  SavedTensor x{this};
  ReducedShape r;
  double correction;
  GradList apply(GradList&& grads) override {
    return {moments_backward(grads[0], grads[1], x.unpack(), r, correction)};
  }
};

// The same for the standard deviation.  Saves x and the standard deviation.
struct StdMeanBackward0 final : Node {
  SavedTensor x{this}, std{this};
  ReducedShape r;
  double correction;
  GradList apply(GradList&& grads) override {
    const Tensor of_var = grads[0].defined() ? std_to_var(grads[0], std.unpack()) : Tensor();
    return {moments_backward(of_var, grads[1], x.unpack(), r, correction)};
  }
};

std::tuple<Tensor, Tensor> var_mean(Traced traced, OptionalIntArrayRef dim, bool unbiased,
                                    bool keepdim) {
  const Tensor& self = traced.enter();
  check_has_moments(self, "var_mean");
  const ReducedShape r(self, dim, keepdim);
  const Moments m = compute_moments(self, r, unbiased);
  if (auto* node = record_lists<VarMeanBackward0>({m.variance, m.mean}, self)) {
    node->x.save(self);
    node->r = r;
    node->correction = unbiased;
  }
  return {m.variance, m.mean};
}

std::tuple<Tensor, Tensor> std_mean(Traced traced, OptionalIntArrayRef dim, bool unbiased,
                                    bool keepdim) {
  const Tensor& self = traced.enter();
  check_has_moments(self, "std_mean");
  const ReducedShape r(self, dim, keepdim);
  const Moments m = compute_moments(self, r, unbiased, true);
  if (auto* node = record_lists<StdMeanBackward0>({m.variance, m.mean}, self)) {
    node->x.save(self);
    node->std.save_output(m.variance);
    node->r = r;
    node->correction = unbiased;
  }
  return {m.variance, m.mean};
}

}  // namespace glassgrad
