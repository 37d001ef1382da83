// Operations that choose between values: maximum, minimum, where, masked_fill.
#include "autograd/ops/binary.h"
#include "autograd/ops/pointwise/binary.h"

namespace glassgrad {

// --- maximum and minimum ---

struct MaximumBackward0 final : FromOperands<formulas::Maximum> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
struct MinimumBackward0 final : FromOperands<formulas::Minimum> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};

Tensor maximum(Traced traced, const Tensor& other) {
  const Tensor& self = traced.enter();
  return binary_operation<MaximumBackward0>(kernels::maximum, self, other,
                                            result_type(self, other));
}
Tensor minimum(Traced traced, const Tensor& other) {
  const Tensor& self = traced.enter();
  return binary_operation<MinimumBackward0>(kernels::minimum, self, other,
                                            result_type(self, other));
}

// --- the same where a NaN loses ---

// y = the larger of a and b; of equal ones a, with the whole gradient.  Saves both.
struct Fmax {
  template <class T>
  static T value(const T& a, const T& b) {
    return where((a >= b) | isnan(b), a, b);
  }
  template <class T>
  static T rule_a(const T& dy, const T& a, const T& b) {
    return where((a >= b) | isnan(b), dy, 0);
  }
  template <class T>
  static T rule_b(const T& dy, const T& a, const T& b) {
    return where((a >= b) | isnan(b), 0, dy);
  }
};
struct FmaxBackward0 final : FromOperands<Fmax> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
// y = the smaller of a and b, likewise.
struct Fmin {
  template <class T>
  static T value(const T& a, const T& b) {
    return where((a <= b) | isnan(b), a, b);
  }
  template <class T>
  static T rule_a(const T& dy, const T& a, const T& b) {
    return where((a <= b) | isnan(b), dy, 0);
  }
  template <class T>
  static T rule_b(const T& dy, const T& a, const T& b) {
    return where((a <= b) | isnan(b), 0, dy);
  }
};
struct FminBackward0 final : FromOperands<Fmin> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};

Tensor fmax(Traced traced, const Tensor& other) {
  const Tensor& self = traced.enter();
  if (!isFloatingType(result_type(self, other))) return maximum(self, other);
  return binary_operation<FmaxBackward0>(self, other);
}
Tensor fmin(Traced traced, const Tensor& other) {
  const Tensor& self = traced.enter();
  if (!isFloatingType(result_type(self, other))) return minimum(self, other);
  return binary_operation<FminBackward0>(self, other);
}
Tensor Tensor::fmax(const Tensor& other, Caller caller) const {
  return glassgrad::fmax({*this, caller}, other);
}
Tensor Tensor::fmin(const Tensor& other, Caller caller) const {
  return glassgrad::fmin({*this, caller}, other);
}

// --- where ---

// y = c ? a : b.  dL/da = dL/dy where c, else 0;  dL/db = dL/dy where not c, else 0.  Saves c.
struct WhereBackward0 final : Node {
  SavedTensor condition{this};
  OperandSizes<2> sizes;

  std::string formula() const override {
    return "dL/da = dL/dy where the condition holds, dL/db elsewhere";
  }
  Tensor differences(const GradList& grads, size_t input) const override {
    return central_differences([](const double* at) { return at[2] != 0 ? at[0] : at[1]; },
                               {Tensor(), Tensor(), condition.peek()}, input, grads[0],
                               sizes.of(input, grads[0]));
  }
  GradList apply(GradList&& grads) override {
    const Tensor c = condition.unpack();
    GradList results = GradList::undefined(2);
    if (should_compute_output(0)) results[0] = sizes.sum_to(0, where(c, grads[0], 0.0));
    if (should_compute_output(1)) results[1] = sizes.sum_to(1, where(c, 0.0, grads[0]));
    return results;
  }
};

namespace {
/// y = c ? a : b, where all stretch to y.
void choose(const Tensor& y, const Tensor& c, const Tensor& a, const Tensor& b) {
  const IntArrayRef shape = y.sizes();
  const Dims sc = broadcast_strides(c, shape), sa = broadcast_strides(a, shape),
             sb = broadcast_strides(b, shape);
  kernels::where(as_moved(y.scalar_type()), shape, operand(y), {c.data_ptr(), sc},
                 {a.data_ptr(), sa}, {b.data_ptr(), sb});
}
}  // namespace

