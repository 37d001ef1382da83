// Values between bounds.

#include <limits>

#include "autograd/ops/pointwise/binary.h"
#include "autograd/ops/pointwise/bounded.h"
#include "autograd/ops/pointwise/ternary.h"

namespace glassgrad {

// y = min(max(x, low), high), NaN where a bound is; without a bound it is the type's own.  Saves x.
struct Clamp : Bounded {
  template <class T>
  T rule(const T& dy, const T& x) const {
    return where((x >= constant(x, low)) & (x <= constant(x, high)), dy, 0);
  }
};
struct ClampBackward1 final : FromInput<Clamp> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};

namespace {
/// The least and the greatest number of a type: infinite if it has those.
Clamp widest(ScalarType type) {
  return visit(type, []<class T>() -> Clamp {
    using Limits = std::numeric_limits<T>;
    if constexpr (std::is_floating_point_v<T>)
      return {-Limits::infinity(), Limits::infinity()};
    else
      return {Limits::lowest(), Limits::max()};
  });
}
}  // namespace

Tensor clamp(Traced traced, const optional<Scalar>& min, const optional<Scalar>& max) {
  const Tensor& self = traced.enter();
  check(min || max, "torch.clamp: At least one of 'min' or 'max' must not be None");
  ScalarType type = self.scalar_type();
  if (min) type = result_type(self, *min);
  if (max) type = promoteTypes(type, result_type(self, *max));
  Clamp formula = widest(type);
  if (min) formula.low = *min;
  if (max) formula.high = *max;
  return unary_all_types<ClampBackward1>(cast(self, type), formula);
}

Tensor clamp_min(Traced traced, const Scalar& min) {
  const Tensor& self = traced.enter();
  return clamp(self, min, nullopt);
}
Tensor clamp_max(Traced traced, const Scalar& max) {
  const Tensor& self = traced.enter();
  return clamp(self, nullopt, max);
}

// --- bounds that are tensors ---

// y = min(max(a, b), c).  The gradient of an element that a bound takes the place of goes to the
// bound.  Saves all three.
struct ClampBetween {
  static constexpr unsigned reads[] = {7, 7, 7};
  template <class T>
  static T value(const T& a, const T& b, const T& c) {
    const T raised = where((a < b) | isnan(b), b, a);
    return where((raised > c) | isnan(c), c, raised);
  }
  template <class T>
  static T rule_a(const T& dy, const T& a, const T& b, const T& c) {
    return where((a >= b) & (a <= c), dy, 0);
  }
  template <class T>
  static T rule_b(const T& dy, const T& a, const T& b, const T& c) {
    return where((a < b) & (b < c), dy, 0);
  }
  template <class T>
  static T rule_c(const T& dy, const T& a, const T& b, const T& c) {
    return where((a > c) | (b > c), dy, 0);
  }
};
struct ClampBackward0 final : FromThree<ClampBetween> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor clamp(Traced traced, const optional<Tensor>& min, const optional<Tensor>& max) {
  const Tensor& self = traced.enter();
  check(min || max, "torch.clamp: At least one of 'min' or 'max' must not be None");
  const ScalarType type = result_type(self, min ? *min : *max, max ? *max : *min);
  const ScalarType computed = type == kBool ? kByte : type;
  const Clamp unbounded = widest(is_half(type) ? kFloat : computed);
  const Tensor low = min ? *min : full({}, unbounded.low, computed),
               high = max ? *max : full({}, unbounded.high, computed);
  return cast(ternary<ClampBackward0>(self, low, high, computed), type);
}

// y = max(a, b), NaN where one is.  Saves both.
struct ClampMin : formulas::Maximum {
  template <class T>
  static T rule_a(const T& dy, const T& a, const T& b) {
    return where(a >= b, dy, 0);
  }
  template <class T>
  static T rule_b(const T& dy, const T& a, const T& b) {
    return where(a < b, dy, 0);
  }
};
struct ClampMinBackward1 final : FromOperands<ClampMin> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor clamp_min(Traced traced, const Tensor& min) {
  const Tensor& self = traced.enter();
  return binary_operation<ClampMinBackward1>(kernels::maximum, self, min, result_type(self, min));
}

// y = min(a, b), likewise.
struct ClampMax : formulas::Minimum {
  template <class T>
  static T rule_a(const T& dy, const T& a, const T& b) {
    return where(a <= b, dy, 0);
  }
  template <class T>
  static T rule_b(const T& dy, const T& a, const T& b) {
    return where(a > b, dy, 0);
  }
};
struct ClampMaxBackward1 final : FromOperands<ClampMax> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor clamp_max(Traced traced, const Tensor& max) {
  const Tensor& self = traced.enter();
  return binary_operation<ClampMaxBackward1>(kernels::minimum, self, max, result_type(self, max));
}

// --- methods ---

Tensor Tensor::clamp(const optional<Scalar>& min, const optional<Scalar>& max,
                     Caller caller) const {
  return glassgrad::clamp({*this, caller}, min, max);
}
Tensor Tensor::clamp(const optional<Tensor>& min, const optional<Tensor>& max,
                     Caller caller) const {
  return glassgrad::clamp({*this, caller}, min, max);
}
Tensor Tensor::clamp_min(const Scalar& min, Caller caller) const {
  return glassgrad::clamp_min({*this, caller}, min);
}
Tensor Tensor::clamp_max(const Scalar& max, Caller caller) const {
  return glassgrad::clamp_max({*this, caller}, max);
}
Tensor Tensor::clamp_min(const Tensor& min, Caller caller) const {
  return glassgrad::clamp_min({*this, caller}, min);
}
Tensor Tensor::clamp_max(const Tensor& max, Caller caller) const {
  return glassgrad::clamp_max({*this, caller}, max);
}
Tensor& Tensor::clamp_(const optional<Scalar>& min, const optional<Scalar>& max,
                       Caller caller) const {
  caller.enter();
  return assign_in_place("clamp_", *this, false,
                         [&](const Tensor& self) { return glassgrad::clamp(self, min, max); });
}
Tensor& Tensor::clamp_min_(const Scalar& min, Caller caller) const {
  caller.enter();
  return clamp_(min, nullopt);
}
Tensor& Tensor::clamp_max_(const Scalar& max, Caller caller) const {
  caller.enter();
  return clamp_(nullopt, max);
}
}  // namespace glassgrad
