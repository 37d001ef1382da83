#pragma once
// Internal: which windows a pooling has, and whether a caller may ask for them.

#include <string>

#include "autograd/kernels/pooling.h"
#include "autograd/ops/op.h"

namespace glassgrad {

/// A pooling of images that have `spatial` dimensions.
struct Windows {
  kernels::Pooling pooling;
  int64_t spatial;
  Dims sizes, result;    ///< of x, of y
  bool is_mean = false;  ///< PyTorch's `mean`: of whole images, adaptive
};

/// One number for each dimension.
struct WindowOptions {
  Dims kernel, stride, padding, dilation;
  bool ceil_mode;
};

/// "max_pool2d"
std::string op_name(const char* family, int64_t spatial);

/// @throws Error  if there is neither one number nor one for each dimension, or one cannot be
WindowOptions options_of(const std::string& op, int64_t spatial, IntArrayRef kernel,
                         IntArrayRef stride, IntArrayRef padding, IntArrayRef dilation,
                         bool ceil_mode);

/// The images, and how many windows they have: fewer than one where they are too small.
Windows windows_of(const Tensor& x, const WindowOptions& options, int64_t spatial,
                   const std::string& op);
/// @throws Error  unless there is a window
void check_result(const Windows& windows);
/// @throws Error  if windows of three dimensions, of means, do not lie in the image
void check_covers(const Windows& windows, const WindowOptions& options);
/// Which elements each window has.
void set_windows(Windows& windows, const WindowOptions& options, bool count_include_pad);

/// As many windows as asked for, all of them about as large.
Windows adaptive_windows(const Tensor& x, IntArrayRef output_size, int64_t spatial,
                         const std::string& op);

}  // namespace glassgrad
