// Functions of two tensors, each a block: the formula with its rules, the node, the function.

#include "autograd/ops/pointwise/binary.h"
#include "autograd/functions/special.h"

namespace glassgrad {

// Words of the formulas below: for numbers in loops, for recorded operations, for texts.
namespace kernels {
/// -1 with a sign bit, that of -0 too, else 1.
template <class T, class F>
Number<T, F> side(Number<T, F> x) {
  return std::copysign(T(1), x.v);
}
}  // namespace kernels
namespace formulas {
inline Symbol side(const Symbol& x) { return where(x < 0, -1, 1); }
inline Symbol xlogy(const Symbol& a, const Symbol& b) { return a * log(b); }
inline Symbol xlog1py(const Symbol& a, const Symbol& b) { return a * log1p(b); }
}  // namespace formulas
namespace {
Tensor side(const Tensor& x) { return where(signbit(x), -1, 1); }
}  // namespace
using special::xlog1py;

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

// y = a ln b, 0 where a is 0.  Where ln b does not count, b may be what has none.  Saves both.
struct Xlogy {
  template <class T>
  static T value(const T& a, const T& b) {
    return where(isnan(b), b, where(a == 0, 0, a * log(b)));
  }
  template <class T>
  static T rule_a(const T& dy, const T& a, const T& b) {
    return xlogy(dy, where((a == 0) & (b <= 0), 1, b));
  }
  template <class T>
  static T rule_b(const T& dy, const T& a, const T& b) {
    return dy * a / where((a == 0) & (b <= 0), 1, b);
  }
};
struct XlogyBackward0 final : FromOperands<Xlogy> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor xlogy(Traced a, const Tensor& b) { return binary_operation<XlogyBackward0>(a.enter(), b); }

// The same for a number a.  dL/db alone.  Saves b.
struct XlogyOfNumber {
  double a = 1;
  template <class T>
  T value(const T& b) const {
    return Xlogy::value<T>(a, b);
  }
  template <class T>
  T rule(const T& dy, const T& b) const {
    return dy * a / (a == 0 ? where(b <= 0, 1, b) : b);
  }
};
struct XlogyBackward1 final : FromInput<XlogyOfNumber> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor xlogy(const Scalar& a, const Tensor& b, Caller caller) {
  caller.enter();
  return unary<XlogyBackward1>(b, {a.toDouble()});
}

// The same for a number b.  dL/da alone.  Saves a.
struct XlogyWithNumber {
  double b = 1;
  template <class T>
  T value(const T& a) const {
    return Xlogy::value<T>(a, b);
  }
  template <class T>
  T rule(const T& dy, const T& a) const {
    return b <= 0 ? where(a == 0, 0, dy * std::log(b)) : dy * std::log(b);
  }
};
struct XlogyBackward2 final : FromInput<XlogyWithNumber> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor xlogy(Traced a, const Scalar& b) { return unary<XlogyBackward2>(a.enter(), {b.toDouble()}); }
Tensor Tensor::xlogy(const Tensor& other, Caller caller) const {
  return glassgrad::xlogy({*this, caller}, other);
}
Tensor Tensor::xlogy(const Scalar& other, Caller caller) const {
  return glassgrad::xlogy({*this, caller}, other);
}

// y = a ln(1 + b), likewise.  Saves both.
struct Xlog1py {
  template <class T>
  static T value(const T& a, const T& b) {
    return where(isnan(b), b, where(a == 0, 0, a * log1p(b)));
  }
  template <class T>
  static T rule_a(const T& dy, const T& a, const T& b) {
    return xlog1py(dy, where((a == 0) & (b <= -1), 0, b));
  }
  template <class T>
  static T rule_b(const T& dy, const T& a, const T& b) {
    return dy * a / (where((a == 0) & (b <= -1), 0, b) + 1);
  }
};
struct SpecialXlog1PyBackward0 final : FromOperands<Xlog1py> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
namespace special {
Tensor xlog1py(Traced a, const Tensor& b) {
  return binary_operation<SpecialXlog1PyBackward0>(a.enter(), b);
}
}  // namespace special

// y = |a| with the sign of b.  Saves both.
struct Copysign {
  template <class T>
  static T value(const T& a, const T& b) {
    return abs(a) * side(b);
  }
  template <class T>
  static T rule_a(const T& dy, const T& a, const T& b) {
    return dy * (sign(a) * side(b));
  }
  template <class T>
  static T rule_b(const T& dy, const T&, const T&) {
    return dy * 0;
  }
};
struct CopysignBackward0 final : FromOperands<Copysign> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor copysign(Traced a, const Tensor& b) {
  return binary_operation<CopysignBackward0>(a.enter(), b);
}
Tensor Tensor::copysign(const Tensor& other, Caller caller) const {
  return glassgrad::copysign({*this, caller}, other);
}

// The same with the sign of a number.  Saves a.
struct CopysignOfNumber {
  double side = 1;
  template <class T>
  T value(const T& a) const {
    return abs(a) * side;
  }
  template <class T>
  T rule(const T& dy, const T& a) const {
    return dy * sign(a) * side;
  }
};
struct CopysignBackward1 final : FromInput<CopysignOfNumber> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor copysign(Traced a, const Scalar& b) {
  return unary<CopysignBackward1>(a.enter(), {std::signbit(b.toDouble()) ? -1. : 1.});
}
Tensor Tensor::copysign(const Scalar& other, Caller caller) const {
  return glassgrad::copysign({*this, caller}, other);
}

}  // namespace glassgrad
