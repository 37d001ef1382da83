// Smooth activation functions, each a block: the formula with its rule, the node, the function.

#include <numbers>

#include "autograd/kernels/onednn.h"
#include "autograd/ops/pointwise/unary.h"

namespace glassgrad {

namespace {

// Parts of the formulas below. Tensors have them as operations that can be differentiated even
// where an exponential is infinite.

/// 1 - logistic(x)
template <class T>
T falling_logistic(const T& x) {
  const T e = exp(-abs(x)), low = e / (1 + e);
  return where(x < 0, 1 - low, low);
}
Tensor falling_logistic(const Tensor& x) { return sigmoid(-x); }
Symbol falling_logistic(const Symbol& x) { return logistic(-x); }

/// ln(1 + e^x)
template <class T>
T log1p_exp(const T& x) {
  return log1p(exp(x));
}
Tensor log1p_exp(const Tensor& x) { return softplus(x); }

}  // namespace

struct SigmoidBackward0 final : FromResult<formulas::Sigmoid> {
  GradList apply(GradList&& grads) override { return fused(grads); }
};
Tensor sigmoid(Traced x) { return unary<SigmoidBackward0>(x.enter()); }
Tensor Tensor::sigmoid(Caller caller) const { return glassgrad::sigmoid({*this, caller}); }
Tensor& Tensor::sigmoid_(Caller caller) const {
  caller.enter();
  check_result_type(result_type(*this, 1.0), *this);
  return unary_in_place<SigmoidBackward0>("sigmoid_", *this, glassgrad::sigmoid);
}

struct TanhBackward0 final : FromResult<formulas::Tanh> {
  GradList apply(GradList&& grads) override { return fused(grads); }
};
Tensor tanh(Traced x) { return unary<TanhBackward0, Padded>(x.enter()); }
Tensor Tensor::tanh(Caller caller) const { return glassgrad::tanh({*this, caller}); }
Tensor& Tensor::tanh_(Caller caller) const {
  caller.enter();
  check_result_type(result_type(*this, 1.0), *this);
  return unary_in_place<TanhBackward0, Padded>("tanh_", *this, glassgrad::tanh);
}

// y = ln sigmoid(x) = min(x, 0) - ln(1 + e^-|x|).  Saves x.
struct LogSigmoid {
  template <class T>
  static T value(const T& x) {
    return where(x < 0, x, 0) - log1p(exp(-abs(x)));
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return dy * falling_logistic(x);
  }
};
struct LogSigmoidBackward0 final : FromInput<LogSigmoid> {
  GradList apply(GradList&& grads) override { return fused(grads); }
};
Tensor log_sigmoid(Traced traced) {
  const Tensor& x = traced.enter();
  check_floating("log_sigmoid_cpu", x);
  return unary<LogSigmoidBackward0, Padded>(x);
}

// y = x sigmoid(x).  Saves x.
struct Silu {
  template <class T>
  static T value(const T& x) {
    return x / (1 + exp(-x));
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    const T s = logistic(x);
    return dy * s * fma(x, 1 - s, 1);
  }
};
struct SiluBackward0 final : FromInput<Silu> {
  GradList apply(GradList&& grads) override { return fused(grads); }
};
Tensor silu(Traced traced) {
  const Tensor& x = traced.enter();
  check_floating("silu_cpu", x);
  return unary<SiluBackward0>(x);
}

// y = x + 3, between 0 and 6, / 6.  Saves x.
struct Hardsigmoid {
  template <class T>
  static T value(const T& x) {
    return where(x < -3, 0, where(x > 3, 6, x + 3)) / 6;
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return where(x > -3, where(x < 3, dy / 6, 0), 0);
  }
};
struct HardsigmoidBackward0 final : FromInput<Hardsigmoid> {
  GradList apply(GradList&& grads) override { return fused(grads); }
};
Tensor hardsigmoid(Traced traced) {
  const Tensor& x = traced.enter();
  check_floating("hardsigmoid_cpu", x);
  return unary<HardsigmoidBackward0>(x);
}

// y = x (x + 3, between 0 and 6) / 6.  Saves x.
struct Hardswish {
  template <class T>
  static T value(const T& x) {
    return x * where(x < -3, 0, where(x > 3, 6, x + 3)) / 6;
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return where(x < -3, 0, where(x > 3, dy, dy * (x / 3 + 0.5)));
  }
};
struct HardswishBackward0 final : FromInput<Hardswish> {
  GradList apply(GradList&& grads) override { return fused(grads); }
};
Tensor hardswish(Traced traced) {
  const Tensor& x = traced.enter();
  check_floating("hardswish_cpu", x);
  return unary<HardswishBackward0>(x);
}

// y = x t, t = tanh(ln(1 + e^x)).  Saves x.
struct Mish {
  template <class T>
  static T value(const T& x) {
    return x * tanh(log1p_exp(x));
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    const T s = logistic(x), t = tanh(log1p_exp(x));
    return dy * fma(x * s, fma(-t, t, 1), t);
  }
};
struct MishBackward0 final : FromInput<Mish> {
  GradList apply(GradList&& grads) override { return fused(grads); }
};
Tensor mish(Traced traced) {
  const Tensor& x = traced.enter();
  check_floating("mish_cpu", x);
  return unary<MishBackward0>(x);
}

// y = ln(1 + e^(beta x)) / beta, or x where beta x > threshold.  Saves x.
struct Softplus {
  double beta, threshold;
  template <class T>
  T value(const T& x) const {
    const T z = x * beta, bent = log1p(exp(z)) / beta;
    return where(z > threshold, x, bent);
  }
  template <class T>
  T rule(const T& dy, const T& x) const {
    const T z = x * beta, e = exp(where(z > threshold, 0, z));  // finite where it is not taken
    return where(z > threshold, dy, dy * e / (e + 1));
  }
};
struct SoftplusBackward0 final : FromInput<Softplus> {
  GradList apply(GradList&& grads) override { return fused(grads); }
};
Tensor softplus(Traced traced, const Scalar& beta, const Scalar& threshold) {
  const Tensor& x = traced.enter();
  check_floating("softplus_cpu", x);
  return unary<SoftplusBackward0>(x, {beta.toDouble(), threshold.toDouble()});
}

// y = x Phi(x), Phi the distribution function of N(0, 1).  dL/dx = dL/dy (Phi(x) + x phi(x)), where
// phi = Phi' is the density.  Saves x.
struct Gelu {
  template <class T>
  static T value(const T& x) {
    return x * 0.5 * (1 + erf(x * kSqrtHalf));
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    const T twice_phi = 1 + erf(x * kSqrtHalf), density = kInvSqrt2Pi * exp(x * x * -0.5);
    return dy * fma(0.5, twice_phi, x * density);
  }

