// * and / and their in-place forms. A tensor operand of another type is converted first, a gradient
// that was broadcast is summed back. The formulas stand in formulas/elementary.h.

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/half_scalar.h"

namespace glassgrad {

using formulas::Div;
using formulas::Mul;

// --- mul ---

// y = a * b.  Saves each factor the other one needs.
struct MulBackward0 final : Node {
  SavedTensor self{this}, other{this};
  OperandSizes<2> sizes;

  GradList apply(GradList&& grads) override {
    GradList results = GradList::undefined(2);
    if (should_compute_output(0))
      results[0] = sizes.sum_to(0, Mul::rule_a(grads[0], other.unpack()));
    if (should_compute_output(1))
      results[1] = sizes.sum_to(1, Mul::rule_b(grads[0], self.unpack()));
    return results;
  }
  std::string formula() const override {
    const Symbol dy("dL/dy");
    return "dL/da = " + Mul::rule_a(dy, Symbol("b")).text() +
           ", dL/db = " + Mul::rule_b(dy, Symbol("a")).text();
  }
  std::string numbers(const GradList& grads) const override {
    const Symbol dy(first_element(grads[0]));
    return should_compute_output(0) ? Mul::rule_a(dy, Symbol(first_element(other.peek()))).text()
                                    : Mul::rule_b(dy, Symbol(first_element(self.peek()))).text();
  }
  Tensor differences(const GradList& grads, size_t input) const override {
    return central_differences([](const double* at) { return at[0] * at[1]; },
                               {self.peek(), other.peek()}, input, grads[0],
                               sizes.of(input, grads[0]));
  }
};

Tensor mul(Traced traced, const Tensor& other) {
  const Tensor& self = traced.enter();
  const ScalarType type = result_type(self, other);
  if (is_half(type)) return mul(self.to(kFloat), other.to(kFloat)).to(type);
  if (!both_are(type, self, other)) return mul(cast(self, type), cast(other, type));
  Tensor y = binary(self, other, type, typed(kernels::mul, type));
  if (auto* node = record<MulBackward0>(y, self, other)) {
    node->sizes.note(y, self, other);
    if (node->should_compute_output(0)) node->other.save(other);
    if (node->should_compute_output(1)) node->self.save(self);
  }
  return y;
}

// y = a * c for a number c.  dL/da = dL/dy * c.
struct MulBackward1 final : Node {
  Scalar other;

  std::string formula() const override {
    return "dL/dx = " + (Symbol("dL/dy") * Symbol(other.toDouble())).text();
  }
  Tensor differences(const GradList& grads, size_t) const override {
    const double c = other.toDouble();
    return central_differences([c](const double* x) { return *x * c; }, {Tensor()}, 0, grads[0],
                               grads[0].sizes());
  }
  GradList apply(GradList&& grads) override { return {grads[0] * other}; }
};

Tensor mul(Traced traced, const Scalar& other) {
  const Tensor& self = traced.enter();
  const ScalarType type = result_type(self, other);
  if (is_half(type)) return mul(self.to(kFloat), as_held(other, type)).to(type);
  const Tensor a = cast(self, type);
  Tensor y = binary_scalar(a, other, type, typed(kernels::mul, type));
  if (auto* node = record<MulBackward1>(y, a)) node->other = other;
  return y;
}

Tensor& Tensor::mul_(const Tensor& other, Caller caller) const {
  caller.enter();
  check_in_place("mul_", *this);
  check_result_type(result_type(*this, other), *this);
  if (binary_in_place(*this, other, typed(kernels::mul, scalar_type())))
    return mutable_handle(*this);
  return assign_in_place("mul_", *this, other.requires_grad(), [&](const Tensor& self) {
    return glassgrad::mul(self, apart(other, *this));
  });
}
Tensor& Tensor::mul_(const Scalar& other, Caller caller) const {
  caller.enter();
  check_in_place("mul_", *this);
  if (scalar_in_place(*this, other, typed(kernels::mul, scalar_type())))
    return mutable_handle(*this);
  return assign_in_place("mul_", *this, false,
                         [&](const Tensor& self) { return glassgrad::mul(self, other); });
}

// --- div ---

// y = a / b.  Saves b, and a for b's gradient.
struct DivBackward0 final : Node {
  SavedTensor self{this}, other{this};
  OperandSizes<2> sizes;

