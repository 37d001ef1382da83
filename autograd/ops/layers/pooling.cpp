// Maxima and means of windows.
#include "autograd/functions/pooling.h"

#include <string>

#include "autograd/kernels/pooling.h"
#include "autograd/ops/op.h"

namespace glassgrad {
namespace {

using kernels::Pooling;

/// A pooling of images that have `spatial` dimensions.
struct Windows {
  Pooling pooling;
  int64_t spatial;
  Dims sizes, result;    ///< of x, of y
  bool is_mean = false;  ///< PyTorch's `mean`: of whole images, adaptive
};

/// Makes `node`, of a gradient, one of the image too, as in PyTorch: its derivative there is zero,
/// not undefined.
void add_image(Node* node, const Edge& image, const Windows& windows) {
  if (!windows.is_mean) node->add_next_edge(image);
}
GradList with_zero_of_image(Tensor grad, const Node& node, const Windows& windows) {
  GradList results = GradList::undefined(node.num_outputs());
  if (results.size() > 1 && node.should_compute_output(1))
    results[1] = zeros(windows.sizes, grad.scalar_type());
  results[0] = std::move(grad);
  return results;
}

}  // namespace

// --- the largest of each window ---

// y[p] = x[k(p)], k(p) the first place of the largest in window p;
//   dL/dx[k] = sum of dL/dy[p] over all p with k(p) = k.  Saves k.
struct MaxPoolBackward : Node {
  SavedTensor indices{this};
  Windows windows;

