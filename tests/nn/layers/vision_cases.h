#pragma once
// Images of other sizes and shapes, in libtorch's own words; see cases.h.

#include "tests/nn/layers/layer_answers.h"
#ifndef GLASSGRAD_TEST_LIBTORCH
#include "autograd/functions.h"
#include "nn/layers/local_response_norm.h"
#include "nn/layers/unpooling.h"
#include "nn/layers/upsampling.h"
#include "nn/layers/vision.h"
#endif

namespace nn_cases {

// clang-format off
/// A function of an image x.
#define IMAGE_FUNCTION(image, ...) {#__VA_ARGS__ " of " #image, [] { namespace F = torch::nn::functional; torch::manual_seed(0); const Tensor x = image; return result(__VA_ARGS__, {x}); }}
// clang-format on
#define LINE input(fractions({1, 2, 5}, 1))
#define IMAGE input(fractions({1, 2, 4, 5}, 1))
#define VOLUME input(fractions({1, 1, 2, 3, 4}, 1))

using Factors = std::vector<double>;

inline std::vector<Case> upsampling_cases() {
#define SIZED(...) F::InterpolateFuncOptions().size(Sizes({__VA_ARGS__}))
#define SCALED(...) F::InterpolateFuncOptions().scale_factor(Factors({__VA_ARGS__}))
  return {
      MODULE(Upsample(UpsampleOptions().scale_factor(Factors({2, 3}))), IMAGE),
      MODULE(Upsample(UpsampleOptions().size(Sizes({3, 7}))), IMAGE),
      MODULE(Upsample(UpsampleOptions()
                          .scale_factor(Factors({1.5}))
                          .mode(torch::kLinear)
                          .align_corners(true)),
             LINE),
      MODULE(Upsample(
                 UpsampleOptions().size(Sizes({7, 3})).mode(torch::kBilinear).align_corners(false)),
             IMAGE),
      MODULE(Upsample(UpsampleOptions()
                          .scale_factor(Factors({2, 2}))
                          .mode(torch::kBicubic)
                          .align_corners(true)),
             IMAGE),
      MODULE(Upsample(UpsampleOptions()
                          .scale_factor(Factors({2, 1, 2}))
                          .mode(torch::kTrilinear)
                          .align_corners(false)),
             VOLUME),
      IMAGE_FUNCTION(LINE, F::interpolate(x, SIZED(3))),
      IMAGE_FUNCTION(LINE, F::interpolate(x, SCALED(1.7))),
      IMAGE_FUNCTION(LINE, F::interpolate(x, SCALED(1.7).mode(torch::kNearestExact))),
      IMAGE_FUNCTION(
          LINE,
          F::interpolate(
              x,
              SCALED(1.7).recompute_scale_factor(true).mode(torch::kLinear).align_corners(false))),
      IMAGE_FUNCTION(LINE,
                     F::interpolate(x, SCALED(1.7).mode(torch::kLinear).align_corners(false))),
      IMAGE_FUNCTION(LINE, F::interpolate(x, SIZED(3).mode(torch::kArea))),
      IMAGE_FUNCTION(IMAGE, F::interpolate(x, SCALED(0.6, 0.8))),
      IMAGE_FUNCTION(IMAGE, F::interpolate(x, SIZED(7, 2).mode(torch::kNearestExact))),
      IMAGE_FUNCTION(IMAGE, F::interpolate(x, SIZED(3, 2).mode(torch::kArea))),
      IMAGE_FUNCTION(IMAGE,
                     F::interpolate(x, SIZED(9, 1).mode(torch::kBilinear).align_corners(true))),
      IMAGE_FUNCTION(
          IMAGE, F::interpolate(x, SCALED(0.5, 2.5).mode(torch::kBicubic).align_corners(false))),
      IMAGE_FUNCTION(
          IMAGE, F::interpolate(
                     x, SIZED(2, 3).mode(torch::kBilinear).antialias(true).align_corners(false))),
      IMAGE_FUNCTION(
          IMAGE, F::interpolate(
                     x, SIZED(2, 7).mode(torch::kBicubic).antialias(true).align_corners(false))),
      IMAGE_FUNCTION(VOLUME, F::interpolate(x, SIZED(3, 2, 5))),
      IMAGE_FUNCTION(VOLUME, F::interpolate(x, SIZED(3, 2, 5).mode(torch::kNearestExact))),
      IMAGE_FUNCTION(VOLUME, F::interpolate(x, SIZED(1, 2, 2).mode(torch::kArea))),
      IMAGE_FUNCTION(VOLUME,
                     F::interpolate(x, SIZED(3, 5, 2).mode(torch::kTrilinear).align_corners(true))),
      REFUSED(F::interpolate(torch::ones({1, 1, 2}))),
      REFUSED(F::interpolate(torch::ones({1, 1, 2}), SIZED(2).scale_factor(Factors({2})))),
      REFUSED(F::interpolate(torch::ones({1, 1, 2}), SCALED(2, 2))),
      REFUSED(F::interpolate(torch::ones({1, 1, 2}), SIZED(2).align_corners(true))),
      REFUSED(F::interpolate(torch::ones({1, 1, 2}), SIZED(2).mode(torch::kBilinear))),
      REFUSED(F::interpolate(torch::ones({1, 1, 2, 2}), SIZED(2).mode(torch::kLinear))),
      REFUSED(F::interpolate(torch::ones({1, 2}), SIZED(2))),
      REFUSED(F::interpolate(torch::ones({1, 1, 2}), SIZED(2).antialias(true))),
      REFUSED(F::interpolate(torch::ones({1, 1, 2}), SIZED(2, 2))),
  };
#undef SIZED
#undef SCALED
}

inline std::vector<Case> vision_cases() {
#define GRID fractions({1, 2, 3, 2}, 4) * 0.75
#define GRIDS(...) F::grid_sample(x, GRID, F::GridSampleFuncOptions().__VA_ARGS__)
#define LIKE_GRID(...) F::grid_sample(IMAGE, x, F::GridSampleFuncOptions().__VA_ARGS__)
#define THETA input(fractions({1, 2, 3}, 1) / 2)
  return {
      MODULE(PixelShuffle(2), input(fractions({2, 8, 2, 3}, 1))),
      MODULE(PixelShuffle(1), input(fractions({2, 2, 3}, 1))),
      MODULE(PixelUnshuffle(2), input(fractions({2, 2, 4, 6}, 1))),
      MODULE(Unfold(2), IMAGE),
      MODULE(Unfold(UnfoldOptions({2, 3}).dilation({2, 1}).padding(1).stride({1, 2})), IMAGE),
      MODULE(Fold(FoldOptions({4, 5}, 2)), input(fractions({2, 8, 12}, 1))),
      MODULE(Fold(FoldOptions({4, 5}, {2, 3}).dilation({2, 1}).padding(1).stride({1, 2})),
             input(fractions({12, 12}, 1))),
      IMAGE_FUNCTION(IMAGE, GRIDS(align_corners(false))),
      IMAGE_FUNCTION(IMAGE, GRIDS(align_corners(true).padding_mode(torch::kBorder))),
      IMAGE_FUNCTION(IMAGE, GRIDS(align_corners(false).padding_mode(torch::kReflection))),
      IMAGE_FUNCTION(IMAGE, GRIDS(align_corners(true).padding_mode(torch::kReflection))),
      IMAGE_FUNCTION(IMAGE, GRIDS(align_corners(false).mode(torch::kNearest))),
      IMAGE_FUNCTION(input(GRID), LIKE_GRID(align_corners(false))),
      IMAGE_FUNCTION(input(GRID), LIKE_GRID(align_corners(true).padding_mode(torch::kBorder))),
      IMAGE_FUNCTION(input(GRID), LIKE_GRID(align_corners(false).padding_mode(torch::kReflection))),
      IMAGE_FUNCTION(VOLUME, F::grid_sample(x, fractions({1, 2, 1, 3, 3}, 4) / 2,
                                            F::GridSampleFuncOptions().align_corners(true))),
      IMAGE_FUNCTION(THETA, F::affine_grid(x, {1, 2, 2, 3})),
      IMAGE_FUNCTION(THETA, F::affine_grid(x, {1, 2, 1, 3}, true)),
      IMAGE_FUNCTION(input(fractions({1, 3, 4}, 1)), F::affine_grid(x, {1, 1, 2, 1, 2})),
      REFUSED(torch::pixel_shuffle(torch::ones({2, 2}), 2)),
      REFUSED(torch::pixel_shuffle(torch::ones({2, 2, 2}), 2)),
      REFUSED(torch::pixel_shuffle(torch::ones({2, 2, 2}), 0)),
      REFUSED(torch::pixel_unshuffle(torch::ones({2, 3, 2}), 2)),
      REFUSED(torch::pixel_unshuffle(torch::ones({2, 2, 3}), 2)),
      REFUSED(Unfold(2)(torch::ones({2, 2}))),
      REFUSED(Unfold(3)(torch::ones({1, 1, 2, 2}))),
      REFUSED(Fold(FoldOptions({4, 5}, 2))(torch::ones({2}))),
      REFUSED(Fold(FoldOptions({4, 5}, 2))(torch::ones({1, 3, 12}))),
      REFUSED(Fold(FoldOptions({4, 5}, 2))(torch::ones({1, 4, 11}))),
      REFUSED(F::grid_sample(torch::ones({1, 1, 2, 2}), torch::ones({2, 2, 2, 2}))),
      REFUSED(F::grid_sample(torch::ones({1, 1, 2, 2}), torch::ones({1, 2, 2, 3}))),
      REFUSED(F::affine_grid(torch::ones({1, 2, 3}), {1, 2})),
      REFUSED(F::affine_grid(torch::ones({1, 2, 2}), {1, 1, 2, 2})),
      REFUSED(F::affine_grid(torch::ones({1, 2, 3}), {1, 1, 0, 2})),
  };
#undef GRID
#undef GRIDS
#undef LIKE_GRID
#undef THETA
}

inline std::vector<Case> unpooling_cases() {
#define AT_LINE torch::tensor({{{1, 2}, {0, 3}}})
#define AT_IMAGE torch::tensor({{{{1, 2}, {8, 11}}}})
#define X_IMAGE input(fractions({1, 1, 2, 2}, 1))
#define MEMBERS F::FractionalMaxPool2dFuncOptions(2)
  return {
      MODULE(MaxUnpool1d(2), input(fractions({1, 2, 2}, 1)), AT_LINE),
      MODULE(MaxUnpool1d(MaxUnpool1dOptions(3).stride(2).padding(1)),
             input(fractions({1, 2, 2}, 1)), torch::tensor({{{1, 2}, {0, 2}}})),
      MODULE(MaxUnpool2d(MaxUnpool2dOptions({2, 3}).stride({2, 2})), X_IMAGE, AT_IMAGE),
      MODULE(MaxUnpool3d(2), input(fractions({1, 1, 1, 1, 2}, 1)), torch::tensor({{{{{5, 2}}}}})),
      IMAGE_FUNCTION(
          X_IMAGE, F::max_unpool2d(x, AT_IMAGE,
                                   F::MaxUnpool2dFuncOptions(2).output_size(Sizes({1, 1, 3, 5})))),
      MODULE(FractionalMaxPool2d(FractionalMaxPool2dOptions(2).output_size(3)),
             input(fractions({2, 2, 7, 6}, 1))),
      MODULE(FractionalMaxPool2d(FractionalMaxPool2dOptions({3, 2}).output_ratio(
                 torch::ExpandingArray<2, double>({0.5, 0.7}))),
             input(fractions({2, 7, 6}, 1))),
      MODULE(FractionalMaxPool3d(
                 FractionalMaxPool3dOptions(2).output_size(torch::ExpandingArray<3>({2, 3, 2}))),
             input(fractions({1, 2, 4, 5, 4}, 1))),
      MODULE(LPPool1d(2, 3), input(fractions({1, 2, 6}, 1))),
      MODULE(LPPool1d(LPPool1dOptions(3, 2).stride(1).ceil_mode(true)),
             input(probabilities({1, 2, 6}, 1))),
      MODULE(LPPool2d(LPPool2dOptions(2, {2, 3}).stride({1, 2})), IMAGE),
      MODULE(LocalResponseNorm(2), input(fractions({2, 3, 2}, 1))),
      MODULE(LocalResponseNorm(LocalResponseNormOptions(3).alpha(0.5).beta(0.25).k(2)),
             input(fractions({1, 4, 2, 2}, 1))),
      MODULE(CrossMapLRN2d(3), fractions({1, 2, 2, 2}, 1)),
      MODULE(CrossMapLRN2d(CrossMapLRN2dOptions(5).alpha(0.5).beta(0.25).k(2)),
             fractions({1, 3, 2, 2}, 1)),
      REFUSED(F::max_unpool2d(torch::ones({1, 1, 2, 2}), AT_IMAGE,
                              F::MaxUnpool2dFuncOptions(2).output_size(Sizes({1, 1, 3, 9})))),
      REFUSED(MaxUnpool2d(2)(torch::ones({1, 1, 2, 2}), AT_IMAGE + 9)),
      REFUSED(MaxUnpool2d(2)(torch::ones({1, 1, 2, 2}), AT_IMAGE.to(torch::kInt))),
      REFUSED(MaxUnpool2d(2)(torch::ones({1, 1, 2, 1}), AT_IMAGE)),
      REFUSED(FractionalMaxPool2d(2)),
      REFUSED(FractionalMaxPool2d(FractionalMaxPool2dOptions(2).output_size(3).output_ratio(0.5))),
      REFUSED(FractionalMaxPool2d(FractionalMaxPool2dOptions(2).output_ratio(1.5))),
      REFUSED(FractionalMaxPool2d(FractionalMaxPool2dOptions(2).output_size(6))(
          torch::ones({1, 6, 6}))),
      REFUSED(F::fractional_max_pool2d(torch::ones({1, 6, 6}), MEMBERS)),
      REFUSED(LocalResponseNorm(2)(torch::ones({2, 2}))),
  };
#undef AT_LINE
#undef AT_IMAGE
#undef X_IMAGE
#undef MEMBERS
}
#undef LINE
#undef IMAGE
#undef VOLUME
#undef IMAGE_FUNCTION

}  // namespace nn_cases
