// Functions of single elements that are made of others.
#include <cmath>
#include <limits>
#include <numbers>

#include "autograd/kernels/division.h"
#include "autograd/kernels/predicate.h"
#include "autograd/ops/binary.h"
#include "autograd/ops/random_fill.h"

namespace glassgrad {

using std::numbers::pi;

// --- of one number ---

Tensor exp2(Traced traced) {
  const Tensor& self = traced.enter();
  return pow(2, to_floating(self));
}
Tensor deg2rad(Traced traced) {
  const Tensor& self = traced.enter();
  return to_floating(self) * (pi / 180);
}
Tensor rad2deg(Traced traced) {
  const Tensor& self = traced.enter();
  return to_floating(self) * (180 / pi);
}
Tensor sgn(Traced self) { return sign(self); }
Tensor Tensor::positive(Caller caller) const {
  caller.enter();
  check(scalar_type() != kBool, "The `+` operator, on a bool tensor is not supported.");
  return *this;
}

Tensor sinc(Traced traced) {
  const Tensor& self = traced.enter();
  const Tensor zero = self == 0, x = to_floating(self);
  const Tensor angle = where(zero, 1, x) * pi;  // of a number beside 0, whatever x is
  // There, 1 - (pi x)^2 / 6 has the same derivatives up to the second.
  const Tensor at_zero = where(zero, x, 0);
  return where(zero, 1 - at_zero * at_zero * (pi * pi / 6), sin(angle) / angle);
}

Tensor round(Traced traced, int64_t decimals) {
  const Tensor& self = traced.enter();
  if (decimals == 0) return round(self);
  check_floating("round_vml_cpu", self);
  const double scale = std::pow(10.0, static_cast<double>(std::abs(decimals)));
  return decimals > 0 ? round(self * scale) / scale : round(self / scale) * scale;
}

Tensor nan_to_num(Traced traced, optional<double> nan, optional<double> posinf,
                  optional<double> neginf) {
  const Tensor& self = traced.enter();
  if (!self.is_floating_point()) return self.clone();
  const double most = self.scalar_type() == kFloat
                          ? static_cast<double>(std::numeric_limits<float>::max())
                          : std::numeric_limits<double>::max();
  const double infinity = std::numeric_limits<double>::infinity();
  const Tensor up = where(self == infinity, posinf.value_or(most), self);
  const Tensor down = where(self == -infinity, neginf.value_or(-most), up);
  return where(isnan(self), nan.value_or(0), down);
}

// --- of two ---

Tensor copysign(Traced traced, const Tensor& other) {
  const Tensor& self = traced.enter();
  const ScalarType type = result_type(self, other);
  const Tensor x = cast(self, isFloatingType(type) ? type : get_default_scalar_type());
  return abs(x) * where(signbit(other), -1, 1);
}
Tensor copysign(Traced traced, const Scalar& other) {
  const Tensor& self = traced.enter();
  return abs(to_floating(self)) * (std::signbit(other.toDouble()) ? -1 : 1);
}

// Where a is 0 the logarithm does not count, unless it is of a positive number: there it is the
// derivative.
Tensor xlogy(Traced traced, const Tensor& other) {
  const Tensor& self = traced.enter();
  const Tensor counts = (self != 0) | ((other > 0) & isfinite(other)) | isnan(other);
  const Tensor product = to_floating(self) * log(where(counts, other, 1));
  return where(counts, product, 0);
}
Tensor xlogy(Traced traced, const Scalar& other) {
  const Tensor& self = traced.enter();
  return xlogy(self, to_tensor(other, self));
}
Tensor xlogy(const Scalar& self, const Tensor& other, Caller caller) {
  caller.enter();
  return xlogy(to_tensor(self, other), other);
}

Tensor fmax(Traced traced, const Tensor& other) {
  const Tensor& self = traced.enter();
  return where((self >= other) | isnan(other), self, other);
}
Tensor fmin(Traced traced, const Tensor& other) {
  const Tensor& self = traced.enter();
  return where((self <= other) | isnan(other), self, other);
}

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

Tensor clamp_min(Traced traced, const Tensor& min) {
  const Tensor& self = traced.enter();
  return clamp(self, min, nullopt);
}
Tensor clamp_max(Traced traced, const Tensor& max) {
  const Tensor& self = traced.enter();
  return clamp(self, nullopt, max);
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

Tensor mvlgamma(Traced traced, int64_t p) {
  const Tensor self = to_floating(traced.enter());
  check(traced.tensor.scalar_type() != kBool, "mvlgamma: expected numbers, but got Bool");
  check(p >= 1, "mvlgamma: p has to be greater than or equal to 1");
  const double of_dimension =
      static_cast<double>(p) * static_cast<double>(p - 1) / 4 * std::log(std::numbers::pi);
  const Tensor halves = arange(p, self.options()) * 0.5;
  return (self.unsqueeze(-1) - halves).lgamma().sum(IntArrayRef(-1)) + of_dimension;
}

Tensor Tensor::mvlgamma(int64_t p, Caller caller) const {
  return glassgrad::mvlgamma({*this, caller}, p);
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
  Tensor mantissa = empty_tensor(self.sizes(), self.scalar_type());
  const Tensor exponent = empty_tensor(self.sizes(), kInt), x = self.detach().contiguous();
  visit_floating(x.scalar_type(), [&]<class T>() {
    for (int64_t i = 0; i < x.numel(); ++i)
      data<T>(mantissa)[i] = std::frexp(data<T>(x)[i], data<int>(exponent) + i);
  });
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
  const Tensor x = contiguous_values(self), y = empty_tensor(self.sizes(), kBool);
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

Tensor Tensor::exp2(Caller caller) const { return glassgrad::exp2({*this, caller}); }
Tensor Tensor::deg2rad(Caller caller) const { return glassgrad::deg2rad({*this, caller}); }
Tensor Tensor::rad2deg(Caller caller) const { return glassgrad::rad2deg({*this, caller}); }
Tensor Tensor::sinc(Caller caller) const { return glassgrad::sinc({*this, caller}); }
Tensor Tensor::sgn(Caller caller) const { return glassgrad::sgn({*this, caller}); }
Tensor Tensor::round(int64_t decimals, Caller caller) const {
  return glassgrad::round({*this, caller}, decimals);
}
Tensor Tensor::logit(optional<double> eps, Caller caller) const {
  return glassgrad::logit({*this, caller}, eps);
}
Tensor Tensor::nan_to_num(optional<double> nan, optional<double> posinf, optional<double> neginf,
                          Caller caller) const {
  return glassgrad::nan_to_num({*this, caller}, nan, posinf, neginf);
}
Tensor Tensor::copysign(const Tensor& other, Caller caller) const {
  return glassgrad::copysign({*this, caller}, other);
}
Tensor Tensor::xlogy(const Tensor& other, Caller caller) const {
  return glassgrad::xlogy({*this, caller}, other);
}
Tensor Tensor::logaddexp(const Tensor& other, Caller caller) const {
  return glassgrad::logaddexp({*this, caller}, other);
}
Tensor Tensor::logaddexp2(const Tensor& other, Caller caller) const {
  return glassgrad::logaddexp2({*this, caller}, other);
}
Tensor Tensor::fmax(const Tensor& other, Caller caller) const {
  return glassgrad::fmax({*this, caller}, other);
}
Tensor Tensor::fmin(const Tensor& other, Caller caller) const {
  return glassgrad::fmin({*this, caller}, other);
}
Tensor Tensor::ldexp(const Tensor& other, Caller caller) const {
  return glassgrad::ldexp({*this, caller}, other);
}
Tensor Tensor::copysign(const Scalar& other, Caller caller) const {
  return glassgrad::copysign({*this, caller}, other);
}
Tensor Tensor::xlogy(const Scalar& other, Caller caller) const {
  return glassgrad::xlogy({*this, caller}, other);
}
Tensor Tensor::float_power(const Tensor& exponent, Caller caller) const {
  return glassgrad::float_power({*this, caller}, exponent);
}
Tensor Tensor::float_power(const Scalar& exponent, Caller caller) const {
  return glassgrad::float_power({*this, caller}, exponent);
}
Tensor Tensor::clamp_min(const Tensor& min, Caller caller) const {
  return glassgrad::clamp_min({*this, caller}, min);
}
Tensor Tensor::clamp_max(const Tensor& max, Caller caller) const {
  return glassgrad::clamp_max({*this, caller}, max);
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
