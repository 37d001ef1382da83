#pragma once
// Convolutions, and the borders that images get for them.

#include <string>
#include <string_view>

#include "../tensor/tensor.h"

namespace glassgrad {

/// "same" or "valid", as an argument: no number is taken for a name.
struct PaddingName {
  template <class Name>
  requires std::is_convertible_v<const Name&, std::string_view> PaddingName(const Name& from)
      : name(from) {}
  std::string_view name;
};

/// y[n,o,p] = bias[o] + sum over c, k of weight[o,c,k] x[n, c, p * stride - padding + k *
/// dilation], in every dimension of an image; x is zero outside.
/// @param input   [N, C, W], or [C, W] without a batch; conv2d [N, C, H, W], conv3d [N, C, D, H, W]
/// @param weight  [O, C / groups, kernel...]; of `groups` parts, each sees its own input channels
/// @param bias    [O], or undefined
/// @param stride, padding, dilation  one number, or one for each dimension
/// @return        [N, O, out...], out = (in + 2 padding - dilation (kernel - 1) - 1) / stride + 1
/// @throws Error  if shapes, types or options do not fit.  Saves input and weight.
Tensor conv1d(Traced input, const Tensor& weight, const Tensor& bias = {}, IntArrayRef stride = 1,
              IntArrayRef padding = 0, IntArrayRef dilation = 1, int64_t groups = 1);
Tensor conv2d(Traced input, const Tensor& weight, const Tensor& bias = {}, IntArrayRef stride = 1,
              IntArrayRef padding = 0, IntArrayRef dilation = 1, int64_t groups = 1);
Tensor conv3d(Traced input, const Tensor& weight, const Tensor& bias = {}, IntArrayRef stride = 1,
              IntArrayRef padding = 0, IntArrayRef dilation = 1, int64_t groups = 1);
/// The same without padding ("valid"), or with as much as keeps the size ("same"; with an odd
/// number of zeros, the last one goes to the end).
/// @throws Error  for "same" with a stride
Tensor conv1d(Traced input, const Tensor& weight, const Tensor& bias, IntArrayRef stride,
              PaddingName padding, IntArrayRef dilation = 1, int64_t groups = 1);
Tensor conv2d(Traced input, const Tensor& weight, const Tensor& bias, IntArrayRef stride,
              PaddingName padding, IntArrayRef dilation = 1, int64_t groups = 1);
Tensor conv3d(Traced input, const Tensor& weight, const Tensor& bias, IntArrayRef stride,
              PaddingName padding, IntArrayRef dilation = 1, int64_t groups = 1);

/// The gradient of a convolution with respect to its input, as an operation: every element of x is
/// multiplied by the window and added where the window stands.
/// @param input   [N, C, in...] or [C, in...]
/// @param weight  [C, O / groups, kernel...]
/// @param output_padding  so many rows more at the end, less than stride or dilation
/// @return        [N, O, out...], out = (in - 1) stride - 2 padding + dilation (kernel - 1) +
///                output_padding + 1.  Saves input and weight.
Tensor conv_transpose1d(Traced input, const Tensor& weight, const Tensor& bias = {},
                        IntArrayRef stride = 1, IntArrayRef padding = 0,
                        IntArrayRef output_padding = 0, int64_t groups = 1,
                        IntArrayRef dilation = 1);
Tensor conv_transpose2d(Traced input, const Tensor& weight, const Tensor& bias = {},
                        IntArrayRef stride = 1, IntArrayRef padding = 0,
                        IntArrayRef output_padding = 0, int64_t groups = 1,
                        IntArrayRef dilation = 1);
Tensor conv_transpose3d(Traced input, const Tensor& weight, const Tensor& bias = {},
                        IntArrayRef stride = 1, IntArrayRef padding = 0,
                        IntArrayRef output_padding = 0, int64_t groups = 1,
                        IntArrayRef dilation = 1);

/// x with a border of `value`: pad = {left, right} of the last dimension, then of the one before,
/// and so on. Negative numbers cut off.  @throws Error  if nothing would be left
Tensor constant_pad_nd(Traced self, IntArrayRef pad, const Scalar& value = 0);
/// x with a border in the last dimensions of [N, C, ...] or [C, ...]: of `value` ("constant"),
/// mirroring x without its outermost element ("reflect"), repeating that element ("replicate"), or
/// going on at the other end ("circular").
/// @param pad     as above
/// @throws Error  unless a reflection is smaller than x, a circle at most as large
Tensor pad(Traced self, IntArrayRef pad, std::string_view mode = "constant",
           optional<double> value = nullopt);
Tensor reflection_pad1d(Traced self, IntArrayRef padding);
Tensor reflection_pad2d(Traced self, IntArrayRef padding);
Tensor reflection_pad3d(Traced self, IntArrayRef padding);
Tensor replication_pad1d(Traced self, IntArrayRef padding);
Tensor replication_pad2d(Traced self, IntArrayRef padding);
Tensor replication_pad3d(Traced self, IntArrayRef padding);

}  // namespace glassgrad
