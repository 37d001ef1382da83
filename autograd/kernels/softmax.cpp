// Softmax and its logarithm, forward and back, along any dimension.
#include "autograd/kernels/softmax.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

#include "autograd/kernels/loops.h"
#include "autograd/kernels/sleef.h"
#include "autograd/kernels/vector_math.h"

namespace glassgrad::kernels {

namespace {

// The exponential of vectors, and of what does not fill one.
GLASSGRAD_ALWAYS_INLINE float vector_exp(float x) { return sleef::exp(x); }
GLASSGRAD_ALWAYS_INLINE double vector_exp(double x) { return vec::exp(x); }

template <class T>
constexpr int64_t kSoftmaxLanes = 32 / int64_t(sizeof(T));  // of one AVX2 vector

// --- inner = 1: rows are contiguous. Short ones are taken many at a time, so that exponentials and
// logarithms always run over whole vectors ---

constexpr int64_t kSoftmaxBlock = 512;  // elements of a block of rows, held on the stack

template <class T>
GLASSGRAD_ALWAYS_INLINE T row_max(const T* x, int64_t n) {
  T m = -std::numeric_limits<T>::infinity();
  int64_t i = 0;
  if (n >= kGroup) {
    T lane[kGroup];
    for (int64_t k = 0; k < kGroup; ++k) lane[k] = x[k];
    for (i = kGroup; i + kGroup <= n; i += kGroup)
      for (int64_t k = 0; k < kGroup; ++k) lane[k] = x[i + k] > lane[k] ? x[i + k] : lane[k];
    for (int64_t k = 0; k < kGroup; ++k) m = lane[k] > m ? lane[k] : m;
  }
  for (; i < n; ++i) m = x[i] > m ? x[i] : m;
  return m;
}

// A sum as a vector loop takes it: in lanes, which are added by halves at the end; term by term
// where there is not even one vector. `combine(i, s)` adds term i to s.
template <class T, class First, class Combine>
GLASSGRAD_ALWAYS_INLINE T sum_in_lanes(int64_t n, First first, Combine combine) {
  if (n < kSoftmaxLanes<T>) {
    T sum = first(0);
    for (int64_t i = 1; i < n; ++i) sum += first(i);
    return sum;
  }
  T lane[kSoftmaxLanes<T>];
  for (int64_t l = 0; l < kSoftmaxLanes<T>; ++l) lane[l] = first(l);
  int64_t i = kSoftmaxLanes<T>;
  for (; i + kSoftmaxLanes<T> <= n; i += kSoftmaxLanes<T>)
    for (int64_t l = 0; l < kSoftmaxLanes<T>; ++l) lane[l] = combine(i + l, lane[l]);
  for (int64_t l = 0; i + l < n; ++l) lane[l] = combine(i + l, lane[l]);
  for (int64_t half = kSoftmaxLanes<T> / 2; half > 0; half /= 2)
    for (int64_t l = 0; l < half; ++l) lane[l] += lane[l + half];
  return lane[0];
}

template <class T>
GLASSGRAD_ALWAYS_INLINE T row_sum(const T* x, int64_t n) {
  return sum_in_lanes<T>(
      n, [x](int64_t i) { return x[i]; }, [x](int64_t i, T sum) { return sum + x[i]; });
}

template <class T>
GLASSGRAD_ALWAYS_INLINE T row_dot(const T* a, const T* b, int64_t n) {
  return sum_in_lanes<T>(
      n, [=](int64_t i) { return a[i] * b[i]; },
      [=](int64_t i, T sum) { return std::fma(a[i], b[i], sum); });
}

template <class T>
GLASSGRAD_ALWAYS_INLINE void subtract_row_max(T* y, const T* x, int64_t rows, int64_t n) {
  for (int64_t r = 0; r < rows; ++r, y += n, x += n) {
    const T m = row_max(x, n);
    for (int64_t i = 0; i < n; ++i) y[i] = x[i] - m;
  }
}

template <class T>
GLASSGRAD_MULTIVERSION void softmax_rows(T* y, const T* x, int64_t rows, int64_t n) {
  subtract_row_max(y, x, rows, n);
  for (int64_t i = 0; i < rows * n; ++i) y[i] = vector_exp(y[i]);
  for (int64_t r = 0; r < rows; ++r, y += n) {
    const T scale = 1 / row_sum(y, n);
    for (int64_t i = 0; i < n; ++i) y[i] *= scale;
  }
}

template <class T>
GLASSGRAD_MULTIVERSION void softmax_backward_rows(T* dx, const T* dy, const T* y, int64_t rows,
                                                  int64_t n) {
  for (int64_t r = 0; r < rows; ++r, dx += n, dy += n, y += n) {
    const T mean = row_dot(dy, y, n);
    for (int64_t i = 0; i < n; ++i) dx[i] = (dy[i] - mean) * y[i];
  }
}

// `e` has room for the exponentials of all rows.
template <class T>
GLASSGRAD_MULTIVERSION void log_softmax_rows(T* y, const T* x, T* e, int64_t rows, int64_t n) {
  T log_sum[kSoftmaxBlock];
  subtract_row_max(y, x, rows, n);
  for (int64_t i = 0; i < rows * n; ++i) e[i] = vector_exp(y[i]);
  for (int64_t r = 0; r < rows; ++r) log_sum[r] = row_sum(e + r * n, n);
  for (int64_t r = 0; r < rows; ++r) log_sum[r] = sleef::log(log_sum[r]);
  for (int64_t r = 0; r < rows; ++r)
    for (int64_t i = 0; i < n; ++i) y[r * n + i] -= log_sum[r];
}

template <class T>
GLASSGRAD_MULTIVERSION void log_softmax_backward_rows(T* dx, const T* dy, const T* y, T* e,
                                                      int64_t rows, int64_t n) {
  for (int64_t i = 0; i < rows * n; ++i) e[i] = vector_exp(y[i]);
  for (int64_t r = 0; r < rows; ++r, dx += n, dy += n, e += n) {
    const T total = row_sum(dy, n);
    for (int64_t i = 0; i < n; ++i) dx[i] = std::fma(-e[i], total, dy[i]);
  }
}

// f(offset, rows) for blocks of short rows, or for every long one.
template <class F>
void for_each_block(int64_t rows, int64_t n, F f) {
  const int64_t step = std::max<int64_t>(kSoftmaxBlock / n, 1);
  for (int64_t r = 0; r < rows; r += step) f(r * n, std::min(step, rows - r));
}

// Room for the exponentials of a block: on the stack, unless one row is longer.
template <class T>
class Room {
 public:
  explicit Room(int64_t n) : on_heap_(n > kSoftmaxBlock ? new T[n] : nullptr) {}
  T* get() { return on_heap_ ? on_heap_.get() : on_stack_; }

