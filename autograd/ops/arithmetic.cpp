// + - * / and their in-place forms. A tensor operand of another type is converted first, a gradient
// that was broadcast is summed back.

#include "autograd/ops/pointwise/unary.h"

namespace glassgrad {

using formulas::Div;
using formulas::Mul;

namespace {

auto add_kernel(ScalarType type, const Scalar& alpha) {
  const double real = alpha.toDouble();
  const int64_t integer = alpha.isFloatingPoint() ? 0 : alpha.toLong();
  return [=](IntArrayRef sizes, const kernels::Operand& y, const kernels::Operand& a,
             const kernels::Operand& b) { kernels::add(type, sizes, y, a, b, real, integer); };
}

/// `other`, or a copy of it if `self`, which is about to change, shares its memory: a node that
/// saved it would find it changed, and would own itself through it.
Tensor unaliased(const Tensor& other, const Tensor& self) {
  return other.is_alias_of(self) ? other.clone() : other;
}

/// Whether there is nothing to convert.
bool both_are(ScalarType type, const Tensor& a, const Tensor& b) {
  return a.scalar_type() == type && b.scalar_type() == type;
}

void check_alpha(ScalarType type, const Scalar& alpha) {
  check(!alpha.isFloatingPoint() || isFloatingType(type),
        "For integral input tensors, argument alpha must not be a floating point number.");
  check(!alpha.isBoolean() || type == kBool, "Boolean alpha only supported for Boolean results.");
}

void check_subtraction(ScalarType a, ScalarType b) {
  check(a != kBool || b != kBool,
        "Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or "
        "`logical_xor()` operator instead.");
  check(a != kBool && b != kBool,
        "Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to "
        "invert a mask, use the `~` or `logical_not()` operator instead.");
}

}  // namespace

// --- add and sub ---

// y = a + alpha * b.  dL/da = dL/dy;  dL/db = alpha * dL/dy.
struct AddBackward0 : Node {
  Dims self_sizes, other_sizes;
  Scalar alpha;

  std::string formula() const override {
    return "dL/da = dL/dy, dL/db = " + (Symbol("dL/dy") * Symbol(alpha.toDouble())).text();
  }
  std::string numbers(const GradList& grads) const override {
    return should_compute_output(0) ? Symbol(first_element(grads[0])).text() : "";
  }
  Tensor differences(const GradList& grads, size_t input) const override {
    const double factor = alpha.toDouble();
    return central_differences([factor](const double* at) { return at[0] + factor * at[1]; },
                               {Tensor(), Tensor()}, input, grads[0],
                               input == 0 ? self_sizes : other_sizes);
  }
  GradList apply(GradList&& grads) override {
    GradList results = GradList::undefined(2);
    if (should_compute_output(0)) results[0] = sum_to(grads[0], self_sizes);
    if (should_compute_output(1)) {
      results[1] = sum_to(grads[0], other_sizes);
      if (!alpha.equal(1)) results[1] = results[1] * alpha;
    }
    return results;
  }
};
// y = a - alpha * b: the same with -alpha.
struct SubBackward0 final : AddBackward0 {};

namespace {
template <class NodeType>
Tensor add_scaled(const Tensor& self, const Tensor& other, const Scalar& alpha) {
  const ScalarType type = result_type(self, other);
  check_alpha(type, alpha);
  if (!both_are(type, self, other))
    return add_scaled<NodeType>(cast(self, type), cast(other, type), alpha);
  Tensor y = binary(self, other, type, add_kernel(type, alpha));
  if (auto* node = record<NodeType>(y, self, other)) {
    node->self_sizes = self.impl()->sizes;
    node->other_sizes = other.impl()->sizes;
    node->alpha = alpha;
  }
  return y;
}
}  // namespace

Tensor add(Traced traced, const Tensor& other, const Scalar& alpha) {
  const Tensor& self = traced.enter();
  return add_scaled<AddBackward0>(self, other, alpha);
}
Tensor sub(Traced traced, const Tensor& other, const Scalar& alpha) {
  const Tensor& self = traced.enter();
  check_subtraction(self.scalar_type(), other.scalar_type());
  return add_scaled<SubBackward0>(self, other, -alpha);
}
Tensor rsub(Traced traced, const Tensor& other, const Scalar& alpha) {
  const Tensor& self = traced.enter();
  return sub(other, self, alpha);
}

// y = a + alpha * c for a number c.  dL/da = dL/dy.
struct AddBackward1 : Node {
  GradList apply(GradList&& grads) override { return {std::move(grads[0])}; }
  std::string formula() const override { return "dL/dx = dL/dy"; }
  std::string numbers(const GradList& grads) const override {
    return Symbol(first_element(grads[0])).text();
  }
  Tensor differences(const GradList& grads, size_t) const override {
    return central_differences([](const double* x) { return *x; }, {Tensor()}, 0, grads[0],
                               grads[0].sizes());
  }
};
struct SubBackward1 final : AddBackward1 {};

namespace {
template <class NodeType>
Tensor add_scalar(const Tensor& self, const Scalar& other, const Scalar& alpha) {
  const ScalarType type = result_type(self, other);
  check_alpha(type, alpha);
  const Tensor a = cast(self, type);
  Tensor y = binary_scalar(a, other, type, add_kernel(type, alpha));
  record<NodeType>(y, a);
  return y;
}
}  // namespace

Tensor add(Traced traced, const Scalar& other, const Scalar& alpha) {
  const Tensor& self = traced.enter();
  return add_scalar<AddBackward1>(self, other, alpha);
}
Tensor sub(Traced traced, const Scalar& other, const Scalar& alpha) {
  const Tensor& self = traced.enter();
  check_subtraction(self.scalar_type(), other.type());
  return add_scalar<SubBackward1>(self, other, -alpha);
}

// y = c - alpha * a.  dL/da = -alpha * dL/dy.
struct RsubBackward1 final : Node {
  Scalar alpha;

