// Which windows a pooling has, and whether a caller may ask for them.
#include "autograd/ops/layers/pooling_windows.h"

#include "autograd/ops/products_fit.h"

namespace glassgrad {
namespace {

constexpr const char* kNumbers[] = {"", "one int", "two ints", "three ints"};

/// One number for each dimension.
Dims expanded(IntArrayRef values, int64_t spatial, const std::string& op, const char* name,
              const char* what = "must either be a single int") {
  check(values.size() == 1 || static_cast<int64_t>(values.size()) == spatial,
        "{}: {} {}, or a tuple of {}", op, name, what, kNumbers[spatial]);
  return values.size() == 1 ? Dims(spatial, values[0]) : Dims(values);
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
  kernels::PoolAxis axis{
      in, dilation, {}, kernels::Axis{in, out, kernel, stride, padding, dilation}};
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

/// "2x4x4"
std::string by_text(IntArrayRef sizes) {
  std::string text;
  for (const int64_t size : sizes) text += (text.empty() ? "" : "x") + std::to_string(size);
  return text;
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

/// The windows are still to be said.
Windows images_of(const Tensor& x, int64_t spatial, const std::string& op) {
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

}  // namespace

std::string op_name(const char* family, int64_t spatial) {
  return family + std::to_string(spatial) + 'd';
}

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
      check(products_fit(number), "{}: integer out of range: {}", op, number);
    check(options.padding[d] >= 0, "pad must be non-negative, but got pad: {}", options.padding[d]);
    check(options.padding[d] <= options.kernel[d] / 2,
          "pad should be at most half of kernel size, but got pad={} and kernel_size={}",
          options.padding[d], options.kernel[d]);
  }
  return options;
}

Windows windows_of(const Tensor& x, const WindowOptions& options, int64_t spatial,
                   const std::string& op) {
  Windows windows = images_of(x, spatial, op);
  set_result(windows, options);
  return windows;
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

// Whatever the padding.
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
  Windows windows = images_of(x, spatial, op);
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

}  // namespace glassgrad
