// What calls of convolutions may look like: options, shapes and what is refused.
#include <string>

#include "autograd/ops/layers/convolution.h"
#include "autograd/ops/products_fit.h"

namespace glassgrad {
namespace {

// --- arguments ---

/// The options of a call, one number for each dimension of an image.
struct Options {
  Dims stride, padding, dilation, output_padding;
  int64_t groups;
};

Dims expanded(IntArrayRef values, int64_t spatial, const char* name) {
  check(values.size() == 1 || static_cast<int64_t>(values.size()) == spatial,
        "expected {} to be a single integer value or a list of {} values to match the convolution "
        "dimensions, but got {}={}",
        name, spatial, name, values);
  for (const int64_t value : values)
    check(products_fit(value), "{} is out of range: {}", name, values);
  return values.size() == 1 ? Dims(spatial, values[0]) : Dims(values);
}
bool any_below(IntArrayRef values, int64_t least) {
  for (const int64_t value : values)
    if (value < least) return true;
  return false;
}
/// "4 x 4"
std::string product_text(IntArrayRef sizes) {
  std::string text;
  for (const int64_t size : sizes) text += (text.empty() ? "" : " x ") + std::to_string(size);
  return text;
}

void check_types(const Tensor& input, const Tensor& weight, const Tensor& bias) {
  check(!bias.defined() || bias.scalar_type() == input.scalar_type(),
        "Input type ({}) and bias type ({}) should be the same",
        TypeMeta(input.scalar_type()).name(),
        TypeMeta(bias.defined() ? bias.scalar_type() : kFloat).name());
  check(input.scalar_type() == weight.scalar_type(), "expected scalar type {} but found {}",
        input.scalar_type(), weight.scalar_type());
  check(input.is_floating_point(), "\"slow_conv2d_cpu\" not implemented for '{}'",
        input.scalar_type());
}

void check_shapes(const Tensor& input, const Tensor& weight, const Tensor& bias,
                  const Options& options, bool transposed) {
  const int64_t groups = options.groups;
  check(groups > 0, "non-positive groups is not supported");
  check(!any_below(options.padding, 0), "negative padding is not supported");
  check(!any_below(options.output_padding, 0), "negative output_padding is not supported");
  check(!any_below(options.stride, 1), "non-positive stride is not supported");
  check(!any_below(options.dilation, 1), "dilation should be greater than zero, but got {}",
        IntArrayRef(options.dilation));
  check(weight.dim() == input.dim(),
        "Expected {}-dimensional input for {}-dimensional weight {}, but got {}-dimensional input "
        "of size {} instead",
        weight.dim(), weight.dim(), weight.sizes(), input.dim(), input.sizes());
  check(weight.sizes()[0] >= groups,
        "Given groups={}, expected weight to be at least {} at dimension 0, but got weight of size "
        "{} instead",
        groups, groups, weight.sizes());
  check(weight.sizes()[0] % groups == 0,
        "Given groups={}, expected weight to be divisible by {} at dimension 0, but got weight of "
        "size [{}] instead",
        groups, groups, weight.sizes());
  check(!any_below(weight.sizes().slice(2), 1),
        "kernel size should be greater than zero, but got weight of size {}", weight.sizes());
  const std::string given = transposed ? "transposed=1" : "groups=" + std::to_string(groups);
  const int64_t in = transposed ? weight.sizes()[0] : weight.sizes()[1] * groups;
  check(input.sizes()[1] == in,
        "Given {}, weight of size {}, expected input{} to have {} channels, but got {} channels "
        "instead",
        given, weight.sizes(), input.sizes(), in, input.sizes()[1]);
  const int64_t out = transposed ? weight.sizes()[1] * groups : weight.sizes()[0];
  check(!bias.defined() || (bias.dim() == 1 && bias.sizes()[0] == out),
        "Given {}weight of size {}, expected bias to be 1-dimensional with {} elements, but got "
        "bias of size {} instead",
        transposed ? "transposed=1, " : "", weight.sizes(), out,
        bias.defined() ? bias.sizes() : IntArrayRef());
}

/// All but the sizes of the image that is to be computed.
ConvGeometry begin_geometry(const Tensor& input, const Tensor& weight, const Options& options,
                            bool transposed) {
  ConvGeometry geometry;
  geometry.spatial = input.dim() - 2;
  kernels::Convolution& sizes = geometry.sizes;
  sizes.batch = input.sizes()[0];
  sizes.groups = options.groups;
  sizes.out_channels = weight.sizes()[0];
  sizes.in_channels = weight.sizes()[1] * options.groups;
  for (int64_t d = 0; d < geometry.spatial; ++d) {
    kernels::Axis& axis = sizes.axes[3 - geometry.spatial + d];
    axis.kernel = weight.sizes()[2 + d];
    axis.stride = options.stride[d];
    axis.padding = options.padding[d];
    axis.dilation = options.dilation[d];
    (transposed ? axis.out : axis.in) = input.sizes()[2 + d];
  }
  return geometry;
}

int64_t extent(const kernels::Axis& axis) { return axis.dilation * (axis.kernel - 1) + 1; }

ConvGeometry geometry_of_convolution(const Tensor& input, const Tensor& weight,
                                     const Options& options) {
  ConvGeometry geometry = begin_geometry(input, weight, options, false);
  Dims padded, kernel;
  bool fits = true;
  for (size_t d = 3 - geometry.spatial; d < 3; ++d) {
    kernels::Axis& axis = geometry.sizes.axes[d];
    padded.push_back(axis.in + 2 * axis.padding);
    kernel.push_back(extent(axis));
    fits &= padded.back() >= kernel.back();
    axis.out = (padded.back() - kernel.back()) / axis.stride + 1;
  }
  check(fits,
        "Calculated padded input size per channel: ({}). Kernel size: ({}). Kernel size can't be "
        "greater than actual input size",
        product_text(padded), product_text(kernel));
  return geometry;
}

ConvGeometry geometry_of_transposed(const Tensor& input, const Tensor& weight,
                                    const Options& options) {
  ConvGeometry geometry = begin_geometry(input, weight, options, true);
  Dims out;
  for (int64_t d = 0; d < geometry.spatial; ++d) {
    kernels::Axis& axis = geometry.sizes.axes[3 - geometry.spatial + d];
    const int64_t more = options.output_padding[d];
    check(more < axis.stride || more < axis.dilation,
          "output padding must be smaller than either stride or dilation, but got output_padding: "
          "{} stride: {} dilation: {}",
          IntArrayRef(options.output_padding), IntArrayRef(options.stride),
          IntArrayRef(options.dilation));
    axis.in = (axis.out - 1) * axis.stride - 2 * axis.padding + extent(axis) + more;
    out.push_back(axis.in);
  }
  const std::string row = geometry.spatial == 1 ? "1 x " : "";  // a sequence is an image of one row
  check(!any_below(out, 1),
        "Given input size per channel: ({}). Calculated output size per channel: ({}). Output size "
        "is too small",
        row + product_text(input.sizes().slice(2)), row + product_text(out));
  return geometry;
}

// --- calls ---

/// A convolution of a batch.
Tensor convolved(const Tensor& input, const Tensor& weight, const Tensor& bias,
                 const Options& options) {
  check_types(input, weight, bias);
  check_shapes(input, weight, bias, options, false);
  return convolution(input, weight, bias, geometry_of_convolution(input, weight, options));
}

/// Calls operation(input with a batch) and takes the batch away again where there was none.
template <class Operation>
Tensor in_batches(const Tensor& input, int64_t spatial, const char* op, Operation operation) {
  check(input.dim() == spatial + 1 || input.dim() == spatial + 2,
        "Expected {}D (unbatched) or {}D (batched) input to {}, but got input of size: {}",
        spatial + 1, spatial + 2, op, input.sizes());
  if (input.dim() == spatial + 2) return operation(input);
  return operation(input.unsqueeze(0)).squeeze(0);
}

Tensor conv(Traced traced, const Tensor& weight, const Tensor& bias, IntArrayRef stride,
            IntArrayRef padding, IntArrayRef dilation, int64_t groups, int64_t spatial,
            const char* op) {
  return in_batches(traced.enter(op), spatial, op, [&](const Tensor& input) {
    return convolved(input, weight, bias,
                     {expanded(stride, spatial, "stride"), expanded(padding, spatial, "padding"),
                      expanded(dilation, spatial, "dilation"), Dims(spatial, 0), groups});
  });
}

/// "same": where an odd number of zeros is needed, the input gets the last one beforehand.
Tensor conv_same(const Tensor& input, const Tensor& weight, const Tensor& bias, Options options) {
  check(!any_below(options.dilation, 1), "dilation should be greater than zero, but got {}",
        IntArrayRef(options.dilation));
  for (const int64_t step : options.stride)
    check(step == 1, "padding='same' is not supported for strided convolutions");
  const int64_t spatial = static_cast<int64_t>(options.stride.size());
  check(weight.dim() == spatial + 2, "conv: expected a weight of {} dimensions, but got {}",
        spatial + 2, weight.sizes());
  Dims last_ones(2 * spatial, 0);
  bool odd = false;
  for (int64_t d = 0; d < spatial; ++d) {
    const int64_t total = options.dilation[d] * (weight.sizes()[2 + d] - 1);
    options.padding[d] = total / 2;
    last_ones[2 * (spatial - 1 - d) + 1] = total % 2;
    odd |= total % 2 != 0;
  }
  return convolved(odd ? constant_pad_nd(input, last_ones) : input, weight, bias, options);
}

Tensor conv(Traced traced, const Tensor& weight, const Tensor& bias, IntArrayRef stride,
            PaddingName padding, IntArrayRef dilation, int64_t groups, int64_t spatial,
            const char* op) {
  const Tensor& whole = traced.enter(op);
  const bool same = padding.name == "same";
  check(same || padding.name == "valid", "Invalid padding string: '{}'", padding.name);
  return in_batches(whole, spatial, op, [&](const Tensor& input) {
    const Options options{expanded(stride, spatial, "stride"), Dims(spatial, 0),
                          expanded(dilation, spatial, "dilation"), Dims(spatial, 0), groups};
    return same ? conv_same(input, weight, bias, options) : convolved(input, weight, bias, options);
  });
}

Tensor conv_transpose(Traced traced, const Tensor& weight, const Tensor& bias, IntArrayRef stride,
                      IntArrayRef padding, IntArrayRef output_padding, int64_t groups,
                      IntArrayRef dilation, int64_t spatial, const char* op) {
  return in_batches(traced.enter(op), spatial, op, [&](const Tensor& input) {
    const Options options{expanded(stride, spatial, "stride"),
                          expanded(padding, spatial, "padding"),
                          expanded(dilation, spatial, "dilation"),
                          expanded(output_padding, spatial, "output_padding"), groups};
    check_types(input, weight, bias);
    check_shapes(input, weight, bias, options, true);
    return transposed_convolution(input, weight, bias,
                                  geometry_of_transposed(input, weight, options));
  });
}

}  // namespace

Tensor conv1d(Traced input, const Tensor& weight, const Tensor& bias, IntArrayRef stride,
              IntArrayRef padding, IntArrayRef dilation, int64_t groups) {
  return conv(input, weight, bias, stride, padding, dilation, groups, 1, "conv1d");
}
Tensor conv1d(Traced input, const Tensor& weight, const Tensor& bias, IntArrayRef stride,
              PaddingName padding, IntArrayRef dilation, int64_t groups) {
  return conv(input, weight, bias, stride, padding, dilation, groups, 1, "conv1d");
}
Tensor conv_transpose1d(Traced input, const Tensor& weight, const Tensor& bias, IntArrayRef stride,
                        IntArrayRef padding, IntArrayRef output_padding, int64_t groups,
                        IntArrayRef dilation) {
  return conv_transpose(input, weight, bias, stride, padding, output_padding, groups, dilation, 1,
                        "conv_transpose1d");
}

Tensor conv2d(Traced input, const Tensor& weight, const Tensor& bias, IntArrayRef stride,
              IntArrayRef padding, IntArrayRef dilation, int64_t groups) {
  return conv(input, weight, bias, stride, padding, dilation, groups, 2, "conv2d");
}
Tensor conv2d(Traced input, const Tensor& weight, const Tensor& bias, IntArrayRef stride,
              PaddingName padding, IntArrayRef dilation, int64_t groups) {
  return conv(input, weight, bias, stride, padding, dilation, groups, 2, "conv2d");
}
Tensor conv_transpose2d(Traced input, const Tensor& weight, const Tensor& bias, IntArrayRef stride,
                        IntArrayRef padding, IntArrayRef output_padding, int64_t groups,
                        IntArrayRef dilation) {
  return conv_transpose(input, weight, bias, stride, padding, output_padding, groups, dilation, 2,
                        "conv_transpose2d");
}

Tensor conv3d(Traced input, const Tensor& weight, const Tensor& bias, IntArrayRef stride,
              IntArrayRef padding, IntArrayRef dilation, int64_t groups) {
  return conv(input, weight, bias, stride, padding, dilation, groups, 3, "conv3d");
}
Tensor conv3d(Traced input, const Tensor& weight, const Tensor& bias, IntArrayRef stride,
              PaddingName padding, IntArrayRef dilation, int64_t groups) {
  return conv(input, weight, bias, stride, padding, dilation, groups, 3, "conv3d");
}
Tensor conv_transpose3d(Traced input, const Tensor& weight, const Tensor& bias, IntArrayRef stride,
                        IntArrayRef padding, IntArrayRef output_padding, int64_t groups,
                        IntArrayRef dilation) {
  return conv_transpose(input, weight, bias, stride, padding, output_padding, groups, dilation, 3,
                        "conv_transpose3d");
}

}  // namespace glassgrad
