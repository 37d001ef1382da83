// Quotients that are rounded, what they leave, and the arithmetic of integers.
#include "autograd/kernels/division.h"

#include "autograd/ops/binary.h"

namespace glassgrad {

namespace {

/// a and b in their common type, for kernels that may have to divide integers by zero.
struct Dividend {
  Tensor a, b;
  ScalarType type;

  Dividend(const char* op, const Tensor& self, const Tensor& other)
      : type(result_type(self, other)) {
    check<NotImplementedError>(type != kBool, "\"{}\" not implemented for 'Bool'", op);
    a = cast(self, type);
    b = cast(other, type);
    check(isFloatingType(type) || !(b == 0).any().item<bool>(), "ZeroDivisionError");
  }
};

/// f(a, b) in the common type, without history.
Tensor of_integers(const char* op, BinaryKernel kernel, const Tensor& self, const Tensor& other) {
  const NoGradGuard no_grad;
  const ScalarType type = result_type(self, other);
  check<NotImplementedError>(!isFloatingType(type) && type != kBool,
                             "\"{}\" not implemented for '{}'", op, type);
  return binary(cast(self, type), cast(other, type), type, typed(kernel, type));
}

}  // namespace

// --- div with a rounding mode ---

// y = a / b, rounded: flat almost everywhere, so that both gradients are 0.
struct DivRoundedBackward0 final : Node {
  Dims self_sizes, other_sizes;
  GradList apply(GradList&& grads) override {
    const Tensor zero = zeros_like(grads[0]);
    GradList results = GradList::undefined(2);
    if (should_compute_output(0)) results[0] = sum_to(zero, self_sizes);
    if (should_compute_output(1)) results[1] = sum_to(zero, other_sizes);
    return results;
  }
  std::string formula() const override { return "dL/da = 0, dL/db = 0"; }
};

Tensor div(Traced traced, const Tensor& other, optional<std::string_view> rounding_mode) {
  const Tensor& self = traced.enter();
  if (!rounding_mode) return div(self, other);
  const bool down = *rounding_mode == "floor";
  check(down || *rounding_mode == "trunc",
        "div expected rounding_mode to be one of None, 'trunc', or 'floor' but found '{}'",
        *rounding_mode);
  const Dividend d(down ? "div_floor_cpu" : "div_trunc_cpu", self, other);
  const auto kernel = down ? kernels::floor_divide : kernels::trunc_divide;
  Tensor y = binary(d.a, d.b, d.type, typed(kernel, d.type));
  if (auto* node = record<DivRoundedBackward0>(y, d.a, d.b)) {
    node->self_sizes = d.a.impl()->sizes;
    node->other_sizes = d.b.impl()->sizes;
  }
  return y;
}
Tensor div(Traced traced, const Scalar& other, optional<std::string_view> rounding_mode) {
  const Tensor& self = traced.enter();
  if (!rounding_mode) return div(self, other);
  return div(self, to_tensor(other, self), rounding_mode);
}
Tensor floor_divide(Traced self, const Tensor& other) { return div(self, other, "floor"); }
Tensor floor_divide(Traced self, const Scalar& other) { return div(self, other, "floor"); }

// --- fmod ---

// y = a - trunc(a / b) * b.  dL/da = dL/dy;  dL/db = -dL/dy * trunc(a / b).
struct FmodBackward0 final : Node {
  SavedTensor self{this}, other{this};
  Dims self_sizes, other_sizes;

