#pragma once
// Images under another size or shape. [N, C, L], [N, C, H, W] and [N, C, D, H, W] have one, two and
// three dimensions.

#include <tuple>

#include "../tensor/tensor.h"

namespace glassgrad {

/// Images of another size: y[i] = x at i s, s = in / out, or 1 / scale if that is given. Nearest
/// takes x[floor(i s)], nearest_exact x[floor((i + 0.5) s)].
/// @param output_size  one number for each dimension
/// @throws Error  if the sizes do not fit
Tensor upsample_nearest1d(Traced self, IntArrayRef output_size, optional<double> scales = nullopt);
Tensor upsample_nearest2d(Traced self, IntArrayRef output_size, optional<double> scales_h = nullopt,
                          optional<double> scales_w = nullopt);
Tensor upsample_nearest3d(Traced self, IntArrayRef output_size, optional<double> scales_d = nullopt,
                          optional<double> scales_h = nullopt, optional<double> scales_w = nullopt);
Tensor _upsample_nearest_exact1d(Traced self, IntArrayRef output_size,
                                 optional<double> scales = nullopt);
Tensor _upsample_nearest_exact2d(Traced self, IntArrayRef output_size,
                                 optional<double> scales_h = nullopt,
                                 optional<double> scales_w = nullopt);
Tensor _upsample_nearest_exact3d(Traced self, IntArrayRef output_size,
                                 optional<double> scales_d = nullopt,
                                 optional<double> scales_h = nullopt,
                                 optional<double> scales_w = nullopt);
/// On straight lines between neighbours, at (i + 0.5) s - 0.5; with align_corners, at i (in - 1) /
/// (out - 1), where the outermost elements stay outermost.
Tensor upsample_linear1d(Traced self, IntArrayRef output_size, bool align_corners,
                         optional<double> scales = nullopt);
Tensor upsample_bilinear2d(Traced self, IntArrayRef output_size, bool align_corners,
                           optional<double> scales_h = nullopt,
                           optional<double> scales_w = nullopt);
Tensor upsample_trilinear3d(Traced self, IntArrayRef output_size, bool align_corners,
                            optional<double> scales_d = nullopt,
                            optional<double> scales_h = nullopt,
                            optional<double> scales_w = nullopt);
/// On cubic curves through four neighbours, at the same places.
/// Source: Keys (1981), with a = -0.75.
Tensor upsample_bicubic2d(Traced self, IntArrayRef output_size, bool align_corners,
                          optional<double> scales_h = nullopt, optional<double> scales_w = nullopt);
/// The same where an image that becomes smaller is first blurred: all elements count that a larger
/// one covers (with a = -0.5).
Tensor _upsample_bilinear2d_aa(Traced self, IntArrayRef output_size, bool align_corners,
                               optional<double> scales_h = nullopt,
                               optional<double> scales_w = nullopt);
Tensor _upsample_bicubic2d_aa(Traced self, IntArrayRef output_size, bool align_corners,
                              optional<double> scales_h = nullopt,
                              optional<double> scales_w = nullopt);

/// Channels as places: [*, C r^2, H, W] -> [*, C, H r, W r].
/// @throws Error  unless the channels can be divided by r^2
Tensor pixel_shuffle(Traced self, int64_t upscale_factor);
/// Places as channels: [*, C, H r, W r] -> [*, C r^2, H, W].
/// @throws Error  unless height and width can be divided by r
Tensor pixel_unshuffle(Traced self, int64_t downscale_factor);

/// Every window of an image as a column.  [N, C, H, W] -> [N, C kh kw, windows], or without N.
/// @throws Error  if shapes or options do not fit
Tensor im2col(Traced self, IntArrayRef kernel_size, IntArrayRef dilation, IntArrayRef padding,
              IntArrayRef stride);
/// The sum of the columns at the places of their windows: im2col's gradient, as an operation.
Tensor col2im(Traced self, IntArrayRef output_size, IntArrayRef kernel_size, IntArrayRef dilation,
              IntArrayRef padding, IntArrayRef stride);

/// Zeros, with self's elements at `indices`, as max_pool gives them.
/// @throws Error  if the shapes differ or an index is out of range
Tensor max_unpool2d(Traced self, const Tensor& indices, IntArrayRef output_size);
Tensor max_unpool3d(Traced self, const Tensor& indices, IntArrayRef output_size, IntArrayRef stride,
                    IntArrayRef padding);
/// (the largest of each window, its place) for windows at places drawn at random.
/// @param random_samples  [N, C, 2] (or 3) in [0, 1)
/// Source: Graham, "Fractional max-pooling" (2014).
std::tuple<Tensor, Tensor> fractional_max_pool2d(Traced self, IntArrayRef kernel_size,
                                                 IntArrayRef output_size,
                                                 const Tensor& random_samples);
std::tuple<Tensor, Tensor> fractional_max_pool3d(Traced self, IntArrayRef kernel_size,
                                                 IntArrayRef output_size,
                                                 const Tensor& random_samples);

/// The image x at the places of a grid: y[n, c, i...] = x[n, c] at grid[n, i...], (x, y) or (x, y,
/// z) between -1 and 1; with align_corners these are the centres of the outermost elements, else
/// their edges.
/// @param interpolation_mode  0 linear, 1 nearest
/// @param padding_mode        outside stands 0: zero, 1: the border, 2: the image, mirrored
/// @throws Error  if shapes or types do not fit
/// Source: Jaderberg et al., "Spatial transformer networks" (2015).
Tensor grid_sampler(Traced input, const Tensor& grid, int64_t interpolation_mode,
                    int64_t padding_mode, bool align_corners);
/// The grid of an affine map: grid[n, i...] = theta[n] (x, y, 1).
/// @param theta  [N, 2, 3] for size [N, C, H, W], [N, 3, 4] for [N, C, D, H, W]
Tensor affine_grid_generator(Traced theta, IntArrayRef size, bool align_corners);

}  // namespace glassgrad
