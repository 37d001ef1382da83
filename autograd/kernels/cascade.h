#pragma once
// Sums of floating-point numbers that stay accurate: cascades of partial sums, over rows (what is
// added lies together) and over columns (the results lie together).
//
// Several "lanes" are summed side by side; in each, runs of at least 16 elements are added one
// after another, those sums again, and so on for four levels, so that the error of n additions
// grows far slower than n. The order of the additions is that of PyTorch 1.13's vector build (8
// floats or 4 doubles to a vector): sums agree with it to the bit, whatever instructions we use.
// Source: Higham, "Accuracy and Stability of Numerical Algorithms" (2002), section 4.2; the order
// was observed on PyTorch 1.13.1.

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "autograd/base/compiler.h"
#include "autograd/kernels/plane.h"

namespace glassgrad::kernels {

/// Elements in one vector of PyTorch's build.
template <class T>
constexpr int64_t kVector = 32 / static_cast<int64_t>(sizeof(T));

namespace detail {

constexpr int kLevels = 4;
/// Fewer rows are added one after another.
constexpr int64_t kShortestRun = 16;
/// Columns that are summed side by side; their partial sums stay in the first-level cache.
constexpr int64_t kTile = 1024;
/// So many elements lie in that cache altogether: their columns may be walked a few at a time.
constexpr int64_t kNear = 4096;

/// sums[l] = sum over i < count of lane l of row i, where `add_row(sums, i)` adds row i.
/// `sums` has room for kLevels * kMost of them; the first `lanes` are the result.
template <int64_t kMost, class Acc, class AddRow>
GLASSGRAD_ALWAYS_INLINE void cascade(Acc* sums, int64_t count, int64_t lanes, AddRow add_row) {
  const int bits = count > 1 ? std::bit_width(static_cast<uint64_t>(count - 1)) : 1;
  const int power = std::max(std::countr_zero(static_cast<uint64_t>(kShortestRun)), bits / kLevels);
  const int64_t run = int64_t{1} << power;
  const bool is_deep = count >= run;
  for (int level = 0; level < (is_deep ? kLevels : 1); ++level)
    std::fill_n(sums + level * kMost, lanes, Acc{});
  for (int64_t i = 0; i < count;) {
    const int64_t end = i + run;
    for (const int64_t last = std::min(end, count); i < last; ++i) add_row(sums, i);
    if (i < end) break;
    // A full run goes one level up, 2^power full runs another one, and so on.
    for (int level = 1; level < kLevels; ++level) {
      Acc* above = sums + level * kMost;
      Acc* below = above - kMost;
      for (int64_t l = 0; l < lanes; ++l) {
        above[l] += below[l];
        below[l] = Acc{};
      }
      if ((i & ((run - 1) << (level * power))) != 0) break;
    }
  }
  if (!is_deep) return;
  for (int level = 1; level < kLevels; ++level)
    for (int64_t l = 0; l < lanes; ++l) sums[l] += sums[level * kMost + l];
}

/// As many numbers as are in one vector. The compiler computes with them as with one.
template <class T>
struct Vector {
  using Type GLASSGRAD_VECTOR(32) = T;
};

/// sum += f(x); of a vector sum_l += f(x_l).
template <class V, class T, class F>
GLASSGRAD_ALWAYS_INLINE void add_to(V& sum, const T* x, F f) {
  if constexpr (std::is_same_v<V, T>) {
    sum += f(*x);
  } else {
    V terms;
    for (int64_t l = 0; l < kVector<T>; ++l) terms[l] = f(x[l]);
    sum += terms;
  }
}

/// Four sums of numbers or of vectors: so few that they stay in registers.
template <class V>
struct FourSums {
  V a{}, b{}, c{}, d{};

