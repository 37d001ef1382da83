// Remainder, powers, and the products that are added in one pass.

#include "autograd/ops/half_scalar.h"
#include "autograd/ops/pointwise/unary.h"

#include <cmath>

namespace glassgrad {

// --- remainder ---

// y = a - floor(a / b) * b.  dL/da = dL/dy;  dL/db = -dL/dy * q, where q is the quotient that the
// remainder belongs to: near a multiple of b, rounding may have a / b on its other side.
struct Remainder {
  template <class T>
  static T rule_b(const T& dy, const T& a, const T& b) {
    return -dy * round((a - remainder(a, b)) / b);
  }
};
struct RemainderBackward0 final : Node {
  SavedTensor self{this}, other{this};
  Dims self_sizes, other_sizes;

  std::string formula() const override {
    return "dL/da = dL/dy, dL/db = " +
           Remainder::rule_b(Symbol("dL/dy"), Symbol("a"), Symbol("b")).text();
  }
  Tensor differences(const GradList& grads, size_t input) const override {
    const auto modulo = [](const double* at) { return at[0] - std::floor(at[0] / at[1]) * at[1]; };
    const Tensor b = other.peek().defined() ? other.peek() : ones({}, kDouble);
    return central_differences(modulo, {self.peek(), b}, input, grads[0],
                               input == 0 ? self_sizes : other_sizes);
  }
  GradList apply(GradList&& grads) override {
    GradList results = GradList::undefined(2);
    if (should_compute_output(0)) results[0] = sum_to(grads[0], self_sizes);
    if (should_compute_output(1))
      results[1] = sum_to(Remainder::rule_b(grads[0], self.unpack(), other.unpack()), other_sizes);
    return results;
  }
};

namespace {
void check_divisor(const Tensor& divisor) {
  check(isFloatingType(divisor.scalar_type()) || !(divisor == 0).any().item<bool>(),
        "ZeroDivisionError");
}
}  // namespace

Tensor remainder(Traced traced, const Tensor& other) {
  const Tensor& self = traced.enter();
  const ScalarType type = result_type(self, other);
  if (is_half(type)) return remainder(self.to(kFloat), other.to(kFloat)).to(type);
  check<NotImplementedError>(type != kBool, "remainder is not implemented for 'Bool'");
  const Tensor a = cast(self, type), b = cast(other, type);
  check_divisor(b);
  Tensor y = binary(a, b, type, typed(kernels::remainder, type));
  if (auto* node = record<RemainderBackward0>(y, a, b)) {
    node->self_sizes = a.impl()->sizes;
    node->other_sizes = b.impl()->sizes;
    if (node->should_compute_output(1)) {
      node->self.save(a);
      node->other.save(b);
    }
  }
  return y;
}
Tensor remainder(Traced traced, const Scalar& other) {
  const Tensor& self = traced.enter();
  return remainder(self, to_tensor(other, self));
}

// --- pow ---

namespace {
// PyTorch computes these exponents without pow.
Tensor power(const Tensor& x, double exponent) {
  const ScalarType type = x.scalar_type();
  const auto times = typed(kernels::mul, type);
  const auto square_of = [&] { return binary(x, x, type, times); };
  const NoGradGuard no_grad;
  if (exponent == 2) return square_of();
  if (exponent == 3) return binary(square_of(), x, type, times);
  if (exponent == 0.5) return sqrt(x);
  if (exponent == -0.5) return rsqrt(x);
  if (exponent == -1) return reciprocal(x);
  if (exponent == -2) return reciprocal(square_of());
  return binary_scalar(x, exponent, type, typed(kernels::pow, type));
}
}  // namespace

namespace {
void check_not_bool_power(ScalarType type) {
  check<NotImplementedError>(type != kBool, "\"pow\" not implemented for 'Bool'");
}
}  // namespace

// y = a^n for a number n.  Saves a.
struct PowBackward0 final : Node {
  SavedTensor self{this};
  Scalar exponent;

