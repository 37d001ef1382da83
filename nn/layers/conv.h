#pragma once
// Convolutions and transposed convolutions: options, functions, modules. Formulas, shapes and
// errors stand in autograd/functions/convolution.h.

#include "../../autograd/base/arg.h"
#include "../any_module.h"
#include "../cloneable.h"
#include "../enum.h"
#include "expanding_array.h"

namespace glassgrad::nn {

namespace detail {
using conv_padding_mode_t = enumtype::OneOf<enumtype::kZeros, enumtype::kReflect,
                                            enumtype::kReplicate, enumtype::kCircular>;

/// Zeros around an image: so many, none (kValid), or as many as keep its size (kSame).
template <size_t D>
class conv_padding_t {
 public:
  conv_padding_t(int64_t each) : widths_(each) {}
  conv_padding_t(std::initializer_list<int64_t> widths) : widths_(widths) {}
  conv_padding_t(const std::vector<int64_t>& widths) : widths_(widths) {}
  conv_padding_t(IntArrayRef widths) : widths_(widths) {}
  conv_padding_t(const ExpandingArray<D>& widths) : widths_(widths) {}
  conv_padding_t(enumtype::kValid) : widths_(0), name_("valid") {}
  conv_padding_t(enumtype::kSame) : widths_(0), name_("same") {}

  const ExpandingArray<D>& widths() const { return widths_; }
  const char* name() const { return name_; }  ///< null for widths
  bool is_same() const { return name_ && *name_ == 's'; }

 private:
  ExpandingArray<D> widths_;
  const char* name_ = nullptr;
};

/// What Conv and ConvTranspose keep.
template <size_t D>
struct ConvNdOptions {
  using padding_t = conv_padding_t<D>;
  using padding_mode_t = conv_padding_mode_t;
  ConvNdOptions(int64_t in_channels, int64_t out_channels, ExpandingArray<D> kernel_size)
      : in_channels_(in_channels), out_channels_(out_channels), kernel_size_(kernel_size) {}
  TORCH_ARG(int64_t, in_channels);
  TORCH_ARG(int64_t, out_channels);
  TORCH_ARG(ExpandingArray<D>, kernel_size);
  TORCH_ARG(ExpandingArray<D>, stride) = 1;
  TORCH_ARG(padding_t, padding) = 0;
  TORCH_ARG(ExpandingArray<D>, dilation) = 1;
  TORCH_ARG(bool, transposed) = false;
  TORCH_ARG(ExpandingArray<D>, output_padding) = 0;
  TORCH_ARG(int64_t, groups) = 1;
  TORCH_ARG(bool, bias) = true;
  TORCH_ARG(padding_mode_t, padding_mode) = kZeros;
};
}  // namespace detail

// --- Conv ---

/// Options of Conv1d, Conv2d and Conv3d: channels and the size of the window must be given.
template <size_t D>
struct ConvOptions {
  using padding_mode_t = detail::conv_padding_mode_t;
  using padding_t = detail::conv_padding_t<D>;
  ConvOptions(int64_t in_channels, int64_t out_channels, ExpandingArray<D> kernel_size)
      : in_channels_(in_channels), out_channels_(out_channels), kernel_size_(kernel_size) {}
  TORCH_ARG(int64_t, in_channels);
  TORCH_ARG(int64_t, out_channels);
  TORCH_ARG(ExpandingArray<D>, kernel_size);
  TORCH_ARG(ExpandingArray<D>, stride) = 1;
  TORCH_ARG(padding_t, padding) = 0;
  TORCH_ARG(ExpandingArray<D>, dilation) = 1;
  TORCH_ARG(int64_t, groups) = 1;
  TORCH_ARG(bool, bias) = true;
  TORCH_ARG(padding_mode_t, padding_mode) = kZeros;  ///< what stands in the place of the zeros
};
using Conv1dOptions = ConvOptions<1>;
using Conv2dOptions = ConvOptions<2>;
using Conv3dOptions = ConvOptions<3>;

namespace functional {
/// Options of conv1d, conv2d and conv3d.
template <size_t D>
struct ConvFuncOptions {
  using padding_t = nn::detail::conv_padding_t<D>;
  TORCH_ARG(Tensor, bias);
  TORCH_ARG(ExpandingArray<D>, stride) = 1;
  TORCH_ARG(padding_t, padding) = 0;
  TORCH_ARG(ExpandingArray<D>, dilation) = 1;
  TORCH_ARG(int64_t, groups) = 1;
};
using Conv1dFuncOptions = ConvFuncOptions<1>;
using Conv2dFuncOptions = ConvFuncOptions<2>;
using Conv3dFuncOptions = ConvFuncOptions<3>;

/// y = x convolved with w (+ b).  Input [N, C, in...] or [C, in...], weight [O, C / groups,
/// kernel...].
Tensor conv1d(Traced input, const Tensor& weight, const Conv1dFuncOptions& options = {});
Tensor conv2d(Traced input, const Tensor& weight, const Conv2dFuncOptions& options = {});
Tensor conv3d(Traced input, const Tensor& weight, const Conv3dFuncOptions& options = {});
}  // namespace functional

/// The parameters of a convolution; without bias, that is undefined. Both start uniform within
/// +-1/sqrt(n) for a window of n elements: weight first, then bias, in PyTorch's bits.
/// @throws Error on construction, unless groups divides both numbers of channels
template <size_t D, class Derived>
class ConvNdImpl : public CloneableWithOptions<Derived, detail::ConvNdOptions<D>> {
 public:
  explicit ConvNdImpl(const detail::ConvNdOptions<D>& options_);
  void reset() override;
  /// Draws new values.
  void reset_parameters();
  void pretty_print(std::ostream& stream) const override;

