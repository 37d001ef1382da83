// Images under another shape: of each the function, then the module's forward and how it prints.
#include "nn/layers/vision.h"

#include <algorithm>

#include "autograd/base/check.h"
#include "autograd/functions.h"
#include "nn/print.h"

namespace glassgrad::nn {

// --- PixelShuffle and PixelUnshuffle ---

Tensor functional::pixel_shuffle(Traced input, const PixelShuffleFuncOptions& options) {
  return glassgrad::pixel_shuffle(input, options.upscale_factor());
}
Tensor PixelShuffleImpl::forward(Traced input) { return functional::pixel_shuffle(input, options); }
void PixelShuffleImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "PixelShuffle").value("upscale_factor", options.upscale_factor());
}

Tensor functional::pixel_unshuffle(Traced input, const PixelUnshuffleFuncOptions& options) {
  return glassgrad::pixel_unshuffle(input, options.downscale_factor());
}
Tensor PixelUnshuffleImpl::forward(Traced input) {
  return functional::pixel_unshuffle(input, options);
}
void PixelUnshuffleImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "PixelUnshuffle").value("downscale_factor", options.downscale_factor());
}

// --- Fold and Unfold ---

Tensor functional::fold(Traced input, const FoldFuncOptions& o) {
  const int64_t dims = input.enter().dim();
  check(dims == 2 || dims == 3,
        "Input Error: Only unbatched (2D) or batched (3D) input Tensors are supported (got {}D)",
        dims);
  return col2im(input.tensor, o.output_size(), o.kernel_size(), o.dilation(), o.padding(),
                o.stride());
}
Tensor FoldImpl::forward(Traced input) { return functional::fold(input, options); }
void FoldImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "Fold")
      .value("output_size", options.output_size())
      .value("kernel_size", options.kernel_size())
      .value("dilation", options.dilation())
      .value("padding", options.padding())
      .value("stride", options.stride());
}

Tensor functional::unfold(Traced input, const UnfoldFuncOptions& o) {
  const int64_t dims = input.enter().dim();
  check(dims == 4, "Input Error: Only 4D input Tensors are supported (got {}D)", dims);
  return im2col(input.tensor, o.kernel_size(), o.dilation(), o.padding(), o.stride());
}
Tensor UnfoldImpl::forward(Traced input) { return functional::unfold(input, options); }
void UnfoldImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "Unfold")
      .value("kernel_size", options.kernel_size())
      .value("dilation", options.dilation())
      .value("padding", options.padding())
      .value("stride", options.stride());
}

// --- grids ---

Tensor functional::grid_sample(Traced input, const Tensor& grid,
                               const GridSampleFuncOptions& options) {
  return grid_sampler(input.enter(), grid, static_cast<int64_t>(options.mode().index()),
                      static_cast<int64_t>(options.padding_mode().index()),
                      options.align_corners().value_or(false));
}

Tensor functional::affine_grid(Traced theta, IntArrayRef size, bool align_corners) {
  const Tensor& t = theta.enter();
  check(t.is_floating_point(), "Expected theta to have floating point type, but got {}",
        t.dtype().name());
  check(size.size() == 4 || size.size() == 5,
        "affine_grid only supports 4D and 5D sizes, for 2D and 3D affine transforms, respectively. "
        "Got size {}",
        size);
  const int64_t d = static_cast<int64_t>(size.size()) - 2;
  check(t.dim() == 3 && t.size(1) == d && t.size(2) == d + 1,
        "Expected a batch of {}D affine matrices of shape Nx{}x{} for size {}. Got {}.", d, d,
        d + 1, size, t.sizes());
  check(*std::min_element(size.begin(), size.end()) > 0,
        "Expected non-zero, positive output size. Got {}", size);
  return affine_grid_generator(t, size, align_corners);
}

}  // namespace glassgrad::nn
