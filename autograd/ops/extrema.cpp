// max and min: of all elements, along a dimension, of two tensors; argmax and argmin.
#include "autograd/kernels/extrema.h"

#include "autograd/kernels/reduce.h"
#include "autograd/ops/reduced_shape.h"

namespace glassgrad {
namespace {

/// "max" and "min" differ in nothing but the kernels.
struct Extreme {
  const char* name;
  decltype(&kernels::amax) value;
  decltype(&kernels::max_with_index) with_index;
};
constexpr Extreme kMax{"max", kernels::amax, kernels::max_with_index};
constexpr Extreme kMin{"min", kernels::amin, kernels::min_with_index};

/// There is no extreme of nothing.
void check_not_empty(const ReducedShape& r, const std::string& op) {
  for (const int64_t d : r.dims)
    check<IndexError>(r.sizes[d] != 0, "{}(): Expected reduction dim {} to have non-zero size.", op,
                      d);
}

/// The gradient of an extreme of x: equal elements share it evenly. `grad` and `value` may lack the
/// dimensions that went.
Tensor share_evenly(const Tensor& grad, const Tensor& x, const Tensor& value,
                    const ReducedShape& r) {
  const Tensor best = value.reshape(r.kept);
  Tensor mask = x == best;
  if (best.isnan().any().item<bool>()) mask = mask | (x.isnan() & best.isnan());
  const Tensor share = grad.reshape(r.kept) / mask.sum(IntArrayRef(r.dims), true);
  return where(mask, share, 0);
}

/// What the nodes of extreme values save.
struct ExtremeValueBackward : Node {
  SavedTensor x{this}, y{this};
  ReducedShape r;
  GradList apply(GradList&& grads) override {
    return {share_evenly(grads[0], x.unpack(), y.unpack(), r)};
  }
};

template <class NodeType>
Tensor extreme_value(const Extreme& kind, const Tensor& x, const ReducedShape& r) {
  const Tensor from = computable(x);
  Tensor y = empty_tensor(r.result, from.scalar_type());
  kind.value(r.sizes, operand(y, r), operand(from), from.scalar_type());
  y = cast(y, x.scalar_type());
  if (auto* node = record<NodeType>(y, x)) {
    node->x.save(x);
    node->y.save_output(y);
    node->r = r;
  }
  return y;
}

/// What the nodes of extremes with an index save.
struct IndexedExtremeBackward : Node {
  SavedTensor indices{this};
  Dims sizes;
  int64_t dim;
  bool keepdim;
  GradList apply(GradList&& grads) override {
    if (sizes.empty()) return {grads[0]};
    const Tensor index = indices.unpack();
    return {keepdim ? put_back(grads[0], index, sizes, dim)
                    : put_back(grads[0].unsqueeze(dim), index.unsqueeze(dim), sizes, dim)};
  }
};

template <class NodeType>
std::tuple<Tensor, Tensor> extreme_with_index(const Extreme& kind, const Tensor& x, int64_t dim,
                                              bool keepdim) {
  const ReducedShape r(x, dim, keepdim);
  check_not_empty(r, kind.name);
  const Tensor from = computable(x), indices = empty_tensor(r.result, kLong);
  Tensor values = empty_tensor(r.result, from.scalar_type());
  kind.with_index(r.sizes, operand(values, r), operand(indices, r), operand(from),
                  from.scalar_type());
  values = cast(values, x.scalar_type());
  if (auto* node = record<NodeType>(values, x)) {
    node->indices.save(indices);
    node->sizes = r.sizes;
    node->dim = wrap_dim(dim, x.dim());
    node->keepdim = keepdim;
  }
  return {values, indices};
}

Tensor extreme_index(const Extreme& kind, const Tensor& self, optional<int64_t> dim, bool keepdim) {
  const std::string op = std::string("arg") + kind.name;
  check(self.scalar_type() != kBool, "\"{}_cpu\" not implemented for 'Bool'", op);
  check<IndexError>(dim || self.numel() > 0,
                    "{}(): Expected reduction dim to be specified for input.numel() == 0.", op);
  NoGradGuard no_grad;
  // Without a dimension: the index in row-major order.
  const Tensor x = computable(dim ? self : self.reshape({-1}));
  const ReducedShape r(x, dim.value_or(0), keepdim);
  check_not_empty(r, op);
  Tensor indices = empty_tensor(r.result, kLong);
  kind.with_index(r.sizes, {nullptr, r.y_strides}, operand(indices, r), operand(x),
                  x.scalar_type());
  return !dim && keepdim ? indices.reshape(Dims(self.dim(), 1)) : indices;
}

void check_any_element(const Tensor& x, const std::string& op) {
  check(x.numel() > 0,
        "{}(): Expected reduction dim to be specified for input.numel() == 0. Specify the "
        "reduction dim with the 'dim' argument.",
        op);
}

ReducedShape shape_of_amax(const Tensor& x, IntArrayRef dim, bool keepdim, const std::string& op) {
  if (dim.empty()) check_any_element(x, op);
  const ReducedShape r(x, dim, keepdim);
  check_not_empty(r, op);
  return r;
}

}  // namespace

// --- the largest and smallest of all ---

// y = max x_i;  dL/dx_i = dL/dy / (number of x_j equal to y) where x_i = y, else 0.  Saves x and y.
struct MaxBackward1 final : ExtremeValueBackward {};
struct MinBackward1 final : ExtremeValueBackward {};

Tensor max(Traced traced) {
  const Tensor& self = traced.enter();
  check_any_element(self, "max");
  return extreme_value<MaxBackward1>(kMax, self, ReducedShape(self, nullopt, false));
}
Tensor min(Traced traced) {
  const Tensor& self = traced.enter();
  check_any_element(self, "min");
  return extreme_value<MinBackward1>(kMin, self, ReducedShape(self, nullopt, false));
}
Tensor Tensor::max(Caller caller) const { return glassgrad::max({*this, caller}); }
Tensor Tensor::min(Caller caller) const { return glassgrad::min({*this, caller}); }

// --- over dimensions ---

// The same rule in each group.
struct AmaxBackward0 final : ExtremeValueBackward {};
struct AminBackward0 final : ExtremeValueBackward {};

Tensor amax(Traced traced, IntArrayRef dim, bool keepdim) {
  const Tensor& self = traced.enter();
  return extreme_value<AmaxBackward0>(kMax, self, shape_of_amax(self, dim, keepdim, "amax"));
}
Tensor amin(Traced traced, IntArrayRef dim, bool keepdim) {
  const Tensor& self = traced.enter();
  return extreme_value<AminBackward0>(kMin, self, shape_of_amax(self, dim, keepdim, "amin"));
}
Tensor Tensor::amax(IntArrayRef dim, bool keepdim, Caller caller) const {
  return glassgrad::amax({*this, caller}, dim, keepdim);
}
Tensor Tensor::amin(IntArrayRef dim, bool keepdim, Caller caller) const {
  return glassgrad::amin({*this, caller}, dim, keepdim);
}

// --- along one dimension, with the index ---

// y = x_k, k the first place of the maximum;  dL/dx_k = dL/dy, else 0.  Saves k.
struct MaxBackward0 final : IndexedExtremeBackward {};
struct MinBackward0 final : IndexedExtremeBackward {};

std::tuple<Tensor, Tensor> max(Traced traced, int64_t dim, bool keepdim) {
  const Tensor& self = traced.enter();
  return extreme_with_index<MaxBackward0>(kMax, self, dim, keepdim);
}
std::tuple<Tensor, Tensor> min(Traced traced, int64_t dim, bool keepdim) {
  const Tensor& self = traced.enter();
  return extreme_with_index<MinBackward0>(kMin, self, dim, keepdim);
}
std::tuple<Tensor, Tensor> Tensor::max(int64_t dim, bool keepdim, Caller caller) const {
  return glassgrad::max({*this, caller}, dim, keepdim);
}
std::tuple<Tensor, Tensor> Tensor::min(int64_t dim, bool keepdim, Caller caller) const {
  return glassgrad::min({*this, caller}, dim, keepdim);
}

Tensor argmax(Traced self, optional<int64_t> dim, bool keepdim) {
  return extreme_index(kMax, self.enter(), dim, keepdim);
}
Tensor argmin(Traced self, optional<int64_t> dim, bool keepdim) {
  return extreme_index(kMin, self.enter(), dim, keepdim);
}
Tensor Tensor::argmax(optional<int64_t> dim, bool keepdim, Caller caller) const {
  return glassgrad::argmax({*this, caller}, dim, keepdim);
}
Tensor Tensor::argmin(optional<int64_t> dim, bool keepdim, Caller caller) const {
  return glassgrad::argmin({*this, caller}, dim, keepdim);
}

// --- of two tensors ---

Tensor max(Traced self, const Tensor& other) { return maximum(self.enter(), other); }
Tensor min(Traced self, const Tensor& other) { return minimum(self.enter(), other); }
Tensor Tensor::max(const Tensor& other, Caller caller) const {
  return glassgrad::maximum({*this, caller}, other);
}
Tensor Tensor::min(const Tensor& other, Caller caller) const {
  return glassgrad::minimum({*this, caller}, other);
}

}  // namespace glassgrad