  Tensor weight;  ///< [out_channels, in_channels / groups, kernel...]
  Tensor bias;    ///< [out_channels]
};

/// functional::conv1d as a module.
class Conv1dImpl : public ConvNdImpl<1, Conv1dImpl> {
 public:
  Conv1dImpl(int64_t input_channels, int64_t output_channels, ExpandingArray<1> kernel_size)
      : Conv1dImpl(Conv1dOptions(input_channels, output_channels, kernel_size)) {}
  explicit Conv1dImpl(const Conv1dOptions& options_);
  Tensor forward(Traced input);
};
TORCH_MODULE(Conv1d);

/// functional::conv2d as a module.
class Conv2dImpl : public ConvNdImpl<2, Conv2dImpl> {
 public:
  Conv2dImpl(int64_t input_channels, int64_t output_channels, ExpandingArray<2> kernel_size)
      : Conv2dImpl(Conv2dOptions(input_channels, output_channels, kernel_size)) {}
  explicit Conv2dImpl(const Conv2dOptions& options_);
  Tensor forward(Traced input);
};
TORCH_MODULE(Conv2d);

/// functional::conv3d as a module.
class Conv3dImpl : public ConvNdImpl<3, Conv3dImpl> {
 public:
  Conv3dImpl(int64_t input_channels, int64_t output_channels, ExpandingArray<3> kernel_size)
      : Conv3dImpl(Conv3dOptions(input_channels, output_channels, kernel_size)) {}
  explicit Conv3dImpl(const Conv3dOptions& options_);
  Tensor forward(Traced input);
};
TORCH_MODULE(Conv3d);

// --- ConvTranspose ---

/// Options of ConvTranspose1d, ConvTranspose2d and ConvTranspose3d.
template <size_t D>
struct ConvTransposeOptions {
  using padding_mode_t = detail::conv_padding_mode_t;
  ConvTransposeOptions(int64_t in_channels, int64_t out_channels, ExpandingArray<D> kernel_size)
      : in_channels_(in_channels), out_channels_(out_channels), kernel_size_(kernel_size) {}
  TORCH_ARG(int64_t, in_channels);
  TORCH_ARG(int64_t, out_channels);
  TORCH_ARG(ExpandingArray<D>, kernel_size);
  TORCH_ARG(ExpandingArray<D>, stride) = 1;
  TORCH_ARG(ExpandingArray<D>, padding) = 0;
  TORCH_ARG(ExpandingArray<D>, output_padding) = 0;
  TORCH_ARG(int64_t, groups) = 1;
  TORCH_ARG(bool, bias) = true;
  TORCH_ARG(ExpandingArray<D>, dilation) = 1;
  TORCH_ARG(padding_mode_t, padding_mode) = kZeros;
};
using ConvTranspose1dOptions = ConvTransposeOptions<1>;
using ConvTranspose2dOptions = ConvTransposeOptions<2>;
using ConvTranspose3dOptions = ConvTransposeOptions<3>;

namespace functional {
/// Options of conv_transpose1d, conv_transpose2d and conv_transpose3d.
template <size_t D>
struct ConvTransposeFuncOptions {
  TORCH_ARG(Tensor, bias);
  TORCH_ARG(ExpandingArray<D>, stride) = 1;
  TORCH_ARG(ExpandingArray<D>, padding) = 0;
  TORCH_ARG(ExpandingArray<D>, output_padding) = 0;
  TORCH_ARG(int64_t, groups) = 1;
  TORCH_ARG(ExpandingArray<D>, dilation) = 1;
};
using ConvTranspose1dFuncOptions = ConvTransposeFuncOptions<1>;
using ConvTranspose2dFuncOptions = ConvTransposeFuncOptions<2>;
using ConvTranspose3dFuncOptions = ConvTransposeFuncOptions<3>;

/// The gradient of a convolution with respect to its input, as a function.  Input [N, C, in...] or
/// [C, in...], weight [C, O / groups, kernel...].
Tensor conv_transpose1d(Traced input, const Tensor& weight,
                        const ConvTranspose1dFuncOptions& options = {});
Tensor conv_transpose2d(Traced input, const Tensor& weight,
                        const ConvTranspose2dFuncOptions& options = {});
Tensor conv_transpose3d(Traced input, const Tensor& weight,
                        const ConvTranspose3dFuncOptions& options = {});
}  // namespace functional

/// The parameters of a transposed convolution; weight [in_channels, out_channels / groups,
/// kernel...], bias [out_channels], and where they start, as those of a convolution.
template <size_t D, class Derived>
class ConvTransposeNdImpl : public ConvNdImpl<D, Derived> {
 public:
  using ConvNdImpl<D, Derived>::ConvNdImpl;
  explicit ConvTransposeNdImpl(const ConvTransposeOptions<D>& options_);
  void pretty_print(std::ostream& stream) const override;

