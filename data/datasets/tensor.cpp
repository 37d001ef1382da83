// Datasets of the rows of tensors.
#include "data/datasets/tensor.h"

#include "autograd/base/caller.h"
#include "autograd/base/check.h"
#include "autograd/functions/creation.h"
#include "autograd/functions/shape.h"

namespace glassgrad::data::datasets {

Tensor take_rows(const Tensor& source, ArrayRef<size_t> indices) {
  Caller::forget();
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

// --- TensorDataset ---

TensorDataset::TensorDataset(const std::vector<Tensor>& tensors)
    : tensor((Caller::forget(), stack(tensors))) {}
TensorDataset::TensorDataset(Tensor tensor_) : tensor(std::move(tensor_)) {}

// The line of a program's latest operation is not the one that asks for an example.
TensorExample TensorDataset::get(size_t index) {
  Caller::forget();
  return tensor[static_cast<int64_t>(index)];
}

optional<size_t> TensorDataset::size() const { return static_cast<size_t>(tensor.size(0)); }

TensorExample TensorDataset::get_transformed(ArrayRef<size_t> indices,
                                             const transforms::Stack<TensorExample>&) const {
  return take_rows(tensor, indices);
}

// --- TensorPairDataset ---

TensorPairDataset::TensorPairDataset(Tensor data_, Tensor target_)
    : data(std::move(data_)), target(std::move(target_)) {
  check(
      data.size(0) == target.size(0),
      "TensorPairDataset: expected as many targets as examples, but got {} examples and {} targets",
      data.size(0), target.size(0));
}

Example<> TensorPairDataset::get(size_t index) {
  Caller::forget();
  return {data[static_cast<int64_t>(index)], target[static_cast<int64_t>(index)]};
}

optional<size_t> TensorPairDataset::size() const { return static_cast<size_t>(data.size(0)); }

Example<> TensorPairDataset::get_transformed(ArrayRef<size_t> indices,
                                             const transforms::Stack<Example<>>&) const {
  return {take_rows(data, indices), take_rows(target, indices)};
}

template class Dataset<TensorDataset, TensorExample>;
template class Dataset<TensorPairDataset>;

}  // namespace glassgrad::data::datasets
