#pragma once
// Convolutions and borders, in libtorch's own words; see cases.h.

#include "tests/nn/layers/layer_answers.h"
#ifndef GLASSGRAD_TEST_LIBTORCH
#include "autograd/functions/convolution.h"
#include "nn/layers/conv.h"
#include "nn/layers/padding.h"
#endif

namespace nn_cases {

/// Braces alone could be a name of a padding too.
#define LIST(...) torch::IntArrayRef({__VA_ARGS__})

inline std::vector<Case> conv_cases() {
#define IMAGE input(fractions({2, 4, 6, 5}, 1))
#define LINE input(fractions({2, 4, 9}, 1))
#define CUBE input(fractions({2, 2, 3, 4, 5}, 1))
  return {
      MODULE(Conv1d(4, 3, 2), LINE),
      MODULE(Conv1d(Conv1dOptions(4, 6, 3).stride(2).padding(1).groups(2)), LINE),
      MODULE(Conv1d(Conv1dOptions(4, 2, 3).padding(torch::kSame).dilation(2)), LINE),
      MODULE(Conv1d(Conv1dOptions(4, 2, 3).padding(2).padding_mode(torch::kCircular)), LINE),
      MODULE(Conv2d(4, 3, 3), IMAGE),
      MODULE(Conv2d(4, 3, 1), IMAGE),
      MODULE(Conv2d(Conv2dOptions(4, 3, {3, 2}).bias(false)), IMAGE),
      MODULE(Conv2d(Conv2dOptions(4, 3, 3).stride(2).padding(1)), IMAGE),
      MODULE(Conv2d(Conv2dOptions(4, 8, {3, 2}).stride({2, 1}).padding({2, 1}).dilation({1, 2})),
             IMAGE),
      MODULE(Conv2d(Conv2dOptions(4, 8, 3).groups(4)), IMAGE),
      MODULE(Conv2d(Conv2dOptions(4, 2, 3).padding(torch::kSame)), IMAGE),
      MODULE(Conv2d(Conv2dOptions(4, 2, {2, 4}).padding(torch::kSame)), IMAGE),
      MODULE(Conv2d(Conv2dOptions(4, 2, 3).padding(torch::kValid)), IMAGE),
      MODULE(Conv2d(Conv2dOptions(4, 2, 3).padding({2, 1}).padding_mode(torch::kReflect)), IMAGE),
      MODULE(Conv2d(Conv2dOptions(4, 2, 3).padding({2, 1}).padding_mode(torch::kReplicate)), IMAGE),
      MODULE(Conv2d(Conv2dOptions(4, 2, 3).padding(1).padding_mode(torch::kCircular)), IMAGE),
      MODULE(Conv2d(2, 3, 2), input(fractions({2, 4, 3}, 2))),
      MODULE(Conv3d(2, 3, 2), CUBE),
      MODULE(Conv3d(Conv3dOptions(2, 2, {1, 2, 3}).stride({1, 2, 1}).padding({1, 0, 2})), CUBE),
      MODULE(ConvTranspose1d(4, 3, 2), LINE),
      MODULE(ConvTranspose1d(ConvTranspose1dOptions(4, 6, 3).stride(2).padding(1).groups(2)), LINE),
      MODULE(ConvTranspose2d(4, 3, 3), IMAGE),
      MODULE(ConvTranspose2d(ConvTranspose2dOptions(4, 3, 4).stride(2).padding(1).bias(false)),
             IMAGE),
      MODULE(ConvTranspose2d(ConvTranspose2dOptions(4, 4, {3, 2})
                                 .stride({2, 3})
                                 .output_padding({1, 2})
                                 .dilation({2, 1})
                                 .groups(2)),
             IMAGE),
      MODULE(ConvTranspose3d(2, 3, 2), CUBE),
      FUNCTION_OF(fractions({1, 2, 4, 4}, 1), fractions({3, 2, 2, 2}, 2), fractions({3}, 3),
                  F::conv2d(x, w, F::Conv2dFuncOptions().bias(b).stride(2).padding({1, 0}))),
      FUNCTION_OF(fractions({1, 2, 5}, 1), fractions({3, 2, 2}, 2), fractions({3}, 3),
                  F::conv1d(x, w, F::Conv1dFuncOptions().bias(b).padding(torch::kSame))),
      FUNCTION_OF(
          fractions({1, 2, 4, 4}, 1), fractions({2, 3, 2, 2}, 2), fractions({3}, 3),
          F::conv_transpose2d(x, w, F::ConvTranspose2dFuncOptions().bias(b).stride(2).padding(1))),
      FUNCTION_OF(fractions({2, 2, 4, 4}, 1), fractions({3, 2, 2, 2}, 2), fractions({3}, 3),
                  torch::conv2d(x, w, b, {2, 1}, LIST(0, 1), 1)),
      FUNCTION_OF(fractions({2, 2, 4, 4}, 1), fractions({3, 2, 2, 2}, 2), fractions({3}, 3),
                  torch::conv2d(x, w, b, 1, "same")),
      FUNCTION_OF(fractions({2, 2, 4, 4}, 1).transpose(2, 3),
                  fractions({2, 3, 2, 2}, 2).transpose(0, 1), fractions({3}, 3),
                  torch::conv2d(x, w, b)),
      FUNCTION_OF(fractions({0, 2, 4, 4}, 1), fractions({3, 2, 2, 2}, 2), fractions({3}, 3),
                  torch::conv2d(x, w, b)),
  };
#undef IMAGE
#undef LINE
#undef CUBE
}

inline std::vector<Case> refused_convolutions() {
#define ONES(...) torch::ones({__VA_ARGS__})
  return {
      REFUSED(Conv2d(Conv2dOptions(3, 4, 2).groups(2))),
      REFUSED(Conv2d(Conv2dOptions(4, 3, 2).groups(2))),
      REFUSED(Conv2d(Conv2dOptions(4, 4, 2).padding(torch::kSame).stride(2))),
      REFUSED(Conv2d(Conv2dOptions(4, 4, {2, 2, 2}))),
      REFUSED(torch::conv2d(ONES(1, 2, 4, 4).to(torch::kFloat64), ONES(3, 2, 2, 2))),
      REFUSED(torch::conv2d(ONES(1, 2, 4, 4).to(torch::kFloat64), ONES(3, 2, 2, 2), ONES(3))),
      REFUSED(torch::conv2d(ONES(1, 2, 4, 4), ONES(3, 1, 2, 2))),
      REFUSED(torch::conv2d(ONES(2, 2), ONES(3, 1, 2, 2))),
      REFUSED(torch::conv2d(ONES(1, 2, 4, 4), ONES(3, 2, 2, 2), ONES(2))),
      REFUSED(torch::conv2d(ONES(1, 2, 4, 4), ONES(3, 2, 2, 2), {}, {1, 1, 1})),
      REFUSED(torch::conv2d(ONES(1, 2, 4, 4), ONES(3, 2, 2, 2), {}, {0})),
      REFUSED(torch::conv2d(ONES(1, 2, 4, 4), ONES(3, 2, 2, 2), {}, 1, LIST(-1, 0))),
      REFUSED(torch::conv2d(ONES(1, 2, 4, 4), ONES(3, 2, 2, 2), {}, 1, LIST(0, 0), {0, 0})),
      REFUSED(torch::conv2d(ONES(1, 2, 4, 4), ONES(3, 1, 2, 2), {}, 1, LIST(0, 0), 1, 2)),
      REFUSED(torch::conv2d(ONES(1, 2, 4, 4), ONES(1, 1, 2, 2), {}, 1, LIST(0, 0), 1, 2)),
      REFUSED(torch::conv2d(ONES(1, 2, 4, 4), ONES(3, 2, 2, 2), {}, 1, LIST(0, 0), 1, 0)),
      REFUSED(torch::conv2d(ONES(1, 2, 4, 4), ONES(3, 2, 7, 7))),
      REFUSED(torch::conv2d(ONES(1, 2, 4, 4), ONES(3, 2, 2, 2), {}, 2, "same")),
      REFUSED(torch::conv2d(ONES(1, 2, 4, 4), ONES(3, 2, 2, 2), {}, 1, "some")),
      REFUSED(torch::conv_transpose2d(ONES(1, 2, 4, 4), ONES(3, 3, 2, 2))),
      REFUSED(torch::conv_transpose2d(ONES(1, 2, 4, 4), ONES(2, 3, 2, 2), ONES(2))),
      REFUSED(torch::conv_transpose2d(ONES(1, 2, 4, 4), ONES(2, 3, 2, 2), {}, 1, 4)),
      REFUSED(torch::conv_transpose2d(ONES(2, 2), ONES(2, 3, 2, 2))),
      REFUSED(torch::conv_transpose1d(ONES(1, 2, 2), ONES(2, 1, 1), {}, 1, 1)),
      REFUSED(ConvTranspose2d(ConvTranspose2dOptions(2, 3, 2).padding_mode(torch::kReflect))(
          ONES(1, 2, 4, 4))),
      REFUSED(F::pad(ONES(1, 2, 4, 4), F::PadFuncOptions({1}))),
      REFUSED(F::pad(ONES(2), F::PadFuncOptions({1, 1, 1, 1}))),
      REFUSED(F::pad(ONES(1, 2, 4, 4), F::PadFuncOptions({4, 1, 0, 0}).mode(torch::kReflect))),
      REFUSED(F::pad(ONES(1, 2, 4), F::PadFuncOptions({4, 1}).mode(torch::kReflect))),
      REFUSED(torch::reflection_pad2d(ONES(1, 2, 2, 2), {-1, -1, -2, -1})),
      REFUSED(torch::reflection_pad3d(ONES(2, 2, 2, 2), {-1, -1, -2, -1, -1, -1})),
      REFUSED(torch::replication_pad1d(ONES(1, 2, 2), {-1, -1})),
      REFUSED(torch::replication_pad2d(ONES(1, 2, 2, 2), {-1, -1, -1, -1})),
      REFUSED(torch::replication_pad2d(ONES(1, 2, 2, 2), {-2, -1, 0, 0})),
      REFUSED(torch::replication_pad3d(ONES(2, 2, 2, 2), {-1, -1, -2, -1, -1, -1})),
      REFUSED(torch::replication_pad3d(ONES(1, 1, 0, 2), {1, 1, 1, 1, 1, 1})),
      REFUSED(
          F::pad(ONES(1, 2, 4, 4, 4), F::PadFuncOptions({0, 0, 4, 1, 0, 0}).mode(torch::kReflect))),
      REFUSED(F::pad(ONES(1, 2, 4, 4), F::PadFuncOptions({5, 1, 0, 0}).mode(torch::kCircular))),
      REFUSED(F::pad(ONES(2, 3), F::PadFuncOptions({1, 1}).mode(torch::kCircular))),
      REFUSED(F::pad(ONES(1, 2, 4, 4), F::PadFuncOptions({1, 1}).mode(torch::kReflect))),
      REFUSED(
          F::pad(ONES(1, 2, 4, 4), F::PadFuncOptions({1, 1, 1, 1}).mode(torch::kReflect).value(2))),
  };
#undef ONES
}

inline std::vector<Case> padding_cases() {
#define IMAGE input(fractions({2, 2, 4, 3}, 1))
#define CUBE input(fractions({2, 2, 3, 3, 4}, 1))
  return {
      MODULE(ZeroPad2d(1), IMAGE),
      MODULE(ZeroPad2d(ZeroPad2dOptions({1, -1, 2, 0})), IMAGE),
      MODULE(ConstantPad1d(2, 3.5), input(fractions({2, 3}, 1))),
      MODULE(ConstantPad2d(ConstantPad2dOptions({1, 2, 3, 4}, -1)), IMAGE),
      MODULE(ConstantPad3d(1, 0.5), CUBE),
      MODULE(ReflectionPad1d(2), input(fractions({2, 2, 3}, 1))),
      MODULE(ReflectionPad2d(2), IMAGE),
      MODULE(ReflectionPad2d(ReflectionPad2dOptions({1, 2, 3, 0})), IMAGE),
      MODULE(ReflectionPad3d(1), CUBE),
      MODULE(ReplicationPad1d(2), input(fractions({2, 2, 3}, 1))),
      MODULE(ReplicationPad2d(ReplicationPad2dOptions({1, 2, 5, 0})), IMAGE),
      MODULE(ReplicationPad3d(2), CUBE),
      FUNCTION(F::pad(x, F::PadFuncOptions({1, 2}))),
      FUNCTION(F::pad(x, F::PadFuncOptions({1, -2, 0, 1}).value(1.5))),
      FUNCTION(F::pad(x, F::PadFuncOptions({1, 2}).mode(torch::kReflect))),
      FUNCTION(F::pad(x.unsqueeze(0), F::PadFuncOptions({3, 2}).mode(torch::kCircular))),
      FUNCTION(F::pad(x, F::PadFuncOptions({-1, 2}).mode(torch::kReplicate))),
  };
#undef IMAGE
#undef CUBE
}

}  // namespace nn_cases
