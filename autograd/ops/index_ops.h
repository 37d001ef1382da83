#pragma once
// Internal: indexing by tensors, below the notation of autograd/tensor/indexing.h.

#include "autograd/tensor/tensor.h"

namespace glassgrad {

/// One entry for each leading dimension of the indexed tensor (a mask counts for as many as it
/// has); undefined: the dimension is taken whole.
using IndexList = SmallVector<Tensor, 3>;

/// y = self[indices], a copy.  Saves the indices.
/// @throws IndexError  for a wrong type or shape of an index, or one out of range
Tensor index_by_tensors(const Tensor& self, const IndexList& indices);
/// self[indices] = values (+= values with `accumulate`), in place; values broadcast.
void put_by_tensors(const Tensor& self, const IndexList& indices, const Tensor& values,
                    bool accumulate);

}  // namespace glassgrad
