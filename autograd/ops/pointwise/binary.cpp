// Functions of two tensors, each a block: the formula with its rules, the node, the function.

#include "autograd/ops/pointwise/binary.h"

namespace glassgrad {

// y = the angle of the point (b, a), atan(a / b) in the right quadrant.  Saves both.
struct Atan2 {
  template <class T>
  static T value(const T& a, const T& b) {
    return atan2(a, b);
  }
  template <class T>
  static T rule_a(const T& dy, const T& a, const T& b) {
    return dy * b / (a * a + b * b);
  }
  template <class T>
  static T rule_b(const T& dy, const T& a, const T& b) {
    return dy * -a / (a * a + b * b);
  }
};
struct Atan2Backward0 final : FromOperands<Atan2> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor atan2(Traced a, const Tensor& b) { return binary_operation<Atan2Backward0>(a.enter(), b); }
Tensor Tensor::atan2(const Tensor& other, Caller caller) const {
  return glassgrad::atan2({*this, caller}, other);
}

// y = sqrt(a^2 + b^2), without overflow on the way.  Saves both.
struct Hypot {
  template <class T>
  static T value(const T& a, const T& b) {
    return hypot(a, b);
  }
  template <class T>
  static T rule_a(const T& dy, const T& a, const T& b) {
    return dy * (a / hypot(a, b));
  }
  template <class T>
  static T rule_b(const T& dy, const T& a, const T& b) {
    return dy * (b / hypot(a, b));
  }
};
struct HypotBackward0 final : FromOperands<Hypot> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor hypot(Traced a, const Tensor& b) { return binary_operation<HypotBackward0>(a.enter(), b); }
Tensor Tensor::hypot(const Tensor& other, Caller caller) const {
  return glassgrad::hypot({*this, caller}, other);
}

}  // namespace glassgrad
