// Quotients that are rounded, what they leave, and the arithmetic of integers.
#include "autograd/kernels/division.h"

#include <cmath>

#include "autograd/ops/pointwise/unary.h"

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
struct DivBackward2 final : Node {
  OperandSizes<2> sizes;
  GradList apply(GradList&& grads) override {
    const Tensor zero = zeros_like(grads[0]);
    GradList results = GradList::undefined(2);
    if (should_compute_output(0)) results[0] = sizes.sum_to(0, zero);
    if (should_compute_output(1)) results[1] = sizes.sum_to(1, zero);
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
  const Tensor a = computable(d.a), b = computable(d.b);
  Tensor y = cast(binary(a, b, a.scalar_type(), typed(kernel, a.scalar_type())), d.type);
  if (auto* node = record<DivBackward2>(y, d.a, d.b)) {
    node->sizes.note(y, d.a, d.b);
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

// --- what division leaves ---

namespace {

/// y = a - q * b, with q the quotient as it was rounded.  dL/da = dL/dy;  dL/db = -dL/dy * q.
template <class F>
struct RestBackward : Node {
  SavedTensor self{this}, other{this};
  OperandSizes<2> sizes;

  std::string formula() const override {
    return "dL/da = dL/dy, dL/db = " + F::rule_b(Symbol("dL/dy"), Symbol("a"), Symbol("b")).text();
  }
  std::string numbers(const GradList& grads) const override {
    return should_compute_output(0) ? Symbol(first_element(grads[0])).text() : "";
  }
  Tensor differences(const GradList& grads, size_t input) const override {
    const Tensor b = other.peek().defined() ? other.peek() : ones({}, kDouble);
    return central_differences([](const double* at) { return F::value(at[0], at[1]); },
                               {self.peek(), b}, input, grads[0], sizes.of(input, grads[0]));
  }
  GradList apply(GradList&& grads) override {
    GradList results = GradList::undefined(2);
    if (should_compute_output(0)) results[0] = sizes.sum_to(0, grads[0]);
    if (should_compute_output(1))
      results[1] = sizes.sum_to(1, F::rule_b(grads[0], self.unpack(), other.unpack()));
    return results;
  }
};
/// The same for a number b: a keeps the slope 1, so that nothing is saved.
template <class F>
struct RestOfNumberBackward : Node {
  double other;

  std::string formula() const override { return "dL/dx = dL/dy"; }
  std::string numbers(const GradList& grads) const override {
    return Symbol(first_element(grads[0])).text();
  }
  Tensor differences(const GradList& grads, size_t) const override {
    const Tensor between = full({}, other / 2, kDouble);  // two jumps
    return central_differences([b = other](const double* x) { return F::value(*x, b); }, {between},
                               0, grads[0], grads[0].sizes());
  }
  GradList apply(GradList&& grads) override { return {std::move(grads[0])}; }
};

template <class NodeType>
Tensor rest_of_division(const char* op, BinaryKernel kernel, const Tensor& self,
                        const Tensor& other) {
  const ScalarType type = result_type(self, other);
  if (is_half(type))
    return rest_of_division<NodeType>(op, kernel, self.to(kFloat), other.to(kFloat)).to(type);
  const Dividend d(op, self, other);
  Tensor y = binary(d.a, d.b, type, typed(kernel, type));
  if (auto* node = record<NodeType>(y, d.a, d.b)) {
    node->sizes.note(y, d.a, d.b);
    if (node->should_compute_output(1)) {
      node->self.save(d.a);
      node->other.save(d.b);
    }
  }
  return y;
}
template <class NodeType>
Tensor rest_of_division(const char* op, BinaryKernel kernel, const Tensor& self,
                        const Scalar& other) {
  const Tensor b = to_tensor(other, self);
  const ScalarType type = result_type(self, b);
  if (is_half(type))
    return rest_of_division<NodeType>(op, kernel, self.to(kFloat), b.item()).to(type);
  const Dividend d(op, self, b);
  Tensor y = binary(d.a, d.b, type, typed(kernel, type));
  if (auto* node = record<NodeType>(y, d.a)) node->other = d.b.template item<double>();
  return y;
}

}  // namespace

// y = a - trunc(a / b) * b: the remainder with a's sign.
struct Fmod {
  static double value(double a, double b) { return std::fmod(a, b); }
  static Tensor rule_b(const Tensor& dy, const Tensor& a, const Tensor& b) {
    return -dy * div(a, b, "trunc");
  }
  static Symbol rule_b(const Symbol& dy, const Symbol& a, const Symbol& b) {
    return -dy * Symbol("trunc(" + (a / b).text() + ")");
  }
};
struct FmodBackward0 final : RestOfNumberBackward<Fmod> {};
struct FmodBackward1 final : RestBackward<Fmod> {};

Tensor fmod(Traced self, const Tensor& other) {
  return rest_of_division<FmodBackward1>("fmod_cpu", kernels::fmod, self.enter(), other);
}
Tensor fmod(Traced self, const Scalar& other) {
  return rest_of_division<FmodBackward0>("fmod_cpu", kernels::fmod, self.enter(), other);
}

// y = a - floor(a / b) * b: the remainder with b's sign. Its rule takes the quotient that the
// remainder belongs to: near a multiple of b, rounding may have a / b on its other side.
struct Remainder {
  static double value(double a, double b) { return a - std::floor(a / b) * b; }
  template <class T>
  static T rule_b(const T& dy, const T& a, const T& b) {
    return -dy * round((a - remainder(a, b)) / b);
  }
};
struct RemainderBackward0 final : RestOfNumberBackward<Remainder> {};
struct RemainderBackward1 final : RestBackward<Remainder> {};

Tensor remainder(Traced self, const Tensor& other) {
  return rest_of_division<RemainderBackward1>("remainder_cpu", kernels::remainder, self.enter(),
                                              other);
}
Tensor remainder(Traced self, const Scalar& other) {
  return rest_of_division<RemainderBackward0>("remainder_cpu", kernels::remainder, self.enter(),
                                              other);
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
Tensor Tensor::remainder(const Tensor& other, Caller caller) const {
  return glassgrad::remainder({*this, caller}, other);
}
Tensor Tensor::remainder(const Scalar& other, Caller caller) const {
  return glassgrad::remainder({*this, caller}, other);
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
