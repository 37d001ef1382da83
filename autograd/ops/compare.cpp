#include "autograd/kernels/predicate.h"
#include "autograd/ops/binary.h"

// Comparisons and logic. Results are bool and take no part in differentiation.

namespace glassgrad {

namespace {

// f(a, b) after promotion, as bool.
Tensor compare(BinaryKernel kernel, const Tensor& self, const Tensor& other) {
  const NoGradGuard no_grad;
  const ScalarType type = result_type(self, other);
  return binary(cast(self, type), cast(other, type), kBool, typed(kernel, type));
}
Tensor compare(BinaryKernel kernel, const Tensor& self, const Scalar& other) {
  const NoGradGuard no_grad;
  const ScalarType type = result_type(self, other);
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

Tensor eq(const Tensor& self, const Tensor& other) { return compare(kernels::eq, self, other); }
Tensor eq(const Tensor& self, const Scalar& other) { return compare(kernels::eq, self, other); }
Tensor ne(const Tensor& self, const Tensor& other) { return compare(kernels::ne, self, other); }
Tensor ne(const Tensor& self, const Scalar& other) { return compare(kernels::ne, self, other); }
Tensor lt(const Tensor& self, const Tensor& other) { return compare(kernels::lt, self, other); }
Tensor lt(const Tensor& self, const Scalar& other) { return compare(kernels::lt, self, other); }
Tensor le(const Tensor& self, const Tensor& other) { return compare(kernels::le, self, other); }
Tensor le(const Tensor& self, const Scalar& other) { return compare(kernels::le, self, other); }
Tensor gt(const Tensor& self, const Tensor& other) { return compare(kernels::lt, other, self); }
Tensor gt(const Tensor& self, const Scalar& other) { return compare(kernels::lt, other, self); }
Tensor ge(const Tensor& self, const Tensor& other) { return compare(kernels::le, other, self); }
Tensor ge(const Tensor& self, const Scalar& other) { return compare(kernels::le, other, self); }

Tensor logical_and(const Tensor& self, const Tensor& other) {
  return compare(kernels::logical_and, self, other);
}
Tensor logical_or(const Tensor& self, const Tensor& other) {
  return compare(kernels::logical_or, self, other);
}
Tensor logical_xor(const Tensor& self, const Tensor& other) {
  return compare(kernels::logical_xor, self, other);
}
Tensor logical_not(const Tensor& self) { return ask(kernels::logical_not, self, kBool); }

Tensor bitwise_and(const Tensor& self, const Tensor& other) {
  return bitwise("bitwise_and_cpu", kernels::bitwise_and, self, other);
}
Tensor bitwise_or(const Tensor& self, const Tensor& other) {
  return bitwise("bitwise_or_cpu", kernels::bitwise_or, self, other);
}
Tensor bitwise_xor(const Tensor& self, const Tensor& other) {
  return bitwise("bitwise_xor_cpu", kernels::bitwise_xor, self, other);
}
Tensor bitwise_not(const Tensor& self) {
  check<NotImplementedError>(!self.is_floating_point(),
                             "\"bitwise_not_cpu\" not implemented for '{}'", self.scalar_type());
  return ask(kernels::bitwise_not, self, self.scalar_type());
}

Tensor isnan(const Tensor& self) { return ask(kernels::isnan, self, kBool); }
Tensor isinf(const Tensor& self) { return ask(kernels::isinf, self, kBool); }
Tensor isfinite(const Tensor& self) { return ask(kernels::isfinite, self, kBool); }

Tensor isclose(const Tensor& self, const Tensor& other, double rtol, double atol, bool equal_nan) {
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

bool allclose(const Tensor& self, const Tensor& other, double rtol, double atol, bool equal_nan) {
  return all(isclose(self, other, rtol, atol, equal_nan)).item<bool>();
}

bool equal(const Tensor& self, const Tensor& other) {
  check(self.scalar_type() == other.scalar_type(),
        "Expected object of scalar type {} but got scalar type {} for argument 'other'",
        self.scalar_type(), other.scalar_type());
  return self.sizes() == other.sizes() && all(self == other).item<bool>();
}

// --- methods ---

Tensor Tensor::eq(const Tensor& other) const { return glassgrad::eq(*this, other); }
Tensor Tensor::eq(const Scalar& other) const { return glassgrad::eq(*this, other); }
Tensor Tensor::ne(const Tensor& other) const { return glassgrad::ne(*this, other); }
Tensor Tensor::ne(const Scalar& other) const { return glassgrad::ne(*this, other); }
Tensor Tensor::lt(const Tensor& other) const { return glassgrad::lt(*this, other); }
Tensor Tensor::lt(const Scalar& other) const { return glassgrad::lt(*this, other); }
Tensor Tensor::le(const Tensor& other) const { return glassgrad::le(*this, other); }
Tensor Tensor::le(const Scalar& other) const { return glassgrad::le(*this, other); }
Tensor Tensor::gt(const Tensor& other) const { return glassgrad::gt(*this, other); }
Tensor Tensor::gt(const Scalar& other) const { return glassgrad::gt(*this, other); }
Tensor Tensor::ge(const Tensor& other) const { return glassgrad::ge(*this, other); }
Tensor Tensor::ge(const Scalar& other) const { return glassgrad::ge(*this, other); }
Tensor Tensor::logical_and(const Tensor& other) const {
  return glassgrad::logical_and(*this, other);
}
Tensor Tensor::logical_or(const Tensor& other) const { return glassgrad::logical_or(*this, other); }
Tensor Tensor::logical_xor(const Tensor& other) const {
  return glassgrad::logical_xor(*this, other);
}
Tensor Tensor::logical_not() const { return glassgrad::logical_not(*this); }
Tensor Tensor::bitwise_not() const { return glassgrad::bitwise_not(*this); }
Tensor Tensor::bitwise_and(const Tensor& other) const {
  return glassgrad::bitwise_and(*this, other);
}
Tensor Tensor::bitwise_or(const Tensor& other) const { return glassgrad::bitwise_or(*this, other); }
Tensor Tensor::bitwise_xor(const Tensor& other) const {
  return glassgrad::bitwise_xor(*this, other);
}
namespace {
Tensor& bitwise_in_place(Tensor (*f)(const Tensor&, const Tensor&), const Tensor& self,
                         const Tensor& other) {
  check_result_type(result_type(self, other), self);
  return self.copy_(f(self, other));
}
}  // namespace
Tensor& Tensor::bitwise_and_(const Tensor& other) const {
  return bitwise_in_place(glassgrad::bitwise_and, *this, other);
}
Tensor& Tensor::bitwise_or_(const Tensor& other) const {
  return bitwise_in_place(glassgrad::bitwise_or, *this, other);
}
Tensor& Tensor::bitwise_xor_(const Tensor& other) const {
  return bitwise_in_place(glassgrad::bitwise_xor, *this, other);
}
Tensor Tensor::isnan() const { return glassgrad::isnan(*this); }
Tensor Tensor::isinf() const { return glassgrad::isinf(*this); }
Tensor Tensor::isfinite() const { return glassgrad::isfinite(*this); }
bool Tensor::equal(const Tensor& other) const { return glassgrad::equal(*this, other); }
bool Tensor::allclose(const Tensor& other, double rtol, double atol, bool equal_nan) const {
  return glassgrad::allclose(*this, other, rtol, atol, equal_nan);
}
Tensor Tensor::isclose(const Tensor& other, double rtol, double atol, bool equal_nan) const {
  return glassgrad::isclose(*this, other, rtol, atol, equal_nan);
}

}  // namespace glassgrad
