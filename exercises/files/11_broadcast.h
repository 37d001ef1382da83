// 11 Broadcasting: a row for every row.
#pragma once
#include <algorithm>
#include <functional>

#include "10_views.h"

// The sizes of a + b. From the right: equal, or one of them is 1 or missing; else it throws.
Sizes broadcast_sizes(const Sizes& a, const Sizes& b) {
  Sizes result(std::max(a.size(), b.size()));
  for (size_t i = 1; i <= result.size(); ++i) {  // the i-th from the right
    const int in_a = i <= a.size() ? a[a.size() - i] : 1;
    const int in_b = i <= b.size() ? b[b.size() - i] : 1;
    // hole: throw std::invalid_argument(text(a) + " and " + text(b)) if they do not fit
    // blank: // and the size of the result, result[result.size() - i]
    if (in_a != in_b && in_a != 1 && in_b != 1)
      throw std::invalid_argument(text(a) + " and " + text(b));
    result[result.size() - i] = in_a == 1 ? in_b : in_a;
    // end
  }
  return result;
}

// t as if it had these sizes: a view in which repeated elements are the same memory.
Tensor expand(const Tensor& t, const Sizes& sizes) {
  Tensor view = {t.storage, sizes, Sizes(sizes.size(), 0), t.offset};  // all strides 0
  // hole: from the right: the strides of t, but 0 where its size is 1 and that of `sizes` is not
  // A stride of 0: the next element is the same one. A row of 3 serves for a million rows.
  const size_t missing = sizes.size() - t.sizes.size();
  for (size_t d = 0; d < t.sizes.size(); ++d)
    if (t.sizes[d] == sizes[missing + d]) view.strides[missing + d] = t.strides[d];
  // end
  return view;
}

// f of each pair of elements, after broadcasting.
Tensor combine(const Tensor& a, const Tensor& b, const std::function<double(double, double)>& f) {
  Tensor result = zeros(broadcast_sizes(a.sizes, b.sizes));
  const Tensor wide_a = expand(a, result.sizes), wide_b = expand(b, result.sizes);
  for (int i = 0; i < count(result.sizes); ++i) {
    const std::vector<int> index = index_of(i, result.sizes);
    at(result, index) = f(at(wide_a, index), at(wide_b, index));
  }
  return result;
}
