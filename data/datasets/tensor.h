#pragma once
// Datasets of the rows of tensors.

#include "../transforms/stack.h"
#include "base.h"

namespace glassgrad::data::datasets {

/// Rows of `source` as one tensor: a view where the indices are consecutive, else one gather.
Tensor take_rows(const Tensor& source, ArrayRef<size_t> indices);

/// The rows of one tensor.
struct TensorDataset : Dataset<TensorDataset, TensorExample> {
  /// Equally sized tensors, stacked.
  explicit TensorDataset(const std::vector<Tensor>& tensors);
  explicit TensorDataset(Tensor tensor);

  TensorExample get(size_t index) override;
  optional<size_t> size() const override;
  /// A stacked batch, without the copies.
  TensorExample get_transformed(ArrayRef<size_t> indices,
                                const transforms::Stack<TensorExample>&) const;

  Tensor tensor;
};
extern template class Dataset<TensorDataset, TensorExample>;

/// The rows of two tensors, as Python's `TensorDataset(x, y)`: example i is {x[i], y[i]}.
/// @throws Error  if the first sizes differ
struct TensorPairDataset : Dataset<TensorPairDataset> {
  TensorPairDataset(Tensor data, Tensor target);

  Example<> get(size_t index) override;
  optional<size_t> size() const override;
  Example<> get_transformed(ArrayRef<size_t> indices, const transforms::Stack<Example<>>&) const;

  Tensor data, target;
};
extern template class Dataset<TensorPairDataset>;

}  // namespace glassgrad::data::datasets
