// 10 Views: other tensors of the same numbers.
#pragma once
#include <utility>

#include "09_strides.h"

// Rows become columns: [i, j] of the result is [j, i] of t, in the same memory.
Tensor transpose(const Tensor& t) {
  Tensor view = t;  // shares the storage
  // hole: two swaps
  // No number moves: whoever walks along a column of the view walks along a row of t.
  std::swap(view.sizes[0], view.sizes[1]);
  std::swap(view.strides[0], view.strides[1]);
  // end
  return view;
}

// What has the index i in dimension d, without that dimension: select(t, 0, i) is row i.
Tensor select(const Tensor& t, int d, int i) {
  Tensor view = t;
  // hole: the offset moves, dimension d goes
  view.offset += i * t.strides[d];
  view.sizes.erase(view.sizes.begin() + d);
  view.strides.erase(view.strides.begin() + d);
  // end
  return view;
}

// The same numbers with rows one after the other, in memory of its own.
Tensor contiguous(const Tensor& t) {
  // hole: make_tensor, of `numbers`, which reads in order
  // blank: return t;
  return make_tensor(t.sizes, numbers(t));
  // end
}
