#pragma once
// Internal: what the reductions share.

#include "autograd/ops/op.h"

namespace glassgrad {

/// The shapes of a reduction of x over some of its dimensions.
struct ReducedShape {
  Dims sizes;      ///< of x
  Dims dims;       ///< those that go, counted from the front
  Dims kept;       ///< x's sizes with ones where a dimension goes
  Dims result;     ///< of y: the same, or without those ones
  Dims y_strides;  ///< of y, for kernels: along x's dimensions, 0 where one goes
  int64_t count;   ///< how many elements are put together into one

  /// Over all dimensions if `dims` is empty or left out.
  /// @throws Error "dim 0 appears multiple times in the list of dims"
  ReducedShape(const Tensor& x, OptionalIntArrayRef dims, bool keepdim);
  ReducedShape() = default;  ///< for nodes that are filled in later
};

/// y for a kernel.
inline kernels::Operand operand(const Tensor& y, const ReducedShape& r) {
  return {y.data_ptr(), r.y_strides};
}

/// The gradient of a sum: `grad` along the dimensions that went. A view; differentiable.
Tensor spread(const Tensor& grad, IntArrayRef kept, IntArrayRef sizes);

/// Gradients go back to where `indices` along `dim` say that values came from: zeros elsewhere.
Tensor put_back(const Tensor& grad, const Tensor& indices, IntArrayRef sizes, int64_t dim);

}  // namespace glassgrad