  std::string formula() const override { return "dL/da = dL/dy, dL/db = -dL/dy * trunc(a / b)"; }
  GradList apply(GradList&& grads) override {
    GradList results = GradList::undefined(2);
    if (should_compute_output(0)) results[0] = sum_to(grads[0], self_sizes);
    if (should_compute_output(1))
      results[1] = sum_to(-grads[0] * div(self.unpack(), other.unpack(), "trunc"), other_sizes);
    return results;
  }
};

Tensor fmod(Traced traced, const Tensor& other) {
  const Tensor& self = traced.enter();
  const Dividend d("fmod_cpu", self, other);
  Tensor y = binary(d.a, d.b, d.type, typed(kernels::fmod, d.type));
  if (auto* node = record<FmodBackward0>(y, d.a, d.b)) {
    node->self_sizes = d.a.impl()->sizes;
    node->other_sizes = d.b.impl()->sizes;
    if (node->should_compute_output(1)) {
      node->self.save(d.a);
      node->other.save(d.b);
    }
  }
  return y;
}
Tensor fmod(Traced traced, const Scalar& other) {
  const Tensor& self = traced.enter();
  return fmod(self, to_tensor(other, self));
}
Tensor remainder(const Scalar& self, const Tensor& other, Caller caller) {
  caller.enter();
  return remainder(to_tensor(self, other), other);
}

// --- integers ---

Tensor gcd(Traced traced, const Tensor& other) {
  const Tensor& self = traced.enter();
  return of_integers("gcd_cpu", kernels::gcd, self, other);
}
Tensor lcm(Traced traced, const Tensor& other) {
  const Tensor& self = traced.enter();
  return of_integers("lcm_cpu", kernels::lcm, self, other);
}
Tensor bitwise_left_shift(Traced traced, const Tensor& other) {
  const Tensor& self = traced.enter();
  return of_integers("lshift_cpu", kernels::shift_left, self, other);
}
Tensor bitwise_right_shift(Traced traced, const Tensor& other) {
  const Tensor& self = traced.enter();
  return of_integers("rshift_cpu", kernels::shift_right, self, other);
}
Tensor bitwise_left_shift(Traced traced, const Scalar& other) {
  const Tensor& self = traced.enter();
  return bitwise_left_shift(self, to_tensor(other, self));
}
Tensor bitwise_left_shift(const Scalar& self, Traced traced) {
  const Tensor& other = traced.enter();
  return bitwise_left_shift(to_tensor(self, other), other);
}
Tensor bitwise_right_shift(Traced traced, const Scalar& other) {
  const Tensor& self = traced.enter();
  return bitwise_right_shift(self, to_tensor(other, self));
}
Tensor bitwise_right_shift(const Scalar& self, Traced traced) {
  const Tensor& other = traced.enter();
  return bitwise_right_shift(to_tensor(self, other), other);
}
Tensor bitwise_and(Traced traced, const Scalar& other) {
  const Tensor& self = traced.enter();
  return bitwise_and(self, to_tensor(other, self));
}
Tensor bitwise_and(const Scalar& self, Traced traced) {
  const Tensor& other = traced.enter();
  return bitwise_and(to_tensor(self, other), other);
}
Tensor bitwise_or(Traced traced, const Scalar& other) {
  const Tensor& self = traced.enter();
  return bitwise_or(self, to_tensor(other, self));
}
Tensor bitwise_or(const Scalar& self, Traced traced) {
  const Tensor& other = traced.enter();
  return bitwise_or(to_tensor(self, other), other);
}
Tensor bitwise_xor(Traced traced, const Scalar& other) {
  const Tensor& self = traced.enter();
  return bitwise_xor(self, to_tensor(other, self));
}
Tensor bitwise_xor(const Scalar& self, Traced traced) {
  const Tensor& other = traced.enter();
  return bitwise_xor(to_tensor(self, other), other);
}

// --- methods ---

Tensor Tensor::fmod(const Tensor& other, Caller caller) const {
  return glassgrad::fmod({*this, caller}, other);
}
Tensor Tensor::fmod(const Scalar& other, Caller caller) const {
  return glassgrad::fmod({*this, caller}, other);
}
Tensor Tensor::floor_divide(const Tensor& other, Caller caller) const {
  return glassgrad::floor_divide({*this, caller}, other);
}
Tensor Tensor::floor_divide(const Scalar& other, Caller caller) const {
  return glassgrad::floor_divide({*this, caller}, other);
}
Tensor Tensor::div(const Tensor& other, optional<std::string_view> rounding_mode,
                   Caller caller) const {
  return glassgrad::div({*this, caller}, other, rounding_mode);
}
Tensor Tensor::div(const Scalar& other, optional<std::string_view> rounding_mode,
                   Caller caller) const {
  return glassgrad::div({*this, caller}, other, rounding_mode);
}
Tensor Tensor::gcd(const Tensor& other, Caller caller) const {
  return glassgrad::gcd({*this, caller}, other);
}
Tensor Tensor::lcm(const Tensor& other, Caller caller) const {
  return glassgrad::lcm({*this, caller}, other);
}
Tensor Tensor::bitwise_left_shift(const Tensor& other, Caller caller) const {
  return glassgrad::bitwise_left_shift({*this, caller}, other);
}
Tensor Tensor::bitwise_right_shift(const Tensor& other, Caller caller) const {
  return glassgrad::bitwise_right_shift({*this, caller}, other);
}
Tensor Tensor::bitwise_left_shift(const Scalar& other, Caller caller) const {
  return glassgrad::bitwise_left_shift({*this, caller}, other);
}
Tensor Tensor::bitwise_right_shift(const Scalar& other, Caller caller) const {
  return glassgrad::bitwise_right_shift({*this, caller}, other);
}
Tensor Tensor::bitwise_and(const Scalar& other, Caller caller) const {
  return glassgrad::bitwise_and({*this, caller}, other);
}
Tensor Tensor::bitwise_or(const Scalar& other, Caller caller) const {
  return glassgrad::bitwise_or({*this, caller}, other);
}
Tensor Tensor::bitwise_xor(const Scalar& other, Caller caller) const {
  return glassgrad::bitwise_xor({*this, caller}, other);
}

}  // namespace glassgrad
