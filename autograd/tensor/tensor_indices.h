#pragma once
// Indices that are tensors, as functions take them.

#include "indexing.h"

namespace glassgrad {

/// Tensors of integers or masks for the first dimensions; what is nullopt or undefined takes all of
/// its dimension.
struct TensorIndices {
  TensorIndices(std::initializer_list<optional<Tensor>> given) {
    for (const optional<Tensor>& tensor : given) add(tensor ? *tensor : Tensor());
  }
  TensorIndices(const std::vector<Tensor>& given) {
    for (const Tensor& tensor : given) add(tensor);
  }
  /// Of optional tensors: libtorch's `c10::List<c10::optional<Tensor>>`.
  template <class Range>
  requires(requires(const Range& range) { (*range.begin()).value(); })
      TensorIndices(const Range& given) {
    for (auto at = given.begin(); at != given.end(); ++at)
      add((*at).has_value() ? (*at).value() : Tensor());
  }
  std::vector<indexing::TensorIndex> indices;

 private:
  void add(const Tensor& tensor) {
    if (tensor.defined())
      indices.emplace_back(tensor);
    else
      indices.emplace_back(indexing::Slice());
  }
};

}  // namespace glassgrad
