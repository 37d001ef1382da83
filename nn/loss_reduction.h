#pragma once
// What the options of losses have in common: the reduction.

#include "../autograd/base/arg.h"
#include "enum.h"

namespace glassgrad::nn {

/// Whether a loss is kept for every element, averaged or summed; numbered as glassgrad::Reduction.
using LossReduction = enumtype::OneOf<enumtype::kNone, enumtype::kMean, enumtype::kSum>;

}  // namespace glassgrad::nn