  std::string formula() const override {
    return "dL/dx = " + (Symbol("dL/dy") * Symbol(-alpha.toDouble())).text();
  }
  Tensor differences(const GradList& grads, size_t) const override {
    const double c = alpha.toDouble();
    return central_differences([c](const double* x) { return -c * *x; }, {Tensor()}, 0, grads[0],
                               grads[0].sizes());
  }
  GradList apply(GradList&& grads) override { return {grads[0] * -alpha}; }
};

Tensor rsub(Traced traced, const Scalar& other, const Scalar& alpha) {
  const Tensor& self = traced.enter();
  const ScalarType type = result_type(self, other);
  check_subtraction(self.scalar_type(), other.type());
  check_alpha(type, alpha);
  const Tensor a = cast(self, type);
  Tensor y = empty_same_layout(a, type);
  const auto kernel = add_kernel(type, -alpha);
  run_binary_scalar(y, a, ScalarOperand(other, type),
                    [&](IntArrayRef sizes, const kernels::Operand& out, const kernels::Operand& x,
                        const kernels::Operand& c) { kernel(sizes, out, c, x); });
  if (auto* node = record<RsubBackward1>(y, a)) node->alpha = alpha;
  return y;
}

bool add_flat(const Tensor& self, const Tensor& other, double alpha) {
  const TensorImpl &to = *self.impl(), &from = *other.impl();
  if (!isFloatingType(to.dtype) || !are_alike(to, from) || to.storage == from.storage ||
      must_record(self, other))
    return false;
  kernels::axpy(to.dtype, to.data, from.data, to.numel, alpha);
  bump_version(self);
  return true;
}

namespace {
GLASSGRAD_NOINLINE Tensor& add_in_general(const Tensor& self, const Tensor& other,
                                          const Scalar& alpha) {
  check_in_place("add_", self);
  const ScalarType type = result_type(self, other);
  check_result_type(type, self);
  check_alpha(type, alpha);
  if (binary_in_place(self, other, add_kernel(type, alpha))) return mutable_handle(self);
  return assign_in_place("add_", self, other.requires_grad(), [&](const Tensor& before) {
    return glassgrad::add(before, unaliased(other, self), alpha);
  });
}
}  // namespace

Tensor& Tensor::add_(const Tensor& other, const Scalar& alpha, Caller caller) const {
  caller.enter();
  if (!alpha.isBoolean() && add_flat(*this, other, alpha.toDouble())) return mutable_handle(*this);
  return add_in_general(*this, other, alpha);
}
Tensor& Tensor::add_(const Scalar& other, const Scalar& alpha, Caller caller) const {
  caller.enter();
  check_in_place("add_", *this);
  check_alpha(result_type(*this, other), alpha);
  if (scalar_in_place(*this, other, add_kernel(scalar_type(), alpha))) return mutable_handle(*this);
  return assign_in_place("add_", *this, false,
                         [&](const Tensor& self) { return glassgrad::add(self, other, alpha); });
}
Tensor& Tensor::sub_(const Tensor& other, const Scalar& alpha, Caller caller) const {
  caller.enter();
  check_in_place("sub_", *this);
  check_subtraction(scalar_type(), other.scalar_type());
  const ScalarType type = result_type(*this, other);
  check_result_type(type, *this);
  check_alpha(type, alpha);
  if (binary_in_place(*this, other, add_kernel(type, -alpha))) return mutable_handle(*this);
  return assign_in_place("sub_", *this, other.requires_grad(), [&](const Tensor& self) {
    return glassgrad::sub(self, unaliased(other, *this), alpha);
  });
}
Tensor& Tensor::sub_(const Scalar& other, const Scalar& alpha, Caller caller) const {
  caller.enter();
  check_subtraction(scalar_type(), other.type());
  return add_(other, -alpha);
}

// --- mul ---

// y = a * b.  Saves each factor the other one needs.
struct MulBackward0 final : Node {
  SavedTensor self{this}, other{this};
  Dims self_sizes, other_sizes;