  std::string formula() const override {
    return "y = x at the place of the largest in each window: dL/dx there gets dL/dy, else 0";
  }
  GradList apply(GradList&& grads) override;
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
  GradList apply(GradList&& grads) override {
    const Tensor index = indices.unpack();
    const int64_t first = -windows.spatial;
    const Tensor taken = grads[0].flatten(first).gather(-1, index.flatten(first));
    return with_zero_of_image(taken.reshape(windows.result), *this, windows);
  }
};

GradList MaxPoolBackward::apply(GradList&& grads) {
  const Tensor index = indices.unpack();
  Tensor gx = empty_tensor(windows.sizes, grads[0].scalar_type());
  kernels::max_pool_back(gx.scalar_type(), gx.data_ptr(), contiguous_values(grads[0]).data_ptr(),
                         data<int64_t>(index), windows.pooling);
  if (GradMode::is_enabled()) {
    auto* node = make_node<MaxPoolBackwardBackward0>(gx, grads[0]);
    add_image(node, next_edge(0), windows);
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

/// The mean, or, `back`, its gradient: each is the rule of the other.
/// @param image  where the gradient of the averaged image goes, from a gradient (`back`) too
Tensor averaged(const Tensor& x, const Windows& windows, bool back, const Edge& image);

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
    return with_zero_of_image(averaged(grads[0], windows, !back, next_edge(0)), *this, windows);
  }
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

template <class NodeType>
Tensor mean_of_windows(const Tensor& x, const Windows& windows) {
  Tensor y = averaged_values(x, windows, false);
  if (auto* node = record<NodeType>(y, x)) {
    node->windows = windows;
    node->back = false;
  }
  return y;
}

Tensor averaged(const Tensor& x, const Windows& windows, bool back, const Edge& image) {
  Tensor y = averaged_values(x, windows, back);
  if (!GradMode::is_enabled() || (!x.requires_grad() && (!back || windows.is_mean))) return y;
  auto* node = make_node<AvgPoolBackwardBackward0>(y, x);
  if (back) add_image(node, image, windows);
  node->windows = windows;
  node->back = back;
  return y;
}

// --- which windows ---

constexpr const char* kNumbers[] = {"", "one int", "two ints", "three ints"};

/// "max_pool2d"
std::string op_name(const char* family, int64_t spatial) {
  return family + std::to_string(spatial) + 'd';
}

/// One number for each dimension.
Dims expanded(IntArrayRef values, int64_t spatial, const std::string& op, const char* name,
              const char* what = "must either be a single int") {
  check(values.size() == 1 || static_cast<int64_t>(values.size()) == spatial,
        "{}: {} {}, or a tuple of {}", op, name, what, kNumbers[spatial]);
  return values.size() == 1 ? Dims(spatial, values[0]) : Dims(values);
}

struct WindowOptions {
  Dims kernel, stride, padding, dilation;
  bool ceil_mode;
};

WindowOptions options_of(const std::string& op, int64_t spatial, IntArrayRef kernel,
                         IntArrayRef stride, IntArrayRef padding, IntArrayRef dilation,
                         bool ceil_mode) {
  WindowOptions options{expanded(kernel, spatial, op, "kernel_size"),
                        {},
                        expanded(padding, spatial, op, "padding"),
                        expanded(dilation, spatial, op, "dilation"),
                        ceil_mode};
  options.stride = stride.empty() ? options.kernel
                                  : expanded(stride, spatial, op, "stride",
                                             "must either be omitted, a single int");
  for (int64_t d = 0; d < spatial; ++d) {
    check(options.kernel[d] > 0, "{}: kernel size should be greater than zero, but got {}", op,
          options.kernel[d]);
    check(options.stride[d] != 0, "stride should not be zero");
    check(options.stride[d] > 0, "{}: stride should be greater than zero, but got {}", op,
          options.stride[d]);
    check(options.dilation[d] > 0, "dilation should be greater than zero, but got dilation: {}",
          IntArrayRef(options.dilation));
    for (const int64_t number :
         {options.kernel[d], options.stride[d], options.dilation[d], options.padding[d]})
      check(number >= -INT32_MAX && number <= INT32_MAX, "{}: integer out of range: {}", op,
            number);
    check(options.padding[d] >= 0, "pad must be non-negative, but got pad: {}", options.padding[d]);
    check(options.padding[d] <= options.kernel[d] / 2,
          "pad should be at most half of kernel size, but got pad={} and kernel_size={}",
          options.padding[d], options.kernel[d]);
  }
  return options;
}

/// "2x4x4"
std::string by_text(IntArrayRef sizes) {
  std::string text;
  for (const int64_t size : sizes) text += (text.empty() ? "" : "x") + std::to_string(size);
  return text;
}

/// The images; the windows are still to be said.
Windows windows_of(const Tensor& x, int64_t spatial, const std::string& op) {
  check(x.dim() == spatial + 1 || x.dim() == spatial + 2,
        "{}: Expected {}D or {}D (batch mode) tensor for input, but got: {}", op, spatial + 1,
        spatial + 2, x.sizes());
  check(x.is_floating_point(), "\"{}\" not implemented for '{}'", op, x.scalar_type());
  Windows windows;
  windows.spatial = spatial;
  windows.sizes = windows.result = x.impl()->sizes;
  windows.pooling.planes = count_elements(x.sizes().slice(0, x.dim() - spatial));
  for (int64_t d = 0; d < spatial; ++d)
    windows.pooling.axes[3 - spatial + d].in = x.sizes()[x.dim() - spatial + d];
  return windows;
}

/// How many windows there are, below zero where the image is too small.
int64_t count_windows(int64_t in, int64_t kernel, int64_t stride, int64_t padding, int64_t dilation,
                      bool ceil_mode) {
  const int64_t room =
      in + 2 * padding - dilation * (kernel - 1) - 1 + (ceil_mode ? stride - 1 : 0);
  const int64_t out = (room < 0 ? (room - stride + 1) / stride : room / stride) + 1;
  const bool begins_outside = ceil_mode && (out - 1) * stride >= in + padding;
  return begins_outside ? out - 1 : out;
}

kernels::PoolAxis axis_of(int64_t in, int64_t out, int64_t kernel, int64_t stride, int64_t padding,
                          int64_t dilation, bool count_include_pad) {
  kernels::PoolAxis axis{in, dilation, {}};
  for (int64_t i = 0; i < out; ++i) {
    const int64_t begin = i * stride - padding;
    const int64_t end = std::min(begin + dilation * (kernel - 1) + 1, in + padding);
    const int64_t outside = begin < 0 ? (-begin - 1) / dilation + 1 : 0;
    const int64_t first = begin + outside * dilation;
    const int64_t last = std::min(end, in);
    axis.windows.push_back({first, last, count_include_pad ? end - begin : last - first});
  }
  return axis;
}

/// "2x4x4", an image of one dimension being one of two that has a single row.
std::string image_text(const Windows& windows, const Dims& sizes) {
  const IntArrayRef shown = IntArrayRef(sizes).slice(sizes.size() - windows.spatial - 1);
  return windows.spatial == 1 ? by_text({shown[0], 1, shown[1]}) : by_text(shown);
}

void set_result(Windows& windows, const WindowOptions& o) {
  const int64_t spatial = windows.spatial;
  for (int64_t d = 0; d < spatial; ++d)
    windows.result[windows.result.size() - spatial + d] =
        count_windows(windows.pooling.axes[3 - spatial + d].in, o.kernel[d], o.stride[d],
                      o.padding[d], o.dilation[d], o.ceil_mode);
}
void check_result(const Windows& windows) {
  bool fits = true;
  for (const int64_t out :
       IntArrayRef(windows.result).slice(windows.result.size() - windows.spatial))
    fits &= out > 0;
  check(fits, "Given input size: ({}). Calculated output size: ({}). Output size is too small",
        image_text(windows, windows.sizes), image_text(windows, windows.result));
}
void set_windows(Windows& windows, const WindowOptions& o, bool count_include_pad) {
  const int64_t spatial = windows.spatial;
  for (int64_t d = 0; d < spatial; ++d) {
    kernels::PoolAxis& axis = windows.pooling.axes[3 - spatial + d];
    axis = axis_of(axis.in, windows.result[windows.result.size() - spatial + d], o.kernel[d],
                   o.stride[d], o.padding[d], o.dilation[d], count_include_pad);
  }
}

/// Windows of three dimensions that are means lie in the image, whatever the padding.
void check_covers(const Windows& windows, const WindowOptions& o) {
  const auto& axes = windows.pooling.axes;
  check(windows.spatial < 3 ||
            (axes[0].in >= o.kernel[0] && axes[1].in >= o.kernel[1] && axes[2].in >= o.kernel[2]),
        "input image (T: {} H: {} W: {}) smaller than kernel size (kT: {} kH: {} kW: {})",
        axes[0].in, axes[1].in, axes[2].in, o.kernel[0], o.kernel[windows.spatial > 1 ? 1 : 0],
        o.kernel.back());
}

Windows adaptive_windows(const Tensor& x, IntArrayRef output_size, int64_t spatial,
                         const std::string& op) {
  const bool fits = x.dim() == spatial + 1 || x.dim() == spatial + 2;
  check(fits, "{}(): Expected {}D or {}D tensor, but got {}", op, spatial + 1, spatial + 2,
        x.sizes());
  check(output_size.size() == 1 || static_cast<int64_t>(output_size.size()) == spatial,
        "{}: output_size must be {}", op, spatial);
  Windows windows = windows_of(x, spatial, op);
  const Dims out = output_size.size() == 1 ? Dims(spatial, output_size[0]) : Dims(output_size);
  for (int64_t d = 0; d < spatial; ++d) {
    check(out[d] >= 0,
          "{}: elements of output_size must be greater than or equal to 0 but received {}", op,
          output_size);
    kernels::PoolAxis& axis = windows.pooling.axes[3 - spatial + d];
    check(
        axis.in > 0,
        "{}(): Expected input to have non-zero size for non-batch dimensions, but input has sizes "
        "{}",
        op, x.sizes());
    axis.windows.clear();
    check(out[d] <= INT32_MAX, "{}: there is no memory for an output_size of {}", op, output_size);
    for (int64_t i = 0; i < out[d]; ++i) {
      const int64_t first = i * axis.in / out[d], end = ((i + 1) * axis.in + out[d] - 1) / out[d];
      axis.windows.push_back({first, end, end - first});
    }
    windows.result[windows.result.size() - spatial + d] = out[d];
  }
  return windows;
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
  Windows windows = windows_of(self, spatial, op);
  set_result(windows, options);
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
  Windows windows = windows_of(self, spatial, op);
  check_covers(windows, options);
  set_result(windows, options);
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
