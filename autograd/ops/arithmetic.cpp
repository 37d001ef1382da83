// + and - and their in-place forms. A tensor operand of another type is converted first, a gradient
// that was broadcast is summed back.

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/half_scalar.h"

namespace glassgrad {

namespace {

auto add_kernel(ScalarType type, const Scalar& alpha) {
  const double real = alpha.toDouble();
  const int64_t integer = alpha.isFloatingPoint() ? 0 : alpha.toLong();
  return [=](IntArrayRef sizes, const kernels::Operand& y, const kernels::Operand& a,
             const kernels::Operand& b) { kernels::add(type, sizes, y, a, b, real, integer); };
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
  OperandSizes<2> sizes;
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
                               {Tensor(), Tensor()}, input, grads[0], sizes.of(input, grads[0]));
  }
  GradList apply(GradList&& grads) override {
    GradList results = GradList::undefined(2);
    if (should_compute_output(0)) results[0] = sizes.sum_to(0, grads[0]);
    if (should_compute_output(1)) {
      results[1] = sizes.sum_to(1, grads[0]);
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
  if (is_half(type))
    return add_scaled<NodeType>(self.to(kFloat), other.to(kFloat), as_held(alpha, type)).to(type);
  if (!both_are(type, self, other))
    return add_scaled<NodeType>(cast(self, type), cast(other, type), alpha);
  Tensor y = binary(self, other, type, add_kernel(type, alpha));
  if (auto* node = record<NodeType>(y, self, other)) {
    node->sizes.note(y, self, other);
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

// y = b - alpha * a.  dL/da = -alpha * dL/dy;  dL/db = dL/dy.
struct RsubBackward0 final : Node {
  OperandSizes<2> sizes;
  Scalar alpha;

  std::string formula() const override {
    return "dL/da = " + (Symbol("dL/dy") * Symbol(-alpha.toDouble())).text() + ", dL/db = dL/dy";
  }
  Tensor differences(const GradList& grads, size_t input) const override {
    const double factor = alpha.toDouble();
    return central_differences([factor](const double* at) { return at[1] - factor * at[0]; },
                               {Tensor(), Tensor()}, input, grads[0], sizes.of(input, grads[0]));
  }
  GradList apply(GradList&& grads) override {
    GradList results = GradList::undefined(2);
    if (should_compute_output(0)) results[0] = sizes.sum_to(0, grads[0]) * -alpha;
    if (should_compute_output(1)) results[1] = sizes.sum_to(1, grads[0]);
    return results;
  }
};

Tensor rsub(Traced traced, const Tensor& other, const Scalar& alpha) {
  const Tensor& self = traced.enter();
  check_subtraction(self.scalar_type(), other.scalar_type());
  const ScalarType type = result_type(self, other);
  check_alpha(type, alpha);
  if (is_half(type)) return rsub(self.to(kFloat), other.to(kFloat), as_held(alpha, type)).to(type);
  const Tensor a = cast(self, type), b = cast(other, type);
  Tensor y = binary(b, a, type, add_kernel(type, -alpha));
  if (auto* node = record<RsubBackward0>(y, a, b)) {
    node->sizes.note(y, a, b);
    node->alpha = alpha;
  }
  return y;
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
  if (is_half(type))
    return add_scalar<NodeType>(self.to(kFloat), as_held(other, type), as_held(alpha, type))
        .to(type);
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
  if (is_half(type))
    return rsub(self.to(kFloat), as_held(other, type), as_held(alpha, type)).to(type);
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
  if (!isFloatingType(to.dtype) || is_half(to.dtype) || !are_alike(to, from) ||
      to.storage == from.storage || must_record(self, other))
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
    return glassgrad::add(before, apart(other, self), alpha);
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
    return glassgrad::sub(self, apart(other, *this), alpha);
  });
}
Tensor& Tensor::sub_(const Scalar& other, const Scalar& alpha, Caller caller) const {
  caller.enter();
  check_subtraction(scalar_type(), other.type());
  return add_(other, -alpha);
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

}  // namespace glassgrad
