// Means and variances of channels, and values scaled and shifted by channel.
#include "autograd/kernels/normalize.h"

#include "autograd/base/compiler.h"
#include "autograd/kernels/loops.h"

namespace glassgrad::kernels {
namespace {

/// So many sums side by side: they become one vector.
constexpr int64_t kLanes = 8;

/// The sum of f(i) over n elements.
template <class F>
GLASSGRAD_ALWAYS_INLINE double sum_of(int64_t n, F f) {
  double lanes[kLanes] = {};
  int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes)
    for (int64_t l = 0; l < kLanes; ++l) lanes[l] += f(i + l);
  double sum = 0;
  for (; i < n; ++i) sum += f(i);
  for (const double lane : lanes) sum += lane;
  return sum;
}

template <class T>
GLASSGRAD_MULTIVERSION void moments_of(double* mean, double* var, const T* x, const Channels& s) {
  const double count = static_cast<double>(s.count());
  for (int64_t c = 0; c < s.channels; ++c) {
    double sum = 0, squares = 0;
    for (int64_t o = 0; o < s.outer; ++o) {
      const T* row = x + (o * s.channels + c) * s.inner;
      sum += sum_of(s.inner, [&](int64_t i) { return static_cast<double>(row[i]); });
    }
    const double m = sum / count;
    for (int64_t o = 0; o < s.outer; ++o) {
      const T* row = x + (o * s.channels + c) * s.inner;
      squares += sum_of(s.inner, [&](int64_t i) { return (row[i] - m) * (row[i] - m); });
    }
    mean[c] = m;
    var[c] = squares / count;
  }
}

template <class T>
GLASSGRAD_MULTIVERSION void products_of(double* sum, double* product, const T* y, const T* x,
                                        const double* mean, const Channels& s) {
  for (int64_t c = 0; c < s.channels; ++c) {
    double sums = 0, products = 0;
    for (int64_t o = 0; o < s.outer; ++o) {
      const int64_t at = (o * s.channels + c) * s.inner;
      sums += sum_of(s.inner, [&](int64_t i) { return static_cast<double>(y[at + i]); });
      products += sum_of(s.inner, [&](int64_t i) { return y[at + i] * (x[at + i] - mean[c]); });
    }
    sum[c] = sums;
    product[c] = products;
  }
}

template <class T>
GLASSGRAD_MULTIVERSION void scaled(T* y, const T* x, const double* a, const double* b,
                                   const Channels& s) {
  for (int64_t row = 0; row < s.outer * s.channels; ++row, y += s.inner, x += s.inner) {
    const T scale = static_cast<T>(a[row % s.channels]),
            shift = static_cast<T>(b[row % s.channels]);
    GLASSGRAD_INDEPENDENT
    for (int64_t i = 0; i < s.inner; ++i) y[i] = x[i] * scale + shift;
  }
}

template <class T>
GLASSGRAD_MULTIVERSION void combined(T* z, const T* y, const T* x, const double* a, const double* b,
                                     const double* d, const Channels& s) {
  for (int64_t row = 0; row < s.outer * s.channels; ++row) {
    const int64_t c = row % s.channels, at = row * s.inner;
    const T of_y = static_cast<T>(a[c]), of_x = static_cast<T>(b[c]), shift = static_cast<T>(d[c]);
    GLASSGRAD_INDEPENDENT
    for (int64_t i = at; i < at + s.inner; ++i) z[i] = y[i] * of_y + (x[i] * of_x + shift);
  }
}

}  // namespace

void moments(ScalarType type, double* mean, double* var, const void* x, const Channels& sizes) {
  visit_floating(type, [&]<class T>() { moments_of(mean, var, static_cast<const T*>(x), sizes); });
}

void scale_and_shift(ScalarType type, void* y, const void* x, const double* a, const double* b,
                     const Channels& sizes) {
  visit_floating(
      type, [&]<class T>() { scaled(static_cast<T*>(y), static_cast<const T*>(x), a, b, sizes); });
}

void sums_of_products(ScalarType type, double* sum, double* product, const void* y, const void* x,
                      const double* mean, const Channels& sizes) {
  visit_floating(type, [&]<class T>() {
    products_of(sum, product, static_cast<const T*>(y), static_cast<const T*>(x), mean, sizes);
  });
}

void combine(ScalarType type, void* z, const void* y, const void* x, const double* a,
             const double* b, const double* d, const Channels& sizes) {
  visit_floating(type, [&]<class T>() {
    combined(static_cast<T*>(z), static_cast<const T*>(y), static_cast<const T*>(x), a, b, d,
             sizes);
  });
}

}  // namespace glassgrad::kernels
