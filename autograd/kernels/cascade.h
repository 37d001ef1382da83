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
/// `sums` has room for kLevels * kMost numbers; the first `lanes` of them are the result.
template <int64_t kMost, class Acc, class AddRow>
GLASSGRAD_ALWAYS_INLINE void cascade(Acc* sums, int64_t count, int64_t lanes, AddRow add_row) {
  const int bits = count > 1 ? std::bit_width(static_cast<uint64_t>(count - 1)) : 1;
  const int power = std::max(std::countr_zero(static_cast<uint64_t>(kShortestRun)), bits / kLevels);
  const int64_t run = int64_t{1} << power;
  const bool is_deep = count >= run;
  for (int level = 0; level < (is_deep ? kLevels : 1); ++level)
    std::fill_n(sums + level * kMost, lanes, Acc(0));
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
        below[l] = 0;
      }
      if ((i & ((run - 1) << (level * power))) != 0) break;
    }
  }
  if (!is_deep) return;
  for (int level = 1; level < kLevels; ++level)
    for (int64_t l = 0; l < lanes; ++l) sums[l] += sums[level * kMost + l];
}

/// The sum of n elements that lie together.
template <class Acc, class X, class F>
GLASSGRAD_ALWAYS_INLINE Acc sum_contiguous(const X* x, int64_t n, F f) {
  constexpr int64_t kV = kVector<X>, kLanes = 4 * kV;
  const int64_t vectors = n / kV, rows = n / kLanes;
  Acc total(0);
  for (int64_t i = vectors * kV; i < n; ++i) total += f(x[i]);
  if (vectors == 1) {
    for (int64_t i = 0; i < kV; ++i) total += f(x[i]);
    return total;
  }
  Acc sums[kLevels * kLanes];
  if (rows > 0 && rows < kShortestRun) {
    for (int64_t l = 0; l < kLanes; ++l) sums[l] = Acc(0) + f(x[l]);
    for (int64_t i = 1; i < rows; ++i)
      for (int64_t l = 0; l < kLanes; ++l) sums[l] += f(x[i * kLanes + l]);
  } else {
    cascade<kLanes>(sums, rows, kLanes, [=](Acc* to, int64_t i) {
      for (int64_t l = 0; l < kLanes; ++l) to[l] += f(x[i * kLanes + l]);
    });
  }
  for (int64_t i = rows * kLanes; i < vectors * kV; ++i) sums[i % kV] += f(x[i]);
  Acc lanes[kV];
  GLASSGRAD_NO_UNROLL
  for (int64_t l = 0; l < kV; ++l)
    lanes[l] = ((sums[l] + sums[kV + l]) + sums[2 * kV + l]) + sums[3 * kV + l];
  for (int64_t l = 0; l < kV; ++l) total += lanes[l];
  return total;
}

/// The sum of n elements `step` apart.
template <class Acc, class X, class F>
GLASSGRAD_ALWAYS_INLINE Acc sum_strided(const X* x, int64_t n, int64_t step, F f) {
  const int64_t rows = n / 4;
  Acc sums[kLevels * 4];
  cascade<4>(sums, rows, 4, [=](Acc* to, int64_t i) {
    for (int64_t l = 0; l < 4; ++l) to[l] += f(x[(4 * i + l) * step]);
  });
  for (int64_t i = 4 * rows; i < n; ++i) sums[0] += f(x[i * step]);
  return ((sums[0] + sums[1]) + sums[2]) + sums[3];
}

/// y_j += the sum over i of f(x_ij), for m <= kMost columns that lie together.
template <int64_t kMost, class Acc, class X, class F>
GLASSGRAD_ALWAYS_INLINE void sum_tile(Acc* y, int64_t y_step, const X* x, int64_t n, int64_t step,
                                      int64_t m, F f) {
  Acc sums[kLevels * kMost];
  cascade<kMost>(sums, n, m, [=](Acc* to, int64_t i) {
    const X* row = x + i * step;
    for (int64_t j = 0; j < m; ++j) to[j] += f(row[j]);
  });
  for (int64_t j = 0; j < m; ++j) y[j * y_step] += sums[j];
}

/// The same for the last, fewer than four vectors of columns: four rows at a time.
template <class Acc, class X, class F>
GLASSGRAD_ALWAYS_INLINE void sum_last_columns(Acc* y, int64_t y_step, const X* x, int64_t n,
                                              int64_t step, int64_t m, F f) {
  constexpr int64_t kMost = 16 * kVector<X>;
  const int64_t rows = n / 4;
  Acc sums[kLevels * kMost];
  cascade<kMost>(sums, rows, 4 * m, [=](Acc* to, int64_t i) {
    for (int64_t k = 0; k < 4; ++k) {
      const X* row = x + (4 * i + k) * step;
      for (int64_t j = 0; j < m; ++j) to[k * m + j] += f(row[j]);
    }
  });
  for (int64_t i = 4 * rows; i < n; ++i)
    for (int64_t j = 0; j < m; ++j) sums[j] += f(x[i * step + j]);
  for (int64_t j = 0; j < m; ++j)
    y[j * y_step] += ((sums[j] + sums[m + j]) + sums[2 * m + j]) + sums[3 * m + j];
}

}  // namespace detail

/// y_j += sum over i of f(x_ij).
template <class Acc, class X, class F>
GLASSGRAD_MULTIVERSION void sum_long_plane(Acc* y, const X* x, Plane p, F f) {
  if (p.x_step == 1 && p.n >= kVector<X>) {
    for (int64_t j = 0; j < p.m; ++j)
      y[j * p.y_step] += detail::sum_contiguous<Acc>(x + j * p.x_stride, p.n, f);
  } else if (p.x_stride == 1 && p.m > 1 && (p.m >= kVector<X> || p.x_step > 1)) {
    const int64_t group = p.m >= kVector<X> ? 4 * kVector<X> : 4;
    const int64_t grouped = p.m - p.m % group;
    constexpr int64_t kLanes = 4 * kVector<X>;
    if (group == kLanes && p.n * p.x_step <= detail::kNear)
      for (int64_t j = 0; j < grouped; j += kLanes)  // so few that the sums stay in registers
        detail::sum_tile<kLanes>(y + j * p.y_step, p.y_step, x + j, p.n, p.x_step, kLanes, f);
    else
      for (int64_t j = 0; j < grouped; j += detail::kTile)
        detail::sum_tile<detail::kTile>(y + j * p.y_step, p.y_step, x + j, p.n, p.x_step,
                                        std::min(detail::kTile, grouped - j), f);
    if (grouped < p.m)
      detail::sum_last_columns(y + grouped * p.y_step, p.y_step, x + grouped, p.n, p.x_step,
                               p.m - grouped, f);
  } else {
    for (int64_t j = 0; j < p.m; ++j)
      y[j * p.y_step] += detail::sum_strided<Acc>(x + j * p.x_stride, p.n, p.x_step, f);
  }
}

template <class Acc, class X, class F>
void sum_plane(Acc* y, const X* x, const Plane& p, F f) {
  if (p.n >= 4) return sum_long_plane(y, x, p, f);
  // So few additions are made one after another anyway.
  for (int64_t j = 0; j < p.m; ++j) {
    Acc sum(0);
    for (int64_t i = 0; i < p.n; ++i) sum += f(x[j * p.x_stride + i * p.x_step]);
    y[j * p.y_step] += sum;
  }
}

}  // namespace glassgrad::kernels