 private:
  T on_stack_[kSoftmaxBlock];
  std::unique_ptr<T[]> on_heap_;
};

// --- inner > 1: every column is a sum of its own, taken in order; a strip of columns at a time ---

constexpr int64_t kStrip = 64;

// out_k = f(x_k) in a strip; columns of whole vectors first.
template <class T, class Vector, class Scalar>
GLASSGRAD_ALWAYS_INLINE void each_column(int64_t width, Vector vector, Scalar scalar) {
  const int64_t grouped = width - width % kSoftmaxLanes<T>;
  for (int64_t k = 0; k < grouped; ++k) vector(k);
  for (int64_t k = grouped; k < width; ++k) scalar(k);
}

template <class T>
GLASSGRAD_ALWAYS_INLINE void column_max(T* m, const T* x, int64_t n, int64_t inner, int64_t width) {
  std::fill(m, m + width, -std::numeric_limits<T>::infinity());
  for (int64_t j = 0; j < n; ++j)
    for (int64_t k = 0; k < width; ++k) m[k] = x[j * inner + k] > m[k] ? x[j * inner + k] : m[k];
}

template <class T>
GLASSGRAD_MULTIVERSION void softmax_strip(T* y, const T* x, int64_t n, int64_t inner,
                                          int64_t width) {
  T m[kStrip], sum[kStrip] = {};
  column_max(m, x, n, inner, width);
  for (int64_t j = 0; j < n; ++j) {
    T* to = y + j * inner;
    const T* from = x + j * inner;
    each_column<T>(
        width, [&](int64_t k) { to[k] = vector_exp(from[k] - m[k]); },
        [&](int64_t k) { to[k] = std::exp(from[k] - m[k]); });
    for (int64_t k = 0; k < width; ++k) sum[k] += to[k];
  }
  for (int64_t j = 0; j < n; ++j)
    for (int64_t k = 0; k < width; ++k) y[j * inner + k] /= sum[k];
}

template <class T>
GLASSGRAD_MULTIVERSION void softmax_backward_strip(T* dx, const T* dy, const T* y, int64_t n,
                                                   int64_t inner, int64_t width) {
  T mean[kStrip] = {};
  for (int64_t j = 0; j < n; ++j)
    for (int64_t k = 0; k < width; ++k)
      mean[k] = std::fma(dy[j * inner + k], y[j * inner + k], mean[k]);
  for (int64_t j = 0; j < n; ++j)
    for (int64_t k = 0; k < width; ++k)
      dx[j * inner + k] = (dy[j * inner + k] - mean[k]) * y[j * inner + k];
}

template <class T>
GLASSGRAD_MULTIVERSION void log_softmax_strip(T* y, const T* x, int64_t n, int64_t inner,
                                              int64_t width) {
  T m[kStrip], sum[kStrip] = {};
  column_max(m, x, n, inner, width);
  for (int64_t j = 0; j < n; ++j) {
    const T* from = x + j * inner;
    each_column<T>(
        width, [&](int64_t k) { sum[k] += vector_exp(from[k] - m[k]); },
        [&](int64_t k) { sum[k] += std::exp(from[k] - m[k]); });
  }
  for (int64_t k = 0; k < width; ++k) sum[k] = sleef::log(sum[k]);
  for (int64_t j = 0; j < n; ++j)
    for (int64_t k = 0; k < width; ++k) y[j * inner + k] = x[j * inner + k] - m[k] - sum[k];
}

template <class T>
GLASSGRAD_MULTIVERSION void log_softmax_backward_strip(T* dx, const T* dy, const T* y, int64_t n,
                                                       int64_t inner, int64_t width) {
  T total[kStrip] = {};
  for (int64_t j = 0; j < n; ++j)
    for (int64_t k = 0; k < width; ++k) total[k] += dy[j * inner + k];
  for (int64_t j = 0; j < n; ++j) {
    T* to = dx + j * inner;
    const T *g = dy + j * inner, *from = y + j * inner;
    each_column<T>(
        width, [&](int64_t k) { to[k] = std::fma(-vector_exp(from[k]), total[k], g[k]); },
        [&](int64_t k) { to[k] = std::fma(-std::exp(from[k]), total[k], g[k]); });
  }
}

// f(offset, width) for every strip of columns.
template <class F>
void for_each_strip(int64_t outer, int64_t size, int64_t inner, F f) {
  for (int64_t o = 0; o < outer; ++o)
    for (int64_t k = 0; k < inner; k += kStrip)
      f(o * size * inner + k, std::min(kStrip, inner - k));
}

}  // namespace

void softmax(ScalarType type, void* y, const void* x, int64_t outer, int64_t size, int64_t inner) {
  visit_floating(type, [&]<class T>() {
    T* py = static_cast<T*>(y);
    const T* px = static_cast<const T*>(x);
    if (inner == 1)
      return for_each_block(outer, size, [&](int64_t at, int64_t rows) {
        softmax_rows(py + at, px + at, rows, size);
      });
    for_each_strip(outer, size, inner, [&](int64_t at, int64_t width) {
      softmax_strip(py + at, px + at, size, inner, width);
    });
  });
}

void softmax_backward(ScalarType type, void* dx, const void* dy, const void* y, int64_t outer,
                      int64_t size, int64_t inner) {
  visit_floating(type, [&]<class T>() {
    T* pdx = static_cast<T*>(dx);
    const T *pdy = static_cast<const T*>(dy), *py = static_cast<const T*>(y);
    if (inner == 1) return softmax_backward_rows(pdx, pdy, py, outer, size);
    for_each_strip(outer, size, inner, [&](int64_t at, int64_t width) {
      softmax_backward_strip(pdx + at, pdy + at, py + at, size, inner, width);
    });
  });
}

void log_softmax(ScalarType type, void* y, const void* x, int64_t outer, int64_t size,
                 int64_t inner) {
  visit_floating(type, [&]<class T>() {
    T* py = static_cast<T*>(y);
    const T* px = static_cast<const T*>(x);
    if (inner == 1) {
      Room<T> room(size);
      return for_each_block(outer, size, [&](int64_t at, int64_t rows) {
        log_softmax_rows(py + at, px + at, room.get(), rows, size);
      });
    }
    for_each_strip(outer, size, inner, [&](int64_t at, int64_t width) {
      log_softmax_strip(py + at, px + at, size, inner, width);
    });
  });
}

void log_softmax_backward(ScalarType type, void* dx, const void* dy, const void* y, int64_t outer,
                          int64_t size, int64_t inner) {
  visit_floating(type, [&]<class T>() {
    T* pdx = static_cast<T*>(dx);
    const T *pdy = static_cast<const T*>(dy), *py = static_cast<const T*>(y);
    if (inner == 1) {
      Room<T> room(size);
      return for_each_block(outer, size, [&](int64_t at, int64_t rows) {
        log_softmax_backward_rows(pdx + at, pdy + at, py + at, room.get(), rows, size);
      });
    }
    for_each_strip(outer, size, inner, [&](int64_t at, int64_t width) {
      log_softmax_backward_strip(pdx + at, pdy + at, py + at, size, inner, width);
    });
  });
}

}  // namespace glassgrad::kernels
