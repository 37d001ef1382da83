#pragma once
// Internal: tensors that show the memory of others.

#include "autograd/graph/node.h"

namespace glassgrad {

/// Where a tensor's elements lie in its storage, in elements.
struct Geometry {
  Dims sizes, strides;
  int64_t offset = 0;
};
Geometry geometry_of(const Tensor& x);

/// A differentiable view of x's storage; `offset` is in elements from x's first one. Recording
/// the operation is the caller's.
Tensor make_view(const Tensor& x, IntArrayRef sizes, IntArrayRef strides, int64_t offset = 0);

/// The node of as_strided(base, sizes, strides, storage_offset), with its edge to base: the history
/// of a view whose base has been changed in place. Defined where the operation is.
intrusive_ptr<autograd::Node> make_as_strided_node(const Tensor& base, IntArrayRef sizes,
                                                   IntArrayRef strides, int64_t storage_offset);

}  // namespace glassgrad
