#pragma once
// Indices given to functions rather than to methods: tensors alone; and what else few programs ask
// of places.

#include "../tensor/tensor_indices.h"

namespace glassgrad {

inline Tensor index(Traced self, const TensorIndices& at) {
  return self.tensor.index(at.indices, self.caller);
}
inline Tensor index_put(Traced self, const TensorIndices& at, const Tensor& values,
                        bool accumulate = false) {
  return self.tensor.index_put(at.indices, values, accumulate, self.caller);
}
inline Tensor& index_put_(Tensor& self, const TensorIndices& at, const Tensor& values,
                          bool accumulate = false, Caller caller = {}) {
  return self.index_put_(at.indices, values, accumulate, caller);
}

inline Tensor& _index_put_impl_(Tensor& self, const TensorIndices& at, const Tensor& values,
                                bool accumulate = false, bool = false, Caller caller = {}) {
  return self.index_put_(at.indices, values, accumulate, caller);
}
/// unique_consecutive of slices.
std::tuple<Tensor, Tensor, Tensor> unique_dim_consecutive(Traced self, int64_t dim,
                                                          bool return_inverse = false,
                                                          bool return_counts = false);

}  // namespace glassgrad