Tensor where(Traced traced, const Tensor& self, const Tensor& other) {
  const Tensor& condition = traced.enter();
  check(condition.scalar_type() == kBool || condition.scalar_type() == kByte,
        "where expected condition to be a boolean tensor, but got a tensor with dtype {}",
        condition.scalar_type());
  const Tensor c = cast(condition.detach(), kBool);
  const ScalarType type = result_type(self, other);
  const Tensor a = cast(self, type), b = cast(other, type);
  const Dims shape = broadcast_shapes(broadcast_shapes(c.sizes(), a.sizes()), b.sizes());
  Tensor y = empty_for(shape, type, {c, a, b});
  choose(y, c, a, b);
  if (auto* node = record<WhereBackward0>(y, a, b)) {
    node->condition.save(c);
    node->sizes.note(y, a, b);
  }
  return y;
}
// A number takes the tensor's type as far as its kind allows.
Tensor where(Traced traced, const Tensor& self, const Scalar& other) {
  const Tensor& condition = traced.enter();
  return where(condition, self, to_tensor(other, self));
}
Tensor where(Traced traced, const Scalar& self, const Tensor& other) {
  const Tensor& condition = traced.enter();
  return where(condition, to_tensor(self, other), other);
}
Tensor where(Traced traced, const Scalar& self, const Scalar& other) {
  const Tensor& condition = traced.enter();
  const auto as_tensor = [](const Scalar& number) {
    return full({}, number, number.isFloatingPoint() ? get_default_scalar_type() : number.type());
  };
  return where(condition, as_tensor(self), as_tensor(other));
}

// --- masked_fill ---

// y = mask ? value : x.  dL/dx = dL/dy where not mask, else 0;  dL/dvalue = sum of dL/dy where
// mask. Saves mask.
struct MaskedFillBackward0 : Node {
  SavedTensor mask{this};
  Dims self_sizes;

  std::string formula() const override { return "dL/dx = dL/dy where the mask is 0, else 0"; }
  Tensor differences(const GradList& grads, size_t input) const override {
    return central_differences([](const double* at) { return at[2] != 0 ? at[1] : at[0]; },
                               {Tensor(), Tensor(), mask.peek()}, input, grads[0],
                               input == 0 ? IntArrayRef(self_sizes) : IntArrayRef());
  }
  GradList apply(GradList&& grads) override {
    const Tensor m = mask.unpack();
    GradList results = GradList::undefined(num_outputs());
    if (should_compute_output(0)) results[0] = sum_to(where(m, 0.0, grads[0]), self_sizes);
    if (num_outputs() > 1 && should_compute_output(1)) results[1] = where(m, grads[0], 0.0).sum();
    return results;
  }
};
struct MaskedFillBackward1 final : MaskedFillBackward0 {};

namespace {
Tensor checked_mask(const Tensor& mask) {
  check(mask.scalar_type() == kBool || mask.scalar_type() == kByte,
        "masked_fill_ only supports boolean masks, but got mask with dtype {}", mask.scalar_type());
  return cast(mask.detach(), kBool);
}
// In the usual order in memory, whatever that of self is.
Tensor filled(const Tensor& self, const Tensor& mask, const Tensor& value) {
  const Tensor y = empty_tensor(broadcast_shapes(mask.sizes(), self.sizes()), self.scalar_type());
  choose(y, mask, value, self);
  return y;
}
}  // namespace

Tensor masked_fill(Traced traced, const Tensor& mask, const Scalar& value) {
  const Tensor& self = traced.enter();
  const Tensor m = checked_mask(mask);
  Tensor y = filled(self, m, full({}, value, self.options()));
  if (auto* node = record<MaskedFillBackward0>(y, self)) {
    node->mask.save(m);
    node->self_sizes = self.impl()->sizes;
  }
  return y;
}
Tensor masked_fill(Traced traced, const Tensor& mask, const Tensor& value) {
  const Tensor& self = traced.enter();
  check(value.dim() == 0,
        "masked_fill_ only supports a 0-dimensional value tensor, but got tensor with {} "
        "dimension(s).",
        value.dim());
  const Tensor m = checked_mask(mask), v = cast(value, self.scalar_type());
  Tensor y = filled(self, m, v);
  if (auto* node = record<MaskedFillBackward1>(y, self, v)) {
    node->mask.save(m);
    node->self_sizes = self.impl()->sizes;
  }
  return y;
}

// --- methods ---

Tensor Tensor::maximum(const Tensor& other, Caller caller) const {
  return glassgrad::maximum({*this, caller}, other);
}
Tensor Tensor::minimum(const Tensor& other, Caller caller) const {
  return glassgrad::minimum({*this, caller}, other);
}
Tensor Tensor::where(const Tensor& condition, const Tensor& other, Caller caller) const {
  caller.enter();
  return glassgrad::where(condition, *this, other);
}
Tensor Tensor::masked_fill(const Tensor& mask, const Scalar& value, Caller caller) const {
  return glassgrad::masked_fill({*this, caller}, mask, value);
}
Tensor Tensor::masked_fill(const Tensor& mask, const Tensor& value, Caller caller) const {
  return glassgrad::masked_fill({*this, caller}, mask, value);
}
Tensor& Tensor::masked_fill_(const Tensor& mask, const Scalar& value, Caller caller) const {
  caller.enter();
  check_overlap(*this, mask);
  return assign_in_place("masked_fill_", *this, false, [&](const Tensor& self) {
    return glassgrad::masked_fill(self, mask, value);
  });
}
Tensor& Tensor::masked_fill_(const Tensor& mask, const Tensor& value, Caller caller) const {
  caller.enter();
  check_overlap(*this, mask);
  return assign_in_place("masked_fill_", *this, value.requires_grad(), [&](const Tensor& self) {
    return glassgrad::masked_fill(self, mask, value);
  });
}

}  // namespace glassgrad
