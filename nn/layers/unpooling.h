#pragma once
// Back from pooling, and poolings of other kinds, each a block: options, functions, modules.
// Formulas, shapes and errors stand in autograd/functions/image.h.

#include <tuple>

#include "../../autograd/base/arg.h"
#include "../any_module.h"
#include "../cloneable.h"
#include "expanding_array.h"

namespace glassgrad::nn {

// --- MaxUnpool ---

/// Options of MaxUnpool1d, 2d and 3d; convert from the size of the window.
template <size_t D>
struct MaxUnpoolOptions {
  MaxUnpoolOptions(ExpandingArray<D> kernel_size)
      : kernel_size_(kernel_size), stride_(kernel_size) {}
  TORCH_ARG(ExpandingArray<D>, kernel_size);
  TORCH_ARG(ExpandingArray<D>, stride);  ///< by default kernel_size
  TORCH_ARG(ExpandingArray<D>, padding) = 0;
};
using MaxUnpool1dOptions = MaxUnpoolOptions<1>;
using MaxUnpool2dOptions = MaxUnpoolOptions<2>;
using MaxUnpool3dOptions = MaxUnpoolOptions<3>;

namespace functional {
/// Options of max_unpool1d, 2d and 3d.
template <size_t D>
struct MaxUnpoolFuncOptions {
  MaxUnpoolFuncOptions(ExpandingArray<D> kernel_size)
      : kernel_size_(kernel_size), stride_(kernel_size) {}
  TORCH_ARG(ExpandingArray<D>, kernel_size);
  TORCH_ARG(ExpandingArray<D>, stride);
  TORCH_ARG(ExpandingArray<D>, padding) = 0;
  TORCH_ARG(optional<std::vector<int64_t>>, output_size) = nullopt;  ///< that of pooling's input
};
using MaxUnpool1dFuncOptions = MaxUnpoolFuncOptions<1>;
using MaxUnpool2dFuncOptions = MaxUnpoolFuncOptions<2>;
using MaxUnpool3dFuncOptions = MaxUnpoolFuncOptions<3>;
/// Zeros, with the input's elements at `indices`, which max_pool_with_indices gives.
/// @throws Error if output_size cannot have been pooling's input
Tensor max_unpool1d(Traced input, const Tensor& indices, const MaxUnpool1dFuncOptions& options);
Tensor max_unpool2d(Traced input, const Tensor& indices, const MaxUnpool2dFuncOptions& options);
Tensor max_unpool3d(Traced input, const Tensor& indices, const MaxUnpool3dFuncOptions& options);
}  // namespace functional

/// Zeros, with the input's elements at `indices`, as a module.
template <size_t D, class Derived>
class MaxUnpoolImpl : public CloneableWithOptions<Derived, MaxUnpoolOptions<D>> {
 public:
  MaxUnpoolImpl(ExpandingArray<D> kernel_size) : MaxUnpoolImpl(MaxUnpoolOptions<D>(kernel_size)) {}
  explicit MaxUnpoolImpl(const MaxUnpoolOptions<D>& options_)
      : CloneableWithOptions<Derived, MaxUnpoolOptions<D>>(options_) {}
  Tensor forward(Traced input, const Tensor& indices,
                 const optional<std::vector<int64_t>>& output_size = nullopt);
  void pretty_print(std::ostream& stream) const override;

