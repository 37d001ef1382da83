// Images of another size: the function, then the module's forward and how it prints.
#include "nn/layers/upsampling.h"

#include <cmath>

#include "autograd/base/check.h"
#include "autograd/functions.h"
#include "nn/print.h"

namespace glassgrad::nn {
namespace {

using Options = functional::InterpolateFuncOptions;

constexpr const char* kModes[] = {"kNearest",   "kLinear", "kBilinear",    "kBicubic",
                                  "kTrilinear", "kArea",   "kNearestExact"};

/// How many dimensions a mode is for; 0: any.
constexpr int64_t kDims[] = {0, 1, 2, 2, 3, 0, 0};
constexpr const char* kWords[] = {"nearest", "linear", "bilinear", "bicubic", "trilinear"};

std::vector<int64_t> result_size(const Tensor& x, const Options& o) {
  const int64_t spatial = x.dim() - 2;
  check(o.size() || o.scale_factor(), "either size or scale_factor should be defined");
  check(!o.size() || !o.scale_factor(), "only one of size or scale_factor should be defined");
  if (o.size()) return *o.size();
  const std::vector<double>& factors = *o.scale_factor();
  check(static_cast<int64_t>(factors.size()) == spatial,
        "scale_factor shape must match input shape. Input is {}D, scale_factor size is {}", spatial,
        bracketed(factors));
  std::vector<int64_t> size;
  for (int64_t d = 0; d < spatial; ++d)
    size.push_back(static_cast<int64_t>(
        std::floor(static_cast<double>(x.size(d + 2)) * factors[static_cast<size_t>(d)])));
  return size;
}

void check_mode(const Tensor& x, const Options& o) {
  const size_t mode = o.mode().index();
  const int64_t dims = x.dim();
  const bool has_corners = kDims[mode] > 0;
  check(has_corners || !o.align_corners(),
        "align_corners option can only be set with the interpolating modes: linear | bilinear | "
        "bicubic | trilinear");
  check(!o.antialias() || (dims == 4 && kDims[mode] == 2),
        "Anti-alias option is only supported for bilinear and bicubic modes");
  const bool is_known = dims >= 3 && dims <= 5;
  if (is_known && kDims[mode] > 0 && !o.mode().is<enumtype::kBicubic>())
    check(dims == kDims[mode] + 2, "Got {}D input, but {} mode needs {}D input", dims, kWords[mode],
          kDims[mode] + 2);
  check(is_known && (!o.mode().is<enumtype::kBicubic>() || dims == 4),
        "Input Error: Only 3D, 4D and 5D input Tensors supported (got {}D) for the modes: nearest "
        "| linear | bilinear | bicubic | trilinear (got {})",
        dims, kModes[mode]);
}

}  // namespace

Tensor functional::interpolate(Traced traced, const InterpolateFuncOptions& o) {
  const Tensor& x = traced.enter();
  check_mode(x, o);
  const std::vector<int64_t> size = result_size(x, o);
  const int64_t spatial = x.dim() - 2;
  std::vector<optional<double>> s(3);  // of depth, height, width: the last ones that there are
  if (o.scale_factor() && !o.recompute_scale_factor().value_or(false))
    for (int64_t d = 0; d < spatial; ++d)
      s[static_cast<size_t>(3 - spatial + d)] = (*o.scale_factor())[static_cast<size_t>(d)];
  const bool align = o.align_corners().value_or(false);
  const auto mode = o.mode();
  if (mode.is<enumtype::kArea>())
    return spatial == 1   ? adaptive_avg_pool1d(x, size)
           : spatial == 2 ? adaptive_avg_pool2d(x, size)
                          : adaptive_avg_pool3d(x, size);
  if (mode.is<enumtype::kNearest>())
    return spatial == 1   ? upsample_nearest1d(x, size, s[2])
           : spatial == 2 ? upsample_nearest2d(x, size, s[1], s[2])
                          : upsample_nearest3d(x, size, s[0], s[1], s[2]);
  if (mode.is<enumtype::kNearestExact>())
    return spatial == 1   ? _upsample_nearest_exact1d(x, size, s[2])
           : spatial == 2 ? _upsample_nearest_exact2d(x, size, s[1], s[2])
                          : _upsample_nearest_exact3d(x, size, s[0], s[1], s[2]);
  if (mode.is<enumtype::kLinear>()) return upsample_linear1d(x, size, align, s[2]);
  if (mode.is<enumtype::kTrilinear>())
    return upsample_trilinear3d(x, size, align, s[0], s[1], s[2]);
  if (mode.is<enumtype::kBilinear>())
    return o.antialias() ? _upsample_bilinear2d_aa(x, size, align, s[1], s[2])
                         : upsample_bilinear2d(x, size, align, s[1], s[2]);
  return o.antialias() ? _upsample_bicubic2d_aa(x, size, align, s[1], s[2])
                       : upsample_bicubic2d(x, size, align, s[1], s[2]);
}

namespace {

Options::mode_t interpolation(UpsampleOptions::mode_t mode) {
  if (mode.is<enumtype::kLinear>()) return kLinear;
  if (mode.is<enumtype::kBilinear>()) return kBilinear;
  if (mode.is<enumtype::kBicubic>()) return kBicubic;
  if (mode.is<enumtype::kTrilinear>()) return kTrilinear;
  return kNearest;
}

}  // namespace

Tensor UpsampleImpl::forward(Traced input) {
  return functional::interpolate(input, Options()
                                            .size(options.size())
                                            .scale_factor(options.scale_factor())
                                            .mode(interpolation(options.mode()))
                                            .align_corners(options.align_corners()));
}

void UpsampleImpl::pretty_print(std::ostream& stream) const {
  Printer text(stream, "Upsample");
  if (options.scale_factor())
    text.value("scale_factor", bracketed(*options.scale_factor()));
  else if (options.size())
    text.value("size", IntArrayRef(*options.size()));
  text.value("mode", kModes[options.mode().index()]);
}

}  // namespace glassgrad::nn
