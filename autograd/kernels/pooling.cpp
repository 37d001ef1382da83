// Windows of an image, their largest elements and means.
#include "autograd/kernels/pooling.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "autograd/base/compiler.h"
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

}  // namespace

void max_pool(ScalarType type, void* values, int64_t* indices, const void* x,
              const Pooling& pooling) {
  visit_floating(type, [&]<class T>() {
    T* value = static_cast<T*>(values);
    const T* image = static_cast<const T*>(x);
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

/// The sum of one window. Long lines are added up in several sums, side by side.
template <class T>
GLASSGRAD_ALWAYS_INLINE T sum_of_window(const T* image, const Pooling& pooling, const Span& d,
                                        const Span& h, const Span& w) {
  constexpr int64_t kLanes = 16;
  const auto& [depth, height, width] = pooling.axes;
  T lanes[kLanes] = {}, sum = 0;
  const auto add_line = [&](const T* line, int64_t count) {
    int64_t x = 0;
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
  for (const T lane : lanes) sum += lane;
  return sum;
}

}  // namespace

void avg_pool(ScalarType type, void* y, const void* x, const Pooling& pooling) {
  visit_floating(type, [&]<class T>() {
    T* to = static_cast<T*>(y);
    const T* image = static_cast<const T*>(x);
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
    for_each_window(pooling, [&](int64_t plane, const Span& d, const Span& h, const Span& w) {
      const T share = *from++ / static_cast<T>(divisor_of(pooling, d, h, w));
      for_each_element(pooling, d, h, w, [&](int64_t i) { image[plane + i] += share; });
    });
  });
}

}  // namespace glassgrad::kernels