 protected:
  FORWARD_HAS_DEFAULT_ARGS({2, AnyValue(optional<std::vector<int64_t>>())})
};
class MaxUnpool1dImpl : public MaxUnpoolImpl<1, MaxUnpool1dImpl> {
 public:
  using MaxUnpoolImpl::MaxUnpoolImpl;
};
TORCH_MODULE(MaxUnpool1d);
class MaxUnpool2dImpl : public MaxUnpoolImpl<2, MaxUnpool2dImpl> {
 public:
  using MaxUnpoolImpl::MaxUnpoolImpl;
};
TORCH_MODULE(MaxUnpool2d);
class MaxUnpool3dImpl : public MaxUnpoolImpl<3, MaxUnpool3dImpl> {
 public:
  using MaxUnpoolImpl::MaxUnpoolImpl;
};
TORCH_MODULE(MaxUnpool3d);

// --- FractionalMaxPool ---

/// Options of FractionalMaxPool2d and 3d; convert from the size of the window. Either output_size
/// or output_ratio, the result's part of the input's size, is needed.
template <size_t D>
struct FractionalMaxPoolOptions {
  using ExpandingArrayDouble = ExpandingArray<D, double>;
  FractionalMaxPoolOptions(ExpandingArray<D> kernel_size) : kernel_size_(kernel_size) {}
  TORCH_ARG(ExpandingArray<D>, kernel_size);
  TORCH_ARG(optional<ExpandingArray<D>>, output_size) = nullopt;
  TORCH_ARG(optional<ExpandingArrayDouble>, output_ratio) = nullopt;
  TORCH_ARG(Tensor, _random_samples);  ///< instead of new ones in every call
};
using FractionalMaxPool2dOptions = FractionalMaxPoolOptions<2>;
using FractionalMaxPool3dOptions = FractionalMaxPoolOptions<3>;

namespace functional {
using FractionalMaxPool2dFuncOptions = FractionalMaxPool2dOptions;
using FractionalMaxPool3dFuncOptions = FractionalMaxPool3dOptions;
/// The largest of each window, at places drawn at random.
Tensor fractional_max_pool2d(Traced input, const FractionalMaxPool2dFuncOptions& options);
Tensor fractional_max_pool3d(Traced input, const FractionalMaxPool3dFuncOptions& options);
/// The same, and its place.
std::tuple<Tensor, Tensor> fractional_max_pool2d_with_indices(
    Traced input, const FractionalMaxPool2dFuncOptions& options);
std::tuple<Tensor, Tensor> fractional_max_pool3d_with_indices(
    Traced input, const FractionalMaxPool3dFuncOptions& options);
}  // namespace functional

/// functional::fractional_max_pool2d as a module; 3d as well.
/// @throws Error on construction, unless one of output_size and output_ratio is given
template <size_t D, class Derived>
class FractionalMaxPoolImpl : public CloneableWithOptions<Derived, FractionalMaxPoolOptions<D>> {
 public:
  FractionalMaxPoolImpl(ExpandingArray<D> kernel_size)
      : FractionalMaxPoolImpl(FractionalMaxPoolOptions<D>(kernel_size)) {}
  explicit FractionalMaxPoolImpl(const FractionalMaxPoolOptions<D>& options_);
  void reset() override;
  Tensor forward(Traced input);
  std::tuple<Tensor, Tensor> forward_with_indices(Traced input);
  void pretty_print(std::ostream& stream) const override;

  Tensor _random_samples;  ///< as in the options, and a buffer
};
class FractionalMaxPool2dImpl : public FractionalMaxPoolImpl<2, FractionalMaxPool2dImpl> {
 public:
  using FractionalMaxPoolImpl::FractionalMaxPoolImpl;
};
TORCH_MODULE(FractionalMaxPool2d);
class FractionalMaxPool3dImpl : public FractionalMaxPoolImpl<3, FractionalMaxPool3dImpl> {
 public:
  using FractionalMaxPoolImpl::FractionalMaxPoolImpl;
};
TORCH_MODULE(FractionalMaxPool3d);

// --- LPPool ---

/// Options of LPPool1d and 2d.
template <size_t D>
struct LPPoolOptions {
  LPPoolOptions(double norm_type, ExpandingArray<D> kernel_size)
      : norm_type_(norm_type), kernel_size_(kernel_size), stride_(kernel_size) {}
  TORCH_ARG(double, norm_type);
  TORCH_ARG(ExpandingArray<D>, kernel_size);
  TORCH_ARG(ExpandingArray<D>, stride);  ///< by default kernel_size
  TORCH_ARG(bool, ceil_mode) = false;
};
using LPPool1dOptions = LPPoolOptions<1>;
using LPPool2dOptions = LPPoolOptions<2>;

namespace functional {
using LPPool1dFuncOptions = LPPool1dOptions;
using LPPool2dFuncOptions = LPPool2dOptions;
/// y = (sum of x^p)^(1/p) over each window.
Tensor lp_pool1d(Traced input, const LPPool1dFuncOptions& options);
Tensor lp_pool2d(Traced input, const LPPool2dFuncOptions& options);
}  // namespace functional

/// functional::lp_pool1d as a module; 2d as well.
template <size_t D, class Derived>
class LPPoolImpl : public CloneableWithOptions<Derived, LPPoolOptions<D>> {
 public:
  LPPoolImpl(double norm_type, ExpandingArray<D> kernel_size)
      : LPPoolImpl(LPPoolOptions<D>(norm_type, kernel_size)) {}
  explicit LPPoolImpl(const LPPoolOptions<D>& options_)
      : CloneableWithOptions<Derived, LPPoolOptions<D>>(options_) {}
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;
};
class LPPool1dImpl : public LPPoolImpl<1, LPPool1dImpl> {
 public:
  using LPPoolImpl::LPPoolImpl;
};
TORCH_MODULE(LPPool1d);
class LPPool2dImpl : public LPPoolImpl<2, LPPool2dImpl> {
 public:
  using LPPoolImpl::LPPoolImpl;
};
TORCH_MODULE(LPPool2d);

}  // namespace glassgrad::nn
