// Examples become a batch.
#include "data/transforms/stack.h"

#include "autograd/base/caller.h"
#include "autograd/base/small_vector.h"
#include "autograd/functions/shape.h"

namespace glassgrad::data::transforms {

using Tensors = SmallVector<Tensor, 64>;  // of most batches without a malloc

Example<> Stack<Example<>>::apply_batch(std::vector<Example<>> examples) {
  Tensors data, targets;
  for (Example<>& example : examples) {
    data.push_back(std::move(example.data));
    targets.push_back(std::move(example.target));
  }
  Caller::forget();  // the latest line is another's, such as one of the dataset's get()
  return {stack(data), stack(targets)};
}

TensorExample Stack<TensorExample>::apply_batch(std::vector<TensorExample> examples) {
  Tensors data;
  for (TensorExample& example : examples) data.push_back(std::move(example.data));
  Caller::forget();
  return stack(data);
}

}  // namespace glassgrad::data::transforms
