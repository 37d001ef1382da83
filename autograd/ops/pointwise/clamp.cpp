// Values between bounds.

#include <limits>

#include "autograd/ops/pointwise/bounded.h"

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

Tensor clamp(Traced traced, const optional<Tensor>& min, const optional<Tensor>& max) {
  const Tensor& self = traced.enter();
  check(min || max, "torch.clamp: At least one of 'min' or 'max' must not be None");
  // The gradient of a bound that is reached goes to the bound.
  const auto pick = [](const Tensor& a, const Tensor& b, bool larger) {
    const Tensor keep = larger ? a >= b : a <= b;
    return where(logical_or(keep, isnan(a)), a, b);
  };
  Tensor y = self;
  if (min) y = pick(y, *min, true);
  if (max) y = pick(y, *max, false);
  return y;
}
Tensor clamp_min(Traced traced, const Scalar& min) {
  const Tensor& self = traced.enter();
  return clamp(self, min, nullopt);
}
Tensor clamp_max(Traced traced, const Scalar& max) {
  const Tensor& self = traced.enter();
  return clamp(self, nullopt, max);
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
