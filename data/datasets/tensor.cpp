#include "data/datasets/tensor.h"

#include "autograd/check.h"
#include "autograd/functions/creation.h"
#include "autograd/functions/shape.h"

namespace glassgrad::data::datasets {

Tensor take_rows(const Tensor& source, ArrayRef<size_t> indices) {
  bool consecutive = !indices.empty();
  for (size_t i = 1; i < indices.size() && consecutive; ++i)
    consecutive = indices[i] == indices[i - 1] + 1;
  const auto rows = static_cast<size_t>(source.size(0));
  for (const size_t i : indices)
    check<IndexError>(i < rows, "TensorDataset: index {} is out of range for {} examples", i, rows);
  if (consecutive)
    return source.slice(0, static_cast<int64_t>(indices[0]),
                        static_cast<int64_t>(indices.back()) + 1);
  const Tensor index = empty({static_cast<int64_t>(indices.size())}, kLong);
  for (size_t i = 0; i < indices.size(); ++i)
    index.data_ptr<int64_t>()[i] = static_cast<int64_t>(indices[i]);
  return source.index_select(0, index);
}

TensorDataset::TensorDataset(const std::vector<Tensor>& tensors) : tensor(stack(tensors)) {}

TensorPairDataset::TensorPairDataset(Tensor data_, Tensor target_)
    : data(std::move(data_)), target(std::move(target_)) {
  check(
      data.size(0) == target.size(0),
      "TensorPairDataset: expected as many targets as examples, but got {} examples and {} targets",
      data.size(0), target.size(0));
}

}  // namespace glassgrad::data::datasets