  GradList apply(GradList&& grads) override {
    const Tensor b = other.unpack();
    GradList results = GradList::undefined(2);
    if (should_compute_output(0)) results[0] = sizes.sum_to(0, Div::rule_a(grads[0], b));
    if (should_compute_output(1))
      results[1] = sizes.sum_to(1, Div::rule_b(grads[0], self.unpack(), b));
    return results;
  }
  std::string formula() const override {
    const Symbol dy("dL/dy"), a("a"), b("b");
    return "dL/da = " + Div::rule_a(dy, b).text() + ", dL/db = " + Div::rule_b(dy, a, b).text();
  }
  std::string numbers(const GradList& grads) const override {
    if (!should_compute_output(0)) return "";
    return Div::rule_a(Symbol(first_element(grads[0])), Symbol(first_element(other.peek()))).text();
  }
  Tensor differences(const GradList& grads, size_t input) const override {
    return central_differences([](const double* at) { return at[0] / at[1]; },
                               {self.peek(), other.peek()}, input, grads[0],
                               sizes.of(input, grads[0]));
  }
};

Tensor div(Traced traced, const Tensor& other) {
  const Tensor& self = traced.enter();
  ScalarType type = result_type(self, other);
  if (!isFloatingType(type)) type = get_default_scalar_type();
  if (is_half(type)) return div(self.to(kFloat), other.to(kFloat)).to(type);
  if (!both_are(type, self, other)) return div(cast(self, type), cast(other, type));
  Tensor y = binary(self, other, type, typed(kernels::div, type));
  if (auto* node = record<DivBackward0>(y, self, other)) {
    node->sizes.note(y, self, other);
    node->other.save(other);
    if (node->should_compute_output(1)) node->self.save(self);
  }
  return y;
}

// y = a / c for a number c.  dL/da = dL/dy / c.
struct DivBackward1 final : Node {
  Scalar other;

  std::string formula() const override {
    return "dL/dx = " + (Symbol("dL/dy") / Symbol(other.toDouble())).text();
  }
  Tensor differences(const GradList& grads, size_t) const override {
    const double c = other.toDouble();
    return central_differences([c](const double* x) { return *x / c; }, {Tensor()}, 0, grads[0],
                               grads[0].sizes());
  }
  GradList apply(GradList&& grads) override { return {grads[0] / other}; }
};

Tensor div(Traced traced, const Scalar& other) {
  const Tensor& self = traced.enter();
  ScalarType type = result_type(self, other);
  if (!isFloatingType(type)) type = get_default_scalar_type();
  if (is_half(type)) return div(self.to(kFloat), as_held(other, type)).to(type);
  const Tensor a = cast(self, type);
  Tensor y = binary_scalar(a, other, type, typed(kernels::div, type));
  if (auto* node = record<DivBackward1>(y, a)) node->other = other;
  return y;
}

Tensor& Tensor::div_(const Tensor& other, Caller caller) const {
  caller.enter();
  check_in_place("div_", *this);
  const ScalarType type = result_type(*this, other);
  check_result_type(isFloatingType(type) ? type : get_default_scalar_type(), *this);
  if (binary_in_place(*this, other, typed(kernels::div, scalar_type())))
    return mutable_handle(*this);
  return assign_in_place("div_", *this, other.requires_grad(), [&](const Tensor& self) {
    return glassgrad::div(self, apart(other, *this));
  });
}
Tensor& Tensor::div_(const Scalar& other, Caller caller) const {
  caller.enter();
  check_in_place("div_", *this);
  if (is_floating_point() && scalar_in_place(*this, other, typed(kernels::div, scalar_type())))
    return mutable_handle(*this);
  return assign_in_place("div_", *this, false,
                         [&](const Tensor& self) { return glassgrad::div(self, other); });
}

// --- a number before a tensor: it counts as a tensor, as for - ---

Tensor operator/(const Scalar& a, Traced traced) {
  const Tensor& b = traced.enter();
  return div(to_tensor(a, b), b);
}
Tensor operator%(const Scalar& a, Traced traced) {
  const Tensor& b = traced.enter();
  return remainder(to_tensor(a, b), b);
}

// --- methods ---

Tensor Tensor::mul(const Tensor& other, Caller caller) const {
  return glassgrad::mul({*this, caller}, other);
}
Tensor Tensor::mul(const Scalar& other, Caller caller) const {
  return glassgrad::mul({*this, caller}, other);
}
Tensor Tensor::div(const Tensor& other, Caller caller) const {
  return glassgrad::div({*this, caller}, other);
}
Tensor Tensor::div(const Scalar& other, Caller caller) const {
  return glassgrad::div({*this, caller}, other);
}

}  // namespace glassgrad