  GradList apply(GradList&& grads) override {
    return {formulas::Pow::rule_a(grads[0], self.unpack(), exponent.toDouble())};
  }
  std::string formula() const override {
    const Symbol n(exponent.toDouble());
    return "dL/dx = " + formulas::Pow::rule_a(Symbol("dL/dy"), Symbol("x"), n).text();
  }
  Tensor differences(const GradList& grads, size_t) const override {
    const double n = exponent.toDouble();
    return central_differences([n](const double* x) { return std::pow(*x, n); }, {self.peek()}, 0,
                               grads[0], grads[0].sizes());
  }
};

Tensor pow(Traced traced, const Scalar& exponent) {
  const Tensor& self = traced.enter();
  const ScalarType type = result_type(self, exponent);
  if (is_half(type)) return pow(self.to(kFloat), as_held(exponent, type)).to(type);
  const Tensor a = cast(self, type);
  Tensor y;
  if (isFloatingType(type)) {
    y = power(a, exponent.toDouble());
  } else {
    check_not_bool_power(type);
    check(exponent.toLong() >= 0, "Integers to negative integer powers are not allowed.");
    y = binary_scalar(a, exponent, type, typed(kernels::pow, type));
  }
  if (auto* node = record<PowBackward0>(y, a)) {
    node->self.save(a);
    node->exponent = exponent;
  }
  return y;
}

// y = a^b.  Saves a, b and, for b's gradient, y.
struct PowBackward1 final : Node {
  SavedTensor self{this}, exponent{this}, result{this};
  Dims self_sizes, exponent_sizes;

