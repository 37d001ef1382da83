#pragma once
// Pooling, in libtorch's own words; see cases.h.

#include "tests/nn/layers/layer_answers.h"
#ifndef GLASSGRAD_TEST_LIBTORCH
#include "autograd/functions/pooling.h"
#include "nn/layers/pooling.h"
#endif

namespace nn_cases {

/// The places of the largest elements.
inline Tensor places(const std::tuple<Tensor, Tensor>& largest) { return std::get<1>(largest); }

inline std::vector<Case> pooling_cases() {
#define IMAGE input(fractions({2, 3, 6, 5}, 1))
#define LINE input(fractions({2, 3, 9}, 1))
#define CUBE input(fractions({2, 2, 4, 4, 5}, 1))
  return {
      MODULE(MaxPool1d(3), LINE),
      MODULE(MaxPool1d(MaxPool1dOptions(3).stride(2).padding(1).ceil_mode(true)), LINE),
      MODULE(MaxPool2d(2), IMAGE),
      MODULE(MaxPool2d(2), input(fractions({3, 6, 5}, 2))),
      MODULE(MaxPool2d(MaxPool2dOptions(2).ceil_mode(true)), IMAGE),
      MODULE(MaxPool2d(MaxPool2dOptions({3, 2}).stride({2, 1}).padding({1, 0})), IMAGE),
      MODULE(MaxPool2d(MaxPool2dOptions(3).stride(1).padding(1).dilation({2, 1})), IMAGE),
      MODULE(MaxPool3d(2), CUBE),
      MODULE(AvgPool1d(3), LINE),
      MODULE(AvgPool1d(AvgPool1dOptions(3).stride(2).padding(1).ceil_mode(true)), LINE),
      MODULE(AvgPool2d(2), IMAGE),
      MODULE(AvgPool2d(AvgPool2dOptions({3, 2}).stride({2, 1}).padding({1, 1})), IMAGE),
      MODULE(AvgPool2d(AvgPool2dOptions(3).stride(2).padding(1).count_include_pad(false)), IMAGE),
      MODULE(AvgPool2d(AvgPool2dOptions(3).stride(2).padding(1).ceil_mode(true)), IMAGE),
      MODULE(AvgPool2d(AvgPool2dOptions(2).divisor_override(3)), IMAGE),
      MODULE(AvgPool3d(2), CUBE),
      MODULE(AdaptiveMaxPool1d(4), LINE),
      MODULE(AdaptiveMaxPool2d(AdaptiveMaxPool2dOptions({4, 3})), IMAGE),
      MODULE(AdaptiveMaxPool3d(2), CUBE),
      MODULE(AdaptiveAvgPool1d(4), LINE),
      MODULE(AdaptiveAvgPool2d(1), IMAGE),
      MODULE(AdaptiveAvgPool2d(AdaptiveAvgPool2dOptions({4, 3})), IMAGE),
      MODULE(AdaptiveAvgPool2d(AdaptiveAvgPool2dOptions({torch::nullopt, 7})), IMAGE),
      MODULE(AdaptiveAvgPool3d(AdaptiveAvgPool3dOptions({3, torch::nullopt, 2})), CUBE),
      FUNCTION(torch::max_pool2d(x.view({1, 1, 2, 3}), {1, 2})),
      FUNCTION(torch::max_pool2d(x.view({1, 2, 3}), 2, 1, 1)),
      FUNCTION(torch::max_pool1d(x, 2)),
      FUNCTION(torch::avg_pool2d(x.view({1, 1, 2, 3}), {1, 2}, {1, 1})),
      FUNCTION(torch::adaptive_avg_pool2d(x.view({1, 1, 2, 3}), {2, 1})),
      FUNCTION(F::max_pool2d(x.view({1, 1, 2, 3}), F::MaxPool2dFuncOptions(2).stride(1))),
      FUNCTION(F::avg_pool2d(x.view({1, 1, 2, 3}), F::AvgPool2dFuncOptions(2))),
      FUNCTION(places(F::max_pool2d_with_indices(x.view({1, 1, 2, 3}),
                                                 F::MaxPool2dFuncOptions({1, 2}).stride(1)))),
      FUNCTION(places(F::adaptive_max_pool2d_with_indices(x.view({1, 1, 2, 3}),
                                                          F::AdaptiveMaxPool2dFuncOptions(2)))),
      FUNCTION(places(torch::max_pool2d_with_indices(
          torch::tensor({1.0, double(NAN), 3.0, 3.0}).view({1, 2, 2}), {2, 1}))),
      FUNCTION(
          torch::max_pool2d(torch::tensor({1.0, double(NAN), 3.0, 3.0}).view({1, 2, 2}), {2, 1})),
  };
#undef IMAGE
#undef LINE
#undef CUBE
}

inline std::vector<Case> refused_poolings() {
#define X torch::ones({1, 2, 4, 4})
  return {
      REFUSED(torch::max_pool2d(X, 2, 1, 2)),
      REFUSED(torch::max_pool2d(X, 2, 1, -1)),
      REFUSED(torch::max_pool2d(X, 6)),
      REFUSED(torch::max_pool2d(X, {2, 2, 2})),
      REFUSED(torch::max_pool2d(X, 2, {1, 1, 1})),
      REFUSED(torch::max_pool2d(X, 2, torch::IntArrayRef({0, 0}))),
      REFUSED(torch::max_pool2d(X.to(torch::kLong), 2)),
      REFUSED(torch::max_pool1d(torch::ones({2, 2}), 3, 1, 0, 2)),
      REFUSED(torch::max_pool1d(torch::ones({2, 2}).set_requires_grad(true), 3, 1, 0, 2)),
      REFUSED(torch::max_pool3d(torch::ones({1, 2, 4, 4, 4}), 3, 2, 0, 4)),
      REFUSED(torch::avg_pool1d(torch::ones({2, 2}), 5)),
      REFUSED(torch::avg_pool2d(X, 9, 2)),
      REFUSED(torch::avg_pool3d(torch::ones({1, 2, 4, 4, 4}), 5, 1, 2)),
      REFUSED(torch::avg_pool2d(X, 6)),
      REFUSED(torch::avg_pool2d(X, 2, 1, 0, false, true, 0)),
      REFUSED(torch::avg_pool2d(X, {2, 2, 2})),
      REFUSED(torch::adaptive_avg_pool2d(torch::ones({2, 2}), {2, 2})),
      REFUSED(torch::adaptive_avg_pool2d(X, {2, 2, 2})),
  };
#undef X
}

}  // namespace nn_cases
