// Windows of an image, their largest elements and means.
#include "autograd/kernels/pooling.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "autograd/base/compiler.h"
#include "autograd/kernels/buffer.h"
#include "autograd/types/visit.h"

namespace glassgrad::kernels {
namespace {

/// Calls window(plane, d, h, w) for the three spans of every window, in row-major order.
template <class Window>
GLASSGRAD_ALWAYS_INLINE void for_each_window(const Pooling& pooling, Window window) {
  const auto& [depth, height, width] = pooling.axes;
  for (int64_t plane = 0; plane < pooling.planes; ++plane)
    for (const Span& d : depth.windows)
      for (const Span& h : height.windows)
        for (const Span& w : width.windows) window(plane * pooling.inputs(), d, h, w);
}

/// Calls element(index in the plane) for every element of a window.
template <class Element>
GLASSGRAD_ALWAYS_INLINE void for_each_element(const Pooling& pooling, const Span& d, const Span& h,
                                              const Span& w, Element element) {
  const auto& [depth, height, width] = pooling.axes;
  for (int64_t z = d.first; z < d.end; z += depth.step)
    for (int64_t y = h.first; y < h.end; y += height.step) {
      const int64_t line = (z * height.in + y) * width.in;
      if (width.step == 1)
        for (int64_t x = w.first; x < w.end; ++x) element(line + x);
      else
        for (int64_t x = w.first; x < w.end; x += width.step) element(line + x);
    }
}

int64_t divisor_of(const Pooling& pooling, const Span& d, const Span& h, const Span& w) {
  return pooling.divisor != 0 ? pooling.divisor : d.count * h.count * w.count;
}

// --- rows of results, where windows move evenly along them ---

/// Whether there are enough results in a row, and enough of them for each element of a window.
bool rows_pay(const PoolAxis& width) {
  return width.even && width.out() >= 4 && width.even->kernel < 16;
}

/// For each element of a window.
std::vector<Run> runs_of(const Axis& axis) {
  std::vector<Run> runs;
  for (int64_t k = 0; k < axis.kernel; ++k) runs.emplace_back(axis, k);
  return runs;
}

/// Calls row(plane, d, h) for every row of results.
template <class Row>
GLASSGRAD_ALWAYS_INLINE void for_each_row_of_windows(const Pooling& pooling, Row row) {
  for (int64_t plane = 0; plane < pooling.planes; ++plane)
    for (const Span& d : pooling.axes[0].windows)
      for (const Span& h : pooling.axes[1].windows) row(plane * pooling.inputs(), d, h);
}

/// Calls line(index in the plane) for every line of the image that a row of results sees.
template <class Line>
GLASSGRAD_ALWAYS_INLINE void for_each_line_seen(const Pooling& pooling, const Span& d,
                                                const Span& h, Line line) {
  const auto& [depth, height, width] = pooling.axes;
  for (int64_t z = d.first; z < d.end; z += depth.step)
    for (int64_t y = h.first; y < h.end; y += height.step) line((z * height.in + y) * width.in);
}

/// Where it pays to compute rows, calls rows.operator()<stride>(runs), 0 standing for any stride
/// (that the usual ones are known makes better loops), and returns true.
template <class Rows>
bool by_rows(const Pooling& pooling, Rows rows) {
  const PoolAxis& width = pooling.axes[2];
  if (!rows_pay(width)) return false;
  const std::vector<Run> runs = runs_of(*width.even);
  switch (width.even->stride) {
    case 1:
      rows.template operator()<1>(runs);
      break;
    case 2:
      rows.template operator()<2>(runs);
      break;
    default:
      rows.template operator()<0>(runs);
  }
  return true;
}

template <int64_t kStride, class T>
GLASSGRAD_MULTIVERSION void max_rows(T* GLASSGRAD_RESTRICT best, int64_t* GLASSGRAD_RESTRICT at,
                                     const T* x, const Pooling& pooling,
                                     const std::vector<Run>& runs) {
  const PoolAxis &height = pooling.axes[1], &width = pooling.axes[2];
  const int64_t n = width.out(), stride = kStride != 0 ? kStride : width.even->stride;
  for_each_row_of_windows(pooling, [&](int64_t plane, const Span& d, const Span& h) {
    const int64_t corner = (d.first * height.in + h.first) * width.in;
    for (int64_t i = 0; i < n; ++i) at[i] = corner + width.windows[i].first;
    std::fill_n(best, n, -std::numeric_limits<T>::infinity());
    for_each_line_seen(pooling, d, h, [&](int64_t line) {
      for (const Run run : runs) {
        const int64_t start = line + run.start;
        const T* from = x + plane + start;
        GLASSGRAD_INDEPENDENT
        for (int64_t i = run.first; i < run.last; ++i) {
          const T candidate = from[i * stride];
          const bool better = (candidate > best[i]) | (candidate != candidate);
          best[i] = better ? candidate : best[i];
          at[i] = better ? start + i * stride : at[i];
        }
      }
    });
    best += n;
    at += n;
  });
}

/// What the sums of a row of windows are divided by.
template <class T>
class Divisors {
 public:
  explicit Divisors(const Pooling& pooling)
      : pooling_(pooling), divisors_(pooling.axes[2].windows.size()) {}
  const T* of(const Span& d, const Span& h) {
    if (d.count * h.count == last_) return divisors_.data();
    last_ = d.count * h.count;
    for (size_t i = 0; i < divisors_.size(); ++i) {
      const Span& w = pooling_.axes[2].windows[i];
      divisors_[i] = w.first >= w.end ? T(1) : static_cast<T>(divisor_of(pooling_, d, h, w));
    }
    return divisors_.data();
  }

