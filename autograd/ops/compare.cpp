// Comparisons and logic. Results are bool and take no part in differentiation.
#include "autograd/kernels/predicate.h"
#include "autograd/ops/binary.h"
#include "autograd/ops/half_scalar.h"

namespace glassgrad {

namespace {

// f(a, b) after promotion, as bool.
Tensor compare(BinaryKernel kernel, const Tensor& self, const Tensor& other) {
  const NoGradGuard no_grad;
  ScalarType type = result_type(self, other);
  if (is_half(type)) type = kFloat;
  return binary(cast(self, type), cast(other, type), kBool, typed(kernel, type));
}
Tensor compare(BinaryKernel kernel, const Tensor& self, const Scalar& other) {
  const NoGradGuard no_grad;
  const ScalarType type = result_type(self, other);
  if (is_half(type)) return compare(kernel, self.to(kFloat), as_held(other, type));
  visit(type, [&]<class T>() { (void)other.to<T>(); });  // it fits
  return binary_scalar(cast(self, type), other, kBool, typed(kernel, type));
}
// f(scalar, a).
Tensor compare(BinaryKernel kernel, const Scalar& self, const Tensor& other) {
  return compare(kernel, to_tensor(self, other), other);
}

// f(x) of type `type`.
Tensor ask(void (*kernel)(ScalarType, void*, const void*, int64_t), const Tensor& x,
           ScalarType type) {
  if (is_half(x.scalar_type())) return ask(kernel, x.detach().to(kFloat), type);
  if (!is_dense(x)) return ask(kernel, x.detach().contiguous(), type);
  Tensor y = empty_same_layout(x, type);
  kernel(x.scalar_type(), y.data_ptr(), x.data_ptr(), x.numel());
  return y;
}

Tensor bitwise(const char* op, BinaryKernel kernel, const Tensor& self, const Tensor& other) {
  const ScalarType type = result_type(self, other);
  check<NotImplementedError>(!isFloatingType(type), "\"{}\" not implemented for '{}'", op, type);
  return binary(cast(self, type), cast(other, type), type, typed(kernel, type));
}

}  // namespace

Tensor eq(Traced self, const Tensor& other) { return compare(kernels::eq, self.enter(), other); }
Tensor eq(Traced self, const Scalar& other) { return compare(kernels::eq, self.enter(), other); }
Tensor ne(Traced self, const Tensor& other) { return compare(kernels::ne, self.enter(), other); }
Tensor ne(Traced self, const Scalar& other) { return compare(kernels::ne, self.enter(), other); }
Tensor lt(Traced self, const Tensor& other) { return compare(kernels::lt, self.enter(), other); }
Tensor lt(Traced self, const Scalar& other) { return compare(kernels::lt, self.enter(), other); }
Tensor le(Traced self, const Tensor& other) { return compare(kernels::le, self.enter(), other); }
Tensor le(Traced self, const Scalar& other) { return compare(kernels::le, self.enter(), other); }
Tensor gt(Traced self, const Tensor& other) { return compare(kernels::lt, other, self.enter()); }
Tensor gt(Traced self, const Scalar& other) { return compare(kernels::lt, other, self.enter()); }
Tensor ge(Traced self, const Tensor& other) { return compare(kernels::le, other, self.enter()); }
Tensor ge(Traced self, const Scalar& other) { return compare(kernels::le, other, self.enter()); }

Tensor logical_and(Traced self, const Tensor& other) {
  return compare(kernels::logical_and, self.enter(), other);
}
Tensor logical_or(Traced self, const Tensor& other) {
  return compare(kernels::logical_or, self.enter(), other);
}
Tensor logical_xor(Traced self, const Tensor& other) {
  return compare(kernels::logical_xor, self.enter(), other);
}
Tensor logical_not(Traced self) { return ask(kernels::logical_not, self.enter(), kBool); }

Tensor bitwise_and(Traced self, const Tensor& other) {
  return bitwise("bitwise_and_cpu", kernels::bitwise_and, self.enter(), other);
}
Tensor bitwise_or(Traced self, const Tensor& other) {
  return bitwise("bitwise_or_cpu", kernels::bitwise_or, self.enter(), other);
}
Tensor bitwise_xor(Traced self, const Tensor& other) {
  return bitwise("bitwise_xor_cpu", kernels::bitwise_xor, self.enter(), other);
}
Tensor bitwise_not(Traced traced) {
  const Tensor& self = traced.enter();
  check<NotImplementedError>(!self.is_floating_point(),
                             "\"bitwise_not_cpu\" not implemented for '{}'", self.scalar_type());
  return ask(kernels::bitwise_not, self, self.scalar_type());
}

Tensor isnan(Traced self) { return ask(kernels::isnan, self.enter(), kBool); }
Tensor isinf(Traced self) { return ask(kernels::isinf, self.enter(), kBool); }
Tensor isfinite(Traced self) { return ask(kernels::isfinite, self.enter(), kBool); }

Tensor isclose(Traced traced, const Tensor& other, double rtol, double atol, bool equal_nan) {
  const Tensor& self = traced.enter();
  check(self.scalar_type() == other.scalar_type(), "{} did not match {}", self.scalar_type(),
        other.scalar_type());
  check(rtol >= 0, "rtol must be greater than or equal to zero, but got {}", rtol);
  check(atol >= 0, "atol must be greater than or equal to zero, but got {}", atol);
  const NoGradGuard no_grad;
  Tensor close = self == other;
  if (equal_nan && self.is_floating_point())
    close = logical_or(close, logical_and(isnan(self), isnan(other)));
  if (rtol == 0 && atol == 0) return close;
  const Tensor a = to_floating(self), b = to_floating(other);
  const Tensor error = abs(a - b);
  return logical_or(close, logical_and(isfinite(error), error <= atol + abs(rtol * b)));
}

bool allclose(Traced self, const Tensor& other, double rtol, double atol, bool equal_nan) {
  return all(isclose(self.enter(), other, rtol, atol, equal_nan)).item<bool>();
}

bool equal(Traced traced, const Tensor& other) {
  const Tensor& self = traced.enter();
  return self.sizes() == other.sizes() && all(self == other).item<bool>();
}

// --- methods ---

Tensor Tensor::eq(const Tensor& other, Caller caller) const {
  return glassgrad::eq({*this, caller}, other);
}
Tensor Tensor::eq(const Scalar& other, Caller caller) const {
  return glassgrad::eq({*this, caller}, other);
}
Tensor Tensor::ne(const Tensor& other, Caller caller) const {
  return glassgrad::ne({*this, caller}, other);
}
Tensor Tensor::ne(const Scalar& other, Caller caller) const {
  return glassgrad::ne({*this, caller}, other);
}
Tensor Tensor::lt(const Tensor& other, Caller caller) const {
  return glassgrad::lt({*this, caller}, other);
}
Tensor Tensor::lt(const Scalar& other, Caller caller) const {
  return glassgrad::lt({*this, caller}, other);
}
Tensor Tensor::le(const Tensor& other, Caller caller) const {
  return glassgrad::le({*this, caller}, other);
}
Tensor Tensor::le(const Scalar& other, Caller caller) const {
  return glassgrad::le({*this, caller}, other);
}
Tensor Tensor::gt(const Tensor& other, Caller caller) const {
  return glassgrad::gt({*this, caller}, other);
}
Tensor Tensor::gt(const Scalar& other, Caller caller) const {
  return glassgrad::gt({*this, caller}, other);
}
Tensor Tensor::ge(const Tensor& other, Caller caller) const {
  return glassgrad::ge({*this, caller}, other);
}
Tensor Tensor::ge(const Scalar& other, Caller caller) const {
  return glassgrad::ge({*this, caller}, other);
}
Tensor Tensor::logical_and(const Tensor& other, Caller caller) const {
  return glassgrad::logical_and({*this, caller}, other);
}
Tensor Tensor::logical_or(const Tensor& other, Caller caller) const {
  return glassgrad::logical_or({*this, caller}, other);
}
Tensor Tensor::logical_xor(const Tensor& other, Caller caller) const {
  return glassgrad::logical_xor({*this, caller}, other);
}
Tensor Tensor::logical_not(Caller caller) const { return glassgrad::logical_not({*this, caller}); }
Tensor Tensor::bitwise_not(Caller caller) const { return glassgrad::bitwise_not({*this, caller}); }
Tensor Tensor::bitwise_and(const Tensor& other, Caller caller) const {
  return glassgrad::bitwise_and({*this, caller}, other);
}
Tensor Tensor::bitwise_or(const Tensor& other, Caller caller) const {
  return glassgrad::bitwise_or({*this, caller}, other);
}
Tensor Tensor::bitwise_xor(const Tensor& other, Caller caller) const {
  return glassgrad::bitwise_xor({*this, caller}, other);
}
Tensor Tensor::isnan(Caller caller) const { return glassgrad::isnan({*this, caller}); }
Tensor Tensor::isinf(Caller caller) const { return glassgrad::isinf({*this, caller}); }
Tensor Tensor::isfinite(Caller caller) const { return glassgrad::isfinite({*this, caller}); }
bool Tensor::equal(const Tensor& other, Caller caller) const {
  return glassgrad::equal({*this, caller}, other);
}
bool Tensor::allclose(const Tensor& other, double rtol, double atol, bool equal_nan,
                      Caller caller) const {
  return glassgrad::allclose({*this, caller}, other, rtol, atol, equal_nan);
}
Tensor Tensor::isclose(const Tensor& other, double rtol, double atol, bool equal_nan,
                       Caller caller) const {
  return glassgrad::isclose({*this, caller}, other, rtol, atol, equal_nan);
}

}  // namespace glassgrad
