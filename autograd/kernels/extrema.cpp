// Largest and smallest elements: long rows in lanes, other layouts element by element.
#include "autograd/kernels/extrema.h"

#include <functional>
#include <type_traits>
#include <vector>

#include "autograd/base/compiler.h"
#include "autograd/kernels/plane.h"

namespace glassgrad::kernels {
namespace {

/// Whether `a` takes the place of `b`: it is better, or the first NaN. No branches.
template <class Better, class T>
GLASSGRAD_ALWAYS_INLINE bool replaces(T a, T b) {
  return (Better()(a, b) | (a != a)) & (b == b);
}

template <class Better, class T>
GLASSGRAD_ALWAYS_INLINE void first_best(T& value, int64_t& index, const T* x, int64_t n,
                                        int64_t step) {
  T best = x[0];
  int64_t at = 0;
  for (int64_t i = 1; i < n; ++i) {
    const bool take = replaces<Better>(x[i * step], best);
    best = take ? x[i * step] : best;
    at = take ? i : at;
  }
  value = best;
  index = at;
}

/// Long rows that lie together: each lane keeps its own best; the lanes are compared at the end.
template <class Better, class T>
GLASSGRAD_ALWAYS_INLINE void first_best_by_lanes(T& value, int64_t& index, const T* x, int64_t n) {
  constexpr int64_t kLanes = 32;
  T best[kLanes];
  int32_t row[kLanes] = {};
  for (int64_t l = 0; l < kLanes; ++l) best[l] = x[l];
  const int32_t rows = static_cast<int32_t>(n / kLanes);
  for (int32_t i = 1; i < rows; ++i)
    for (int64_t l = 0; l < kLanes; ++l) {
      const T candidate = x[int64_t{i} * kLanes + l];
      const bool take = replaces<Better>(candidate, best[l]);
      best[l] = take ? candidate : best[l];
      row[l] = take ? i : row[l];
    }
  int64_t lane = 0;
  for (int64_t l = 1; l < kLanes; ++l) {
    const bool equal = best[l] == best[lane] || (best[l] != best[l] && best[lane] != best[lane]);
    if (replaces<Better>(best[l], best[lane]) || (equal && row[l] < row[lane])) lane = l;
  }
  value = best[lane];
  index = row[lane] * kLanes + lane;
  for (int64_t i = rows * kLanes; i < n; ++i)
    if (replaces<Better>(x[i], value)) {
      value = x[i];
      index = i;
    }
}

template <class Better, class T>
GLASSGRAD_MULTIVERSION void best_of_plane(T* GLASSGRAD_RESTRICT values,
                                          int64_t* GLASSGRAD_RESTRICT indices,
                                          const T* GLASSGRAD_RESTRICT x, Plane p) {
  if (p.x_stride == 1 && p.y_step == 1 && p.x_step != 1) {
    for (int64_t j = 0; j < p.m; ++j) values[j] = x[j];
    for (int64_t j = 0; j < p.m; ++j) indices[j] = 0;
    for (int64_t i = 1; i < p.n; ++i)
      for (int64_t j = 0; j < p.m; ++j) {
        const T candidate = x[i * p.x_step + j];
        const bool take = replaces<Better>(candidate, values[j]);
        values[j] = take ? candidate : values[j];
        indices[j] = take ? i : indices[j];
      }
    return;
  }
  for (int64_t j = 0; j < p.m; ++j) {
    const T* row = x + j * p.x_stride;
    const int64_t y = j * p.y_step;
    if (p.x_step == 1 && p.n >= 128 && p.n <= INT32_MAX)
      first_best_by_lanes<Better>(values[y], indices[y], row, p.n);
    else
      first_best<Better>(values[y], indices[y], row, p.n, p.x_step);
  }
}

template <template <class> class Better>
void best_with_index(IntArrayRef sizes, const Operand& values, const Operand& indices,
                     const Operand& x, ScalarType type) {
  // bool compares as the bytes that it is.
  visit(type == kBool ? kByte : type, [&]<class T>() {
    if constexpr (!std::is_same_v<T, bool>) {
      int64_t results = 1;
      for (size_t d = 0; d < sizes.size(); ++d)
        if (indices.strides[d] != 0) results *= sizes[d];
      std::vector<T> unwanted(values.data ? 0 : results);
      T* best = values.data ? static_cast<T*>(values.data) : unwanted.data();
      int64_t* at = static_cast<int64_t*>(indices.data);
      const T* from = static_cast<const T*>(x.data);
      for_each_plane(sizes, indices.strides, x.strides,
                     [&](const Plane& p, int64_t at_y, int64_t at_x) {
                       best_of_plane<Better<T>>(best + at_y, at + at_y, from + at_x, p);
                     });
    }
  });
}

}  // namespace

void max_with_index(IntArrayRef sizes, const Operand& values, const Operand& indices,
                    const Operand& x, ScalarType type) {
  best_with_index<std::greater>(sizes, values, indices, x, type);
}

void min_with_index(IntArrayRef sizes, const Operand& values, const Operand& indices,
                    const Operand& x, ScalarType type) {
  best_with_index<std::less>(sizes, values, indices, x, type);
}

}  // namespace glassgrad::kernels
