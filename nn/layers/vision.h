#pragma once
// Images under another shape, each a block: options, function, module; and images seen through a
// grid. Formulas, shapes and errors stand in autograd/functions/image.h.

#include "../../autograd/base/arg.h"
#include "../cloneable.h"
#include "../enum.h"
#include "expanding_array.h"

namespace glassgrad::nn {

// --- PixelShuffle and PixelUnshuffle ---

/// Options of PixelShuffle; convert from the factor.
struct PixelShuffleOptions {
  PixelShuffleOptions(int64_t upscale_factor) : upscale_factor_(upscale_factor) {}
  TORCH_ARG(int64_t, upscale_factor);
};

/// Options of PixelUnshuffle; convert from the factor.
struct PixelUnshuffleOptions {
  PixelUnshuffleOptions(int64_t downscale_factor) : downscale_factor_(downscale_factor) {}
  TORCH_ARG(int64_t, downscale_factor);
};

namespace functional {
using PixelShuffleFuncOptions = PixelShuffleOptions;
using PixelUnshuffleFuncOptions = PixelUnshuffleOptions;
/// [*, C r^2, H, W] -> [*, C, H r, W r].
Tensor pixel_shuffle(Traced input, const PixelShuffleFuncOptions& options);
/// [*, C, H r, W r] -> [*, C r^2, H, W].
Tensor pixel_unshuffle(Traced input, const PixelUnshuffleFuncOptions& options);
}  // namespace functional

/// functional::pixel_shuffle as a module.
class PixelShuffleImpl : public CloneableWithOptions<PixelShuffleImpl, PixelShuffleOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(PixelShuffle);

/// functional::pixel_unshuffle as a module.
class PixelUnshuffleImpl : public CloneableWithOptions<PixelUnshuffleImpl, PixelUnshuffleOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(PixelUnshuffle);

// --- Fold and Unfold ---

/// Options of Fold.
struct FoldOptions {
  FoldOptions(ExpandingArray<2> output_size, ExpandingArray<2> kernel_size)
      : output_size_(output_size), kernel_size_(kernel_size) {}
  TORCH_ARG(ExpandingArray<2>, output_size);
  TORCH_ARG(ExpandingArray<2>, kernel_size);
  TORCH_ARG(ExpandingArray<2>, dilation) = 1;
  TORCH_ARG(ExpandingArray<2>, padding) = 0;
  TORCH_ARG(ExpandingArray<2>, stride) = 1;
};

/// Options of Unfold; convert from the size of the window.
struct UnfoldOptions {
  UnfoldOptions(ExpandingArray<2> kernel_size) : kernel_size_(kernel_size) {}
  TORCH_ARG(ExpandingArray<2>, kernel_size);
  TORCH_ARG(ExpandingArray<2>, dilation) = 1;
  TORCH_ARG(ExpandingArray<2>, padding) = 0;
  TORCH_ARG(ExpandingArray<2>, stride) = 1;
};

namespace functional {
using FoldFuncOptions = FoldOptions;
using UnfoldFuncOptions = UnfoldOptions;
/// The sum of columns at the places of their windows. [N, C kh kw, windows] -> [N, C, H, W]
Tensor fold(Traced input, const FoldFuncOptions& options);
/// Every window as a column. [N, C, H, W] -> [N, C kh kw, windows]
Tensor unfold(Traced input, const UnfoldFuncOptions& options);
}  // namespace functional

/// functional::fold as a module.
class FoldImpl : public CloneableWithOptions<FoldImpl, FoldOptions> {
 public:
  FoldImpl(ExpandingArray<2> output_size, ExpandingArray<2> kernel_size)
      : FoldImpl(FoldOptions(output_size, kernel_size)) {}
  explicit FoldImpl(const FoldOptions& options_) : CloneableWithOptions(options_) {}
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(Fold);

/// functional::unfold as a module.
class UnfoldImpl : public CloneableWithOptions<UnfoldImpl, UnfoldOptions> {
 public:
  UnfoldImpl(ExpandingArray<2> kernel_size) : UnfoldImpl(UnfoldOptions(kernel_size)) {}
  explicit UnfoldImpl(const UnfoldOptions& options_) : CloneableWithOptions(options_) {}
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(Unfold);

// --- grids ---

namespace functional {
/// Options of grid_sample.
struct GridSampleFuncOptions {
  using mode_t = enumtype::OneOf<enumtype::kBilinear, enumtype::kNearest>;
  using padding_mode_t =
      enumtype::OneOf<enumtype::kZeros, enumtype::kBorder, enumtype::kReflection>;
  TORCH_ARG(mode_t, mode) = kBilinear;
  TORCH_ARG(padding_mode_t, padding_mode) = kZeros;
  TORCH_ARG(optional<bool>, align_corners) = nullopt;  ///< false
};
/// The image at the places of a grid, [N, H, W, 2] for [N, C, H, W] or [N, D, H, W, 3].
Tensor grid_sample(Traced input, const Tensor& grid, const GridSampleFuncOptions& options = {});
/// The grid of the affine maps theta [N, 2, 3] (or [N, 3, 4]) for images of this size.
/// @throws Error if theta does not fit
Tensor affine_grid(Traced theta, IntArrayRef size, bool align_corners = false);
}  // namespace functional

}  // namespace glassgrad::nn
