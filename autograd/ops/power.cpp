#include "autograd/ops/binary.h"

// Remainder, powers, and the products that are added in one pass.

namespace glassgrad {

// --- remainder ---

// y = a - floor(a / b) * b.  dL/da = dL/dy;  dL/db = -dL/dy * floor(a / b).
struct RemainderBackward0 final : Node {
  SavedTensor self{this}, other{this};
  Dims self_sizes, other_sizes;
  GradList apply(GradList&& grads) override {
    GradList results = GradList::undefined(2);
    if (should_compute_output(0)) results[0] = sum_to(grads[0], self_sizes);
    if (should_compute_output(1))
      results[1] = sum_to(-grads[0] * floor(self.unpack() / other.unpack()), other_sizes);
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

// y = a^n for a number n.  dL/da = dL/dy * n * a^(n-1), 0 for n = 0.  Saves a.
struct PowBackward0 final : Node {
  SavedTensor self{this};
  Scalar exponent;
  GradList apply(GradList&& grads) override {
    if (exponent.equal(0)) return {zeros_like(grads[0])};
    const Scalar less = exponent.isFloatingPoint() ? Scalar(exponent.toDouble() - 1)
                                                   : Scalar(exponent.toLong() - 1);
    return {grads[0] * (exponent * pow(self.unpack(), less))};
  }
};

Tensor pow(Traced traced, const Scalar& exponent) {
  const Tensor& self = traced.enter();
  const ScalarType type = result_type(self, exponent);
  const Tensor a = cast(self, type);
  Tensor y;
  if (isFloatingType(type)) {
    y = power(a, exponent.toDouble());
  } else {
    check(exponent.toLong() >= 0, "Integers to negative integer powers are not allowed.");
    y = binary_scalar(a, exponent, type, typed(kernels::pow, type));
  }
  if (auto* node = record<PowBackward0>(y, a)) {
    node->self.save(a);
    node->exponent = exponent;
  }
  return y;
}

// y = a^b.  dL/da = dL/dy * b * a^(b-1), 0 where b = 0;
// dL/db = dL/dy * y * ln a, 0 where a = 0 and b >= 0.  Saves a, b and, for b's gradient, y.
struct PowBackward1 final : Node {
  SavedTensor self{this}, exponent{this}, result{this};
  Dims self_sizes, exponent_sizes;
  GradList apply(GradList&& grads) override {
    const Tensor a = self.unpack(), b = exponent.unpack();
    GradList results = GradList::undefined(2);
    if (should_compute_output(0))
      results[0] = sum_to(where(b == 0, 0.0, grads[0] * (b * pow(a, b - 1))), self_sizes);
    if (should_compute_output(1)) {
      const Tensor flat = logical_and(a == 0, b >= 0);
      results[1] = sum_to(grads[0] * where(flat, 0.0, result.unpack() * log(a)), exponent_sizes);
    }
    return results;
  }
};

Tensor pow(Traced traced, const Tensor& exponent) {
  const Tensor& self = traced.enter();
  const ScalarType type = result_type(self, exponent);
  const Tensor a = cast(self, type), b = cast(exponent, type);
  check(isFloatingType(type) || !(b < 0).any().item<bool>(),
        "Integers to negative integer powers are not allowed.");
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
  return self + (value.equal(1) ? tensor1 : tensor1 * value) * tensor2;
}
Tensor addcdiv(Traced traced, const Tensor& tensor1, const Tensor& tensor2, const Scalar& value) {
  const Tensor& self = traced.enter();
  return self + (value.equal(1) ? tensor1 : tensor1 * value) / tensor2;
}
Tensor lerp(Traced traced, const Tensor& end, const Scalar& weight) {
  const Tensor& start = traced.enter();
  return start + weight * (end - start);
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
