// Functions of single elements that are made of others.
#include <cmath>
#include <limits>

#include "autograd/kernels/division.h"
#include "autograd/kernels/predicate.h"
#include "autograd/ops/binary.h"
#include "autograd/ops/random_fill.h"

namespace glassgrad {

// --- of one number ---

Tensor Tensor::positive(Caller caller) const {
  caller.enter();
  check(scalar_type() != kBool, "The `+` operator, on a bool tensor is not supported.");
  return *this;
}

// --- of two ---

Tensor ldexp(Traced traced, const Tensor& other) {
  const Tensor& self = traced.enter();
  return self * pow(2.0, other);
}

Tensor float_power(Traced traced, const Tensor& exponent) {
  const Tensor& self = traced.enter();
  return pow(cast(self, kDouble), cast(exponent, kDouble));
}
Tensor float_power(Traced traced, const Scalar& exponent) {
  const Tensor& self = traced.enter();
  return pow(cast(self, kDouble), exponent.toDouble());
}
Tensor float_power(const Scalar& self, Traced traced) {
  const Tensor& exponent = traced.enter();
  return pow(self.toDouble(), cast(exponent, kDouble));
}

Tensor nextafter(Traced traced, const Tensor& other) {
  const Tensor& self = traced.enter();
  const NoGradGuard no_grad;
  const ScalarType type = floating_result_type("nextafter", self, other);
  return binary(cast(self, type), cast(other, type), type, typed(kernels::nextafter, type));
}

Tensor heaviside(Traced traced, const Tensor& values) {
  const Tensor& self = traced.enter();
  check(self.scalar_type() == values.scalar_type(),
        "heaviside is not yet implemented for tensors with different dtypes.");
  const NoGradGuard no_grad;
  return where(self == 0, values, (self > 0).to(self.scalar_type()));
}

// --- activations ---

namespace {
/// A slope for each element: 1 above 0, else drawn, in the order of the elements.
Tensor random_slopes(const Tensor& x, double lower, double upper,
                     const optional<Generator>& generator) {
  const Tensor values = contiguous_values(x), slopes = empty_tensor(x.sizes(), x.scalar_type());
  CPUGeneratorImpl& gen = given_or_default(generator);
  const std::lock_guard lock(gen.mutex);
  visit_floating(x.scalar_type(), [&]<class T>() {
    for (int64_t i = 0; i < x.numel(); ++i)
      data<T>(slopes)[i] =
          data<T>(values)[i] <= 0
              ? static_cast<T>(kernels::next_uniform(gen) * (upper - lower) + lower)
              : T(1);
  });
  return slopes;
}
}  // namespace

Tensor rrelu(Traced traced, const Scalar& lower, const Scalar& upper, bool training,
             optional<Generator> generator) {
  const Tensor& self = traced.enter();
  check_floating("rrelu_with_noise_out_cpu", self);
  const double low = lower.toDouble(), high = upper.toDouble();
  if (!training) return leaky_relu(self, (low + high) / 2);
  return random_slopes(self, low, high, generator) * self;
}

// x = m 2^e.  dL/dx = dL/dm / 2^e.
struct FrexpBackward0 final : Node {
  SavedTensor exponent{this};

  GradList apply(GradList&& grads) override {
    return {grads[0] / exponent.unpack().to(grads[0].scalar_type()).exp2()};
  }
};

std::tuple<Tensor, Tensor> frexp(Traced traced) {
  const Tensor& self = traced.enter();
  check(self.is_floating_point(), "torch.frexp() only supports floating-point dtypes");
  const Tensor exponent = empty_tensor(self.sizes(), kInt), x = contiguous_values(computable(self));
  Tensor mantissa = empty_tensor(self.sizes(), x.scalar_type());
  visit_floating(x.scalar_type(), [&]<class T>() {
    for (int64_t i = 0; i < x.numel(); ++i)
      data<T>(mantissa)[i] = std::frexp(data<T>(x)[i], data<int>(exponent) + i);
  });
  mantissa = cast(mantissa, self.scalar_type());
  if (auto* node = record<FrexpBackward0>(mantissa, self)) node->exponent.save(exponent);
  return {mantissa, exponent};
}

// --- questions ---

Tensor isneginf(Traced traced) {
  const Tensor& self = traced.enter();
  return eq(self.is_floating_point() ? self : zeros_like(self, kFloat),
            -std::numeric_limits<double>::infinity());
}
Tensor isposinf(Traced traced) {
  const Tensor& self = traced.enter();
  return eq(self.is_floating_point() ? self : zeros_like(self, kFloat),
            std::numeric_limits<double>::infinity());
}
Tensor isreal(Traced traced) {
  const Tensor& self = traced.enter();
  return ones_like(self, kBool);
}
Tensor signbit(Traced traced) {
  const Tensor& self = traced.enter();
  if (!self.is_floating_point()) return self < 0;
  const NoGradGuard no_grad;
  const Tensor x = contiguous_values(computable(self)), y = empty_tensor(self.sizes(), kBool);
  visit_floating(x.scalar_type(), [&]<class T>() {
    for (int64_t i = 0; i < x.numel(); ++i) data<bool>(y)[i] = std::signbit(data<T>(x)[i]);
  });
  return y;
}

std::vector<Tensor> where(Traced traced) {
  const Tensor& condition = traced.enter();
  return (condition.dim() == 0 ? condition.unsqueeze(0) : condition).nonzero().unbind(1);
}

// --- methods ---

Tensor Tensor::logit(optional<double> eps, Caller caller) const {
  return glassgrad::logit({*this, caller}, eps);
}
Tensor Tensor::logaddexp(const Tensor& other, Caller caller) const {
  return glassgrad::logaddexp({*this, caller}, other);
}
Tensor Tensor::logaddexp2(const Tensor& other, Caller caller) const {
  return glassgrad::logaddexp2({*this, caller}, other);
}
Tensor Tensor::ldexp(const Tensor& other, Caller caller) const {
  return glassgrad::ldexp({*this, caller}, other);
}
Tensor Tensor::float_power(const Tensor& exponent, Caller caller) const {
  return glassgrad::float_power({*this, caller}, exponent);
}
Tensor Tensor::float_power(const Scalar& exponent, Caller caller) const {
  return glassgrad::float_power({*this, caller}, exponent);
}
Tensor Tensor::nextafter(const Tensor& other, Caller caller) const {
  return glassgrad::nextafter({*this, caller}, other);
}
Tensor Tensor::heaviside(const Tensor& values, Caller caller) const {
  return glassgrad::heaviside({*this, caller}, values);
}
Tensor Tensor::isneginf(Caller caller) const { return glassgrad::isneginf({*this, caller}); }
Tensor Tensor::isposinf(Caller caller) const { return glassgrad::isposinf({*this, caller}); }
Tensor Tensor::isreal(Caller caller) const { return glassgrad::isreal({*this, caller}); }
Tensor Tensor::signbit(Caller caller) const { return glassgrad::signbit({*this, caller}); }

}  // namespace glassgrad