 private:
  const Pooling& pooling_;
  std::vector<T> divisors_;
  int64_t last_ = 0;  // that they are for; none, at first
};

template <int64_t kStride, class T>
GLASSGRAD_MULTIVERSION void mean_rows(T* GLASSGRAD_RESTRICT y, const T* x, const Pooling& pooling,
                                      const std::vector<Run>& runs) {
  const PoolAxis& width = pooling.axes[2];
  const int64_t n = width.out(), stride = kStride != 0 ? kStride : width.even->stride;
  Divisors<T> divisors(pooling);
  for_each_row_of_windows(pooling, [&](int64_t plane, const Span& d, const Span& h) {
    std::fill_n(y, n, T(0));
    for_each_line_seen(pooling, d, h, [&](int64_t line) {
      for (const Run run : runs) {
        const T* from = x + plane + line + run.start;
        GLASSGRAD_INDEPENDENT
        for (int64_t i = run.first; i < run.last; ++i) y[i] += from[i * stride];
      }
    });
    const T* divisor = divisors.of(d, h);
    if (d.first < d.end && h.first < h.end)
      for (int64_t i = 0; i < n; ++i) y[i] /= divisor[i];
    y += n;
  });
}

template <int64_t kStride, class T>
GLASSGRAD_MULTIVERSION void mean_rows_back(T* x, const T* y, const Pooling& pooling,
                                           const std::vector<Run>& runs) {
  const PoolAxis& width = pooling.axes[2];
  const int64_t n = width.out(), stride = kStride != 0 ? kStride : width.even->stride;
  Divisors<T> divisors(pooling);
  const Buffer<T> memory(n);
  T* const GLASSGRAD_RESTRICT share = memory.data();
  for_each_row_of_windows(pooling, [&](int64_t plane, const Span& d, const Span& h) {
    const T* divisor = divisors.of(d, h);
    for (int64_t i = 0; i < n; ++i) share[i] = y[i] / divisor[i];
    for_each_line_seen(pooling, d, h, [&](int64_t line) {
      for (size_t k = runs.size(); k-- > 0;) {  // so that each element adds up window by window
        const Run run = runs[k];
        T* to = x + plane + line + run.start;
        GLASSGRAD_INDEPENDENT
        for (int64_t i = run.first; i < run.last; ++i) to[i * stride] += share[i];
      }
    });
    y += n;
  });
}

}  // namespace

void max_pool(ScalarType type, void* values, int64_t* indices, const void* x,
              const Pooling& pooling) {
  visit_floating(type, [&]<class T>() {
    T* value = static_cast<T*>(values);
    const T* image = static_cast<const T*>(x);
    if (by_rows(pooling, [&]<int64_t kStride>(const std::vector<Run>& runs) {
          max_rows<kStride>(value, indices, image, pooling, runs);
        }))
      return;
    for_each_window(pooling, [&](int64_t plane, const Span& d, const Span& h, const Span& w) {
      const auto& [depth, height, width] = pooling.axes;
      int64_t at = (d.first * height.in + h.first) * width.in + w.first;
      T best = -std::numeric_limits<T>::infinity();
      for_each_element(pooling, d, h, w, [&](int64_t i) {
        const T candidate = image[plane + i];
        if (candidate > best || std::isnan(candidate)) {
          best = candidate;
          at = i;
        }
      });
      *value++ = best;
      *indices++ = at;
    });
  });
}

void max_pool_back(ScalarType type, void* x, const void* y, const int64_t* indices,
                   const Pooling& pooling) {
  visit_floating(type, [&]<class T>() {
    T* image = static_cast<T*>(x);
    const T* from = static_cast<const T*>(y);
    const int64_t inputs = pooling.inputs(), outputs = pooling.outputs();
    std::fill_n(image, pooling.planes * inputs, T(0));
    for (int64_t plane = 0; plane < pooling.planes; ++plane, image += inputs)
      for (int64_t i = 0; i < outputs; ++i) image[*indices++] += *from++;
  });
}

namespace {

/// Whether the elements of a window lie side by side in memory: whole lines, or one line alone.
bool is_one_piece(const Pooling& pooling, const Span& d, const Span& h, const Span& w) {
  const auto& [depth, height, width] = pooling.axes;
  if (width.step != 1 || height.step != 1 || d.end - d.first != 1) return false;
  return h.end - h.first == 1 || w.end - w.first == width.in;
}

/// The sum of one window. Long lines are added up in several sums, side by side; longer ones in
/// four vectors of them, none of which waits for the one before.
template <class T>
GLASSGRAD_ALWAYS_INLINE T sum_of_window(const T* image, const Pooling& pooling, const Span& d,
                                        const Span& h, const Span& w) {
  constexpr int64_t kLanes = 16;
  const auto& [depth, height, width] = pooling.axes;
  T lanes[4 * kLanes] = {}, sum = 0;
  const auto add_line = [&](const T* line, int64_t count) {
    int64_t x = 0;
    for (; x + 4 * kLanes <= count; x += 4 * kLanes)
      for (int64_t l = 0; l < 4 * kLanes; ++l) lanes[l] += line[x + l];
    for (; x + kLanes <= count; x += kLanes)
      for (int64_t l = 0; l < kLanes; ++l) lanes[l] += line[x + l];
    for (; x < count; ++x) sum += line[x];
  };
  const int64_t columns = w.end - w.first, rows = h.end - h.first;
  if (is_one_piece(pooling, d, h, w) && rows * columns >= kLanes) {
    add_line(image + (d.first * height.in + h.first) * width.in + w.first, rows * columns);
  } else if (columns < kLanes || width.step != 1) {
    for_each_element(pooling, d, h, w, [&](int64_t i) { sum += image[i]; });
    return sum;
  } else {
    for (int64_t z = d.first; z < d.end; z += depth.step)
      for (int64_t y = h.first; y < h.end; y += height.step)
        add_line(image + (z * height.in + y) * width.in + w.first, columns);
  }
  for (int64_t l = 0; l < kLanes; ++l)
    lanes[l] += (lanes[l + kLanes] + lanes[l + 2 * kLanes]) + lanes[l + 3 * kLanes];
  for (int64_t l = 0; l < kLanes; ++l) sum += lanes[l];
  return sum;
}

}  // namespace

void avg_pool(ScalarType type, void* y, const void* x, const Pooling& pooling) {
  visit_floating(type, [&]<class T>() {
    T* to = static_cast<T*>(y);
    const T* image = static_cast<const T*>(x);
    if (by_rows(pooling, [&]<int64_t kStride>(const std::vector<Run>& runs) {
          mean_rows<kStride>(to, image, pooling, runs);
        }))
      return;
    for_each_window(pooling, [&](int64_t plane, const Span& d, const Span& h, const Span& w) {
      const T sum = sum_of_window(image + plane, pooling, d, h, w);
      const bool empty = d.first >= d.end || h.first >= h.end || w.first >= w.end;
      *to++ = empty ? T(0) : sum / static_cast<T>(divisor_of(pooling, d, h, w));
    });
  });
}

void avg_pool_back(ScalarType type, void* x, const void* y, const Pooling& pooling) {
  visit_floating(type, [&]<class T>() {
    T* image = static_cast<T*>(x);
    const T* from = static_cast<const T*>(y);
    std::fill_n(image, pooling.planes * pooling.inputs(), T(0));
    if (by_rows(pooling, [&]<int64_t kStride>(const std::vector<Run>& runs) {
          mean_rows_back<kStride>(image, from, pooling, runs);
        }))
      return;
    for_each_window(pooling, [&](int64_t plane, const Span& d, const Span& h, const Span& w) {
      const T share = *from++ / static_cast<T>(divisor_of(pooling, d, h, w));
      for_each_element(pooling, d, h, w, [&](int64_t i) { image[plane + i] += share; });
    });
  });
}

}  // namespace glassgrad::kernels