  GradList apply(GradList&& grads) override {
    GradList results = GradList::undefined(2);
    if (should_compute_output(0))
      results[0] = sum_to(Mul::rule_a(grads[0], other.unpack()), self_sizes);
    if (should_compute_output(1))
      results[1] = sum_to(Mul::rule_b(grads[0], self.unpack()), other_sizes);
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
                               input == 0 ? self_sizes : other_sizes);
  }
};

Tensor mul(Traced traced, const Tensor& other) {
  const Tensor& self = traced.enter();
  const ScalarType type = result_type(self, other);
  if (!both_are(type, self, other)) return mul(cast(self, type), cast(other, type));
  Tensor y = binary(self, other, type, typed(kernels::mul, type));
  if (auto* node = record<MulBackward0>(y, self, other)) {
    node->self_sizes = self.impl()->sizes;
    node->other_sizes = other.impl()->sizes;
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
    return glassgrad::mul(self, unaliased(other, *this));
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
  Dims self_sizes, other_sizes;

  GradList apply(GradList&& grads) override {
    const Tensor b = other.unpack();
    GradList results = GradList::undefined(2);
    if (should_compute_output(0)) results[0] = sum_to(Div::rule_a(grads[0], b), self_sizes);
    if (should_compute_output(1))
      results[1] = sum_to(Div::rule_b(grads[0], self.unpack(), b), other_sizes);
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
                               input == 0 ? self_sizes : other_sizes);
  }
};

Tensor div(Traced traced, const Tensor& other) {
  const Tensor& self = traced.enter();
  ScalarType type = result_type(self, other);
  if (!isFloatingType(type)) type = get_default_scalar_type();
  if (!both_are(type, self, other)) return div(cast(self, type), cast(other, type));
  Tensor y = binary(self, other, type, typed(kernels::div, type));
  if (auto* node = record<DivBackward0>(y, self, other)) {
    node->self_sizes = self.impl()->sizes;
    node->other_sizes = other.impl()->sizes;
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
    return glassgrad::div(self, unaliased(other, *this));
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

// --- a number before a tensor ---
// As in libtorch the number counts as a tensor, so 3 / b is a division, not 3 times 1 / b. Types
// are those of Python, where 1.5 minus an integer is a float: libtorch would truncate it to an
// integer.

Tensor operator-(const Scalar& a, Traced traced) {
  const Tensor& b = traced.enter();
  check_subtraction(b.scalar_type(), a.type());
  return sub(to_tensor(a, b), b);
}
Tensor operator/(const Scalar& a, Traced traced) {
  const Tensor& b = traced.enter();
  return div(to_tensor(a, b), b);
}
Tensor operator%(const Scalar& a, Traced traced) {
  const Tensor& b = traced.enter();
  return remainder(to_tensor(a, b), b);
}

// --- methods ---

Tensor Tensor::add(const Tensor& other, const Scalar& alpha, Caller caller) const {
  return glassgrad::add({*this, caller}, other, alpha);
}
Tensor Tensor::add(const Scalar& other, const Scalar& alpha, Caller caller) const {
  return glassgrad::add({*this, caller}, other, alpha);
}
Tensor Tensor::sub(const Tensor& other, const Scalar& alpha, Caller caller) const {
  return glassgrad::sub({*this, caller}, other, alpha);
}
Tensor Tensor::sub(const Scalar& other, const Scalar& alpha, Caller caller) const {
  return glassgrad::sub({*this, caller}, other, alpha);
}
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
