#pragma once
// Internal: sizes, strides, and how shapes stretch to one another.

#include "autograd/tensor/tensor.h"

namespace glassgrad {

/// @throws Error where an int64 has no room for it, unless a size is 0
int64_t count_elements(IntArrayRef sizes);
/// a * b. @throws Error where an int64 has no room for it
int64_t checked_product(int64_t a, int64_t b);
/// An empty list with memory for that many. @throws Error where there is none
std::vector<Tensor> room_for_tensors(int64_t count);
/// Row-major strides.
Dims contiguous_strides(IntArrayRef sizes);
Dims to_dims(IntArrayRef values);
/// Whether the elements fill their memory without gaps or overlaps, in whatever order.
bool is_dense(const TensorBase& x);
/// Whether one loop over the memory of both meets the same elements.
inline bool are_alike(const TensorImpl& a, const TensorImpl& b) {
  return a.dtype == b.dtype && a.is_contiguous && b.is_contiguous && a.sizes == b.sizes;
}

/// wrap_dim for what is wrong, and for a tensor without dimensions, which counts as having one.
int64_t wrap_rare_dim(int64_t dim, int64_t rank);
/// Counts negative dimensions from the end.
/// @throws IndexError "Dimension out of range (expected to be in range of [-1, 0], but got 3)"
inline int64_t wrap_dim(int64_t dim, int64_t rank) {
  if (dim < -rank || dim >= rank) return wrap_rare_dim(dim, rank);
  return dim < 0 ? dim + rank : dim;
}
/// The shape that both stretch to. @throws Error naming the sizes that do not match
Dims broadcast_shapes(IntArrayRef a, IntArrayRef b);
/// Whether a tensor of sizes `from` broadcasts to `to`, so that a gradient of sizes `to` sums to
/// it.
bool stretches_to(IntArrayRef from, IntArrayRef to);
/// x's strides when it is read as `sizes`: 0 where it is stretched.
Dims broadcast_strides(const Tensor& x, IntArrayRef sizes);

}  // namespace glassgrad
