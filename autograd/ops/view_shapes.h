#pragma once
// Internal: shapes and strides of views.

#include "autograd/graph/view.h"

namespace glassgrad {

/// `shape` with its -1 replaced by what makes it hold `numel` elements.
/// @throws Error "shape '[4]' is invalid for input of size 6"
Dims infer_shape(IntArrayRef shape, int64_t numel);
/// The strides under which memory laid out as (sizes, strides) reads as `shape` in the same
/// row-major order; nothing if only a copy can be read so.
optional<Dims> view_strides(IntArrayRef sizes, IntArrayRef strides, IntArrayRef shape);

/// dL/dbase of view = base.as_strided(...): zeros with `grad` added at the places that view covers.
Tensor as_strided_backward(const Tensor& grad, const Geometry& base, const Geometry& view);

}  // namespace glassgrad