  std::string formula() const override {
    const Symbol dy("dL/dy"), a("a"), b("b");
    return "dL/da = " + formulas::Pow::rule_a(dy, a, b).text() +
           "; dL/db = " + formulas::Pow::rule_b(dy, a, b, Symbol("y")).text();
  }
  Tensor differences(const GradList& grads, size_t input) const override {
    return central_differences([](const double* at) { return std::pow(at[0], at[1]); },
                               {self.peek(), exponent.peek()}, input, grads[0],
                               input == 0 ? self_sizes : exponent_sizes);
  }
  GradList apply(GradList&& grads) override {
    const Tensor a = self.unpack(), b = exponent.unpack();
    GradList results = GradList::undefined(2);
    if (should_compute_output(0))
      results[0] = sum_to(formulas::Pow::rule_a(grads[0], a, b), self_sizes);
    if (should_compute_output(1))
      results[1] = sum_to(formulas::Pow::rule_b(grads[0], a, b, result.unpack()), exponent_sizes);
    return results;
  }
};

Tensor pow(Traced traced, const Tensor& exponent) {
  const Tensor& self = traced.enter();
  const ScalarType type = result_type(self, exponent);
  if (is_half(type)) return pow(self.to(kFloat), exponent.to(kFloat)).to(type);
  const Tensor a = cast(self, type), b = cast(exponent, type);
  check_not_bool_power(type);
  Tensor y = binary(a, b, type, typed(kernels::pow, type));
  if (auto* node = record<PowBackward1>(y, a, b)) {
    node->self_sizes = a.impl()->sizes;
    node->exponent_sizes = b.impl()->sizes;
    node->self.save(a);
    node->exponent.save(b);
    if (node->should_compute_output(1)) node->result.save_output(y);
  }
  return y;
}
Tensor pow(const Scalar& self, const Tensor& exponent, Caller caller) {
  caller.enter();
  return pow(to_tensor(self, exponent), exponent);
}
Tensor& Tensor::pow_(const Scalar& exponent, Caller caller) const {
  caller.enter();
  return assign_in_place("pow_", *this, false,
                         [&](const Tensor& self) { return glassgrad::pow(self, exponent); });
}

// --- combinations ---

namespace {
// Whether self op= f(tensor1, tensor2) can be one pass over memory.
bool fits_in_place(const Tensor& self, const Tensor& tensor1, const Tensor& tensor2) {
  const auto fits = [&](const Tensor& t) {
    return t.scalar_type() == self.scalar_type() &&
           broadcast_shapes(self.sizes(), t.sizes()) == self.impl()->sizes &&
           (!t.is_alias_of(self) || t.is_same(self));
  };
  return self.is_floating_point() && !must_record(self, tensor1, tensor2) && fits(tensor1) &&
         fits(tensor2);
}
}  // namespace

Tensor addcmul(Traced traced, const Tensor& tensor1, const Tensor& tensor2, const Scalar& value) {
  const Tensor& self = traced.enter();
  // The kernel rounds once less, as PyTorch's.
  if (fits_in_place(self, tensor1, tensor2)) return self.clone().addcmul_(tensor1, tensor2, value);
  // The tensors alone decide the type: among integers the value becomes one.
  const bool is_real =
      self.is_floating_point() || tensor1.is_floating_point() || tensor2.is_floating_point();
  const Scalar factor = is_real ? value : Scalar(value.toLong());
  return self + (factor.equal(1) ? tensor1 : tensor1 * factor) * tensor2;
}
Tensor addcdiv(Traced traced, const Tensor& tensor1, const Tensor& tensor2, const Scalar& value) {
  const Tensor& self = traced.enter();
  return self + (value.equal(1) ? tensor1 : tensor1 * value) / tensor2;
}
// From the nearer end, so that a weight of 0 or 1 gives that end exactly. The sum rounds once.
Tensor lerp(Traced traced, const Tensor& end, const Scalar& weight) {
  const Tensor& start = traced.enter();
  const double w = weight.toDouble();
  if (std::abs(w) < 0.5) return start.add(end - start, w);
  return end.sub(end - start, 1 - w);
}
Tensor lerp(Traced traced, const Tensor& end, const Tensor& weight) {
  const Tensor& start = traced.enter();
  const Tensor way = end - start;
  return where(abs(weight) < 0.5, start + weight * way, end - way * (1 - weight));
}

Tensor& Tensor::addcmul_(const Tensor& tensor1, const Tensor& tensor2, const Scalar& value,
                         Caller caller) const {
  caller.enter();
  check_in_place("addcmul_", *this);
  if (!fits_in_place(*this, tensor1, tensor2))
    return assign_in_place(
        "addcmul_", *this, tensor1.requires_grad() || tensor2.requires_grad(),
        [&](const Tensor& self) { return glassgrad::addcmul(self, tensor1, tensor2, value); });
  run_binary(*this, tensor1, tensor2,
             [&](IntArrayRef sizes, const kernels::Operand& y, const kernels::Operand& a,
                 const kernels::Operand& b) {
               kernels::addcmul(scalar_type(), sizes, y, a, b, value.toDouble());
             });
  bump_version(*this);
  return mutable_handle(*this);
}
Tensor& Tensor::addcdiv_(const Tensor& tensor1, const Tensor& tensor2, const Scalar& value,
                         Caller caller) const {
  caller.enter();
  check_in_place("addcdiv_", *this);
  if (!fits_in_place(*this, tensor1, tensor2))
    return assign_in_place(
        "addcdiv_", *this, tensor1.requires_grad() || tensor2.requires_grad(),
        [&](const Tensor& self) { return glassgrad::addcdiv(self, tensor1, tensor2, value); });
  run_binary(*this, tensor1, tensor2,
             [&](IntArrayRef sizes, const kernels::Operand& y, const kernels::Operand& a,
                 const kernels::Operand& b) {
               kernels::addcdiv(scalar_type(), sizes, y, a, b, value.toDouble());
             });
  bump_version(*this);
  return mutable_handle(*this);
}
Tensor Tensor::lerp(const Tensor& end, const Scalar& weight, Caller caller) const {
  return glassgrad::lerp({*this, caller}, end, weight);
}
Tensor Tensor::lerp(const Tensor& end, const Tensor& weight, Caller caller) const {
  return glassgrad::lerp({*this, caller}, end, weight);
}
Tensor& Tensor::lerp_(const Tensor& end, const Scalar& weight, Caller caller) const {
  caller.enter();
  return assign_in_place("lerp_", *this, end.requires_grad(),
                         [&](const Tensor& self) { return glassgrad::lerp(self, end, weight); });
}

// --- methods ---

Tensor Tensor::remainder(const Tensor& other, Caller caller) const {
  return glassgrad::remainder({*this, caller}, other);
}
Tensor Tensor::remainder(const Scalar& other, Caller caller) const {
  return glassgrad::remainder({*this, caller}, other);
}
Tensor Tensor::pow(const Scalar& exponent, Caller caller) const {
  return glassgrad::pow({*this, caller}, exponent);
}
Tensor Tensor::pow(const Tensor& exponent, Caller caller) const {
  return glassgrad::pow({*this, caller}, exponent);
}
Tensor Tensor::addcmul(const Tensor& a, const Tensor& b, const Scalar& value, Caller caller) const {
  return glassgrad::addcmul({*this, caller}, a, b, value);
}
Tensor Tensor::addcdiv(const Tensor& a, const Tensor& b, const Scalar& value, Caller caller) const {
  return glassgrad::addcdiv({*this, caller}, a, b, value);
}

}  // namespace glassgrad
