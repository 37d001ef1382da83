#pragma once
// Normalisation by the neighbouring channels, each a block: options, function, module.

#include "../../autograd/base/arg.h"
#include "../cloneable.h"

namespace glassgrad::nn {

// --- LocalResponseNorm ---

/// Options of LocalResponseNorm; convert from the number of channels.
struct LocalResponseNormOptions {
  LocalResponseNormOptions(int64_t size) : size_(size) {}
  TORCH_ARG(int64_t, size);
  TORCH_ARG(double, alpha) = 1e-4;
  TORCH_ARG(double, beta) = 0.75;
  TORCH_ARG(double, k) = 1.;
};

namespace functional {
using LocalResponseNormFuncOptions = LocalResponseNormOptions;
/// y_c = x_c (k + alpha / size * sum over the `size` channels around c of x^2)^-beta.
/// @param input  [N, C, ...]  @throws Error for fewer than three dimensions
/// Source: Krizhevsky et al., "ImageNet classification with deep convolutional networks" (2012).
Tensor local_response_norm(Traced input, const LocalResponseNormFuncOptions& options);
}  // namespace functional

/// functional::local_response_norm as a module.
class LocalResponseNormImpl
    : public CloneableWithOptions<LocalResponseNormImpl, LocalResponseNormOptions> {
 public:
  LocalResponseNormImpl(int64_t size) : LocalResponseNormImpl(LocalResponseNormOptions(size)) {}
  explicit LocalResponseNormImpl(const LocalResponseNormOptions& options_)
      : CloneableWithOptions(options_) {}
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(LocalResponseNorm);

// --- CrossMapLRN2d ---

/// Options of CrossMapLRN2d; convert from the number of channels.
struct CrossMapLRN2dOptions {
  CrossMapLRN2dOptions(int64_t size) : size_(size) {}
  TORCH_ARG(int64_t, size);
  TORCH_ARG(double, alpha) = 1e-4;
  TORCH_ARG(double, beta) = 0.75;
  TORCH_ARG(int64_t, k) = 1;
};

/// The same of images [N, C, H, W]; of an even number of channels, one counts less. (In libtorch
/// 1.13 channel 0 goes on to count in windows that have left it; here it does not.)
class CrossMapLRN2dImpl : public CloneableWithOptions<CrossMapLRN2dImpl, CrossMapLRN2dOptions> {
 public:
  CrossMapLRN2dImpl(int64_t size) : CrossMapLRN2dImpl(CrossMapLRN2dOptions(size)) {}
  explicit CrossMapLRN2dImpl(const CrossMapLRN2dOptions& options_)
      : CloneableWithOptions(options_) {}
  /// @throws Error for another number of dimensions
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(CrossMapLRN2d);

}  // namespace glassgrad::nn
