#pragma once

#include <string>
#include <string_view>

#include "../tensor/indexing.h"
#include "../tensor/tensor.h"

// Shapes, parts and rearrangements of tensors. Negative dimensions and indices count from the end.

namespace glassgrad {

// --- views: they share memory with `self`, and their gradients flow back into its place. None of
// them saves values; backward needs the shape alone. A dimension that is not there is an
// IndexError. ---

/// The same elements in row-major order under another shape; one size may be -1.
/// A view where the strides allow it, else a copy. (Tensor::view throws where they do not.)
/// @throws Error  if the number of elements differs
Tensor reshape(Traced self, IntArrayRef shape);
/// Element [i0, i1, ...] is the one at place storage_offset + sum_k i_k * stride_k of the memory.
/// Elements may overlap; their gradients add up.
/// @param storage_offset  in elements, self's by default
/// @throws Error  if that reaches outside the memory
Tensor as_strided(Traced self, IntArrayRef size, IntArrayRef stride,
                  optional<int64_t> storage_offset = nullopt);
/// Two dimensions exchanged.
Tensor transpose(Traced self, int64_t dim0, int64_t dim1);
/// Transpose of a matrix; vectors and scalars come back as they are.
/// @throws Error  for more than two dimensions
Tensor t(Traced self);
/// Dimension d of the result is dimension dims[d] of self.
/// @throws Error  unless dims names every dimension once
Tensor permute(Traced self, IntArrayRef dims);
/// The slice at one index of `dim`, which goes: self[.., index, ..].
/// @throws IndexError  if the index is out of range
Tensor select(Traced self, int64_t dim, int64_t index);
/// start:end:step of `dim`; bounds are clipped as in Python.
/// @throws Error  unless step > 0
Tensor slice(Traced self, int64_t dim = 0, optional<int64_t> start = nullopt,
             optional<int64_t> end = nullopt, int64_t step = 1);
/// start:start+length of `dim`.
/// @throws Error  if that is out of range
Tensor narrow(Traced self, int64_t dim, int64_t start, int64_t length);
/// Stretches sizes of one without copying, and adds dimensions in front; -1 keeps a size.
/// @throws Error  if a size is neither one nor the asked-for one
Tensor expand(Traced self, IntArrayRef size, bool implicit = false);
/// expand.
Tensor broadcast_to(Traced self, IntArrayRef size);
/// All of them expanded to their common shape.
/// @throws Error  if there is none
std::vector<Tensor> broadcast_tensors(TensorList tensors, Caller = {});
/// Without dimensions of size one; with `dim`, without that one if its size is one.
Tensor squeeze(Traced self);
Tensor squeeze(Traced self, int64_t dim);
/// With one more dimension, of size one, at `dim`.
Tensor unsqueeze(Traced self, int64_t dim);
/// Dimensions start_dim..end_dim (inclusive) as one; a view where possible, as reshape.
Tensor flatten(Traced self, int64_t start_dim = 0, int64_t end_dim = -1);
/// The elements [i, i + offset] of dim1 and dim2, as a last dimension in their place.
Tensor diagonal(Traced self, int64_t offset = 0, int64_t dim1 = 0, int64_t dim2 = 1);

/// transpose.
Tensor swapaxes(Traced self, int64_t axis0, int64_t axis1);
Tensor swapdims(Traced self, int64_t dim0, int64_t dim1);
/// Dimension source[i] at place destination[i], the others in their order around them.
/// @throws Error  unless both name as many dimensions, each once
Tensor movedim(Traced self, IntArrayRef source, IntArrayRef destination);
Tensor moveaxis(Traced self, IntArrayRef source, IntArrayRef destination);
Tensor movedim(Traced self, int64_t source, int64_t destination);
Tensor moveaxis(Traced self, int64_t source, int64_t destination);
/// `dim` as several, whose sizes multiply to its own; one may be -1.
Tensor unflatten(Traced self, int64_t dim, IntArrayRef sizes);
/// All elements in one dimension; a view where possible.
Tensor ravel(Traced self);
/// With at least one, two, three dimensions: sizes of one around what is there.
Tensor atleast_1d(const Tensor& self, Caller = {});
Tensor atleast_2d(const Tensor& self, Caller = {});
Tensor atleast_3d(const Tensor& self, Caller = {});
std::vector<Tensor> atleast_1d(TensorList tensors, Caller = {});
std::vector<Tensor> atleast_2d(TensorList tensors, Caller = {});
std::vector<Tensor> atleast_3d(TensorList tensors, Caller = {});
/// The two last dimensions exchanged.
Tensor adjoint(Traced self);
/// self itself: there are no complex numbers.
Tensor real(Traced self);
/// Vectors as axes of a grid: result k has tensors[k] along dimension k, expanded along the others.
/// @param indexing  "xy": with the first two dimensions exchanged
/// @throws Error  for more than one dimension, or types that differ
std::vector<Tensor> meshgrid(TensorList tensors, std::string_view indexing = "ij", Caller = {});

// Several views at once; none of them may be changed in place while gradients are recorded.

/// Pieces of `split_size` (the last may be smaller), or of the given sizes.
/// @throws Error  if the sizes do not sum to self's
std::vector<Tensor> split(Traced self, int64_t split_size, int64_t dim = 0);
std::vector<Tensor> split(Traced self, IntArrayRef sizes, int64_t dim = 0);
std::vector<Tensor> split_with_sizes(Traced self, IntArrayRef sizes, int64_t dim = 0);
/// At most `chunks` pieces of equal size (the last may be smaller).
std::vector<Tensor> chunk(Traced self, int64_t chunks, int64_t dim = 0);
/// select(dim, i) for every i.
std::vector<Tensor> unbind(Traced self, int64_t dim = 0);
/// `sections` pieces whose sizes differ by one at most, the larger ones first; or cut before each
/// of `indices`.
std::vector<Tensor> tensor_split(Traced self, int64_t sections, int64_t dim = 0);
std::vector<Tensor> tensor_split(Traced self, IntArrayRef indices, int64_t dim = 0);
/// The same along columns (a vector's only dimension), rows, and the third dimension; `sections`
/// must be equal.
std::vector<Tensor> hsplit(Traced self, int64_t sections);
std::vector<Tensor> hsplit(Traced self, IntArrayRef indices);
std::vector<Tensor> vsplit(Traced self, int64_t sections);
std::vector<Tensor> vsplit(Traced self, IntArrayRef indices);
std::vector<Tensor> dsplit(Traced self, int64_t sections);
std::vector<Tensor> dsplit(Traced self, IntArrayRef indices);

// --- copies ---

/// Joins along an existing dimension, in the tensors' common type.
/// @throws Error  unless the other sizes agree
Tensor cat(TensorList tensors, int64_t dim = 0, Caller = {});
/// Joins along a new dimension, in the tensors' common type.
/// @throws Error  unless all sizes agree
Tensor stack(TensorList tensors, int64_t dim = 0, Caller = {});
Tensor clone(Traced self, optional<MemoryFormat> = nullopt);
/// Read backwards along the given dimensions.
Tensor flip(Traced self, IntArrayRef dims);
/// Laid side by side, repeats[d] times along dimension d; more numbers add dimensions in front.
Tensor repeat(Traced self, IntArrayRef repeats);
/// y[i] = self[i - shift] along each of `dims`, what leaves at one end coming in at the other;
/// without dims all elements in row-major order.  @throws Error  unless each dim has its shift
Tensor roll(Traced self, IntArrayRef shifts, IntArrayRef dims = {});
/// self turned k times by 90 degrees in the plane of two dimensions, from the first to the second.
/// @throws Error  unless there are two different dims
Tensor rot90(Traced self, int64_t k = 1, IntArrayRef dims = {0, 1});
/// The elements with column - row <= diagonal (tril) or >= diagonal (triu) of each matrix, else 0.
Tensor tril(Traced self, int64_t diagonal = 0);
Tensor triu(Traced self, int64_t diagonal = 0);
/// Joined along the first dimension, vectors being rows; along the second, vectors along theirs.
Tensor vstack(TensorList tensors, Caller = {});
Tensor hstack(TensorList tensors, Caller = {});
/// cat.
Tensor concat(TensorList tensors, int64_t dim = 0, Caller = {});
Tensor concatenate(TensorList tensors, int64_t dim = 0, Caller = {});
/// vstack.
Tensor row_stack(TensorList tensors, Caller = {});
/// Joined along the second dimension, vectors being columns; along the third, of atleast_3d.
Tensor column_stack(TensorList tensors, Caller = {});
Tensor dstack(TensorList tensors, Caller = {});
/// The matrices one after the other on the diagonal, zeros elsewhere; vectors count as rows.
Tensor block_diag(TensorList tensors, Caller = {});
/// All choices of r elements of a vector, a row each, in its order.
Tensor combinations(Traced self, int64_t r = 2, bool with_replacement = false);
/// All tuples with one element of each vector, a row each; of one vector itself.
Tensor cartesian_prod(TensorList tensors, Caller = {});
/// Read backwards along the first (flipud) or second (fliplr) dimension.
Tensor flipud(Traced self);
Tensor fliplr(Traced self);
/// Matrices with the vectors of the last dimension on a diagonal of dimensions dim1 and dim2.
Tensor diag_embed(Traced self, int64_t offset = 0, int64_t dim1 = -2, int64_t dim2 = -1);
/// The matrix with all elements on a diagonal.
Tensor diagflat(Traced self, int64_t offset = 0);
/// A copy of narrow.
Tensor narrow_copy(Traced self, int64_t dim, int64_t start, int64_t length);
/// A copy of self with source in the place of a view: of select, slice, diagonal.
Tensor select_scatter(Traced self, const Tensor& source, int64_t dim, int64_t index);
Tensor slice_scatter(Traced self, const Tensor& source, int64_t dim = 0,
                     optional<int64_t> start = nullopt, optional<int64_t> end = nullopt,
                     int64_t step = 1);
Tensor diagonal_scatter(Traced self, const Tensor& source, int64_t offset = 0, int64_t dim1 = 0,
                        int64_t dim2 = 1);
/// x_i^(N-1), ..., x_i, 1 in row i; increasing turns that around.
Tensor vander(Traced self, optional<int64_t> n = nullopt, bool increasing = false);
/// repeat, with ones in front where `dims` is shorter than the shape.
Tensor tile(Traced self, IntArrayRef dims);
/// Every slice of `dim`, without one every element, `repeats` times in a row.
/// @throws Error  if repeats is negative
Tensor repeat_interleave(Traced self, int64_t repeats, optional<int64_t> dim = nullopt);
/// The same with a number of its own for each slice, or one for all.
Tensor repeat_interleave(Traced self, const Tensor& repeats, optional<int64_t> dim = nullopt);
/// The matrix with a vector on a diagonal, or that diagonal of a matrix.
/// @throws Error  for more dimensions
Tensor diag(Traced self, int64_t diagonal = 0);
/// y[.., c] = 1 where self[..] is c, else 0, int64.
/// @param self         int64 class numbers in [0, num_classes)
/// @param num_classes  -1: the largest number plus one
/// @throws Error  for another type, or a number out of range
Tensor one_hot(Traced self, int64_t num_classes = -1);

// --- picking by index tensors (int64). An index out of range is an IndexError, in gather and
// scatter an Error; nothing has been written then. ---

/// y[.., i, ..] = self[.., index[i], ..] along dim; int32 will do.  Saves index.
Tensor index_select(Traced self, int64_t dim, const Tensor& index);
/// y[i][j] = self[index[i][j]][j] for dim 0, and so on; index may be smaller than self in the other
/// dimensions.  Saves index.
Tensor gather(Traced self, int64_t dim, const Tensor& index, bool sparse_grad = false);
/// A copy of self with source[i][j] at [index[i][j]][j], for dim 0.  Saves index.
Tensor scatter(Traced self, int64_t dim, const Tensor& index, const Tensor& source);
Tensor scatter(Traced self, int64_t dim, const Tensor& index, const Scalar& value);
/// A copy of self with source added at the places that gather would read.  Saves index.
Tensor scatter_add(Traced self, int64_t dim, const Tensor& index, const Tensor& source);
/// A copy of self with alpha * source[.., i, ..] added to its slice index[i] of dim.  Saves index.
Tensor index_add(Traced self, int64_t dim, const Tensor& index, const Tensor& source,
                 const Scalar& alpha = 1);
/// A copy of self with `value` in the slices `index` of dim.  Saves index.
Tensor index_fill(Traced self, int64_t dim, const Tensor& index, const Scalar& value);
/// The elements where mask is true, in row-major order; self and mask broadcast.  Saves mask.
Tensor masked_select(Traced self, const Tensor& mask);
/// A copy of self with the elements of source, one after the other, where mask is true.  Saves
/// mask.
Tensor masked_scatter(Traced self, const Tensor& mask, const Tensor& source);
/// A copy of self with source[.., i, ..] as its slice index[i] of dim.  Saves index.
Tensor index_copy(Traced self, int64_t dim, const Tensor& index, const Tensor& source);
Tensor index_fill(Traced self, int64_t dim, const Tensor& index, const Tensor& value);
/// y[i] = the element index[i] of self, counted in row-major order, in the shape of index.
Tensor take(Traced self, const Tensor& index);
/// gather where index and self broadcast; without dim, take by an index of one dimension.
Tensor take_along_dim(Traced self, const Tensor& indices, optional<int64_t> dim = nullopt);
/// A copy of self with source[i] as (or added to) its element index[i], in row-major order.
Tensor put(Traced self, const Tensor& index, const Tensor& source, bool accumulate = false);
/// scatter, but elements are added ("add") or multiplied ("multiply") into self.  No derivative
/// for products.
Tensor scatter(Traced self, int64_t dim, const Tensor& index, const Tensor& source,
               std::string_view reduce);
Tensor scatter(Traced self, int64_t dim, const Tensor& index, const Scalar& value,
               std::string_view reduce);
/// A copy of self whose elements become sum, prod, mean, amax or amin of what scatter would put
/// there, and, with include_self, of the element before.
Tensor scatter_reduce(Traced self, int64_t dim, const Tensor& index, const Tensor& source,
                      std::string_view reduce, bool include_self = true);
/// A copy of self whose slice index[i] along dim becomes prod, mean, amax or amin of the slices i
/// of source and, with include_self, of itself.
Tensor index_reduce(Traced self, int64_t dim, const Tensor& index, const Tensor& source,
                    std::string_view reduce, bool include_self = true);
/// Indices of the elements that are not zero, [count, dim] int64.
Tensor nonzero(Traced self);
Tensor argwhere(Traced self);

}  // namespace glassgrad
