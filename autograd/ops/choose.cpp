#include <limits>

#include "autograd/ops/binary.h"
#include "autograd/ops/unary.h"

// Operations that choose between values: clamp, maximum, minimum, where, masked_fill.

namespace glassgrad {

// --- clamp ---

// y = min(max(x, low), high).  dL/dx = dL/dy where low <= x <= high, else 0.  Saves x.
struct ClampBackward1 final : Node {
  SavedTensor self{this};
  optional<Scalar> min, max;
  GradList apply(GradList&& grads) override {
    const Tensor x = self.unpack();
    Tensor inside = min && max ? logical_and(x >= *min, x <= *max) : min ? x >= *min : x <= *max;
    return {where(inside, grads[0], 0.0)};
  }
};

Tensor clamp(Traced traced, const optional<Scalar>& min, const optional<Scalar>& max) {
  const Tensor& self = traced.enter();
  check(min || max, "torch.clamp: At least one of 'min' or 'max' must not be None");
  ScalarType type = self.scalar_type();
  if (min) type = result_type(self, *min);
  if (max) type = promoteTypes(type, result_type(self, *max));
  const Tensor x = cast(self, type);
  const double infinity = std::numeric_limits<double>::infinity();
  const Tensor dense = is_dense(x) ? x : x.detach().contiguous();
  Tensor y = empty_same_layout(dense, type);
  kernels::clamp(type, y.data_ptr(), dense.data_ptr(), dense.numel(),
                 min ? min->toDouble() : -infinity, max ? max->toDouble() : infinity);
  if (auto* node = record<ClampBackward1>(y, x)) {
    node->self.save(x);
    node->min = min;
    node->max = max;
  }
  return y;
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

// --- maximum and minimum ---

// y = max(a, b).  dL/da = dL/dy where a > b, half of it where they are equal, else 0; so for b.
// Saves both.
struct MaximumBackward0 : Node {
  SavedTensor self{this}, other{this};
  bool larger = true;
  GradList apply(GradList&& grads) override {
    const Tensor a = self.unpack(), b = other.unpack();
    GradList results = GradList::undefined(2);
    const Tensor halved = where(a == b, grads[0] / 2, grads[0]);
    // An element passes unless the other one was chosen.
    if (should_compute_output(0))
      results[0] = sum_to(where(larger ? a < b : a > b, 0.0, halved), a.sizes());
    if (should_compute_output(1))
      results[1] = sum_to(where(larger ? a > b : a < b, 0.0, halved), b.sizes());
    return results;
  }
};
struct MinimumBackward0 final : MaximumBackward0 {
  MinimumBackward0() { larger = false; }
};

namespace {
template <class NodeType>
Tensor choose(BinaryKernel kernel, const Tensor& self, const Tensor& other) {
  const ScalarType type = result_type(self, other);
  const Tensor a = cast(self, type), b = cast(other, type);
  Tensor y = binary(a, b, type, typed(kernel, type));
  if (auto* node = record<NodeType>(y, a, b)) {
    node->self.save(a);
    node->other.save(b);
  }
  return y;
}
}  // namespace

Tensor maximum(Traced traced, const Tensor& other) {
  const Tensor& self = traced.enter();
  return choose<MaximumBackward0>(kernels::maximum, self, other);
}
Tensor minimum(Traced traced, const Tensor& other) {
  const Tensor& self = traced.enter();
  return choose<MinimumBackward0>(kernels::minimum, self, other);
}

// --- where ---

// y = c ? a : b.  dL/da = dL/dy where c, else 0;  dL/db = dL/dy where not c, else 0.  Saves c.
struct WhereBackward0 final : Node {
  SavedTensor condition{this};
  Dims self_sizes, other_sizes;
  GradList apply(GradList&& grads) override {
    const Tensor c = condition.unpack();
    GradList results = GradList::undefined(2);
    if (should_compute_output(0)) results[0] = sum_to(where(c, grads[0], 0.0), self_sizes);
    if (should_compute_output(1)) results[1] = sum_to(where(c, 0.0, grads[0]), other_sizes);
    return results;
  }
};

Tensor where(Traced traced, const Tensor& self, const Tensor& other) {
  const Tensor& condition = traced.enter();
  check(condition.scalar_type() == kBool || condition.scalar_type() == kByte,
        "where expected condition to be a boolean tensor, but got a tensor with dtype {}",
        condition.scalar_type());
  const Tensor c = cast(condition.detach(), kBool);
  const ScalarType type = result_type(self, other);
  const Tensor a = cast(self, type), b = cast(other, type);
  const Dims shape = broadcast_shapes(broadcast_shapes(c.sizes(), a.sizes()), b.sizes());
  Tensor y = empty_tensor(shape, type);
  const Dims sc = broadcast_strides(c, shape), sa = broadcast_strides(a, shape),
             sb = broadcast_strides(b, shape);
  kernels::where(type, shape, operand(y), {c.data_ptr(), sc}, {a.data_ptr(), sa},
                 {b.data_ptr(), sb});
  if (auto* node = record<WhereBackward0>(y, a, b)) {
    node->condition.save(c);
    node->self_sizes = a.impl()->sizes;
    node->other_sizes = b.impl()->sizes;
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
  return where(condition, scalar_tensor(self), scalar_tensor(other));
}

// --- masked_fill ---

// y = mask ? value : x.  dL/dx = dL/dy where not mask, else 0;  dL/dvalue = sum of dL/dy where
// mask. Saves mask.
struct MaskedFillBackward0 : Node {
  SavedTensor mask{this};
  Dims self_sizes;
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
Tensor filled(const Tensor& self, const Tensor& mask, const Tensor& value) {
  const NoGradGuard no_grad;
  return where(mask, value.detach(), self.detach());
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
  return assign_in_place("masked_fill_", *this, false, [&](const Tensor& self) {
    return glassgrad::masked_fill(self, mask, value);
  });
}
Tensor& Tensor::masked_fill_(const Tensor& mask, const Tensor& value, Caller caller) const {
  caller.enter();
  return assign_in_place("masked_fill_", *this, value.requires_grad(), [&](const Tensor& self) {
    return glassgrad::masked_fill(self, mask, value);
  });
}

}  // namespace glassgrad
