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

// y = ln(e^a + e^b): the larger one and what the other adds.  Saves both.
struct LogAddExp {
  template <class T>
  static T value(const T& a, const T& b) {
    const T larger = where(a < b, b, a);
    return where(a == b, a + 0.693147180559945309417, larger + log1p(exp(-abs(a - b))));
  }
  template <class T>
  static T rule_a(const T& dy, const T& a, const T& b) {
    return dy / (1 + exp(b - a));
  }
  template <class T>
  static T rule_b(const T& dy, const T& a, const T& b) {
    return dy / (1 + exp(a - b));
  }
};
struct LogaddexpBackward0 final : FromOperands<LogAddExp> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor logaddexp(Traced traced, const Tensor& other) {
  const Tensor& self = traced.enter();
  floating_result_type("logaddexp", self, other);
  return binary_operation<LogaddexpBackward0>(self, other);
}

// y = log2(2^a + 2^b).  Saves both.
struct LogAddExp2 {
  template <class T>
  static T value(const T& a, const T& b) {
    const T larger = where(a < b, b, a);
    const T share = exp(-abs(a - b) * 0.693147180559945309417);
    return where(a == b, a + 1, larger + log1p(share) * 1.44269504088896340736);
  }
  template <class T>
  static T rule_a(const T& dy, const T& a, const T& b) {
    return dy / (1 + exp((b - a) * 0.693147180559945309417));
  }
  template <class T>
  static T rule_b(const T& dy, const T& a, const T& b) {
    return dy / (1 + exp((a - b) * 0.693147180559945309417));
  }
};
struct Logaddexp2Backward0 final : FromOperands<LogAddExp2> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor logaddexp2(Traced traced, const Tensor& other) {
  const Tensor& self = traced.enter();
  floating_result_type("logaddexp", self, other);
  return binary_operation<Logaddexp2Backward0>(self, other);
}

}  // namespace glassgrad
