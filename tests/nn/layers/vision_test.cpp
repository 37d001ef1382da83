// Images of other sizes and shapes against PyTorch 1.13.1 and central differences.
#include "nn/layers/vision.h"

#include "tests/nn/derivatives.h"
#include "tests/nn/layers/vision_cases.h"

namespace glassgrad::nn {
namespace {

using support::Tensors;

TEST(Upsample, ComputesPrintsAndRefusesAsLibtorchDoes) {
  nn_cases::expect_close(nn_cases::upsampling_cases());
}
TEST(Vision, ComputesPrintsAndRefusesAsLibtorchDoes) {
  nn_cases::expect_close(nn_cases::vision_cases());
}
TEST(Unpooling, ComputesPrintsAndRefusesAsLibtorchDoes) {
  nn_cases::expect_close(nn_cases::unpooling_cases());
}

/// Squares, because most of these are linear.
void check_image(const char* name, Tensor (*function)(const Tensor&), const Tensor& x) {
  nn_cases::check_derivatives(
      name, [&](const Tensors& in) -> Tensors { return {function(in[0]).square()}; }, {x});
}

TEST(Vision, HasDerivativesOfAnyOrder) {
  manual_seed(1);
  const Tensor image = nn_cases::random({1, 2, 4, 4});
  check_image(
      "upsample_bilinear2d",
      [](const Tensor& x) {
        return upsample_bilinear2d(x, {3, 5}, false);
      },
      image);
  check_image(
      "upsample_bicubic2d",
      [](const Tensor& x) {
        return upsample_bicubic2d(x, {3, 5}, true);
      },
      image);
  check_image(
      "upsample_nearest2d",
      [](const Tensor& x) {
        return upsample_nearest2d(x, {3, 5});
      },
      image);
  check_image(
      "pixel_shuffle",
      [](const Tensor& x) { return glassgrad::pixel_shuffle(x.transpose(1, 2), 2); }, image);
  check_image(
      "im2col",
      [](const Tensor& x) {
        return im2col(x, {2, 3}, 1, 1, 2);
      },
      image);
  check_image(
      "col2im",
      [](const Tensor& x) {
        return col2im(x.reshape({8, 4}), 3, 2, 1, 0, 1);
      },
      image);
  check_image(
      "affine_grid",
      [](const Tensor& x) {
        return affine_grid_generator(x.flatten().narrow(0, 0, 6).view({1, 2, 3}), {1, 1, 2, 3},
                                     false);
      },
      image);
  check_image(
      "local_response_norm",
      [](const Tensor& x) {
        return functional::local_response_norm(
            x, functional::LocalResponseNormFuncOptions(2).alpha(1));
      },
      image);
  CrossMapLRN2d across(CrossMapLRN2dOptions(3).alpha(1));
  nn_cases::check_derivatives("CrossMapLRN2d",
                              [&](const Tensors& in) -> Tensors {
                                return {across(in[0].reshape({1, 4, 2, 4}))};
                              },
                              {image});
  check_image(
      "lp_pool2d",
      [](const Tensor& x) {
        return functional::lp_pool2d(x, functional::LPPool2dFuncOptions(2, 2));
      },
      image);
  const Tensor samples = full({1, 2, 2}, 0.5, kDouble);
  nn_cases::check_derivatives(
      "fractional_max_pool2d",
      [&](const Tensors& in) -> Tensors {
        return {std::get<0>(fractional_max_pool2d(in[0], {2, 2}, {3, 2}, samples)).square()};
      },
      {image});
  nn_cases::check_derivatives(
      "max_unpool2d",
      [&](const Tensors& in) -> Tensors {
        const Tensor at = arange(4).view({1, 1, 2, 2}).expand({1, 2, 2, 2}) * 2 + 1;
        return {max_unpool2d(in[0].narrow(2, 0, 2).narrow(3, 0, 2), at, {3, 3}).square()};
      },
      {image});
  for (const int64_t padding : {0, 1, 2})
    nn_cases::check_derivatives("grid_sampler",
                                [&](const Tensors& in) -> Tensors {
                                  return {grid_sampler(in[0], in[1] * 0.9, 0, padding, false)};
                                },
                                {image, nn_cases::random({1, 2, 3, 2})});
}

/// A column of every window, and the window's gradient back at its place.
TEST(Unfold, IsUndoneByFoldWhereWindowsDoNotOverlap) {
  const Tensor x = arange(32.0).view({1, 2, 4, 4});
  EXPECT_TRUE(equal(Fold(FoldOptions(4, 2).stride(2))(Unfold(UnfoldOptions(2).stride(2))(x)), x));
}

}  // namespace
}  // namespace glassgrad::nn
