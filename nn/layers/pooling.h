#pragma once
// Pooling of images, each a block: options, functions, modules. Formulas, shapes and errors stand
// in autograd/functions/pooling.h.

#include <tuple>

#include "../../autograd/base/arg.h"
#include "../cloneable.h"
#include "expanding_array.h"

namespace glassgrad::nn {

// --- MaxPool ---

/// Options of MaxPool1d, MaxPool2d and MaxPool3d; convert from the size of the window.
template <size_t D>
struct MaxPoolOptions {
  MaxPoolOptions(ExpandingArray<D> kernel_size) : kernel_size_(kernel_size), stride_(kernel_size) {}
  TORCH_ARG(ExpandingArray<D>, kernel_size);
  TORCH_ARG(ExpandingArray<D>, stride);  ///< by default kernel_size
  TORCH_ARG(ExpandingArray<D>, padding) = 0;
  TORCH_ARG(ExpandingArray<D>, dilation) = 1;
  TORCH_ARG(bool, ceil_mode) = false;
};
using MaxPool1dOptions = MaxPoolOptions<1>;
using MaxPool2dOptions = MaxPoolOptions<2>;
using MaxPool3dOptions = MaxPoolOptions<3>;

namespace functional {
using MaxPool1dFuncOptions = MaxPool1dOptions;
using MaxPool2dFuncOptions = MaxPool2dOptions;
using MaxPool3dFuncOptions = MaxPool3dOptions;
/// The largest of each window.
Tensor max_pool1d(Traced input, const MaxPool1dFuncOptions& options);
Tensor max_pool2d(Traced input, const MaxPool2dFuncOptions& options);
Tensor max_pool3d(Traced input, const MaxPool3dFuncOptions& options);
/// The same, and its place.
std::tuple<Tensor, Tensor> max_pool1d_with_indices(Traced input,
                                                   const MaxPool1dFuncOptions& options);
std::tuple<Tensor, Tensor> max_pool2d_with_indices(Traced input,
                                                   const MaxPool2dFuncOptions& options);
std::tuple<Tensor, Tensor> max_pool3d_with_indices(Traced input,
                                                   const MaxPool3dFuncOptions& options);
}  // namespace functional

/// The largest of each window, as a module.
template <size_t D, class Derived>
class MaxPoolImpl : public CloneableWithOptions<Derived, MaxPoolOptions<D>> {
 public:
  MaxPoolImpl(ExpandingArray<D> kernel_size) : MaxPoolImpl(MaxPoolOptions<D>(kernel_size)) {}
  explicit MaxPoolImpl(const MaxPoolOptions<D>& options_)
      : CloneableWithOptions<Derived, MaxPoolOptions<D>>(options_) {}
  Tensor forward(Traced input);
  std::tuple<Tensor, Tensor> forward_with_indices(Traced input);
  void pretty_print(std::ostream& stream) const override;
};

// --- AvgPool ---

/// Options of AvgPool1d, AvgPool2d and AvgPool3d; convert from the size of the window.
template <size_t D>
struct AvgPoolOptions {
  AvgPoolOptions(ExpandingArray<D> kernel_size) : kernel_size_(kernel_size), stride_(kernel_size) {}
  TORCH_ARG(ExpandingArray<D>, kernel_size);
  TORCH_ARG(ExpandingArray<D>, stride);  ///< by default kernel_size
  TORCH_ARG(ExpandingArray<D>, padding) = 0;
  TORCH_ARG(bool, ceil_mode) = false;
  TORCH_ARG(bool, count_include_pad) = true;
  TORCH_ARG(optional<int64_t>, divisor_override) = nullopt;  ///< not for one dimension
};
using AvgPool1dOptions = AvgPoolOptions<1>;
using AvgPool2dOptions = AvgPoolOptions<2>;
using AvgPool3dOptions = AvgPoolOptions<3>;

namespace functional {
using AvgPool1dFuncOptions = AvgPool1dOptions;
using AvgPool2dFuncOptions = AvgPool2dOptions;
using AvgPool3dFuncOptions = AvgPool3dOptions;
/// The mean of each window.
Tensor avg_pool1d(Traced input, const AvgPool1dFuncOptions& options);
Tensor avg_pool2d(Traced input, const AvgPool2dFuncOptions& options);
Tensor avg_pool3d(Traced input, const AvgPool3dFuncOptions& options);
}  // namespace functional

/// The mean of each window, as a module.
template <size_t D, class Derived>
class AvgPoolImpl : public CloneableWithOptions<Derived, AvgPoolOptions<D>> {
 public:
  AvgPoolImpl(ExpandingArray<D> kernel_size) : AvgPoolImpl(AvgPoolOptions<D>(kernel_size)) {}
  explicit AvgPoolImpl(const AvgPoolOptions<D>& options_)
      : CloneableWithOptions<Derived, AvgPoolOptions<D>>(options_) {}
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;
};

// --- AdaptiveMaxPool and AdaptiveAvgPool ---

/// Options of AdaptiveMaxPool1d, 2d and 3d; convert from the size of the result. nullopt: the
/// input's.
template <class output_size_t>
struct AdaptiveMaxPoolOptions {
  AdaptiveMaxPoolOptions(output_size_t output_size) : output_size_(output_size) {}
  TORCH_ARG(output_size_t, output_size);
};
using AdaptiveMaxPool1dOptions = AdaptiveMaxPoolOptions<ExpandingArray<1>>;
using AdaptiveMaxPool2dOptions = AdaptiveMaxPoolOptions<ExpandingArrayWithOptionalElem<2>>;
using AdaptiveMaxPool3dOptions = AdaptiveMaxPoolOptions<ExpandingArrayWithOptionalElem<3>>;

/// Options of AdaptiveAvgPool1d, 2d and 3d, as those of AdaptiveMaxPool.
template <class output_size_t>
struct AdaptiveAvgPoolOptions {
  AdaptiveAvgPoolOptions(output_size_t output_size) : output_size_(output_size) {}
  TORCH_ARG(output_size_t, output_size);
};
using AdaptiveAvgPool1dOptions = AdaptiveAvgPoolOptions<ExpandingArray<1>>;
using AdaptiveAvgPool2dOptions = AdaptiveAvgPoolOptions<ExpandingArrayWithOptionalElem<2>>;
using AdaptiveAvgPool3dOptions = AdaptiveAvgPoolOptions<ExpandingArrayWithOptionalElem<3>>;

namespace functional {
using AdaptiveMaxPool1dFuncOptions = AdaptiveMaxPool1dOptions;
using AdaptiveMaxPool2dFuncOptions = AdaptiveMaxPool2dOptions;
using AdaptiveMaxPool3dFuncOptions = AdaptiveMaxPool3dOptions;
using AdaptiveAvgPool1dFuncOptions = AdaptiveAvgPool1dOptions;
using AdaptiveAvgPool2dFuncOptions = AdaptiveAvgPool2dOptions;
using AdaptiveAvgPool3dFuncOptions = AdaptiveAvgPool3dOptions;
/// The largest of each of so many parts of the image.
Tensor adaptive_max_pool1d(Traced input, const AdaptiveMaxPool1dFuncOptions& options);
Tensor adaptive_max_pool2d(Traced input, const AdaptiveMaxPool2dFuncOptions& options);
Tensor adaptive_max_pool3d(Traced input, const AdaptiveMaxPool3dFuncOptions& options);
/// The same, and its place.
std::tuple<Tensor, Tensor> adaptive_max_pool1d_with_indices(
    Traced input, const AdaptiveMaxPool1dFuncOptions& options);
std::tuple<Tensor, Tensor> adaptive_max_pool2d_with_indices(
    Traced input, const AdaptiveMaxPool2dFuncOptions& options);
std::tuple<Tensor, Tensor> adaptive_max_pool3d_with_indices(
    Traced input, const AdaptiveMaxPool3dFuncOptions& options);
/// The mean of each of so many parts of the image.
Tensor adaptive_avg_pool1d(Traced input, const AdaptiveAvgPool1dFuncOptions& options);
Tensor adaptive_avg_pool2d(Traced input, const AdaptiveAvgPool2dFuncOptions& options);
Tensor adaptive_avg_pool3d(Traced input, const AdaptiveAvgPool3dFuncOptions& options);
}  // namespace functional

/// The largest of each part, as a module.
template <size_t D, class output_size_t, class Derived>
class AdaptiveMaxPoolImpl
    : public CloneableWithOptions<Derived, AdaptiveMaxPoolOptions<output_size_t>> {
 public:
  AdaptiveMaxPoolImpl(output_size_t output_size)
      : AdaptiveMaxPoolImpl(AdaptiveMaxPoolOptions<output_size_t>(output_size)) {}
  explicit AdaptiveMaxPoolImpl(const AdaptiveMaxPoolOptions<output_size_t>& options_)
      : CloneableWithOptions<Derived, AdaptiveMaxPoolOptions<output_size_t>>(options_) {}
  Tensor forward(Traced input);
  std::tuple<Tensor, Tensor> forward_with_indices(Traced input);
  void pretty_print(std::ostream& stream) const override;
};

/// The mean of each part, as a module.
template <size_t D, class output_size_t, class Derived>
class AdaptiveAvgPoolImpl
    : public CloneableWithOptions<Derived, AdaptiveAvgPoolOptions<output_size_t>> {
 public:
  AdaptiveAvgPoolImpl(output_size_t output_size)
      : AdaptiveAvgPoolImpl(AdaptiveAvgPoolOptions<output_size_t>(output_size)) {}
  explicit AdaptiveAvgPoolImpl(const AdaptiveAvgPoolOptions<output_size_t>& options_)
      : CloneableWithOptions<Derived, AdaptiveAvgPoolOptions<output_size_t>>(options_) {}
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;
};

// --- for images of one, two and three dimensions ---

class MaxPool1dImpl : public MaxPoolImpl<1, MaxPool1dImpl> {
 public:
  using MaxPoolImpl::MaxPoolImpl;
};
TORCH_MODULE(MaxPool1d);
class MaxPool2dImpl : public MaxPoolImpl<2, MaxPool2dImpl> {
 public:
  using MaxPoolImpl::MaxPoolImpl;
};
TORCH_MODULE(MaxPool2d);
class MaxPool3dImpl : public MaxPoolImpl<3, MaxPool3dImpl> {
 public:
  using MaxPoolImpl::MaxPoolImpl;
};
TORCH_MODULE(MaxPool3d);
class AvgPool1dImpl : public AvgPoolImpl<1, AvgPool1dImpl> {
 public:
  using AvgPoolImpl::AvgPoolImpl;
};
TORCH_MODULE(AvgPool1d);
class AvgPool2dImpl : public AvgPoolImpl<2, AvgPool2dImpl> {
 public:
  using AvgPoolImpl::AvgPoolImpl;
};
TORCH_MODULE(AvgPool2d);
class AvgPool3dImpl : public AvgPoolImpl<3, AvgPool3dImpl> {
 public:
  using AvgPoolImpl::AvgPoolImpl;
};
TORCH_MODULE(AvgPool3d);
class AdaptiveMaxPool1dImpl
    : public AdaptiveMaxPoolImpl<1, ExpandingArray<1>, AdaptiveMaxPool1dImpl> {
 public:
  using AdaptiveMaxPoolImpl::AdaptiveMaxPoolImpl;
};
TORCH_MODULE(AdaptiveMaxPool1d);
class AdaptiveMaxPool2dImpl
    : public AdaptiveMaxPoolImpl<2, ExpandingArrayWithOptionalElem<2>, AdaptiveMaxPool2dImpl> {
 public:
  using AdaptiveMaxPoolImpl::AdaptiveMaxPoolImpl;
};
TORCH_MODULE(AdaptiveMaxPool2d);
class AdaptiveMaxPool3dImpl
    : public AdaptiveMaxPoolImpl<3, ExpandingArrayWithOptionalElem<3>, AdaptiveMaxPool3dImpl> {
 public:
  using AdaptiveMaxPoolImpl::AdaptiveMaxPoolImpl;
};
TORCH_MODULE(AdaptiveMaxPool3d);
class AdaptiveAvgPool1dImpl
    : public AdaptiveAvgPoolImpl<1, ExpandingArray<1>, AdaptiveAvgPool1dImpl> {
 public:
  using AdaptiveAvgPoolImpl::AdaptiveAvgPoolImpl;
};
TORCH_MODULE(AdaptiveAvgPool1d);
class AdaptiveAvgPool2dImpl
    : public AdaptiveAvgPoolImpl<2, ExpandingArrayWithOptionalElem<2>, AdaptiveAvgPool2dImpl> {
 public:
  using AdaptiveAvgPoolImpl::AdaptiveAvgPoolImpl;
};
TORCH_MODULE(AdaptiveAvgPool2d);
class AdaptiveAvgPool3dImpl
    : public AdaptiveAvgPoolImpl<3, ExpandingArrayWithOptionalElem<3>, AdaptiveAvgPool3dImpl> {
 public:
  using AdaptiveAvgPoolImpl::AdaptiveAvgPoolImpl;
};
TORCH_MODULE(AdaptiveAvgPool3d);

}  // namespace glassgrad::nn
