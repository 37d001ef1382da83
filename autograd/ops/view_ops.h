#pragma once
// Internal: shapes and strides of views, and the node that ties a view to its base.

#include "autograd/node.h"

namespace glassgrad {

/// Where a tensor's elements lie in its storage, in elements.
struct Geometry {
  Dims sizes, strides;
  int64_t offset = 0;
};
Geometry geometry_of(const Tensor& x);

/// `shape` with its -1 replaced by what makes it hold `numel` elements.
/// @throws Error "shape '[4]' is invalid for input of size 6"
Dims infer_shape(IntArrayRef shape, int64_t numel);
/// The strides under which memory laid out as (sizes, strides) reads as `shape` in the same
/// row-major order; nothing if only a copy can be read so.
optional<Dims> view_strides(IntArrayRef sizes, IntArrayRef strides, IntArrayRef shape);

/// dL/dbase of view = base.as_strided(...): zeros with `grad` added at the places that view covers.
Tensor as_strided_backward(const Tensor& grad, const Geometry& base, const Geometry& view);
/// The node of as_strided(base, sizes, strides, storage_offset), with its edge to base: the history
/// of a view whose base has been changed in place.
intrusive_ptr<autograd::Node> make_as_strided_node(const Tensor& base, IntArrayRef sizes,
                                                   IntArrayRef strides, int64_t storage_offset);

}  // namespace glassgrad
