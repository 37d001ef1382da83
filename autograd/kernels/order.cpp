// Running sums and sorting along a dimension.
#include "autograd/kernels/order.h"

#include <algorithm>
#include <type_traits>
#include <utility>
#include <vector>

#include "autograd/kernels/lines.h"

namespace glassgrad::kernels {
namespace {

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
