#pragma once

#include <string>

#include "autograd/indexing.h"
#include "autograd/tensor.h"

namespace glassgrad {

// --- views: they share memory with `self`, and their gradients flow back into its place ---

/// The same elements in row-major order under another shape; one size may be -1.
/// A view where strides allow it, else a copy.
Tensor reshape(const Tensor& self, IntArrayRef shape);
/// Element [i0, i1, ...] at memory storage_offset + sum i_k stride_k.
/// @throws Error  if that reaches outside the storage
Tensor as_strided(const Tensor& self, IntArrayRef size, IntArrayRef stride,
                  optional<int64_t> storage_offset = nullopt);
Tensor transpose(const Tensor& self, int64_t dim0, int64_t dim1);
/// Transpose of a matrix; vectors and scalars come back as they are.
Tensor t(const Tensor& self);
Tensor permute(const Tensor& self, IntArrayRef dims);
/// The slice at one index of `dim`, which goes.
Tensor select(const Tensor& self, int64_t dim, int64_t index);
/// start:end:step of `dim`; bounds are clipped as in Python. @throws Error unless step > 0
Tensor slice(const Tensor& self, int64_t dim = 0, optional<int64_t> start = nullopt,
             optional<int64_t> end = nullopt, int64_t step = 1);
/// start:start+length of `dim`. @throws Error if that is out of range
Tensor narrow(const Tensor& self, int64_t dim, int64_t start, int64_t length);
/// Stretches sizes of one without copying; -1 keeps a size.
Tensor expand(const Tensor& self, IntArrayRef size, bool implicit = false);
Tensor squeeze(const Tensor& self);
Tensor squeeze(const Tensor& self, int64_t dim);
Tensor unsqueeze(const Tensor& self, int64_t dim);
/// Dimensions start_dim..end_dim as one; a view where possible.
Tensor flatten(const Tensor& self, int64_t start_dim = 0, int64_t end_dim = -1);
Tensor diagonal(const Tensor& self, int64_t offset = 0, int64_t dim1 = 0, int64_t dim2 = 1);
/// Pieces of `split_size` (the last may be smaller), or of the given sizes.
std::vector<Tensor> split(const Tensor& self, int64_t split_size, int64_t dim = 0);
std::vector<Tensor> split(const Tensor& self, IntArrayRef sizes, int64_t dim = 0);
std::vector<Tensor> split_with_sizes(const Tensor& self, IntArrayRef sizes, int64_t dim = 0);
/// At most `chunks` pieces of equal size.
std::vector<Tensor> chunk(const Tensor& self, int64_t chunks, int64_t dim = 0);
/// All slices along `dim`.
std::vector<Tensor> unbind(const Tensor& self, int64_t dim = 0);
/// Shapes made equal by expanding.
std::vector<Tensor> broadcast_tensors(TensorList tensors);
Tensor broadcast_to(const Tensor& self, IntArrayRef size);

// --- copies ---

/// Joins along an existing dimension. @throws Error unless the other sizes agree
Tensor cat(TensorList tensors, int64_t dim = 0);
/// Joins along a new dimension. @throws Error unless all sizes agree
Tensor stack(TensorList tensors, int64_t dim = 0);
Tensor clone(const Tensor& self, optional<MemoryFormat> = nullopt);
Tensor flip(const Tensor& self, IntArrayRef dims);
Tensor repeat(const Tensor& self, IntArrayRef repeats);
Tensor tril(const Tensor& self, int64_t diagonal = 0);
Tensor triu(const Tensor& self, int64_t diagonal = 0);
Tensor one_hot(const Tensor& self, int64_t num_classes = -1);

// --- picking by index tensors ---

/// out[i] = self[..., index[i], ...] along dim.  Saves index.
Tensor index_select(const Tensor& self, int64_t dim, const Tensor& index);
/// out[i][j] = self[index[i][j]][j] for dim 0, and so on.  Saves index.
Tensor gather(const Tensor& self, int64_t dim, const Tensor& index);
/// A copy of self with source[i][j] at [index[i][j]][j], for dim 0.  Saves index.
Tensor scatter(const Tensor& self, int64_t dim, const Tensor& index, const Tensor& source);
Tensor scatter(const Tensor& self, int64_t dim, const Tensor& index, const Scalar& value);
/// A copy of self with source added at the places that gather would read.  Saves index.
Tensor scatter_add(const Tensor& self, int64_t dim, const Tensor& index, const Tensor& source);
/// A copy of self with alpha * source[i] added to the slice index[i] of dim.  Saves index.
Tensor index_add(const Tensor& self, int64_t dim, const Tensor& index, const Tensor& source,
                 const Scalar& alpha = 1);
/// A copy of self with `value` in the slices `index` of dim.  Saves index.
Tensor index_fill(const Tensor& self, int64_t dim, const Tensor& index, const Scalar& value);
/// The elements where mask is true, in row-major order.  Saves mask.
Tensor masked_select(const Tensor& self, const Tensor& mask);
/// A copy of self with the elements of source, one after the other, where mask is true.
Tensor masked_scatter(const Tensor& self, const Tensor& mask, const Tensor& source);
/// Indices of the nonzero elements, [count, dim] int64.
Tensor nonzero(const Tensor& self);

}  // namespace glassgrad
