// Pooling of images: the functions, then the modules' forward and how they print.
#include "nn/layers/pooling.h"

#include <string>

#include "autograd/functions/pooling.h"
#include "nn/print.h"

namespace glassgrad::nn {

// --- functions ---

namespace {

/// The size of the result; what is left out is the input's.
template <size_t D>
std::vector<int64_t> sizes_of(const ExpandingArrayWithOptionalElem<D>& wanted, const Tensor& x) {
  std::vector<int64_t> sizes;
  for (size_t d = 0; d < D; ++d) {
    const int64_t dim = static_cast<int64_t>(d) - static_cast<int64_t>(D);
    sizes.push_back((*wanted)[d] ? *(*wanted)[d] : x.size(dim));
  }
  return sizes;
}
std::vector<int64_t> sizes_of(const ExpandingArray<1>& wanted, const Tensor&) {
  return {(*wanted)[0]};
}

}  // namespace

Tensor functional::max_pool1d(Traced input, const MaxPool1dFuncOptions& o) {
  return glassgrad::max_pool1d(input, o.kernel_size(), o.stride(), o.padding(), o.dilation(),
                               o.ceil_mode());
}
std::tuple<Tensor, Tensor> functional::max_pool1d_with_indices(Traced input,
                                                               const MaxPool1dFuncOptions& o) {
  return glassgrad::max_pool1d_with_indices(input, o.kernel_size(), o.stride(), o.padding(),
                                            o.dilation(), o.ceil_mode());
}
Tensor functional::avg_pool1d(Traced input, const AvgPool1dFuncOptions& o) {
  return glassgrad::avg_pool1d(input, o.kernel_size(), o.stride(), o.padding(), o.ceil_mode(),
                               o.count_include_pad());
}
Tensor functional::adaptive_max_pool1d(Traced input, const AdaptiveMaxPool1dFuncOptions& options) {
  return std::get<0>(adaptive_max_pool1d_with_indices(input, options));
}
std::tuple<Tensor, Tensor> functional::adaptive_max_pool1d_with_indices(
    Traced input, const AdaptiveMaxPool1dFuncOptions& options) {
  return glassgrad::adaptive_max_pool1d(input, sizes_of(options.output_size(), input.tensor));
}
Tensor functional::adaptive_avg_pool1d(Traced input, const AdaptiveAvgPool1dFuncOptions& options) {
  return glassgrad::adaptive_avg_pool1d(input, sizes_of(options.output_size(), input.tensor));
}

Tensor functional::max_pool2d(Traced input, const MaxPool2dFuncOptions& o) {
  return glassgrad::max_pool2d(input, o.kernel_size(), o.stride(), o.padding(), o.dilation(),
                               o.ceil_mode());
}
std::tuple<Tensor, Tensor> functional::max_pool2d_with_indices(Traced input,
                                                               const MaxPool2dFuncOptions& o) {
  return glassgrad::max_pool2d_with_indices(input, o.kernel_size(), o.stride(), o.padding(),
                                            o.dilation(), o.ceil_mode());
}
Tensor functional::avg_pool2d(Traced input, const AvgPool2dFuncOptions& o) {
  return glassgrad::avg_pool2d(input, o.kernel_size(), o.stride(), o.padding(), o.ceil_mode(),
                               o.count_include_pad(), o.divisor_override());
}
Tensor functional::adaptive_max_pool2d(Traced input, const AdaptiveMaxPool2dFuncOptions& options) {
  return std::get<0>(adaptive_max_pool2d_with_indices(input, options));
}
std::tuple<Tensor, Tensor> functional::adaptive_max_pool2d_with_indices(
    Traced input, const AdaptiveMaxPool2dFuncOptions& options) {
  return glassgrad::adaptive_max_pool2d(input, sizes_of(options.output_size(), input.tensor));
}
Tensor functional::adaptive_avg_pool2d(Traced input, const AdaptiveAvgPool2dFuncOptions& options) {
  return glassgrad::adaptive_avg_pool2d(input, sizes_of(options.output_size(), input.tensor));
}

Tensor functional::max_pool3d(Traced input, const MaxPool3dFuncOptions& o) {
  return glassgrad::max_pool3d(input, o.kernel_size(), o.stride(), o.padding(), o.dilation(),
                               o.ceil_mode());
}
std::tuple<Tensor, Tensor> functional::max_pool3d_with_indices(Traced input,
                                                               const MaxPool3dFuncOptions& o) {
  return glassgrad::max_pool3d_with_indices(input, o.kernel_size(), o.stride(), o.padding(),
                                            o.dilation(), o.ceil_mode());
}
Tensor functional::avg_pool3d(Traced input, const AvgPool3dFuncOptions& o) {
  return glassgrad::avg_pool3d(input, o.kernel_size(), o.stride(), o.padding(), o.ceil_mode(),
                               o.count_include_pad(), o.divisor_override());
}
Tensor functional::adaptive_max_pool3d(Traced input, const AdaptiveMaxPool3dFuncOptions& options) {
  return std::get<0>(adaptive_max_pool3d_with_indices(input, options));
}
std::tuple<Tensor, Tensor> functional::adaptive_max_pool3d_with_indices(
    Traced input, const AdaptiveMaxPool3dFuncOptions& options) {
  return glassgrad::adaptive_max_pool3d(input, sizes_of(options.output_size(), input.tensor));
}
Tensor functional::adaptive_avg_pool3d(Traced input, const AdaptiveAvgPool3dFuncOptions& options) {
  return glassgrad::adaptive_avg_pool3d(input, sizes_of(options.output_size(), input.tensor));
}

// --- modules ---

namespace {

/// "[5, None]"
template <size_t D>
std::string text(const ExpandingArrayWithOptionalElem<D>& sizes) {
  std::string result;
  for (const optional<int64_t>& size : *sizes)
    result += (result.empty() ? "[" : ", ") + (size ? std::to_string(*size) : "None");
  return result + ']';
}
std::string text(const ExpandingArray<1>& sizes) { return std::to_string((*sizes)[0]); }

}  // namespace

template <size_t D, class Derived>
Tensor MaxPoolImpl<D, Derived>::forward(Traced input) {
  if constexpr (D == 1) return functional::max_pool1d(input, this->options);
  if constexpr (D == 2) return functional::max_pool2d(input, this->options);
  if constexpr (D == 3) return functional::max_pool3d(input, this->options);
}
template <size_t D, class Derived>
std::tuple<Tensor, Tensor> MaxPoolImpl<D, Derived>::forward_with_indices(Traced input) {
  if constexpr (D == 1) return functional::max_pool1d_with_indices(input, this->options);
  if constexpr (D == 2) return functional::max_pool2d_with_indices(input, this->options);
  if constexpr (D == 3) return functional::max_pool3d_with_indices(input, this->options);
}
template <size_t D, class Derived>
void MaxPoolImpl<D, Derived>::pretty_print(std::ostream& stream) const {
  Printer(stream, numbered_name<D>("MaxPool").c_str())
      .value("kernel_size", this->options.kernel_size())
      .value("stride", this->options.stride())
      .value("padding", this->options.padding())
      .value("dilation", this->options.dilation())
      .value("ceil_mode", this->options.ceil_mode());
}

template <size_t D, class Derived>
Tensor AvgPoolImpl<D, Derived>::forward(Traced input) {
  if constexpr (D == 1) return functional::avg_pool1d(input, this->options);
  if constexpr (D == 2) return functional::avg_pool2d(input, this->options);
  if constexpr (D == 3) return functional::avg_pool3d(input, this->options);
}
template <size_t D, class Derived>
void AvgPoolImpl<D, Derived>::pretty_print(std::ostream& stream) const {
  Printer(stream, numbered_name<D>("AvgPool").c_str())
      .value("kernel_size", this->options.kernel_size())
      .value("stride", this->options.stride())
      .value("padding", this->options.padding());
}

template <size_t D, class output_size_t, class Derived>
Tensor AdaptiveMaxPoolImpl<D, output_size_t, Derived>::forward(Traced input) {
  return std::get<0>(forward_with_indices(input));
}
template <size_t D, class output_size_t, class Derived>
std::tuple<Tensor, Tensor> AdaptiveMaxPoolImpl<D, output_size_t, Derived>::forward_with_indices(
    Traced input) {
  if constexpr (D == 1) return functional::adaptive_max_pool1d_with_indices(input, this->options);
  if constexpr (D == 2) return functional::adaptive_max_pool2d_with_indices(input, this->options);
  if constexpr (D == 3) return functional::adaptive_max_pool3d_with_indices(input, this->options);
}
template <size_t D, class output_size_t, class Derived>
void AdaptiveMaxPoolImpl<D, output_size_t, Derived>::pretty_print(std::ostream& stream) const {
  Printer(stream, numbered_name<D>("AdaptiveMaxPool").c_str())
      .value("output_size", text(this->options.output_size()));
}

template <size_t D, class output_size_t, class Derived>
Tensor AdaptiveAvgPoolImpl<D, output_size_t, Derived>::forward(Traced input) {
  if constexpr (D == 1) return functional::adaptive_avg_pool1d(input, this->options);
  if constexpr (D == 2) return functional::adaptive_avg_pool2d(input, this->options);
  if constexpr (D == 3) return functional::adaptive_avg_pool3d(input, this->options);
}
template <size_t D, class output_size_t, class Derived>
void AdaptiveAvgPoolImpl<D, output_size_t, Derived>::pretty_print(std::ostream& stream) const {
  Printer(stream, numbered_name<D>("AdaptiveAvgPool").c_str())
      .value("output_size", text(this->options.output_size()));
}

template class MaxPoolImpl<1, MaxPool1dImpl>;
template class MaxPoolImpl<2, MaxPool2dImpl>;
template class MaxPoolImpl<3, MaxPool3dImpl>;
template class AvgPoolImpl<1, AvgPool1dImpl>;
template class AvgPoolImpl<2, AvgPool2dImpl>;
template class AvgPoolImpl<3, AvgPool3dImpl>;
template class AdaptiveMaxPoolImpl<1, ExpandingArray<1>, AdaptiveMaxPool1dImpl>;
template class AdaptiveMaxPoolImpl<2, ExpandingArrayWithOptionalElem<2>, AdaptiveMaxPool2dImpl>;
template class AdaptiveMaxPoolImpl<3, ExpandingArrayWithOptionalElem<3>, AdaptiveMaxPool3dImpl>;
template class AdaptiveAvgPoolImpl<1, ExpandingArray<1>, AdaptiveAvgPool1dImpl>;
template class AdaptiveAvgPoolImpl<2, ExpandingArrayWithOptionalElem<2>, AdaptiveAvgPool2dImpl>;
template class AdaptiveAvgPoolImpl<3, ExpandingArrayWithOptionalElem<3>, AdaptiveAvgPool3dImpl>;

}  // namespace glassgrad::nn
