// Functions that no module is made of.
#include "nn/functional.h"

#include "autograd/functions.h"

namespace glassgrad::nn::functional {

Tensor one_hot(Traced tensor, int64_t num_classes) {
  return glassgrad::one_hot(tensor, num_classes);
}

}  // namespace glassgrad::nn::functional
