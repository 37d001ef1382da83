#pragma once
// The largest element or the mean of each window of an image.

#include <tuple>

#include "../tensor/tensor.h"

namespace glassgrad {

/// y[p] = the largest x[p * stride - padding + k * dilation] over the window k; NaN wins. The
/// gradient goes to the place of the largest, the first if there are several.
/// @param self     [N, C, in...] or [C, in...], floating
/// @param kernel_size, stride, padding, dilation  one number, or one for each dimension; stride is
///                 kernel_size by default
/// @param ceil_mode  whether a last window may reach beyond the image
/// @return         [N, C, out...], out = (in + 2 padding - dilation (kernel - 1) - 1) / stride + 1
/// @throws Error   if shapes or options do not fit.  Saves the places.
Tensor max_pool1d(Traced self, IntArrayRef kernel_size, IntArrayRef stride = {},
                  IntArrayRef padding = 0, IntArrayRef dilation = 1, bool ceil_mode = false);
Tensor max_pool2d(Traced self, IntArrayRef kernel_size, IntArrayRef stride = {},
                  IntArrayRef padding = 0, IntArrayRef dilation = 1, bool ceil_mode = false);
Tensor max_pool3d(Traced self, IntArrayRef kernel_size, IntArrayRef stride = {},
                  IntArrayRef padding = 0, IntArrayRef dilation = 1, bool ceil_mode = false);
/// The same with the places: row-major int64 indices in the image of each channel.
std::tuple<Tensor, Tensor> max_pool1d_with_indices(Traced self, IntArrayRef kernel_size,
                                                   IntArrayRef stride = {}, IntArrayRef padding = 0,
                                                   IntArrayRef dilation = 1,
                                                   bool ceil_mode = false);
std::tuple<Tensor, Tensor> max_pool2d_with_indices(Traced self, IntArrayRef kernel_size,
                                                   IntArrayRef stride = {}, IntArrayRef padding = 0,
                                                   IntArrayRef dilation = 1,
                                                   bool ceil_mode = false);
std::tuple<Tensor, Tensor> max_pool3d_with_indices(Traced self, IntArrayRef kernel_size,
                                                   IntArrayRef stride = {}, IntArrayRef padding = 0,
                                                   IntArrayRef dilation = 1,
                                                   bool ceil_mode = false);

/// y[p] = the mean over the window. Zeros of the padding count unless `count_include_pad` is false;
/// `divisor_override` divides instead.  Otherwise as max_pool.
Tensor avg_pool1d(Traced self, IntArrayRef kernel_size, IntArrayRef stride = {},
                  IntArrayRef padding = 0, bool ceil_mode = false, bool count_include_pad = true);
Tensor avg_pool2d(Traced self, IntArrayRef kernel_size, IntArrayRef stride = {},
                  IntArrayRef padding = 0, bool ceil_mode = false, bool count_include_pad = true,
                  optional<int64_t> divisor_override = nullopt);
Tensor avg_pool3d(Traced self, IntArrayRef kernel_size, IntArrayRef stride = {},
                  IntArrayRef padding = 0, bool ceil_mode = false, bool count_include_pad = true,
                  optional<int64_t> divisor_override = nullopt);

/// Windows that cut the image into output_size parts: [floor(i in / out), ceil((i + 1) in / out)).
Tensor adaptive_avg_pool1d(Traced self, IntArrayRef output_size);
Tensor adaptive_avg_pool2d(Traced self, IntArrayRef output_size);
Tensor adaptive_avg_pool3d(Traced self, IntArrayRef output_size);
/// The largest of each, and its place.
std::tuple<Tensor, Tensor> adaptive_max_pool1d(Traced self, IntArrayRef output_size);
std::tuple<Tensor, Tensor> adaptive_max_pool2d(Traced self, IntArrayRef output_size);
std::tuple<Tensor, Tensor> adaptive_max_pool3d(Traced self, IntArrayRef output_size);

}  // namespace glassgrad
