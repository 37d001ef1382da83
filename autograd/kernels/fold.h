#pragma once
// Reductions whose order does not matter much: products, extrema, truth, sums of integers.

#include <cstdint>
#include <limits>

#include "autograd/base/compiler.h"
#include "autograd/kernels/plane.h"

namespace glassgrad::kernels {

/// The larger (or smaller) of two; NaN wins.
template <class T, class Better>
struct Extreme {
  T operator()(T a, T b) const { return (Better()(b, a) | (b != b)) ? b : a; }
};

namespace detail {

/// y combined with n elements `step` apart, one by one.
template <class Y, class X, class F, class Combine>
GLASSGRAD_ALWAYS_INLINE Y fold_one_by_one(Y y, const X* x, int64_t n, int64_t step, F f,
                                          Combine combine) {
  for (int64_t i = 0; i < n; ++i) y = combine(y, f(x[i * step]));
  return y;
}
/// The same for an extreme: looking for NaN apart from it keeps branches out of the loop.
template <class Y, class X, class F, class Better>
GLASSGRAD_ALWAYS_INLINE Y fold_one_by_one(Y y, const X* x, int64_t n, int64_t step, F f,
                                          Extreme<Y, Better>) {
  bool nan = y != y;
  for (int64_t i = 0; i < n; ++i) {
    const Y value = f(x[i * step]);
    y = Better()(value, y) ? value : y;
    nan |= value != value;
  }
  return nan ? std::numeric_limits<Y>::quiet_NaN() : y;
}

/// y combined with n elements that lie together; in lanes, so that the compiler can use vectors.
template <class Y, class X, class F, class Combine>
GLASSGRAD_ALWAYS_INLINE Y fold_contiguous(Y y, const X* x, int64_t n, F f, Combine combine) {
  constexpr int64_t kVector = sizeof(Y) < 4 ? 32 : 32 / static_cast<int64_t>(sizeof(Y));
  constexpr int64_t kLanes = 4 * kVector;
  int64_t i = 0;
  if (n >= kLanes) {
    Y lanes[kLanes];
    for (int64_t l = 0; l < kLanes; ++l) lanes[l] = f(x[l]);
    for (i = kLanes; i + kLanes <= n; i += kLanes) {
      // One step of vectors. (GCC 12 would unroll this loop, vectorise the outer one, and lose
      // every second step where bytes are summed as int64.)
#pragma omp simd
      for (int64_t l = 0; l < kLanes; ++l) lanes[l] = combine(lanes[l], f(x[i + l]));
    }
    for (int64_t l = 0; l < kVector; ++l)
      lanes[l] = combine(combine(lanes[l], lanes[kVector + l]),
                         combine(lanes[2 * kVector + l], lanes[3 * kVector + l]));
    for (int64_t l = 1; l < kVector; ++l) lanes[0] = combine(lanes[0], lanes[l]);
    y = combine(y, lanes[0]);
  }
  return fold_one_by_one(y, x + i, n - i, 1, f, combine);
}

}  // namespace detail

/// y_j = combine(y_j, f(x_0j, at), f(x_1j, at), ...), at = j * y_step.
template <class Y, class X, class F, class Combine>
GLASSGRAD_MULTIVERSION void fold_plane(Y* GLASSGRAD_RESTRICT y, const X* GLASSGRAD_RESTRICT x,
                                       Plane p, F f, Combine combine) {
  if (p.x_stride == 1 && p.y_step == 1 && (p.n == 1 || p.x_step != 1)) {
    for (int64_t i = 0; i < p.n; ++i)
      for (int64_t j = 0; j < p.m; ++j) y[j] = combine(y[j], f(x[i * p.x_step + j], j));
  } else if (p.x_step == 1) {
    for (int64_t j = 0; j < p.m; ++j) {
      const auto of_row = [=](X value) { return f(value, j * p.y_step); };
      y[j * p.y_step] =
          detail::fold_contiguous(y[j * p.y_step], x + j * p.x_stride, p.n, of_row, combine);
    }
  } else {
    for (int64_t j = 0; j < p.m; ++j) {
      const auto of_row = [=](X value) { return f(value, j * p.y_step); };
      y[j * p.y_step] = detail::fold_one_by_one(y[j * p.y_step], x + j * p.x_stride, p.n, p.x_step,
                                                of_row, combine);
    }
  }
}

}  // namespace glassgrad::kernels
