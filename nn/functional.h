#pragma once
// Functions that no module is made of; the others are declared beside their modules.

#include "../autograd/tensor/tensor.h"

/// What the modules do, as functions without state. Options follow the input; with inplace the
/// result is written into the input. Each is declared in the block of its module.
namespace glassgrad::nn::functional {

/// 1 at each class id, 0 elsewhere: [*] int64 -> [*, num_classes]; by default as many classes as
/// the largest id needs.
Tensor one_hot(Traced tensor, int64_t num_classes = -1);

}  // namespace glassgrad::nn::functional
