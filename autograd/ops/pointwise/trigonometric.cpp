// Functions of angles and their hyperbolic relatives, each a block: the formula with its rule, the
// node, the function. The formulas of sin and cos stand in formulas/elementary.h: scalars have them
// too.

#include "autograd/ops/pointwise/unary.h"

#include <cmath>
#include <numbers>

namespace glassgrad {

using std::numbers::pi;

// --- angles in degrees ---

// y = x pi / 180.
struct Deg2Rad {
  template <class T>
  static T value(const T& x) {
    return x * (pi / 180);
  }
  template <class T>
  static T rule(const T& dy) {
    return dy * (pi / 180);
  }
};
struct Deg2RadBackward0 final : Linear<Deg2Rad> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor deg2rad(Traced x) { return unary<Deg2RadBackward0>(x.enter()); }
Tensor Tensor::deg2rad(Caller caller) const { return glassgrad::deg2rad({*this, caller}); }

// y = x 180 / pi.
struct Rad2Deg {
  template <class T>
  static T value(const T& x) {
    return x * (180 / pi);
  }
  template <class T>
  static T rule(const T& dy) {
    return dy * (180 / pi);
  }
};
struct Rad2DegBackward0 final : Linear<Rad2Deg> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor rad2deg(Traced x) { return unary<Rad2DegBackward0>(x.enter()); }
Tensor Tensor::rad2deg(Caller caller) const { return glassgrad::rad2deg({*this, caller}); }

// --- sine, cosine, tangent and their inverses ---

struct SinBackward0 final : FromInput<formulas::Sin> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor sin(Traced x) { return unary<SinBackward0, Padded>(x.enter()); }
Tensor Tensor::sin(Caller caller) const { return glassgrad::sin({*this, caller}); }
Tensor& Tensor::sin_(Caller caller) const {
  caller.enter();
  return unary_in_place<SinBackward0, Padded>("sin_", *this, glassgrad::sin);
}

struct CosBackward0 final : FromInput<formulas::Cos> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor cos(Traced x) { return unary<CosBackward0, Padded>(x.enter()); }
Tensor Tensor::cos(Caller caller) const { return glassgrad::cos({*this, caller}); }
Tensor& Tensor::cos_(Caller caller) const {
  caller.enter();
  return unary_in_place<CosBackward0, Padded>("cos_", *this, glassgrad::cos);
}

// y = sin(pi x) / (pi x), 1 at 0: the derivative, 0 there, keeps a slope of its own.  Saves x.
struct Sinc {
  template <class T>
  static T value(const T& x) {
    const T angle = where(x == 0, 1, x) * pi;
    return where(x == 0, 1, sin(angle) / angle);
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    const T beside = where(x == 0, 1, x), angle = beside * pi;
    return dy * where(x == 0, x * (-pi * pi / 3), (cos(angle) - sin(angle) / angle) / beside);
  }
  static Symbol rule(const Symbol& dy, const Symbol& x) {
    const Symbol angle = "pi" * x;
    return where(x == 0, 0, dy * ((cos(angle) - sin(angle) / angle) / x));
  }
};
struct SincBackward0 final : FromInput<Sinc> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor sinc(Traced x) { return unary<SincBackward0>(x.enter()); }
Tensor Tensor::sinc(Caller caller) const { return glassgrad::sinc({*this, caller}); }

// y = tan x.  Saves y.
struct Tan {
  template <class T>
  static T value(const T& x) {
    return tan(x);
  }
  template <class T>
  static T rule(const T& dy, const T& y) {
    return dy * (1 + y * y);
  }
  static double inverse(double y) { return std::atan(y); }
};
struct TanBackward0 final : FromResult<Tan> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor tan(Traced x) { return unary<TanBackward0>(x.enter()); }
Tensor Tensor::tan(Caller caller) const { return glassgrad::tan({*this, caller}); }

// y = atan x.  Saves x.
struct Atan {
  template <class T>
  static T value(const T& x) {
    return atan(x);
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return dy / (x * x + 1);
  }
};
struct AtanBackward0 final : FromInput<Atan> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor atan(Traced x) { return unary<AtanBackward0>(x.enter()); }
Tensor Tensor::atan(Caller caller) const { return glassgrad::atan({*this, caller}); }

// y = asin x.  Saves x.
struct Asin {
  template <class T>
  static T value(const T& x) {
    return asin(x);
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return dy / sqrt(1 - x * x);
  }
};
struct AsinBackward0 final : FromInput<Asin> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor asin(Traced x) { return unary<AsinBackward0>(x.enter()); }
Tensor Tensor::asin(Caller caller) const { return glassgrad::asin({*this, caller}); }

// y = acos x.  Saves x.
struct Acos {
  template <class T>
  static T value(const T& x) {
    return acos(x);
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return -dy / sqrt(1 - x * x);
  }
};
struct AcosBackward0 final : FromInput<Acos> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor acos(Traced x) { return unary<AcosBackward0>(x.enter()); }
Tensor Tensor::acos(Caller caller) const { return glassgrad::acos({*this, caller}); }

// y = sinh x = (e^x - e^-x) / 2.  Saves x.
struct Sinh {
  template <class T>
  static T value(const T& x) {
    return sinh(x);
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return dy * cosh(x);
  }
};
struct SinhBackward0 final : FromInput<Sinh> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor sinh(Traced x) { return unary<SinhBackward0>(x.enter()); }
Tensor Tensor::sinh(Caller caller) const { return glassgrad::sinh({*this, caller}); }

// y = cosh x = (e^x + e^-x) / 2.  Saves x.
struct Cosh {
  template <class T>
  static T value(const T& x) {
    return cosh(x);
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return dy * sinh(x);
  }
};
struct CoshBackward0 final : FromInput<Cosh> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor cosh(Traced x) { return unary<CoshBackward0>(x.enter()); }
Tensor Tensor::cosh(Caller caller) const { return glassgrad::cosh({*this, caller}); }

// y = asinh x.  Saves x.
struct Asinh {
  template <class T>
  static T value(const T& x) {
    return asinh(x);
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return dy / sqrt(x * x + 1);
  }
};
struct AsinhBackward0 final : FromInput<Asinh> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor asinh(Traced x) { return unary<AsinhBackward0>(x.enter()); }
Tensor Tensor::asinh(Caller caller) const { return glassgrad::asinh({*this, caller}); }

// y = acosh x.  Saves x.
struct Acosh {
  template <class T>
  static T value(const T& x) {
    return acosh(x);
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return dy / sqrt(x * x - 1);
  }
};
struct AcoshBackward0 final : FromInput<Acosh> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor acosh(Traced x) { return unary<AcoshBackward0>(x.enter()); }
Tensor Tensor::acosh(Caller caller) const { return glassgrad::acosh({*this, caller}); }

// y = atanh x.  Saves x.
struct Atanh {
  template <class T>
  static T value(const T& x) {
    return atanh(x);
  }
  template <class T>
  static T rule(const T& dy, const T& x) {
    return dy / (1 - x * x);
  }
};
struct AtanhBackward0 final : FromInput<Atanh> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor atanh(Traced x) { return unary<AtanhBackward0>(x.enter()); }
Tensor Tensor::atanh(Caller caller) const { return glassgrad::atanh({*this, caller}); }

}  // namespace glassgrad
