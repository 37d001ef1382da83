// Means and variances of channels, and values scaled and shifted by channel.
#include "autograd/kernels/normalize.h"

#include <algorithm>
#include <cmath>

#include "autograd/base/compiler.h"
#include "autograd/kernels/loops.h"

namespace glassgrad::kernels {
namespace {

/// The sum of f(i) over n elements, in kLanes sums side by side: they become vectors.
template <int64_t kLanes, class F>
GLASSGRAD_ALWAYS_INLINE double sum_in_lanes(int64_t n, F f) {
  double lanes[kLanes] = {};
  int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes)
    for (int64_t l = 0; l < kLanes; ++l) lanes[l] += f(i + l);
  double sum = 0;
  for (; i < n; ++i) sum += f(i);
  for (const double lane : lanes) sum += lane;
  return sum;
}

/// The sum of f(i) over n elements. Of a long row in four vectors, none of which waits for the one
/// before.
template <class F>
GLASSGRAD_ALWAYS_INLINE double sum_of(int64_t n, F f) {
  return n < 256 ? sum_in_lanes<8>(n, f) : sum_in_lanes<32>(n, f);
}

template <class T>
GLASSGRAD_MULTIVERSION void moments_of(double* mean, double* var, const T* x, const Channels& s) {
  const double count = static_cast<double>(s.count());
  if (s.inner == 1) {  // all channels side by side
    std::fill_n(mean, s.channels, 0.0);
    std::fill_n(var, s.channels, 0.0);
    for (int64_t o = 0; o < s.outer; ++o)
      for (int64_t c = 0; c < s.channels; ++c) mean[c] += x[o * s.channels + c];
    for (int64_t c = 0; c < s.channels; ++c) mean[c] /= count;
    for (int64_t o = 0; o < s.outer; ++o)
      for (int64_t c = 0; c < s.channels; ++c) {
        const double away = x[o * s.channels + c] - mean[c];
        var[c] += away * away;
      }
    for (int64_t c = 0; c < s.channels; ++c) var[c] /= count;
    return;
  }
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
  if (s.inner == 1) {
    std::fill_n(sum, s.channels, 0.0);
    std::fill_n(product, s.channels, 0.0);
    for (int64_t o = 0; o < s.outer; ++o, y += s.channels, x += s.channels)
      for (int64_t c = 0; c < s.channels; ++c) {
        sum[c] += y[c];
        product[c] += y[c] * (x[c] - mean[c]);
      }
    return;
  }
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
  if (s.inner == 1) {
    for (int64_t o = 0; o < s.outer; ++o, y += s.channels, x += s.channels) {
      GLASSGRAD_INDEPENDENT
      for (int64_t c = 0; c < s.channels; ++c)
        y[c] = x[c] * static_cast<T>(a[c]) + static_cast<T>(b[c]);
    }
    return;
  }
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
  if (s.inner == 1) {
    for (int64_t o = 0; o < s.outer; ++o, z += s.channels, y += s.channels, x += s.channels) {
      GLASSGRAD_INDEPENDENT
      for (int64_t c = 0; c < s.channels; ++c)
        z[c] = y[c] * static_cast<T>(a[c]) + (x[c] * static_cast<T>(b[c]) + static_cast<T>(d[c]));
    }
    return;
  }
  for (int64_t row = 0; row < s.outer * s.channels; ++row) {
    const int64_t c = row % s.channels, at = row * s.inner;
    const T of_y = static_cast<T>(a[c]), of_x = static_cast<T>(b[c]), shift = static_cast<T>(d[c]);
    GLASSGRAD_INDEPENDENT
    for (int64_t i = at; i < at + s.inner; ++i) z[i] = y[i] * of_y + (x[i] * of_x + shift);
  }
}

// --- rows, with numbers for each place in them ---

template <class T>
GLASSGRAD_MULTIVERSION void normalize_rows_of(T* y, double* mean, double* scale, const T* x,
                                              const T* w, const T* b, double eps, int64_t rows,
                                              int64_t n) {
  for (int64_t row = 0; row < rows; ++row, x += n, y += n) {
    const double m =
        sum_of(n, [&](int64_t i) { return static_cast<double>(x[i]); }) / static_cast<double>(n);
    const double squares = sum_of(n, [&](int64_t i) { return (x[i] - m) * (x[i] - m); });
    const double r = 1 / std::sqrt(squares / static_cast<double>(n) + eps);
    mean[row] = m;
    scale[row] = r;
    const T slope = static_cast<T>(r), shift = static_cast<T>(-m * r);
    GLASSGRAD_INDEPENDENT
    for (int64_t i = 0; i < n; ++i) y[i] = (x[i] * slope + shift) * (w ? w[i] : 1) + (b ? b[i] : 0);
  }
}

template <class T>
GLASSGRAD_MULTIVERSION void normalize_rows_back_of(T* dx, T* dw, T* db, const T* dy, const T* x,
                                                   const T* w, const double* mean,
                                                   const double* scale, int64_t rows, int64_t n) {
  for (int64_t row = 0; row < rows; ++row, x += n, dy += n) {
    const double m = mean[row], r = scale[row];
    const T slope = static_cast<T>(r), shift = static_cast<T>(-m * r);
    if (dx) {
      const auto g = [&](int64_t i) { return static_cast<double>(w ? dy[i] * w[i] : dy[i]); };
      const double sum = sum_of(n, g),
                   product = sum_of(n, [&](int64_t i) { return g(i) * (x[i] - m); });
      const double of_x = -r * r * r * product / static_cast<double>(n);
      const T of_z = static_cast<T>(of_x),
              rest = static_cast<T>(-r * sum / static_cast<double>(n) - of_x * m);
      GLASSGRAD_INDEPENDENT
      for (int64_t i = 0; i < n; ++i) dx[i] = dy[i] * (w ? w[i] : 1) * slope + (x[i] * of_z + rest);
      dx += n;
    }
    if (dw) {
      GLASSGRAD_INDEPENDENT
      for (int64_t i = 0; i < n; ++i) dw[i] += dy[i] * (x[i] * slope + shift);
    }
    if (db) {
      GLASSGRAD_INDEPENDENT
      for (int64_t i = 0; i < n; ++i) db[i] += dy[i];
    }
  }
}

}  // namespace

void normalize_rows(ScalarType type, void* y, double* mean, double* scale, const void* x,
                    const void* w, const void* b, double eps, int64_t rows, int64_t n) {
  visit_floating(type, [&]<class T>() {
    normalize_rows_of(static_cast<T*>(y), mean, scale, static_cast<const T*>(x),
                      static_cast<const T*>(w), static_cast<const T*>(b), eps, rows, n);
  });
}

void normalize_rows_back(ScalarType type, void* dx, void* dw, void* db, const void* dy,
                         const void* x, const void* w, const double* mean, const double* scale,
                         int64_t rows, int64_t n) {
  visit_floating(type, [&]<class T>() {
    if (dw) std::fill_n(static_cast<T*>(dw), n, T(0));
    if (db) std::fill_n(static_cast<T*>(db), n, T(0));
    normalize_rows_back_of(static_cast<T*>(dx), static_cast<T*>(dw), static_cast<T*>(db),
                           static_cast<const T*>(dy), static_cast<const T*>(x),
                           static_cast<const T*>(w), mean, scale, rows, n);
  });
}

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
