#include "autograd/ops/activation.h"

#include <numbers>

// Smooth activation functions, each a block: formula, rule, function. A rule is one fused loop,
// unless the gradient is to be differentiated itself: then it is composed of recorded operations.

namespace glassgrad {

// y = 1 / (1 + e^-x).  dL/dx = dL/dy (1 - y) y.  Saves y: the forward has already computed it.
struct SigmoidBackward0 final : SavesOutput {
  GradList apply(GradList&& grads) override {
    const Tensor& dy = grads[0];
    const Tensor y = result.unpack();
    if (!GradMode::is_enabled()) return {fused_rule(kernels::sigmoid_backward, dy, y)};
    return {dy * (1 - y) * y};
  }
};

Tensor sigmoid(Traced traced) {
  const Tensor& self = traced.enter();
  const Tensor x = to_floating(self);
  Tensor y = activate(kernels::sigmoid, x);
  if (auto* node = record<SigmoidBackward0>(y, x)) node->result.save_output(y);
  return y;
}
Tensor Tensor::sigmoid(Caller caller) const { return glassgrad::sigmoid({*this, caller}); }
Tensor& Tensor::sigmoid_(Caller caller) const {
  caller.enter();
  check_result_type(result_type(*this, 1.0), *this);
  return unary_in_place("sigmoid_", kernels::sigmoid, *this, &glassgrad::sigmoid);
}

// y = tanh x.  dL/dx = dL/dy (1 - y^2).  Saves y.
struct TanhBackward0 final : SavesOutput {
  GradList apply(GradList&& grads) override {
    const Tensor& dy = grads[0];
    const Tensor y = result.unpack();
    if (!GradMode::is_enabled()) return {fused_rule(kernels::tanh_backward, dy, y)};
    return {dy * (1 - y * y)};
  }
};

Tensor tanh(Traced traced) {
  const Tensor& self = traced.enter();
  const Tensor x = to_floating(self);
  Tensor y = activate(kernels::tanh, x);
  if (auto* node = record<TanhBackward0>(y, x)) node->result.save_output(y);
  return y;
}
Tensor Tensor::tanh(Caller caller) const { return glassgrad::tanh({*this, caller}); }
Tensor& Tensor::tanh_(Caller caller) const {
  caller.enter();
  check_result_type(result_type(*this, 1.0), *this);
  return unary_in_place("tanh_", kernels::tanh, *this, &glassgrad::tanh);
}

// y = ln sigmoid(x).  dL/dx = dL/dy sigmoid(-x).  Saves x.
struct LogSigmoidBackward0 final : SavesInput {
  GradList apply(GradList&& grads) override {
    const Tensor& dy = grads[0];
    const Tensor x = self.unpack();
    if (!GradMode::is_enabled()) return {fused_rule(kernels::log_sigmoid_backward, dy, x)};
    return {dy * sigmoid(-x)};
  }
};

Tensor log_sigmoid(Traced traced) {
  const Tensor& self = traced.enter();
  check_floating("log_sigmoid_cpu", self);
  Tensor y = activate(kernels::log_sigmoid, self);
  if (auto* node = record<LogSigmoidBackward0>(y, self)) node->self.save(self);
  return y;
}

// y = x s, s = sigmoid(x).  dL/dx = dL/dy s (1 + x (1 - s)).  Saves x.
struct SiluBackward0 final : SavesInput {
  GradList apply(GradList&& grads) override {
    const Tensor& dy = grads[0];
    const Tensor x = self.unpack();
    if (!GradMode::is_enabled()) return {fused_rule(kernels::silu_backward, dy, x)};
    const Tensor s = sigmoid(x);
    return {dy * s * (1 + x * (1 - s))};
  }
};

Tensor silu(Traced traced) {
  const Tensor& self = traced.enter();
  check_floating("silu_cpu", self);
  Tensor y = activate(kernels::silu, self);
  if (auto* node = record<SiluBackward0>(y, self)) node->self.save(self);
  return y;
}

// y = x t, t = tanh(softplus(x)).  dL/dx = dL/dy (t + x s (1 - t^2)), s = sigmoid(x).  Saves x.
struct MishBackward0 final : SavesInput {
  GradList apply(GradList&& grads) override {
    const Tensor& dy = grads[0];
    const Tensor x = self.unpack();
    if (!GradMode::is_enabled()) return {fused_rule(kernels::mish_backward, dy, x)};
    const Tensor t = tanh(softplus(x));
    return {dy * (t + x * sigmoid(x) * (1 - t * t))};
  }
};

Tensor mish(Traced traced) {
  const Tensor& self = traced.enter();
  check_floating("mish_cpu", self);
  Tensor y = activate(kernels::mish, self);
  if (auto* node = record<MishBackward0>(y, self)) node->self.save(self);
  return y;
}

// y = ln(1 + e^(b x)) / b, or x where b x > threshold.  dL/dx = dL/dy sigmoid(b x), or dL/dy there.
// Saves x.
struct SoftplusBackward0 final : SavesInput {
  double beta, threshold;
  GradList apply(GradList&& grads) override {
    const Tensor& dy = grads[0];
    const Tensor x = self.unpack();
    if (!GradMode::is_enabled())
      return {fused_rule(kernels::softplus_backward, dy, x, beta, threshold)};
    const Tensor z = x * beta;
    return {where(z > threshold, dy, dy * sigmoid(z))};
  }
};

Tensor softplus(Traced traced, const Scalar& beta, const Scalar& threshold) {
  const Tensor& self = traced.enter();
  check_floating("softplus_cpu", self);
  Tensor y = activate(kernels::softplus, self, beta.toDouble(), threshold.toDouble());
  if (auto* node = record<SoftplusBackward0>(y, self)) {
    node->self.save(self);
    node->beta = beta.toDouble();
    node->threshold = threshold.toDouble();
  }
  return y;
}

// y = x Phi(x).  dL/dx = dL/dy (Phi(x) + x phi(x)), phi = Phi' the density.  Saves x.
// With u = sqrt(2/pi) (x + c x^3), c = 0.044715, and t = tanh u, Phi is approximately (1 + t) / 2:
// dL/dx = dL/dy ((1 + t) + x (1 - t^2) u') / 2, u' = sqrt(2/pi) (1 + 3 c x^2).
struct GeluBackward0 final : SavesInput {
  bool by_tanh;
  GradList apply(GradList&& grads) override {
    const Tensor& dy = grads[0];
    const Tensor x = self.unpack();
    if (!GradMode::is_enabled())
      return {fused_rule(by_tanh ? kernels::gelu_tanh_backward : kernels::gelu_backward, dy, x)};

    constexpr double sqrt_2_pi = std::numbers::sqrt2 * std::numbers::inv_sqrtpi, c = 0.044715;
    if (by_tanh) {
      const Tensor t = tanh(sqrt_2_pi * (x + c * (x * x * x)));
      return {dy * 0.5 * ((1 + t) + x * (1 - t * t) * (sqrt_2_pi * (1 + 3 * c * (x * x))))};
    }
    const Tensor cdf = 0.5 * (1 + erf(x * (std::numbers::sqrt2 / 2)));
    return {dy * (cdf + x * (sqrt_2_pi / 2) * exp(-0.5 * (x * x)))};
  }
};

Tensor gelu(Traced traced, const std::string& approximate) {
  const Tensor& self = traced.enter();
  const bool by_tanh = approximate == "tanh";
  check(by_tanh || approximate == "none", "approximate argument must be either none or tanh.");
  check_floating("GeluKernelImpl", self);
  Tensor y = activate(by_tanh ? kernels::gelu_tanh : kernels::gelu, self);
  if (auto* node = record<GeluBackward0>(y, self)) {
    node->self.save(self);
    node->by_tanh = by_tanh;
  }
  return y;
}

// y = scale x above 0, scale alpha (e^(k x) - 1) below.
// dL/dx = dL/dy scale above 0, dL/dy scale alpha k e^(k x) below.  Saves x.
struct EluBackward0 : SavesInput {
  kernels::EluParameters parameters;
  GradList apply(GradList&& grads) override {
    const Tensor& dy = grads[0];
    const Tensor x = self.unpack();
    if (!GradMode::is_enabled()) return {fused_rule(kernels::elu_backward, dy, x, parameters)};
    const auto& [alpha, scale, k] = parameters;
    // The exponential of a large x would not be taken, but its infinite derivative would.
    const Tensor below = exp(clamp_max(x * k, 0));
    return {where(x > 0, dy * scale, dy * (scale * alpha * k) * below)};
  }
};
struct CeluBackward0 final : EluBackward0 {};

namespace {
template <class NodeType>
Tensor exponential_linear(const Tensor& self, kernels::EluParameters parameters) {
  check_floating("elu_cpu", self);
  Tensor y = activate(kernels::elu, self, parameters);
  if (auto* node = record<NodeType>(y, self)) {
    node->self.save(self);
    node->parameters = parameters;
  }
  return y;
}
}  // namespace

Tensor elu(Traced traced, const Scalar& alpha, const Scalar& scale, const Scalar& input_scale) {
  const Tensor& self = traced.enter();
  return exponential_linear<EluBackward0>(
      self, {alpha.toDouble(), scale.toDouble(), input_scale.toDouble()});
}

// The alpha and scale that keep mean 0 and variance 1: Klambauer et al. (2017), eq. 2 and 14.
Tensor selu(Traced traced) {
  const Tensor& self = traced.enter();
  return elu(self, 1.6732632423543772848170429916717, 1.0507009873554804934193349852946);
}

Tensor celu(Traced traced, const Scalar& alpha) {
  const Tensor& self = traced.enter();
  check(alpha.toDouble() != 0, "ZeroDivisionError: alpha cannot be 0 for CELU");
  return exponential_linear<CeluBackward0>(self, {alpha.toDouble(), 1, 1 / alpha.toDouble()});
}

Tensor softsign(Traced traced) {
  const Tensor& self = traced.enter();
  return self / (abs(self) + 1);
}

Tensor tanhshrink(Traced traced) {
  const Tensor& self = traced.enter();
  return self - tanh(self);
}

// y = a sigmoid(b), a and b the halves of x.  dL/da = dL/dy s, dL/db = dL/dy a s (1 - s).  Saves x.
struct GluBackward0 final : SavesInput {
  int64_t dim;
  GradList apply(GradList&& grads) override {
    const Tensor& dy = grads[0];
    const Tensor x = self.unpack();
    const int64_t half = x.size(dim) / 2;
    const Tensor a = x.narrow(dim, 0, half), s = sigmoid(x.narrow(dim, half, half));
    return {cat({s * dy, (1 - s) * s * a * dy}, dim)};
  }
};

Tensor glu(Traced traced, int64_t dim) {
  const Tensor& self = traced.enter();
  check(self.dim() > 0, "glu does not support 0-dimensional tensors");
  dim = wrap_dim(dim, self.dim());
  check(self.size(dim) % 2 == 0, "Halving dimension must be even, but dimension {} is size {}", dim,
        self.size(dim));
  check_floating("glu_cpu", self);
  const int64_t half = self.size(dim) / 2;
  const Tensor x = self.detach();
  Tensor y = x.narrow(dim, 0, half) * sigmoid(x.narrow(dim, half, half));
  if (auto* node = record<GluBackward0>(y, self)) {
    node->self.save(self);
    node->dim = dim;
  }
  return y;
}

}  // namespace glassgrad
