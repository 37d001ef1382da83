// Maxima and means of windows.
#include "autograd/functions/pooling.h"

#include "autograd/graph/sampled_differences.h"
#include "autograd/ops/gradient_of_input.h"
#include "autograd/ops/layers/pooling_windows.h"

namespace glassgrad {

// --- the largest of each window ---

namespace {
/// x[k(p)] for every window p.
Tensor taken_at(const Tensor& index, const Tensor& x, const Windows& windows) {
  const int64_t first = -windows.spatial;
  return x.flatten(first).gather(-1, index.flatten(first)).reshape(windows.result);
}
/// Zeros, plus each dy[p] at k(p).
Tensor put_at(const Tensor& index, const Tensor& dy, const Windows& windows) {
  Tensor dx = empty_tensor(windows.sizes, dy.scalar_type());
  kernels::max_pool_back(dx.scalar_type(), dx.data_ptr(), contiguous_values(dy).data_ptr(),
                         data<int64_t>(index), windows.pooling);
  return dx;
}
}  // namespace

// y[p] = x[k(p)], k(p) the first place of the largest in window p;
//   dL/dx[k] = sum of dL/dy[p] over all p with k(p) = k.  Saves k.
struct MaxPoolBackward : Node {
  SavedTensor indices{this};
  Windows windows;

  std::string formula() const override {
    return "y = x at the place of the largest in each window: dL/dx there gets dL/dy, else 0";
  }
  GradList apply(GradList&& grads) override;
  /// Of y as a function of the x at these places.
  Tensor differences(const GradList& grads, size_t) const override {
    return autograd::sampled_differences_of_linear(windows.sizes, grads[0], [&](const Tensor& x) {
      return taken_at(indices.peek(), x, windows);
    });
  }
};
struct MaxPool1DWithIndicesBackward0 final : MaxPoolBackward {};
struct MaxPool2DWithIndicesBackward0 final : MaxPoolBackward {};
struct MaxPool3DWithIndicesBackward0 final : MaxPoolBackward {};
struct AdaptiveMaxPool1DBackward0 final : MaxPoolBackward {};
struct AdaptiveMaxPool2DBackward0 final : MaxPoolBackward {};
struct AdaptiveMaxPool3DBackward0 final : MaxPoolBackward {};

// dx[k] = sum of dy[p] over all p with k(p) = k;  dL/d(dy)[p] = dL/d(dx)[k(p)].  Saves k.
struct MaxPoolBackwardBackward0 final : Node {
  SavedTensor indices{this};
  Windows windows;