  /// What lies at x, and at three places `step` apart behind it.
  template <class T, class F>
  GLASSGRAD_ALWAYS_INLINE void add(const T* x, int64_t step, F f) {
    add_to(a, x, f);
    add_to(b, x + step, f);
    add_to(c, x + 2 * step, f);
    add_to(d, x + 3 * step, f);
  }
  GLASSGRAD_ALWAYS_INLINE void operator+=(const FourSums& other) {
    a += other.a;
    b += other.b;
    c += other.c;
    d += other.d;
  }
  /// The four become one, a.
  GLASSGRAD_ALWAYS_INLINE void join() { a = ((a + b) + c) + d; }
};

/// The cascade of `count` rows, `stride` apart, of four terms each, `step` apart.
template <class V, class T, class F>
GLASSGRAD_ALWAYS_INLINE void cascade_of_four(FourSums<V>& sums, const T* x, int64_t count,
                                             int64_t stride, int64_t step, F f) {
  const auto add_row = [=](FourSums<V>* to, int64_t i) { to->add(x + i * stride, step, f); };
  if (count >= kShortestRun * kShortestRun) {
    FourSums<V> levels[kLevels];
    cascade<1>(levels, count, 1, add_row);
    sums = levels[0];
    return;
  }
  FourSums<V> runs;  // the level above; so few of them need no other
  int64_t i = 0;
  while (i + kShortestRun <= count) {
    FourSums<V> run;
    for (const int64_t end = i + kShortestRun; i < end; ++i) add_row(&run, i);
    runs += run;
  }
  for (; i < count; ++i) add_row(&sums, i);
  sums += runs;
}

/// The sum of n elements that lie together.
template <class T, class F>
GLASSGRAD_ALWAYS_INLINE T sum_contiguous(const T* x, int64_t n, F f) {
  constexpr int64_t kV = kVector<T>, kLanes = 4 * kV;
  const int64_t rows = n / kLanes, whole = n - n % kV;
  T total(0);
  for (int64_t i = whole; i < n; ++i) total += f(x[i]);
  if (whole == kV) {
    for (int64_t i = 0; i < kV; ++i) total += f(x[i]);
    return total;
  }
  FourSums<typename Vector<T>::Type> sums;
  if (rows < kShortestRun) {
    for (int64_t i = 0; i < rows; ++i) sums.add(x + i * kLanes, kV, f);
  } else {
    T lanes[kLevels * kLanes];
    cascade<kLanes>(lanes, rows, kLanes, [=](T* to, int64_t i) {
      for (int64_t l = 0; l < kLanes; ++l) to[l] += f(x[i * kLanes + l]);
    });
    std::memcpy(&sums, lanes, sizeof(sums));
  }
  for (int64_t i = rows * kLanes; i < whole; i += kV) add_to(sums.a, x + i, f);
  sums.join();
  for (int64_t l = 0; l < kV; ++l) total += sums.a[l];
  return total;
}

/// y_j += the j-th of the sums.
template <class V, class T>
GLASSGRAD_ALWAYS_INLINE void add_sums(T* y, int64_t y_step, const V& sums) {
  T flat[sizeof(V) / sizeof(T)];
  std::memcpy(flat, &sums, sizeof(V));
  for (const T sum : flat) {
    *y += sum;
    y += y_step;
  }
}

/// y_j += the sum over i of f(x_ij), for a column (V is T) or a vector of columns that lie
/// together.
template <class V, class T, class F>
GLASSGRAD_ALWAYS_INLINE void sum_one(T* y, int64_t y_step, const T* x, int64_t n, int64_t step,
                                     F f) {
  const int64_t rows = n / 4;
  FourSums<V> sums;
  cascade_of_four(sums, x, rows, 4 * step, step, f);
  for (int64_t i = 4 * rows; i < n; ++i) add_to(sums.a, x + i * step, f);
  sums.join();
  add_sums(y, y_step, sums.a);
}
/// The same for four columns or vectors of columns.
template <class V, class T, class F>
GLASSGRAD_ALWAYS_INLINE void sum_four(T* y, int64_t y_step, const T* x, int64_t n, int64_t step,
                                      F f) {
  FourSums<V> sums;
  cascade_of_four(sums, x, n, step, sizeof(V) / sizeof(T), f);
  add_sums(y, y_step, sums);
}
/// The same for m <= kTile columns.
template <class T, class F>
GLASSGRAD_ALWAYS_INLINE void sum_tile(T* y, int64_t y_step, const T* x, int64_t n, int64_t step,
                                      int64_t m, F f) {
  T sums[kLevels * kTile];
  cascade<kTile>(sums, n, m, [=](T* to, int64_t i) {
    const T* row = x + i * step;
    for (int64_t j = 0; j < m; ++j) to[j] += f(row[j]);
  });
  for (int64_t j = 0; j < m; ++j) y[j * y_step] += sums[j];
}

}  // namespace detail

/// y_j += sum over i of f(x_ij), where the n elements of a sum lie together.
template <class T, class F>
GLASSGRAD_MULTIVERSION void sum_rows(T* y, const T* x, Plane p, F f) {
  for (int64_t j = 0; j < p.m; ++j)
    y[j * p.y_step] += detail::sum_contiguous(x + j * p.x_stride, p.n, f);
}

/// The same where the results lie together.
template <class T, class F>
GLASSGRAD_MULTIVERSION void sum_columns(T* y, const T* x, Plane p, F f) {
  using V = typename detail::Vector<T>::Type;
  constexpr int64_t kV = kVector<T>, kLanes = 4 * kV;
  const int64_t n = p.n, step = p.x_step, y_step = p.y_step;
  int64_t j = 0;
  if (p.m < kV) {
    for (; j + 4 <= p.m; j += 4) detail::sum_four<T>(y + j * y_step, y_step, x + j, n, step, f);
  } else if (n * step <= detail::kNear) {
    for (; j + kLanes <= p.m; j += kLanes)
      detail::sum_four<V>(y + j * y_step, y_step, x + j, n, step, f);
  } else {
    for (const int64_t whole = p.m - p.m % kLanes; j < whole;) {
      const int64_t m = std::min(detail::kTile, whole - j);
      detail::sum_tile(y + j * y_step, y_step, x + j, n, step, m, f);
      j += m;
    }
  }
  for (; j + kV <= p.m; j += kV) detail::sum_one<V>(y + j * y_step, y_step, x + j, n, step, f);
  for (; j < p.m; ++j) detail::sum_one<T>(y + j * y_step, y_step, x + j, n, step, f);
}

/// The same where neither does.
template <class T, class F>
GLASSGRAD_MULTIVERSION void sum_scattered(T* y, const T* x, Plane p, F f) {
  for (int64_t j = 0; j < p.m; ++j)
    detail::sum_one<T>(y + j * p.y_step, p.y_step, x + j * p.x_stride, p.n, p.x_step, f);
}

template <class T, class F>
void sum_plane(T* y, const T* x, const Plane& p, F f) {
  if (p.n < 4) {  // so few additions are made one after another anyway
    for (int64_t j = 0; j < p.m; ++j) {
      T sum(0);
      for (int64_t i = 0; i < p.n; ++i) sum += f(x[j * p.x_stride + i * p.x_step]);
      y[j * p.y_step] += sum;
    }
  } else if (p.x_step == 1 && p.n >= kVector<T>) {
    sum_rows(y, x, p, f);
  } else if (p.x_stride == 1 && p.m > 1 && (p.m >= kVector<T> || p.x_step > 1)) {
    sum_columns(y, x, p, f);
  } else {
    sum_scattered(y, x, p, f);
  }
}

}  // namespace glassgrad::kernels
