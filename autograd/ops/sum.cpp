// sum and mean, and how a gradient is summed back after broadcasting.
#include <algorithm>

#include "autograd/formulas/symbol.h"
#include "autograd/kernels/reduce.h"
#include "autograd/ops/pointwise/differences.h"
#include "autograd/ops/reduced_shape.h"

namespace glassgrad {
namespace {

/// x's values as `dtype`, outside the graph.
Tensor values_as(const Tensor& x, ScalarType dtype) {
  if (x.scalar_type() == dtype) return x;
  NoGradGuard no_grad;
  return x.to(dtype);
}

/// The sum without history.
Tensor compute_sum(const Tensor& x, const ReducedShape& r, ScalarType dtype) {
  if (is_half(dtype)) return values_as(compute_sum(x, r, kFloat), dtype);
  const Tensor from = isFloatingType(dtype) || x.is_floating_point() ? values_as(x, dtype) : x;
  if (dtype == kBool) {
    Tensor y = empty_tensor(r.result, kBool);
    kernels::any(r.sizes, operand(y, r), operand(from), from.scalar_type());
    return y;
  }
  // Integers are summed as int64; a shorter type is what remains of that.
  Tensor y = empty_tensor(r.result, isFloatingType(dtype) ? dtype : kLong);
  kernels::sum(r.sizes, operand(y, r), operand(from), from.scalar_type());
  return values_as(y, dtype);
}

ScalarType sum_type(const Tensor& x, optional<ScalarType> dtype) {
  if (dtype) check_supported(*dtype);
  return dtype.value_or(x.is_floating_point() ? x.scalar_type() : kLong);
}

ScalarType mean_type(const Tensor& x, optional<ScalarType> dtype) {
  const ScalarType type = dtype.value_or(x.scalar_type());
  check(isFloatingType(type),
        "mean(): could not infer output dtype. {} dtype must be either a floating point or "
        "complex dtype. Got: {}",
        dtype ? "Optional" : "Input", type);
  check_supported(type);
  return type;
}

/// Mean without history.
Tensor compute_mean(const Tensor& x, const ReducedShape& r, ScalarType dtype) {
  if (is_half(dtype)) return values_as(compute_mean(x, r, kFloat), dtype);
  const Tensor from = values_as(x, dtype);
  Tensor y = empty_tensor(r.result, dtype);
  kernels::mean(r.sizes, operand(y, r), operand(from), dtype);
  return y;
}

}  // namespace

// --- sum ---

// y = sum x_i;  dL/dx_i = dL/dy.  Over everything.
struct SumBackward0 final : Node {
  Dims sizes;
  ScalarType dtype;
  std::string formula() const override { return "dL/dx_i = dL/dy"; }
  std::string numbers(const GradList& grads) const override {
    return formulas::Symbol(first_element(grads[0])).text();
  }
  GradList apply(GradList&& grads) override {
    return {cast(spread(grads[0], Dims(sizes.size(), 1), sizes), dtype)};
  }
};

// y = sum x_i over some dimensions;  dL/dx_i = dL/dy of the sum that x_i is in.
struct SumBackward1 final : Node {
  Dims sizes, kept;
  ScalarType dtype;
  std::string formula() const override { return "dL/dx_i = dL/dy of the sum that x_i is in"; }
  GradList apply(GradList&& grads) override { return {cast(spread(grads[0], kept, sizes), dtype)}; }
};

Tensor sum(Traced traced, optional<ScalarType> dtype) {
  const Tensor& self = traced.enter();
  const ScalarType type = sum_type(self, dtype);
  Tensor y = compute_sum(self, ReducedShape(self, nullopt, false), type);
  if (!isFloatingType(type)) return y;
  if (auto* node = record<SumBackward0>(y, self)) {
    node->sizes = self.sizes();
    node->dtype = self.scalar_type();
  }
  return y;
}

Tensor sum(Traced traced, OptionalIntArrayRef dim, bool keepdim, optional<ScalarType> dtype) {
  const Tensor& self = traced.enter();
  const ScalarType type = sum_type(self, dtype);
  const ReducedShape r(self, dim, keepdim);
  Tensor y = compute_sum(self, r, type);
  if (!isFloatingType(type)) return y;
  if (auto* node = record<SumBackward1>(y, self)) {
    node->sizes = r.sizes;
    node->kept = r.kept;
    node->dtype = self.scalar_type();
  }
  return y;
}

Tensor Tensor::sum(optional<ScalarType> dtype, Caller caller) const {
  return glassgrad::sum({*this, caller}, dtype);
}
Tensor Tensor::sum(OptionalIntArrayRef dim, bool keepdim, optional<ScalarType> dtype,
                   Caller caller) const {
  return glassgrad::sum({*this, caller}, dim, keepdim, dtype);
}

// --- without NaN ---

// y = the sum of the x_i that are numbers;  dL/dx_i = dL/dy, and 0 of a NaN.  Saves x.
struct NansumBackward0 final : Node {
  SavedTensor self{this};
  Dims kept;
  std::string formula() const override { return "dL/dx_i = dL/dy, 0 where x_i is NaN"; }
  GradList apply(GradList&& grads) override {
    const Tensor x = self.unpack(), g = cast(grads[0], x.scalar_type());
    return {spread(g, kept, x.sizes()).masked_fill(isnan(x), 0)};
  }
};

Tensor nansum(Traced traced, OptionalIntArrayRef dim, bool keepdim, optional<ScalarType> dtype) {
  const Tensor& self = traced.enter();
  if (!self.is_floating_point()) return self.sum(dim, keepdim, dtype);
  Tensor y = self.detach().masked_fill(isnan(self), 0).sum(dim, keepdim, dtype);
  if (!y.is_floating_point()) return y;
  if (auto* node = record<NansumBackward0>(y, self)) {
    node->self.save(self);
    node->kept = ReducedShape(self, dim, keepdim).kept;
  }
  return y;
}
Tensor Tensor::nansum(OptionalIntArrayRef dim, bool keepdim, optional<ScalarType> dtype,
                      Caller caller) const {
  return glassgrad::nansum({*this, caller}, dim, keepdim, dtype);
}

// --- mean ---

/// An empty mean has no gradient element; dividing by 0 would be NaN in the second derivative.
static int64_t divisor(int64_t count) { return std::max<int64_t>(count, 1); }

// y = (1/n) sum x_i;  dL/dx_i = dL/dy / n.  Over everything.
struct MeanBackward0 final : Node {
  Dims sizes;
  ScalarType dtype;
  std::string formula() const override { return "dL/dx_i = dL/dy / N"; }
  std::string numbers(const GradList& grads) const override {
    return (formulas::Symbol(first_element(grads[0])) /
            formulas::Symbol(static_cast<double>(count_elements(sizes))))
        .text();
  }
  GradList apply(GradList&& grads) override {
    const Tensor share = grads[0] / divisor(count_elements(sizes));
    return {cast(spread(share, Dims(sizes.size(), 1), sizes), dtype)};
  }
};

// y = (1/n) sum x_i over some dimensions;  dL/dx_i = dL/dy / n.
struct MeanBackward1 final : Node {
  Dims sizes, kept;
  int64_t count;
  ScalarType dtype;
  std::string formula() const override { return "dL/dx_i = dL/dy / N"; }
  GradList apply(GradList&& grads) override {
    return {cast(spread(grads[0] / divisor(count), kept, sizes), dtype)};
  }
};

Tensor mean(Traced traced, optional<ScalarType> dtype) {
  const Tensor& self = traced.enter();
  const ScalarType type = mean_type(self, dtype);
  Tensor y = compute_mean(self, ReducedShape(self, nullopt, false), type);
  if (auto* node = record<MeanBackward0>(y, self)) {
    node->sizes = self.sizes();
    node->dtype = self.scalar_type();
  }
  return y;
}

Tensor mean(Traced traced, OptionalIntArrayRef dim, bool keepdim, optional<ScalarType> dtype) {
  const Tensor& self = traced.enter();
  const ScalarType type = mean_type(self, dtype);
  const ReducedShape r(self, dim, keepdim);
  Tensor y = compute_mean(self, r, type);
  if (auto* node = record<MeanBackward1>(y, self)) {
    node->sizes = r.sizes;
    node->kept = r.kept;
    node->count = r.count;
    node->dtype = self.scalar_type();
  }
  return y;
}

Tensor Tensor::mean(optional<ScalarType> dtype, Caller caller) const {
  return glassgrad::mean({*this, caller}, dtype);
}
Tensor Tensor::mean(OptionalIntArrayRef dim, bool keepdim, optional<ScalarType> dtype,
                    Caller caller) const {
  return glassgrad::mean({*this, caller}, dim, keepdim, dtype);
}

// --- back to a smaller shape ---

Tensor sum_to_smaller(const Tensor& grad, IntArrayRef sizes) {
  // What broadcasting added or stretched goes; leading ones go by giving the result its shape.
  Dims stretched;
  const int64_t added = grad.dim() - static_cast<int64_t>(sizes.size());
  for (int64_t d = 0; d < grad.dim(); ++d)
    if (d < added || (sizes[d - added] == 1 && grad.sizes()[d] != 1)) stretched.push_back(d);
  ReducedShape r(grad, IntArrayRef(stretched), false);
  r.result = sizes;
  Tensor y = compute_sum(grad, r, sum_type(grad, nullopt));
  if (auto* node = record<SumBackward1>(y, grad)) {
    node->sizes = r.sizes;
    node->kept = r.kept;
    node->dtype = grad.scalar_type();
  }
  return y;
}

Tensor sum_to_size(Traced traced, IntArrayRef size) {
  const Tensor& self = traced.enter();
  bool expandable = static_cast<int64_t>(size.size()) <= self.dim();
  for (size_t back = 1; expandable && back <= size.size(); ++back) {
    const int64_t from = size[size.size() - back];
    expandable = from == 1 || from == self.sizes()[self.dim() - back];
  }
  check(expandable, "size {{{}}} is not expandable to size {{{}}}.", size, self.sizes());
  return size.empty() ? sum(self) : sum_to(self, size);  // the type of a sum, as in PyTorch
}

Tensor Tensor::sum_to_size(IntArrayRef size, Caller caller) const {
  return glassgrad::sum_to_size({*this, caller}, size);
}

}  // namespace glassgrad