  std::string formula() const override {
    return "the gradient of a max_pool: of dL/d(dL/dx) it takes what lies at the largest";
  }
  Tensor differences(const GradList& grads, size_t i) const override {
    if (i != 0) return {};
    return autograd::sampled_differences_of_linear(windows.result, grads[0], [&](const Tensor& dy) {
      return put_at(indices.peek(), dy, windows);
    });
  }
  GradList apply(GradList&& grads) override {
    return with_zero_of_input(taken_at(indices.unpack(), grads[0], windows), grads[0], *this);
  }
};

GradList MaxPoolBackward::apply(GradList&& grads) {
  const Tensor index = indices.unpack();
  Tensor gx = put_at(index, grads[0], windows);
  if (GradMode::is_enabled()) {
    auto* node = record_gradient<MaxPoolBackwardBackward0>(gx, grads[0], *this);
    node->indices.save(index);
    node->windows = windows;
  }
  return {gx};
}

namespace {

template <class NodeType>
std::tuple<Tensor, Tensor> largest(const Tensor& self, const Windows& windows) {
  Tensor y = empty_tensor(windows.result, self.scalar_type());
  const Tensor indices = empty_tensor(windows.result, kLong);
  kernels::max_pool(self.scalar_type(), y.data_ptr(), data<int64_t>(indices),
                    contiguous_values(self).data_ptr(), windows.pooling);
  if (auto* node = record<NodeType>(y, self)) {
    node->indices.save(indices);
    node->windows = windows;
  }
  return {y, indices};
}

// --- the mean of each window ---

/// The mean, or, `back`, its gradient: each is the rule of the other, which calls this.
Tensor averaged(const Tensor& x, const Windows& windows, bool back, const Node& rule);

}  // namespace

// y[p] = sum of x[k] over window p / its size;  dL/dx[k] = sum of dL/dy[p] / size over all windows
// p with k in them, an operation of which the first is the rule.
struct AvgPoolBackward : Node {
  Windows windows;
  bool back;
  std::string formula() const override {
    return "y = the mean of each window: dL/dx = dL/dy / its size, summed over windows";
  }
  GradList apply(GradList&& grads) override {
    return with_zero_of_input(averaged(grads[0], windows, !back, *this), grads[0], *this);
  }
  Tensor differences(const GradList& grads, size_t i) const override;
};
struct AvgPool1DBackward0 final : AvgPoolBackward {};
struct AvgPool2DBackward0 final : AvgPoolBackward {};
struct AvgPool3DBackward0 final : AvgPoolBackward {};
struct AdaptiveAvgPool1DBackward0 final : AvgPoolBackward {};
struct AdaptiveAvgPool2DBackward0 final : AvgPoolBackward {};
struct AdaptiveAvgPool3DBackward0 final : AvgPoolBackward {};
struct AvgPoolBackwardBackward0 final : AvgPoolBackward {};

namespace {

Tensor averaged_values(const Tensor& x, const Windows& windows, bool back) {
  const Tensor y = empty_tensor(back ? windows.sizes : windows.result, x.scalar_type());
  const Tensor from = contiguous_values(x);
  (back ? kernels::avg_pool_back : kernels::avg_pool)(x.scalar_type(), y.data_ptr(),
                                                      from.data_ptr(), windows.pooling);
  return y;
}

}  // namespace

Tensor AvgPoolBackward::differences(const GradList& grads, size_t i) const {
  if (i != 0) return {};
  return autograd::sampled_differences_of_linear(
      back ? windows.result : windows.sizes, grads[0],
      [&](const Tensor& x) { return averaged_values(x, windows, back); });
}

namespace {

template <class NodeType>
Tensor mean_of_windows(const Tensor& x, const Windows& windows) {
  Tensor y = averaged_values(x, windows, false);
  if (auto* node = record<NodeType>(y, x)) {
    node->windows = windows;
    node->back = false;
  }
  return y;
}

Tensor averaged(const Tensor& x, const Windows& windows, bool back, const Node& rule) {
  Tensor y = averaged_values(x, windows, back);
  if (!GradMode::is_enabled() || (!x.requires_grad() && (!back || windows.is_mean))) return y;
  auto* node = back && !windows.is_mean ? record_gradient<AvgPoolBackwardBackward0>(y, x, rule)
                                        : make_node<AvgPoolBackwardBackward0>(y, x);
  node->windows = windows;
  node->back = back;
  return y;
}

// --- calls ---

/// @param may_be_empty  nothing may come out, where no gradient is asked for
template <class NodeType>
std::tuple<Tensor, Tensor> max_pool(Traced traced, int64_t spatial, IntArrayRef kernel,
                                    IntArrayRef stride, IntArrayRef padding, IntArrayRef dilation,
                                    bool ceil_mode, bool may_be_empty = false,
                                    const char* operation = __builtin_FUNCTION()) {
  const Tensor& self = traced.enter(operation);
  const std::string op = op_name("max_pool", spatial);
  const WindowOptions options =
      options_of(op, spatial, kernel, stride, padding, dilation, ceil_mode);
  Windows windows = windows_of(self, options, spatial, op);
  if (may_be_empty && !must_record(self))
    check(windows.result.back() >= 0, "{}() Invalid computed output size: {}", op,
          windows.result.back());
  else
    check_result(windows);
  set_windows(windows, options, false);
  return largest<NodeType>(self, windows);
}

template <class NodeType>
Tensor avg_pool(Traced traced, int64_t spatial, IntArrayRef kernel, IntArrayRef stride,
                IntArrayRef padding, bool ceil_mode, bool count_include_pad,
                optional<int64_t> divisor, const char* operation = __builtin_FUNCTION()) {
  const Tensor& self = traced.enter(operation);
  const std::string op = op_name("avg_pool", spatial);
  const WindowOptions options =
      options_of(op, spatial, kernel, stride, padding, int64_t{1}, ceil_mode);
  check(divisor.value_or(1) != 0, "divisor must be not zero");
  Windows windows = windows_of(self, options, spatial, op);
  check_covers(windows, options);
  check_result(windows);
  set_windows(windows, options, count_include_pad);
  windows.pooling.divisor = divisor.value_or(0);
  return mean_of_windows<NodeType>(self, windows);
}

template <class NodeType>
Tensor adaptive_avg_pool(Traced traced, int64_t spatial, IntArrayRef output_size,
                         const char* operation = __builtin_FUNCTION()) {
  const Tensor& self = traced.enter(operation);
  const std::string op = op_name("adaptive_avg_pool", spatial);
  Windows windows = adaptive_windows(self, output_size, spatial, op);
  windows.is_mean = count_elements(IntArrayRef(windows.result).slice(self.dim() - spatial)) == 1;
  return mean_of_windows<NodeType>(self, windows);
}

template <class NodeType>
std::tuple<Tensor, Tensor> adaptive_max_pool(Traced traced, int64_t spatial,
                                             IntArrayRef output_size,
                                             const char* operation = __builtin_FUNCTION()) {
  const Tensor& self = traced.enter(operation);
  const std::string op = op_name("adaptive_max_pool", spatial);
  return largest<NodeType>(self, adaptive_windows(self, output_size, spatial, op));
}

}  // namespace

Tensor max_pool1d(Traced self, IntArrayRef kernel_size, IntArrayRef stride, IntArrayRef padding,
                  IntArrayRef dilation, bool ceil_mode) {
  return std::get<0>(max_pool<MaxPool1DWithIndicesBackward0>(self, 1, kernel_size, stride, padding,
                                                             dilation, ceil_mode, true));
}
std::tuple<Tensor, Tensor> max_pool1d_with_indices(Traced self, IntArrayRef kernel_size,
                                                   IntArrayRef stride, IntArrayRef padding,
                                                   IntArrayRef dilation, bool ceil_mode) {
  return max_pool<MaxPool1DWithIndicesBackward0>(self, 1, kernel_size, stride, padding, dilation,
                                                 ceil_mode);
}
Tensor avg_pool1d(Traced self, IntArrayRef kernel_size, IntArrayRef stride, IntArrayRef padding,
                  bool ceil_mode, bool count_include_pad) {
  return avg_pool<AvgPool1DBackward0>(self, 1, kernel_size, stride, padding, ceil_mode,
                                      count_include_pad, nullopt);
}
Tensor adaptive_avg_pool1d(Traced self, IntArrayRef output_size) {
  return adaptive_avg_pool<AdaptiveAvgPool1DBackward0>(self, 1, output_size);
}
std::tuple<Tensor, Tensor> adaptive_max_pool1d(Traced self, IntArrayRef output_size) {
  return adaptive_max_pool<AdaptiveMaxPool1DBackward0>(self, 1, output_size);
}

Tensor max_pool2d(Traced self, IntArrayRef kernel_size, IntArrayRef stride, IntArrayRef padding,
                  IntArrayRef dilation, bool ceil_mode) {
  return std::get<0>(
      max_pool2d_with_indices(self, kernel_size, stride, padding, dilation, ceil_mode));
}
std::tuple<Tensor, Tensor> max_pool2d_with_indices(Traced self, IntArrayRef kernel_size,
                                                   IntArrayRef stride, IntArrayRef padding,
                                                   IntArrayRef dilation, bool ceil_mode) {
  return max_pool<MaxPool2DWithIndicesBackward0>(self, 2, kernel_size, stride, padding, dilation,
                                                 ceil_mode);
}
Tensor avg_pool2d(Traced self, IntArrayRef kernel_size, IntArrayRef stride, IntArrayRef padding,
                  bool ceil_mode, bool count_include_pad, optional<int64_t> divisor_override) {
  return avg_pool<AvgPool2DBackward0>(self, 2, kernel_size, stride, padding, ceil_mode,
                                      count_include_pad, divisor_override);
}
Tensor adaptive_avg_pool2d(Traced self, IntArrayRef output_size) {
  return adaptive_avg_pool<AdaptiveAvgPool2DBackward0>(self, 2, output_size);
}
std::tuple<Tensor, Tensor> adaptive_max_pool2d(Traced self, IntArrayRef output_size) {
  return adaptive_max_pool<AdaptiveMaxPool2DBackward0>(self, 2, output_size);
}

Tensor max_pool3d(Traced self, IntArrayRef kernel_size, IntArrayRef stride, IntArrayRef padding,
                  IntArrayRef dilation, bool ceil_mode) {
  return std::get<0>(
      max_pool3d_with_indices(self, kernel_size, stride, padding, dilation, ceil_mode));
}
std::tuple<Tensor, Tensor> max_pool3d_with_indices(Traced self, IntArrayRef kernel_size,
                                                   IntArrayRef stride, IntArrayRef padding,
                                                   IntArrayRef dilation, bool ceil_mode) {
  return max_pool<MaxPool3DWithIndicesBackward0>(self, 3, kernel_size, stride, padding, dilation,
                                                 ceil_mode);
}
Tensor avg_pool3d(Traced self, IntArrayRef kernel_size, IntArrayRef stride, IntArrayRef padding,
                  bool ceil_mode, bool count_include_pad, optional<int64_t> divisor_override) {
  return avg_pool<AvgPool3DBackward0>(self, 3, kernel_size, stride, padding, ceil_mode,
                                      count_include_pad, divisor_override);
}
Tensor adaptive_avg_pool3d(Traced self, IntArrayRef output_size) {
  return adaptive_avg_pool<AdaptiveAvgPool3DBackward0>(self, 3, output_size);
}
std::tuple<Tensor, Tensor> adaptive_max_pool3d(Traced self, IntArrayRef output_size) {
  return adaptive_max_pool<AdaptiveMaxPool3DBackward0>(self, 3, output_size);
}

}  // namespace glassgrad
