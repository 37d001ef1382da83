#include <cmath>
#include <numbers>

#include "autograd/ops/unary.h"

// Functions of one tensor, each a block: the formula, the rule, the function.

namespace glassgrad {

namespace {
/// A rule that saves x or y: what it shares.
struct SavesSelf : Node {
  SavedTensor self{this};
};
struct SavesResult : Node {
  SavedTensor result{this};
};

// Records y = f(x) under NodeType, which saves one of the two.
template <class NodeType>
Tensor recorded(Tensor y, const Tensor& x) {
  if (auto* node = record<NodeType>(y, x)) {
    if constexpr (std::is_base_of_v<SavesSelf, NodeType>)
      node->self.save(x);
    else
      node->result.save_output(y);
  }
  return y;
}
}  // namespace

// y = e^x.  dL/dx = dL/dy * y.  Saves y.
struct ExpBackward0 final : SavesResult {
  GradList apply(GradList&& grads) override { return {grads[0] * result.unpack()}; }
};

Tensor exp(Traced traced) {
  const Tensor& self = traced.enter();
  const Tensor x = to_floating(self);
  return recorded<ExpBackward0>(unary(kernels::exp, x), x);
}

// y = e^x - 1.  dL/dx = dL/dy * (y + 1).  Saves y.
struct Expm1Backward0 final : SavesResult {
  GradList apply(GradList&& grads) override { return {grads[0] * (result.unpack() + 1)}; }
};

Tensor expm1(Traced traced) {
  const Tensor& self = traced.enter();
  const Tensor x = to_floating(self);
  return recorded<Expm1Backward0>(unary(kernels::expm1, x), x);
}

// y = ln x.  dL/dx = dL/dy / x.  Saves x.
struct LogBackward0 final : SavesSelf {
  GradList apply(GradList&& grads) override { return {grads[0] / self.unpack()}; }
};

Tensor log(Traced traced) {
  const Tensor& self = traced.enter();
  const Tensor x = to_floating(self);
  return recorded<LogBackward0>(unary(kernels::log, x), x);
}

// y = ln(1 + x).  dL/dx = dL/dy / (1 + x).  Saves x.
struct Log1PBackward0 final : SavesSelf {
  GradList apply(GradList&& grads) override { return {grads[0] / (self.unpack() + 1)}; }
};

Tensor log1p(Traced traced) {
  const Tensor& self = traced.enter();
  const Tensor x = to_floating(self);
  return recorded<Log1PBackward0>(unary(kernels::log1p, x), x);
}

// y = log2 x.  dL/dx = dL/dy / (x ln 2).  Saves x.
struct Log2Backward0 final : SavesSelf {
  GradList apply(GradList&& grads) override { return {grads[0] / (self.unpack() * std::log(2.0))}; }
};

Tensor log2(Traced traced) {
  const Tensor& self = traced.enter();
  const Tensor x = to_floating(self);
  return recorded<Log2Backward0>(unary(kernels::log2, x), x);
}

// y = log10 x.  dL/dx = dL/dy / (x ln 10).  Saves x.
struct Log10Backward0 final : SavesSelf {
  GradList apply(GradList&& grads) override {
    return {grads[0] / (self.unpack() * std::log(10.0))};
  }
};

Tensor log10(Traced traced) {
  const Tensor& self = traced.enter();
  const Tensor x = to_floating(self);
  return recorded<Log10Backward0>(unary(kernels::log10, x), x);
}

// y = sqrt x.  dL/dx = dL/dy / (2 y).  Saves y.
struct SqrtBackward0 final : SavesResult {
  GradList apply(GradList&& grads) override { return {grads[0] / (2 * result.unpack())}; }
};

Tensor sqrt(Traced traced) {
  const Tensor& self = traced.enter();
  const Tensor x = to_floating(self);
  return recorded<SqrtBackward0>(unary(kernels::sqrt, x), x);
}

// y = 1 / sqrt x.  dL/dx = -dL/dy * y^3 / 2.  Saves y.
struct RsqrtBackward0 final : SavesResult {
  GradList apply(GradList&& grads) override { return {-0.5 * grads[0] * pow(result.unpack(), 3)}; }
};

Tensor rsqrt(Traced traced) {
  const Tensor& self = traced.enter();
  const Tensor x = to_floating(self);
  return recorded<RsqrtBackward0>(unary(kernels::rsqrt, x), x);
}

// y = 1 / x.  dL/dx = -dL/dy * y^2.  Saves y.
struct ReciprocalBackward0 final : SavesResult {
  GradList apply(GradList&& grads) override {
    const Tensor y = result.unpack();
    return {-grads[0] * (y * y)};
  }
};

Tensor reciprocal(Traced traced) {
  const Tensor& self = traced.enter();
  const Tensor x = to_floating(self);
  return recorded<ReciprocalBackward0>(unary(kernels::reciprocal, x), x);
}

// y = sin x.  dL/dx = dL/dy * cos x.  Saves x.
struct SinBackward0 final : SavesSelf {
  GradList apply(GradList&& grads) override { return {grads[0] * cos(self.unpack())}; }
};

Tensor sin(Traced traced) {
  const Tensor& self = traced.enter();
  const Tensor x = to_floating(self);
  return recorded<SinBackward0>(unary(kernels::sin, x), x);
}

// y = cos x.  dL/dx = -dL/dy * sin x.  Saves x.
struct CosBackward0 final : SavesSelf {
  GradList apply(GradList&& grads) override { return {grads[0] * -sin(self.unpack())}; }
};

Tensor cos(Traced traced) {
  const Tensor& self = traced.enter();
  const Tensor x = to_floating(self);
  return recorded<CosBackward0>(unary(kernels::cos, x), x);
}

// y = tan x.  dL/dx = dL/dy * (1 + y^2).  Saves y.
struct TanBackward0 final : SavesResult {
  GradList apply(GradList&& grads) override { return {grads[0] * (1 + square(result.unpack()))}; }
};

Tensor tan(Traced traced) {
  const Tensor& self = traced.enter();
  const Tensor x = to_floating(self);
  return recorded<TanBackward0>(unary(kernels::tan, x), x);
}

// y = erf x.  dL/dx = dL/dy * 2/sqrt(pi) * e^(-x^2).  Saves x.
struct ErfBackward0 final : SavesSelf {
  GradList apply(GradList&& grads) override {
    return {grads[0] * (2 / std::sqrt(std::numbers::pi) * exp(-square(self.unpack())))};
  }
};

Tensor erf(Traced traced) {
  const Tensor& self = traced.enter();
  const Tensor x = to_floating(self);
  return recorded<ErfBackward0>(unary(kernels::erf, x), x);
}

Tensor square(Traced traced) {
  const Tensor& self = traced.enter();
  return pow(self, 2);
}

// y = -x.  dL/dx = -dL/dy.
struct NegBackward0 final : Node {
  GradList apply(GradList&& grads) override { return {-grads[0]}; }
};

Tensor neg(Traced traced) {
  const Tensor& self = traced.enter();
  check(
      self.scalar_type() != kBool,
      "Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert "
      "a mask, use the `~` or `logical_not()` operator instead.");
  Tensor y = unary(kernels::neg, self);
  record<NegBackward0>(y, self);
  return y;
}

// y = |x|.  dL/dx = dL/dy * sign x.  Saves x.
struct AbsBackward0 final : SavesSelf {
  GradList apply(GradList&& grads) override { return {grads[0] * sign(self.unpack())}; }
};

Tensor abs(Traced traced) {
  const Tensor& self = traced.enter();
  return recorded<AbsBackward0>(unary(kernels::abs, self), self);
}

// --- flat almost everywhere: the gradient is 0 ---

struct SignBackward0 final : Node {
  GradList apply(GradList&& grads) override { return {zeros_like(grads[0])}; }
};
struct FloorBackward0 final : Node {
  GradList apply(GradList&& grads) override { return {zeros_like(grads[0])}; }
};
struct CeilBackward0 final : Node {
  GradList apply(GradList&& grads) override { return {zeros_like(grads[0])}; }
};
struct RoundBackward0 final : Node {
  GradList apply(GradList&& grads) override { return {zeros_like(grads[0])}; }
};
struct TruncBackward0 final : Node {
  GradList apply(GradList&& grads) override { return {zeros_like(grads[0])}; }
};

namespace {
template <class NodeType>
Tensor flat(UnaryKernel kernel, const Tensor& self) {
  Tensor y = unary(kernel, self);
  record<NodeType>(y, self);
  return y;
}
}  // namespace

Tensor sign(Traced traced) {
  const Tensor& self = traced.enter();
  return flat<SignBackward0>(kernels::sign, self);
}
Tensor floor(Traced traced) {
  const Tensor& self = traced.enter();
  return flat<FloorBackward0>(kernels::floor, self);
}
Tensor ceil(Traced traced) {
  const Tensor& self = traced.enter();
  return flat<CeilBackward0>(kernels::ceil, self);
}
Tensor round(Traced traced) {
  const Tensor& self = traced.enter();
  return flat<RoundBackward0>(kernels::round, self);
}
Tensor trunc(Traced traced) {
  const Tensor& self = traced.enter();
  return flat<TruncBackward0>(kernels::trunc, self);
}

// --- methods ---

Tensor Tensor::neg(Caller caller) const { return glassgrad::neg({*this, caller}); }
Tensor Tensor::exp(Caller caller) const { return glassgrad::exp({*this, caller}); }
Tensor Tensor::expm1(Caller caller) const { return glassgrad::expm1({*this, caller}); }
Tensor Tensor::log(Caller caller) const { return glassgrad::log({*this, caller}); }
Tensor Tensor::log1p(Caller caller) const { return glassgrad::log1p({*this, caller}); }
Tensor Tensor::log2(Caller caller) const { return glassgrad::log2({*this, caller}); }
Tensor Tensor::log10(Caller caller) const { return glassgrad::log10({*this, caller}); }
Tensor Tensor::sqrt(Caller caller) const { return glassgrad::sqrt({*this, caller}); }
Tensor Tensor::rsqrt(Caller caller) const { return glassgrad::rsqrt({*this, caller}); }
Tensor Tensor::square(Caller caller) const { return glassgrad::square({*this, caller}); }
Tensor Tensor::reciprocal(Caller caller) const { return glassgrad::reciprocal({*this, caller}); }
Tensor Tensor::abs(Caller caller) const { return glassgrad::abs({*this, caller}); }
Tensor Tensor::sign(Caller caller) const { return glassgrad::sign({*this, caller}); }
Tensor Tensor::sin(Caller caller) const { return glassgrad::sin({*this, caller}); }
Tensor Tensor::cos(Caller caller) const { return glassgrad::cos({*this, caller}); }
Tensor Tensor::tan(Caller caller) const { return glassgrad::tan({*this, caller}); }
Tensor Tensor::erf(Caller caller) const { return glassgrad::erf({*this, caller}); }
Tensor Tensor::floor(Caller caller) const { return glassgrad::floor({*this, caller}); }
Tensor Tensor::ceil(Caller caller) const { return glassgrad::ceil({*this, caller}); }
Tensor Tensor::round(Caller caller) const { return glassgrad::round({*this, caller}); }
Tensor Tensor::trunc(Caller caller) const { return glassgrad::trunc({*this, caller}); }

Tensor& Tensor::neg_(Caller caller) const {
  caller.enter();
  return unary_in_place("neg_", kernels::neg, *this, glassgrad::neg);
}
Tensor& Tensor::exp_(Caller caller) const {
  caller.enter();
  return unary_in_place("exp_", kernels::exp, *this, glassgrad::exp);
}
Tensor& Tensor::log_(Caller caller) const {
  caller.enter();
  return unary_in_place("log_", kernels::log, *this, glassgrad::log);
}
Tensor& Tensor::sqrt_(Caller caller) const {
  caller.enter();
  return unary_in_place("sqrt_", kernels::sqrt, *this, glassgrad::sqrt);
}
Tensor& Tensor::reciprocal_(Caller caller) const {
  caller.enter();
  return unary_in_place("reciprocal_", kernels::reciprocal, *this, glassgrad::reciprocal);
}
Tensor& Tensor::abs_(Caller caller) const {
  caller.enter();
  return unary_in_place("abs_", kernels::abs, *this, glassgrad::abs);
}
Tensor& Tensor::sin_(Caller caller) const {
  caller.enter();
  return unary_in_place("sin_", kernels::sin, *this, glassgrad::sin);
}
Tensor& Tensor::cos_(Caller caller) const {
  caller.enter();
  return unary_in_place("cos_", kernels::cos, *this, glassgrad::cos);
}
Tensor& Tensor::floor_(Caller caller) const {
  caller.enter();
  return unary_in_place("floor_", kernels::floor, *this, glassgrad::floor);
}
Tensor& Tensor::ceil_(Caller caller) const {
  caller.enter();
  return unary_in_place("ceil_", kernels::ceil, *this, glassgrad::ceil);
}
Tensor& Tensor::round_(Caller caller) const {
  caller.enter();
  return unary_in_place("round_", kernels::round, *this, glassgrad::round);
}
Tensor& Tensor::square_(Caller caller) const {
  caller.enter();
  return pow_(2);
}

}  // namespace glassgrad