 protected:
  /// Zeros so that the result has the sizes [out...] or [N, O, out...]; those of the options if
  /// none are given. @throws Error for sizes that no number of zeros gives
  std::vector<int64_t> _output_padding(const Tensor& input,
                                       const optional<IntArrayRef>& output_size) const;
};

/// functional::conv_transpose1d as a module. @throws Error for another padding_mode than kZeros
class ConvTranspose1dImpl : public ConvTransposeNdImpl<1, ConvTranspose1dImpl> {
 public:
  ConvTranspose1dImpl(int64_t input_channels, int64_t output_channels,
                      ExpandingArray<1> kernel_size)
      : ConvTranspose1dImpl(ConvTranspose1dOptions(input_channels, output_channels, kernel_size)) {}
  using ConvTransposeNdImpl::ConvTransposeNdImpl;
  Tensor forward(Traced input, const optional<IntArrayRef>& output_size = nullopt);

 protected:
  FORWARD_HAS_DEFAULT_ARGS({1, AnyValue(optional<IntArrayRef>())})
};
TORCH_MODULE(ConvTranspose1d);

/// functional::conv_transpose2d as a module. @throws Error for another padding_mode than kZeros
class ConvTranspose2dImpl : public ConvTransposeNdImpl<2, ConvTranspose2dImpl> {
 public:
  ConvTranspose2dImpl(int64_t input_channels, int64_t output_channels,
                      ExpandingArray<2> kernel_size)
      : ConvTranspose2dImpl(ConvTranspose2dOptions(input_channels, output_channels, kernel_size)) {}
  using ConvTransposeNdImpl::ConvTransposeNdImpl;
  Tensor forward(Traced input, const optional<IntArrayRef>& output_size = nullopt);

 protected:
  FORWARD_HAS_DEFAULT_ARGS({1, AnyValue(optional<IntArrayRef>())})
};
TORCH_MODULE(ConvTranspose2d);

/// functional::conv_transpose3d as a module. @throws Error for another padding_mode than kZeros
class ConvTranspose3dImpl : public ConvTransposeNdImpl<3, ConvTranspose3dImpl> {
 public:
  ConvTranspose3dImpl(int64_t input_channels, int64_t output_channels,
                      ExpandingArray<3> kernel_size)
      : ConvTranspose3dImpl(ConvTranspose3dOptions(input_channels, output_channels, kernel_size)) {}
  using ConvTransposeNdImpl::ConvTransposeNdImpl;
  Tensor forward(Traced input, const optional<IntArrayRef>& output_size = nullopt);

 protected:
  FORWARD_HAS_DEFAULT_ARGS({1, AnyValue(optional<IntArrayRef>())})
};
TORCH_MODULE(ConvTranspose3d);

}  // namespace glassgrad::nn
