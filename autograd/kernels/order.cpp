#include "autograd/kernels/order.h"

#include <algorithm>
#include <type_traits>
#include <utility>
#include <vector>

namespace glassgrad::kernels {
namespace {

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

int64_t size_along(IntArrayRef sizes, int64_t dim) { return sizes.empty() ? 1 : sizes[dim]; }
int64_t stride_along(IntArrayRef strides, int64_t dim) {
  return strides.empty() ? 1 : strides[dim];
}

/// Ascending or descending, then by index; NaN counts as the largest.
template <class T>
struct Before {
  using Pair = std::pair<T, int64_t>;
  bool descending;
  static bool less(T a, T b) { return a < b || (b != b && a == a); }
  bool operator()(const Pair& a, const Pair& b) const {
    if (descending ? less(b.first, a.first) : less(a.first, b.first)) return true;
    if (descending ? less(a.first, b.first) : less(b.first, a.first)) return false;
    return a.second < b.second;
  }
};

}  // namespace

void cumsum(IntArrayRef sizes, int64_t dim, void* y, const Operand& x, ScalarType type,
            bool reversed) {
  const auto run = [&]<class T>() {
    // Unsigned integers wrap around without undefined behaviour.
    using Total = std::conditional_t<std::is_floating_point_v<T>, double, uint64_t>;
    const int64_t n = size_along(sizes, dim), x_step = stride_along(x.strides, dim);
    int64_t y_step;
    for_each_line(sizes, dim, n, x.strides, y_step, [&](int64_t at_y, int64_t at_x) {
      T* to = static_cast<T*>(y) + at_y;
      const T* from = static_cast<const T*>(x.data) + at_x;
      Total total = 0;
      for (int64_t i = 0; i < n; ++i) {
        const int64_t k = reversed ? n - 1 - i : i;
        total += static_cast<Total>(from[k * x_step]);
        to[k * y_step] = static_cast<T>(total);
      }
    });
  };
  if (type == kLong) return run.template operator()<int64_t>();
  visit_floating(type, run);
}

void sort(IntArrayRef sizes, int64_t dim, void* values, int64_t* indices, const Operand& x,
          ScalarType type, int64_t k, bool descending) {
  visit(type, [&]<class T>() {
    const int64_t n = size_along(sizes, dim), x_step = stride_along(x.strides, dim);
    const Before<T> before{descending};
    std::vector<std::pair<T, int64_t>> line(n);
    int64_t y_step;
    for_each_line(sizes, dim, k, x.strides, y_step, [&](int64_t at_y, int64_t at_x) {
      const T* from = static_cast<const T*>(x.data) + at_x;
      for (int64_t i = 0; i < n; ++i) line[i] = {from[i * x_step], i};
      if (k < n / 4)
        std::partial_sort(line.begin(), line.begin() + k, line.end(), before);
      else
        std::sort(line.begin(), line.end(), before);
      for (int64_t i = 0; i < k; ++i) {
        static_cast<T*>(values)[at_y + i * y_step] = line[i].first;
        indices[at_y + i * y_step] = line[i].second;
      }
    });
  });
}

}  // namespace glassgrad::kernels
