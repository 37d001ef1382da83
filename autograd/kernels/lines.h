#pragma once
// A walk over the lines of a tensor along one dimension.

#include "autograd/kernels/loops.h"

namespace glassgrad::kernels {

/// Calls `line(y_offset, x_offset)` for each line along `dim`. y is contiguous, with `y_size`
/// elements in a line, `step` apart.
template <class Line>
void for_each_line(IntArrayRef sizes, int64_t dim, int64_t y_size, IntArrayRef x_strides,
                   int64_t& step, Line line) {
  Dims others, y_strides, x_steps;
  int64_t stride = 1;
  step = 1;
  for (size_t d = sizes.size(); d-- > 0;) {
    if (static_cast<int64_t>(d) == dim) {
      step = stride;
      stride *= y_size;
      continue;
    }
    others.insert(0, sizes[d]);
    y_strides.insert(0, stride);
    x_steps.insert(0, x_strides[d]);
    stride *= sizes[d];
  }
  for_each_row(others, {IntArrayRef(y_strides), IntArrayRef(x_steps)},
               [&](const int64_t* at, const int64_t* steps, int64_t n) {
                 for (int64_t i = 0; i < n; ++i) line(at[0] + i * steps[0], at[1] + i * steps[1]);
               });
}

inline int64_t size_along(IntArrayRef sizes, int64_t dim) { return sizes.empty() ? 1 : sizes[dim]; }
inline int64_t stride_along(IntArrayRef strides, int64_t dim) {
  return strides.empty() ? 1 : strides[dim];
}

}  // namespace glassgrad::kernels
