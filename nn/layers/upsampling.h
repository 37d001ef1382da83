#pragma once
// Images of another size: options, function, module.

#include <vector>

#include "../../autograd/base/arg.h"
#include "../cloneable.h"
#include "../enum.h"

namespace glassgrad::nn {

/// Options of Upsample: the size of the result, or factors for it, one number for each dimension.
struct UpsampleOptions {
  using mode_t = enumtype::OneOf<enumtype::kNearest, enumtype::kLinear, enumtype::kBilinear,
                                 enumtype::kBicubic, enumtype::kTrilinear>;
  TORCH_ARG(optional<std::vector<int64_t>>, size) = nullopt;
  TORCH_ARG(optional<std::vector<double>>, scale_factor) = nullopt;
  TORCH_ARG(mode_t, mode) = kNearest;
  TORCH_ARG(optional<bool>, align_corners) = nullopt;  ///< false, for modes that have it
};

namespace functional {
/// Options of interpolate.
struct InterpolateFuncOptions {
  using mode_t = enumtype::OneOf<enumtype::kNearest, enumtype::kLinear, enumtype::kBilinear,
                                 enumtype::kBicubic, enumtype::kTrilinear, enumtype::kArea,
                                 enumtype::kNearestExact>;
  TORCH_ARG(optional<std::vector<int64_t>>, size) = nullopt;
  TORCH_ARG(optional<std::vector<double>>, scale_factor) = nullopt;
  TORCH_ARG(mode_t, mode) = kNearest;
  TORCH_ARG(optional<bool>, align_corners) = nullopt;
  /// Whether places follow from the sizes, which are whole numbers, and not from scale_factor.
  TORCH_ARG(optional<bool>, recompute_scale_factor) = nullopt;
  TORCH_ARG(bool, antialias) = false;  ///< blur before an image becomes smaller
};
/// An image of another size. kNearest and kNearestExact copy elements; kLinear, kBilinear and
/// kTrilinear are linear in one, two and three dimensions, kBicubic cubic in two; kArea takes the
/// mean of each part. autograd/functions/image.h has the formulas.
/// @param input  [N, C, L], [N, C, H, W] or [N, C, D, H, W]
/// @throws Error unless either size or scale_factor is given, and mode and input fit
Tensor interpolate(Traced input, const InterpolateFuncOptions& options = {});
}  // namespace functional

/// functional::interpolate as a module.
class UpsampleImpl : public CloneableWithOptions<UpsampleImpl, UpsampleOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(Upsample);

}  // namespace glassgrad::nn