  // PyTorch has floats computed by oneDNN, but for a single one: x Phi = s + s erf u, s = x / 2,
  // u = x / sqrt 2, and x phi = u e^(-u^2) / sqrt pi.
  using Float = kernels::Number<float, kernels::VectorFunctions>;
  GLASSGRAD_ALWAYS_INLINE static Float value(const Float& x) {
    const Float half = x * 0.5;
    return fma(half, kernels::onednn::erf((x * kSqrtHalf).v), half);
  }
  GLASSGRAD_ALWAYS_INLINE static Float rule(const Float& dy, const Float& x) {
    const float u = (x * kSqrtHalf).v;
    const float density = u * kernels::onednn::kInvSqrtPi * kernels::onednn::exp(-(u * u));
    return dy * fma(Float(kernels::onednn::erf(u)), 0.5, density + 0.5f);
  }
  static constexpr double kSqrtHalf = std::numbers::sqrt2 / 2;
  static constexpr double kInvSqrt2Pi = std::numbers::inv_sqrtpi * kSqrtHalf;
};

// The same with Phi approximated by (1 + t) / 2, t = tanh u, u = sqrt(2/pi) (x + 0.044715 x^3):
// dL/dx = dL/dy ((1 + t) + x (1 - t^2) u') / 2.
struct GeluTanh {
  template <class T>
  static T value(const T& x) {
    return 0.5 * x * (1 + tanh(kScale * fma(kCube, x * x * x, x)));
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    const T t = tanh(kScale * fma(kCube, x * x * x, x));
    const T slope = kScale * fma(3 * constant(x, kCube), x * x, 1);
    return dy * (0.5 * (1 + t) + 0.5 * x * fma(-t, t, 1) * slope);
  }
  static constexpr double kScale = std::numbers::inv_sqrtpi * std::numbers::sqrt2;
  static constexpr double kCube = 0.044715;
};

struct GeluBackward0 final : FromInput<Gelu> {
  GradList apply(GradList&& grads) override {
    return grads[0].numel() == 1 ? fused(grads) : fused<Padded>(grads);
  }
};
struct GeluTanhBackward0 final : FromInput<GeluTanh> {
  GradList apply(GradList&& grads) override { return fused(grads); }
  std::string name() const override { return "GeluBackward0"; }
};

Tensor gelu(Traced traced, const std::string& approximate) {
  const Tensor& x = traced.enter();
  const bool by_tanh = approximate == "tanh";
  check(by_tanh || approximate == "none", "approximate argument must be either none or tanh.");
  check_floating("GeluKernelImpl", x);
  if (by_tanh) return unary<GeluTanhBackward0>(x);
  return x.numel() == 1 ? unary<GeluBackward0>(x) : unary<GeluBackward0, Padded>(x);
}

// y = scale x above 0, scale alpha (e^(k x) - 1) below.  Saves x.
struct Elu {
  double alpha, scale, input_scale;
  template <class T>
  T value(const T& x) const {
    const T below = (exp(x * input_scale) - 1) * factor(x);
    return where(x <= 0, below, x * scale);
  }
  template <class T>
  T rule(const T& dy, const T& x) const {
    const T e = exp(where(x <= 0, x * input_scale, 0));  // finite where it is not taken
    return where(x <= 0, dy * input_scale * factor(x) * e, dy * scale);
  }
  template <class T>
  auto factor(const T& x) const {
    return constant(x, alpha) * constant(x, scale);
  }
};
struct EluBackward0 final : FromInput<Elu> {
  GradList apply(GradList&& grads) override { return fused(grads); }
};
struct CeluBackward0 final : FromInput<Elu> {
  GradList apply(GradList&& grads) override { return fused(grads); }
};

Tensor elu(Traced traced, const Scalar& alpha, const Scalar& scale, const Scalar& input_scale) {
  const Tensor& x = traced.enter();
  check_floating("elu_cpu", x);
  return unary<EluBackward0>(x, {alpha.toDouble(), scale.toDouble(), input_scale.toDouble()});
}

// The alpha and scale that keep mean 0 and variance 1: Klambauer et al. (2017), eq. 2 and 14.
Tensor selu(Traced x) {
  return elu(x.enter(), 1.6732632423543772848170429916717, 1.0507009873554804934193349852946);
}

Tensor celu(Traced traced, const Scalar& alpha) {
  const Tensor& x = traced.enter();
  check(alpha.toDouble() != 0, "ZeroDivisionError: alpha cannot be 0 for CELU");
  check_floating("elu_cpu", x);
  return unary<CeluBackward0>(x, {alpha.toDouble(), 1, 1 / alpha.toDouble()});
}

// --- made of other operations ---

Tensor softsign(Traced traced) {
  const Tensor& x = traced.enter();
  return x / (abs(x) + 1);
}

Tensor tanhshrink(Traced traced) {
  const Tensor& x = traced.enter();
  return x - tanh(x);
}

// y = a sigmoid(b), a and b the halves of x.  Saves x.
struct GluBackward0 final : Node {
  SavedTensor self{this};
  int64_t dim;
  std::string formula() const override {
    return "dL/da = dL/dy * s, dL/db = dL/dy * a * s * (1 - s), s = sigmoid(b)";
  }
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
