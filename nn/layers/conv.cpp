// Convolutions: the functions, then the modules' construction, forward and how they print.
#include "nn/layers/conv.h"

#include <cmath>
#include <string>

#include "autograd/base/check.h"
#include "autograd/functions/convolution.h"
#include "autograd/functions/creation.h"
#include "nn/init.h"
#include "nn/layers/in_range.h"
#include "nn/print.h"

namespace glassgrad::nn {

// --- functions ---

namespace {

/// Calls operation(padding), with widths or a name.
template <size_t D, class Operation>
Tensor with_padding(const detail::conv_padding_t<D>& padding, Operation operation) {
  if (padding.name()) return operation(PaddingName(padding.name()));
  return operation(IntArrayRef(*padding.widths()));
}

}  // namespace

Tensor functional::conv1d(Traced input, const Tensor& weight, const Conv1dFuncOptions& options) {
  return with_padding(options.padding(), [&](auto padding) {
    return glassgrad::conv1d(input, weight, options.bias(), options.stride(), padding,
                             options.dilation(), options.groups());
  });
}
Tensor functional::conv2d(Traced input, const Tensor& weight, const Conv2dFuncOptions& options) {
  return with_padding(options.padding(), [&](auto padding) {
    return glassgrad::conv2d(input, weight, options.bias(), options.stride(), padding,
                             options.dilation(), options.groups());
  });
}
Tensor functional::conv3d(Traced input, const Tensor& weight, const Conv3dFuncOptions& options) {
  return with_padding(options.padding(), [&](auto padding) {
    return glassgrad::conv3d(input, weight, options.bias(), options.stride(), padding,
                             options.dilation(), options.groups());
  });
}

Tensor functional::conv_transpose1d(Traced input, const Tensor& weight,
                                    const ConvTranspose1dFuncOptions& options) {
  return glassgrad::conv_transpose1d(input, weight, options.bias(), options.stride(),
                                     options.padding(), options.output_padding(), options.groups(),
                                     options.dilation());
}
Tensor functional::conv_transpose2d(Traced input, const Tensor& weight,
                                    const ConvTranspose2dFuncOptions& options) {
  return glassgrad::conv_transpose2d(input, weight, options.bias(), options.stride(),
                                     options.padding(), options.output_padding(), options.groups(),
                                     options.dilation());
}
Tensor functional::conv_transpose3d(Traced input, const Tensor& weight,
                                    const ConvTranspose3dFuncOptions& options) {
  return glassgrad::conv_transpose3d(input, weight, options.bias(), options.stride(),
                                     options.padding(), options.output_padding(), options.groups(),
                                     options.dilation());
}

// --- parameters, and how the modules print ---

namespace {

template <size_t D>
detail::ConvNdOptions<D> kept_options(const ConvOptions<D>& o) {
  return detail::ConvNdOptions<D>(o.in_channels(), o.out_channels(), o.kernel_size())
      .stride(o.stride())
      .padding(o.padding())
      .dilation(o.dilation())
      .groups(o.groups())
      .bias(o.bias())
      .padding_mode(o.padding_mode());
}
template <size_t D>
detail::ConvNdOptions<D> kept_options(const ConvTransposeOptions<D>& o) {
  return detail::ConvNdOptions<D>(o.in_channels(), o.out_channels(), o.kernel_size())
      .stride(o.stride())
      .padding(o.padding())
      .dilation(o.dilation())
      .transposed(true)
      .output_padding(o.output_padding())
      .groups(o.groups())
      .bias(o.bias())
      .padding_mode(o.padding_mode());
}

template <size_t D>
void print(std::ostream& stream, const char* family, const detail::ConvNdOptions<D>& o) {
  constexpr const char* kModes[] = {"kZeros", "kReflect", "kReplicate", "kCircular"};
  Printer text(stream, (family + std::to_string(D) + 'd').c_str());
  text.value(o.in_channels())
      .value(o.out_channels())
      .value("kernel_size", o.kernel_size())
      .value("stride", o.stride());
  if (o.padding().name())
    text.value("padding", std::string("'") + o.padding().name() + "'");
  else if (*o.padding().widths() != *ExpandingArray<D>(0))
    text.value("padding", o.padding().widths());
  if (*o.dilation() != *ExpandingArray<D>(1)) text.value("dilation", o.dilation());
  if (*o.output_padding() != *ExpandingArray<D>(0))
    text.value("output_padding", o.output_padding());
  if (o.groups() != 1) text.value("groups", o.groups());
  if (!o.bias()) text.value("bias", false);
  if (!o.padding_mode().template is<enumtype::kZeros>())
    text.value("padding_mode", kModes[o.padding_mode().index()]);
}

}  // namespace

template <size_t D, class Derived>
ConvNdImpl<D, Derived>::ConvNdImpl(const detail::ConvNdOptions<D>& options_)
    : CloneableWithOptions<Derived, detail::ConvNdOptions<D>>(options_) {
  ConvNdImpl::reset();
}

template <size_t D, class Derived>
void ConvNdImpl<D, Derived>::reset() {
  const auto& o = this->options;
  check_after_latest_call(o.groups() > 0, "groups must be a positive integer");
  check_after_latest_call(o.in_channels() % o.groups() == 0,
                          "in_channels must be divisible by groups");
  check_after_latest_call(o.out_channels() % o.groups() == 0,
                          "out_channels must be divisible by groups");
  if (o.padding().is_same())
    for (const int64_t stride : *o.stride())
      check_after_latest_call(stride == 1,
                              "padding='same' is not supported for strided convolutions");
  std::vector<int64_t> sizes = {o.out_channels(), o.in_channels() / o.groups()};
  if (o.transposed()) sizes = {o.in_channels(), o.out_channels() / o.groups()};
  sizes.insert(sizes.end(), o.kernel_size()->begin(), o.kernel_size()->end());
  weight = this->register_parameter("weight", glassgrad::empty(sizes));
  bias = this->register_parameter(
      "bias", o.bias() ? glassgrad::empty({o.out_channels()}) : Tensor(), o.bias());
  reset_parameters();
}

template <size_t D, class Derived>
void ConvNdImpl<D, Derived>::reset_parameters() {
  init::kaiming_uniform_(weight, std::sqrt(5.0));
  if (!bias.defined()) return;
  const int64_t inputs = std::get<0>(init::_calculate_fan_in_and_fan_out(weight));
  const double bound = 1 / std::sqrt(static_cast<double>(inputs));
  init::uniform_(bias, -bound, bound);
}

template <size_t D, class Derived>
void ConvNdImpl<D, Derived>::pretty_print(std::ostream& stream) const {
  print(stream, "Conv", this->options);
}

// --- Conv ---

namespace {

/// {left, right} of the last dimension, then outwards.
template <size_t D>
std::vector<int64_t> border(const detail::ConvNdOptions<D>& options) {
  std::vector<int64_t> widths;
  for (size_t d = D; d-- > 0;) {
    const bool same = options.padding().is_same();
    const int64_t total = (*options.dilation())[d] * ((*options.kernel_size())[d] - 1);
    const int64_t width = (*options.padding().widths())[d];
    widths.push_back(same ? total / 2 : width);
    widths.push_back(same ? total - total / 2 : width);
  }
  return widths;
}

/// The convolution; what is not padded with zeros is padded before.
template <size_t D, class Operation>
Tensor convolved(Traced traced, const detail::ConvNdOptions<D>& options, Operation operation) {
  if (options.padding_mode().template is<enumtype::kZeros>())
    return with_padding(options.padding(),
                        [&](auto padding) { return operation(traced.enter(), padding); });
  constexpr const char* kModes[] = {"constant", "reflect", "replicate", "circular"};
  return operation(pad(traced.enter(), border(options), kModes[options.padding_mode().index()]),
                   IntArrayRef(int64_t{0}));
}

}  // namespace

Conv1dImpl::Conv1dImpl(const Conv1dOptions& options_) : ConvNdImpl(kept_options(options_)) {}
Tensor Conv1dImpl::forward(Traced input) {
  return convolved(input, options, [&](const Tensor& x, auto padding) {
    return conv1d(x, weight, bias, options.stride(), padding, options.dilation(), options.groups());
  });
}

Conv2dImpl::Conv2dImpl(const Conv2dOptions& options_) : ConvNdImpl(kept_options(options_)) {}
Tensor Conv2dImpl::forward(Traced input) {
  return convolved(input, options, [&](const Tensor& x, auto padding) {
    return conv2d(x, weight, bias, options.stride(), padding, options.dilation(), options.groups());
  });
}

Conv3dImpl::Conv3dImpl(const Conv3dOptions& options_) : ConvNdImpl(kept_options(options_)) {}
Tensor Conv3dImpl::forward(Traced input) {
  return convolved(input, options, [&](const Tensor& x, auto padding) {
    return conv3d(x, weight, bias, options.stride(), padding, options.dilation(), options.groups());
  });
}

// --- ConvTranspose ---

template <size_t D, class Derived>
ConvTransposeNdImpl<D, Derived>::ConvTransposeNdImpl(const ConvTransposeOptions<D>& options_)
    : ConvNdImpl<D, Derived>(kept_options(options_)) {}

template <size_t D, class Derived>
void ConvTransposeNdImpl<D, Derived>::pretty_print(std::ostream& stream) const {
  print(stream, "ConvTranspose", this->options);
}

template <size_t D, class Derived>
std::vector<int64_t> ConvTransposeNdImpl<D, Derived>::_output_padding(
    const Tensor& input, const optional<IntArrayRef>& output_size) const {
  const auto& o = this->options;
  check(o.padding_mode().template is<enumtype::kZeros>(),
        "Only `zeros` padding mode is supported for ConvTranspose{}d", D);
  if (!output_size) return IntArrayRef(*o.output_padding()).vec();
  check(input.dim() == D + 1 || input.dim() == D + 2,
        "ConvTranspose{}d: expected {}D (unbatched) or {}D (batched) input, but got input of size: "
        "{}",
        D, D + 1, D + 2, input.sizes());
  const IntArrayRef wanted = output_size->size() == D + 2 ? output_size->slice(2) : *output_size;
  check(wanted.size() == D, "output_size must have {} or {} elements (got {})", D, D + 2,
        wanted.size());
  const IntArrayRef image = input.sizes().slice(input.sizes().size() - D);
  std::vector<int64_t> least, most, result;
  bool valid = true;
  for (size_t d = 0; d < D; ++d) {
    check_in_range("ConvTranspose", {(*o.stride())[d], (*o.padding().widths())[d],
                                     (*o.kernel_size())[d], wanted[d]});
    least.push_back((image[d] - 1) * (*o.stride())[d] - 2 * (*o.padding().widths())[d] +
                    (*o.kernel_size())[d]);
    most.push_back(least[d] + (*o.stride())[d] - 1);
    result.push_back(wanted[d] - least[d]);
    valid &= wanted[d] >= least[d] && wanted[d] <= most[d];
  }
  check(valid,
        "requested an output size of {}, but valid sizes range from {} to {} (for an input of {})",
        wanted, IntArrayRef(least), IntArrayRef(most), image);
  return result;
}

Tensor ConvTranspose1dImpl::forward(Traced input, const optional<IntArrayRef>& output_size) {
  const std::vector<int64_t> more = _output_padding(input.enter(), output_size);
  return conv_transpose1d(input, weight, bias, options.stride(), options.padding().widths(), more,
                          options.groups(), options.dilation());
}
Tensor ConvTranspose2dImpl::forward(Traced input, const optional<IntArrayRef>& output_size) {
  const std::vector<int64_t> more = _output_padding(input.enter(), output_size);
  return conv_transpose2d(input, weight, bias, options.stride(), options.padding().widths(), more,
                          options.groups(), options.dilation());
}
Tensor ConvTranspose3dImpl::forward(Traced input, const optional<IntArrayRef>& output_size) {
  const std::vector<int64_t> more = _output_padding(input.enter(), output_size);
  return conv_transpose3d(input, weight, bias, options.stride(), options.padding().widths(), more,
                          options.groups(), options.dilation());
}

template class ConvNdImpl<1, Conv1dImpl>;
template class ConvNdImpl<2, Conv2dImpl>;
template class ConvNdImpl<3, Conv3dImpl>;
template class ConvNdImpl<1, ConvTranspose1dImpl>;
template class ConvNdImpl<2, ConvTranspose2dImpl>;
template class ConvNdImpl<3, ConvTranspose3dImpl>;
template class ConvTransposeNdImpl<1, ConvTranspose1dImpl>;
template class ConvTransposeNdImpl<2, ConvTranspose2dImpl>;
template class ConvTransposeNdImpl<3, ConvTranspose3dImpl>;

}  // namespace glassgrad::nn
