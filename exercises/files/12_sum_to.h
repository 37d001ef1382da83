// 12 The gradient of broadcasting: what was repeated is summed.
#pragma once
#include "11_broadcast.h"

// The gradient of a tensor of these sizes that was broadcast to those of g.
Tensor sum_to(const Tensor& g, const Sizes& sizes) {
  Tensor result = zeros(sizes);
  // hole: add each element of g to the element of the result that it came from
  // The expanded view of the result does the bookkeeping: where elements repeat, the stride is 0
  // and += meets the same memory again.
  const Tensor wide = expand(result, g.sizes);
  for (int i = 0; i < count(g.sizes); ++i) {
    const std::vector<int> index = index_of(i, g.sizes);
    at(wide, index) += at(g, index);
  }
  // end
  return result;
}
