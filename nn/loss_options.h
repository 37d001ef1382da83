#pragma once

#include "../autograd/base/arg.h"
#include "../autograd/tensor/tensor.h"
#include "enum.h"

// Options of the losses, as modules and as functions.

namespace glassgrad::nn {

/// Whether a loss is kept for every element, averaged or summed; numbered as glassgrad::Reduction.
using LossReduction = enumtype::OneOf<enumtype::kNone, enumtype::kMean, enumtype::kSum>;

/// Options whose main argument is the reduction: they convert from torch::kSum and the like.
#define GLASSGRAD_LOSS_OPTIONS(Name)                                               \
  using reduction_t = LossReduction;                                               \
  Name() = default;                                                                \
  template <class Reduction>                                                       \
  requires std::is_convertible_v<Reduction, reduction_t> Name(Reduction reduction) \
      : reduction_(reduction) {}                                                   \
  TORCH_ARG(reduction_t, reduction) = kMean

struct L1LossOptions {
  GLASSGRAD_LOSS_OPTIONS(L1LossOptions);
};

struct MSELossOptions {
  GLASSGRAD_LOSS_OPTIONS(MSELossOptions);
};

struct SmoothL1LossOptions {
  GLASSGRAD_LOSS_OPTIONS(SmoothL1LossOptions);
  TORCH_ARG(double, beta) = 1.0;
};

struct HuberLossOptions {
  GLASSGRAD_LOSS_OPTIONS(HuberLossOptions);
  TORCH_ARG(double, delta) = 1.0;
};
#undef GLASSGRAD_LOSS_OPTIONS

struct KLDivLossOptions {
  using reduction_t =
      enumtype::OneOf<enumtype::kNone, enumtype::kBatchMean, enumtype::kSum, enumtype::kMean>;
  KLDivLossOptions() = default;
  template <class Reduction>
  requires std::is_convertible_v<Reduction, reduction_t> KLDivLossOptions(Reduction reduction)
      : reduction_(reduction) {}
  TORCH_ARG(reduction_t, reduction) = kMean;
  TORCH_ARG(bool, log_target) = false;
};

struct BCELossOptions {
  using reduction_t = LossReduction;
  TORCH_ARG(Tensor, weight);
  TORCH_ARG(reduction_t, reduction) = kMean;
};

struct BCEWithLogitsLossOptions {
  using reduction_t = LossReduction;
  TORCH_ARG(Tensor, weight);
  TORCH_ARG(reduction_t, reduction) = kMean;
  TORCH_ARG(Tensor, pos_weight);
};

struct NLLLossOptions {
  using reduction_t = LossReduction;
  TORCH_ARG(Tensor, weight);
  TORCH_ARG(int64_t, ignore_index) = -100;
  TORCH_ARG(reduction_t, reduction) = kMean;
};

struct CrossEntropyLossOptions {
  using reduction_t = LossReduction;
  TORCH_ARG(Tensor, weight);
  TORCH_ARG(int64_t, ignore_index) = -100;
  TORCH_ARG(reduction_t, reduction) = kMean;
  TORCH_ARG(double, label_smoothing) = 0.0;
};

}  // namespace glassgrad::nn
