// In-place forms of comparisons, of logic, and of operations on bits.
#include "autograd/ops/op.h"

namespace glassgrad {

// --- comparisons and logic: self becomes 0 or 1, and its old value has no influence ---

// dL/dself = 0.
struct ComparedBackward0 final : Node {
  GradList apply(GradList&& grads) override { return {zeros_like(grads[0])}; }
};

namespace {
Tensor& compared(const char* op, const Tensor& self, const Tensor& result) {
  check(result.sizes() == self.sizes(), "output with shape {} doesn't match the broadcast shape {}",
        self.sizes(), result.sizes());
  InPlace<ComparedBackward0> change(op, self);
  copy_values(self, result);
  return change.finish();
}
/// `other`, unless it overlaps with self in part.
const Tensor& separate(const char* op, const Tensor& self, const Tensor& other, Caller caller) {
  caller.enter(op);
  check_overlap(self, other);
  return other;
}
}  // namespace

Tensor& Tensor::eq_(const Tensor& other, Caller caller) const {
  return compared("eq_", *this, eq(separate("eq_", *this, other, caller), caller));
}
Tensor& Tensor::eq_(const Scalar& other, Caller caller) const {
  return compared("eq_", *this, eq(other, caller));
}
Tensor& Tensor::ne_(const Tensor& other, Caller caller) const {
  return compared("ne_", *this, ne(separate("ne_", *this, other, caller), caller));
}
Tensor& Tensor::ne_(const Scalar& other, Caller caller) const {
  return compared("ne_", *this, ne(other, caller));
}
Tensor& Tensor::lt_(const Tensor& other, Caller caller) const {
  return compared("lt_", *this, lt(separate("lt_", *this, other, caller), caller));
}
Tensor& Tensor::lt_(const Scalar& other, Caller caller) const {
  return compared("lt_", *this, lt(other, caller));
}
Tensor& Tensor::le_(const Tensor& other, Caller caller) const {
  return compared("le_", *this, le(separate("le_", *this, other, caller), caller));
}
Tensor& Tensor::le_(const Scalar& other, Caller caller) const {
  return compared("le_", *this, le(other, caller));
}
Tensor& Tensor::gt_(const Tensor& other, Caller caller) const {
  return compared("gt_", *this, gt(separate("gt_", *this, other, caller), caller));
}
Tensor& Tensor::gt_(const Scalar& other, Caller caller) const {
  return compared("gt_", *this, gt(other, caller));
}
Tensor& Tensor::ge_(const Tensor& other, Caller caller) const {
  return compared("ge_", *this, ge(separate("ge_", *this, other, caller), caller));
}
Tensor& Tensor::ge_(const Scalar& other, Caller caller) const {
  return compared("ge_", *this, ge(other, caller));
}
Tensor& Tensor::logical_and_(const Tensor& other, Caller caller) const {
  return compared("logical_and_", *this,
                  logical_and(separate("logical_and_", *this, other, caller), caller));
}
Tensor& Tensor::logical_or_(const Tensor& other, Caller caller) const {
  return compared("logical_or_", *this,
                  logical_or(separate("logical_or_", *this, other, caller), caller));
}
Tensor& Tensor::logical_xor_(const Tensor& other, Caller caller) const {
  return compared("logical_xor_", *this,
                  logical_xor(separate("logical_xor_", *this, other, caller), caller));
}
Tensor& Tensor::logical_not_(Caller caller) const {
  return compared("logical_not_", *this, logical_not(caller));
}

// --- bits of integers ---

namespace {
Tensor& combined(const Tensor& self, const Tensor& result) {
  check_result_type(result.scalar_type(), self);
  return self.copy_(result);
}
Tensor& combined(const char* op, Tensor (*f)(Traced, const Tensor&), const Tensor& self,
                 const Tensor& other, Caller caller) {
  separate(op, self, other, caller);
  check_result_type(result_type(self, other), self);
  return self.copy_(f(self, other));
}
}  // namespace

Tensor& Tensor::bitwise_not_(Caller caller) const { return combined(*this, bitwise_not(caller)); }
Tensor& Tensor::bitwise_and_(const Tensor& other, Caller caller) const {
  return combined("bitwise_and_", glassgrad::bitwise_and, *this, other, caller);
}
Tensor& Tensor::bitwise_and_(const Scalar& other, Caller caller) const {
  return combined(*this, bitwise_and(other, caller));
}
Tensor& Tensor::bitwise_or_(const Tensor& other, Caller caller) const {
  return combined("bitwise_or_", glassgrad::bitwise_or, *this, other, caller);
}
Tensor& Tensor::bitwise_or_(const Scalar& other, Caller caller) const {
  return combined(*this, bitwise_or(other, caller));
}
Tensor& Tensor::bitwise_xor_(const Tensor& other, Caller caller) const {
  return combined("bitwise_xor_", glassgrad::bitwise_xor, *this, other, caller);
}
Tensor& Tensor::bitwise_xor_(const Scalar& other, Caller caller) const {
  return combined(*this, bitwise_xor(other, caller));
}
Tensor& Tensor::bitwise_left_shift_(const Tensor& other, Caller caller) const {
  return combined("bitwise_left_shift_", glassgrad::bitwise_left_shift, *this, other, caller);
}
Tensor& Tensor::bitwise_left_shift_(const Scalar& other, Caller caller) const {
  return combined(*this, bitwise_left_shift(other, caller));
}
Tensor& Tensor::bitwise_right_shift_(const Tensor& other, Caller caller) const {
  return combined("bitwise_right_shift_", glassgrad::bitwise_right_shift, *this, other, caller);
}
Tensor& Tensor::bitwise_right_shift_(const Scalar& other, Caller caller) const {
  return combined(*this, bitwise_right_shift(other, caller));
}

}  // namespace glassgrad
