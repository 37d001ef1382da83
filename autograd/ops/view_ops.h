#pragma once
// Internal: what other files need of autograd/ops/views.cpp.

#include "autograd/node.h"

namespace glassgrad {

/// The node of as_strided(base, sizes, strides, storage_offset), with its edge to base: the history
/// of a view whose base has been changed in place.
intrusive_ptr<autograd::Node> make_as_strided_node(const Tensor& base, IntArrayRef sizes,
                                                   IntArrayRef strides, int64_t storage_offset);

/// The gradient of that view on its way back: zeros of the base's size with `grad` added in place.
Tensor as_strided_backward(const Tensor& grad, const Tensor& base_like, IntArrayRef sizes,
                           IntArrayRef strides, int64_t storage_offset);

}  // namespace glassgrad
