#pragma once
// Normalisation, in libtorch's own words; see cases.h.

#include "tests/nn/layers/layer_answers.h"
#ifndef GLASSGRAD_TEST_LIBTORCH
#include "autograd/functions/normalization.h"
#include "nn/layers/normalization.h"
#endif

namespace nn_cases {

/// What a module is after a forward in training, and what it computes in evaluation.
template <class Holder>
std::string report_after_training(Holder module, const Tensor& batch, const Tensor& x) {
  module->forward(batch);
  module->forward(batch * 2 + 1);
  module->eval();
  return report(module, x);
}

inline std::vector<Case> normalization_cases() {
#define IMAGE input(fractions({3, 2, 2, 3}, 1))
#define ROWS input(fractions({4, 3}, 1))
#define TRAINED(module, ...)                           \
  GLASSGRAD_CASE(#module " trained, of " #__VA_ARGS__, \
                 report_after_training(module, __VA_ARGS__, __VA_ARGS__))
  return {
      MODULE(BatchNorm1d(3), ROWS),
      MODULE(BatchNorm1d(2), input(fractions({3, 2, 5}, 1))),
      MODULE(BatchNorm2d(2), IMAGE),
      MODULE(BatchNorm2d(BatchNorm2dOptions(2).eps(0.5).momentum(0.25).affine(false)), IMAGE),
      MODULE(BatchNorm2d(BatchNorm2dOptions(2).momentum(torch::nullopt)), IMAGE),
      MODULE(BatchNorm2d(BatchNormOptions(2).track_running_stats(false)), IMAGE),
      MODULE(BatchNorm3d(2), input(fractions({2, 2, 2, 2, 3}, 1))),
      TRAINED(BatchNorm1d(3), ROWS),
      TRAINED(BatchNorm2d(2), IMAGE),
      TRAINED(BatchNorm2d(BatchNorm2dOptions(2).momentum(torch::nullopt)), IMAGE),
      TRAINED(BatchNorm2d(BatchNormOptions(2).track_running_stats(false)), IMAGE),
      MODULE(InstanceNorm1d(2), input(fractions({3, 2, 5}, 1))),
      MODULE(InstanceNorm2d(2), IMAGE),
      MODULE(InstanceNorm2d(InstanceNorm2dOptions(2).affine(true).track_running_stats(true)),
             IMAGE),
      TRAINED(InstanceNorm2d(InstanceNorm2dOptions(2).affine(true).track_running_stats(true)),
              IMAGE),
      MODULE(LayerNorm(LayerNormOptions({3})), ROWS),
      MODULE(LayerNorm(LayerNormOptions({2, 3}).eps(0.5)), IMAGE),
      MODULE(LayerNorm(LayerNormOptions({2, 3}).elementwise_affine(false)), IMAGE),
      MODULE(GroupNorm(2, 4), input(fractions({2, 4, 3}, 1))),
      MODULE(GroupNorm(GroupNormOptions(1, 2).affine(false).eps(0.5)), IMAGE),
      FUNCTION_OF(fractions({3, 2, 2}, 1), fractions({2}, 2), fractions({2}, 3),
                  F::batch_norm(x, torch::zeros({2}), torch::ones({2}),
                                F::BatchNormFuncOptions().weight(w).bias(b).training(true))),
      FUNCTION_OF(fractions({3, 2, 2}, 1), fractions({2}, 2), fractions({2}, 3),
                  F::batch_norm(x, torch::full({2}, 0.5), torch::full({2}, 4.0),
                                F::BatchNormFuncOptions().weight(w).bias(b))),
      FUNCTION_OF(fractions({3, 2, 2}, 1), fractions({2, 2}, 2), fractions({2, 2}, 3),
                  F::layer_norm(x, F::LayerNormFuncOptions({2, 2}).weight(w).bias(b))),
      FUNCTION_OF(fractions({3, 4, 2}, 1), fractions({4}, 2), fractions({4}, 3),
                  F::group_norm(x, F::GroupNormFuncOptions(2).weight(w).bias(b))),
      FUNCTION_OF(fractions({3, 2, 4}, 1), fractions({2}, 2), fractions({2}, 3),
                  F::instance_norm(x, F::InstanceNormFuncOptions().weight(w).bias(b))),
      FUNCTION(F::normalize(x)),
      FUNCTION(F::normalize(x, F::NormalizeFuncOptions().p(1).dim(0))),
  };
#undef IMAGE
#undef ROWS
#undef TRAINED
}

inline std::vector<Case> refused_normalizations() {
#define ONES(...) torch::ones({__VA_ARGS__})
  return {
      REFUSED(BatchNorm1d(2)(ONES(1, 2))),
      REFUSED(BatchNorm1d(2)(ONES(1, 2, 3, 4))),
      REFUSED(BatchNorm2d(2)(ONES(1, 2))),
      REFUSED(BatchNorm3d(2)(ONES(1, 2))),
      REFUSED(BatchNorm2d(3)(ONES(1, 2, 3, 4))),
      REFUSED(torch::batch_norm(ONES(4, 2), ONES(3), {}, ONES(2), ONES(2), true, 0.1, 1e-5, false)),
      REFUSED(torch::batch_norm(ONES(4, 2), {}, {}, {}, {}, false, 0.1, 1e-5, false)),
      REFUSED(LayerNorm(LayerNormOptions({3}))(ONES(4, 2))),
      REFUSED(torch::layer_norm(ONES(4, 2), {})),
      REFUSED(torch::layer_norm(ONES(4, 2), {2}, ONES(3))),
      REFUSED(torch::group_norm(ONES(4, 3), 2)),
      REFUSED(torch::group_norm(ONES(4, 4), 2, ONES(3))),
  };
#undef ONES
}

}  // namespace nn_cases
