// Powers.

#include "autograd/ops/half_scalar.h"
#include "autograd/ops/pointwise/unary.h"

#include <cmath>

namespace glassgrad {

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

namespace {
void check_not_bool_power(ScalarType type) {
  check<NotImplementedError>(type != kBool, "\"pow\" not implemented for 'Bool'");
}
}  // namespace

// y = a^n for a number n.  Saves a.
struct PowBackward0 final : Node {
  SavedTensor self{this};
  Scalar exponent;

  GradList apply(GradList&& grads) override {
    return {formulas::Pow::rule_a(grads[0], self.unpack(), exponent.toDouble())};
  }
  std::string formula() const override {
    const Symbol n(exponent.toDouble());
    return "dL/dx = " + formulas::Pow::rule_a(Symbol("dL/dy"), Symbol("x"), n).text();
  }
  Tensor differences(const GradList& grads, size_t) const override {
    const double n = exponent.toDouble();
    return central_differences([n](const double* x) { return std::pow(*x, n); }, {self.peek()}, 0,
                               grads[0], grads[0].sizes());
  }
};

Tensor pow(Traced traced, const Scalar& exponent) {
  const Tensor& self = traced.enter();
  const ScalarType type = result_type(self, exponent);
  if (is_half(type)) return pow(self.to(kFloat), as_held(exponent, type)).to(type);
  const Tensor a = cast(self, type);
  Tensor y;
  if (isFloatingType(type)) {
    y = power(a, exponent.toDouble());
  } else {
    check_not_bool_power(type);
    check(exponent.toLong() >= 0, "Integers to negative integer powers are not allowed.");
    y = binary_scalar(a, exponent, type, typed(kernels::pow, type));
  }
  if (auto* node = record<PowBackward0>(y, a)) {
    node->self.save(a);
    node->exponent = exponent;
  }
  return y;
}

// y = a^b.  Saves a, b and, for b's gradient, y.
struct PowBackward1 final : Node {
  SavedTensor self{this}, exponent{this}, result{this};
  OperandSizes<2> sizes;

  std::string formula() const override {
    const Symbol dy("dL/dy"), a("a"), b("b");
    return "dL/da = " + formulas::Pow::rule_a(dy, a, b).text() +
           "; dL/db = " + formulas::Pow::rule_b(dy, a, b, Symbol("y")).text();
  }
  Tensor differences(const GradList& grads, size_t input) const override {
    return central_differences([](const double* at) { return std::pow(at[0], at[1]); },
                               {self.peek(), exponent.peek()}, input, grads[0],
                               sizes.of(input, grads[0]));
  }
  GradList apply(GradList&& grads) override {
    const Tensor a = self.unpack(), b = exponent.unpack();
    GradList results = GradList::undefined(2);
    if (should_compute_output(0))
      results[0] = sizes.sum_to(0, formulas::Pow::rule_a(grads[0], a, b));
    if (should_compute_output(1))
      results[1] = sizes.sum_to(1, formulas::Pow::rule_b(grads[0], a, b, result.unpack()));
    return results;
  }
};

Tensor pow(Traced traced, const Tensor& exponent) {
  const Tensor& self = traced.enter();
  const ScalarType type = result_type(self, exponent);
  if (is_half(type)) return pow(self.to(kFloat), exponent.to(kFloat)).to(type);
  const Tensor a = cast(self, type), b = cast(exponent, type);
  check_not_bool_power(type);
  Tensor y = binary(a, b, type, typed(kernels::pow, type));
  if (auto* node = record<PowBackward1>(y, a, b)) {
    node->sizes.note(y, a, b);
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

// --- methods ---

Tensor Tensor::pow(const Scalar& exponent, Caller caller) const {
  return glassgrad::pow({*this, caller}, exponent);
}
Tensor Tensor::pow(const Tensor& exponent, Caller caller) const {
  return glassgrad::pow({*this, caller}, exponent);
}

}  // namespace glassgrad
