// Sums, products, extrema and truth of many elements.
#include "autograd/kernels/reduce.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <type_traits>
#include <vector>

#include "autograd/kernels/cascade.h"
#include "autograd/kernels/fold.h"
#include "autograd/types/element.h"

namespace glassgrad::kernels {
namespace {

/// y = combine(first, f(x, offset of y), f(...), ...).
template <class Y, class X, class F, class Combine>
void fold(IntArrayRef sizes, const Operand& y, const Operand& x, Y first, F f, Combine combine) {
  const Y* py = static_cast<Y*>(y.data);
  reduce_planes<Y, X>(sizes, y, x, first, [&](Y* to, const X* from, const Plane& p) {
    fold_plane(
        to, from, p, [f, at_y = to - py](X value, int64_t at) { return f(value, at_y + at); },
        combine);
  });
}

template <class T>
constexpr auto same = [](T x, int64_t) { return x; };
template <class T>
using Larger = Extreme<T, std::greater<T>>;
template <class T>
using Smaller = Extreme<T, std::less<T>>;

template <class T>
constexpr T lowest() {
  using Limits = std::numeric_limits<T>;
  return Limits::has_infinity ? -Limits::infinity() : Limits::lowest();
}
template <class T>
constexpr T highest() {
  using Limits = std::numeric_limits<T>;
  return Limits::has_infinity ? Limits::infinity() : Limits::max();
}

template <class T, class F>
void cascade_sum(IntArrayRef sizes, const Operand& y, const Operand& x, F f) {
  reduce_planes<T, T>(sizes, y, x, T(0),
                      [&](T* to, const T* from, const Plane& p) { sum_plane(to, from, p, f); });
}

/// `visit` with bool as the bytes that it is.
template <class F>
void visit_bytes(ScalarType type, F f) {
  visit(type == kBool ? kByte : type, [&]<class T>() {
    if constexpr (!std::is_same_v<T, bool>) f.template operator()<T>();
  });
}

}  // namespace

void sum(IntArrayRef sizes, const Operand& y, const Operand& x, ScalarType type) {
  visit_bytes(type, [&]<class X>() {
    if constexpr (std::is_floating_point_v<X>)
      cascade_sum<X>(sizes, y, x, [](X value) { return value; });
    else
      fold<int64_t, X>(
          sizes, y, x, 0, [](X value, int64_t) { return int64_t(value); },
          [](int64_t a, int64_t b) { return plus(a, b); });
  });
}

void sum_rows(ScalarType type, void* y, const void* x, const Plane& plane) {
  visit_floating(type, [&]<class T>() {
    T* py = static_cast<T*>(y);
    std::fill_n(py, plane.m, T(0));
    sum_plane(py, static_cast<const T*>(x), plane, [](T value) { return value; });
  });
}

void mean(IntArrayRef sizes, const Operand& y, const Operand& x, ScalarType type) {
  sum(sizes, y, x, type);
  visit_floating(type, [&]<class T>() {
    const Counts c = count(sizes, y);
    T* py = static_cast<T*>(y.data);
    for (int64_t i = 0; i < c.results; ++i) py[i] /= static_cast<T>(c.each);
  });
}

void prod(IntArrayRef sizes, const Operand& y, const Operand& x, ScalarType type) {
  const auto run = [&]<class T>() {
    fold<T, T>(sizes, y, x, T(1), same<T>, [](T a, T b) { return times(a, b); });
  };
  if (type == kLong) return run.template operator()<int64_t>();
  visit_floating(type, run);
}

void amax(IntArrayRef sizes, const Operand& y, const Operand& x, ScalarType type) {
  visit_bytes(type, [&]<class T>() { fold<T, T>(sizes, y, x, lowest<T>(), same<T>, Larger<T>()); });
}

void amin(IntArrayRef sizes, const Operand& y, const Operand& x, ScalarType type) {
  visit_bytes(type,
              [&]<class T>() { fold<T, T>(sizes, y, x, highest<T>(), same<T>, Smaller<T>()); });
}

namespace {
/// y = whether an element is true (`counts`), or false.
void find_any(IntArrayRef sizes, const Operand& y, const Operand& x, ScalarType type, bool counts) {
  visit_bytes(type, [&]<class T>() {
    fold<uint8_t, T>(
        sizes, y, x, 0, [counts](T value, int64_t) -> uint8_t { return (value != 0) == counts; },
        [](uint8_t a, uint8_t b) -> uint8_t { return a | b; });
  });
}
}  // namespace

void any(IntArrayRef sizes, const Operand& y, const Operand& x, ScalarType type) {
  find_any(sizes, y, x, type, true);
}

void all(IntArrayRef sizes, const Operand& y, const Operand& x, ScalarType type) {
  find_any(sizes, y, x, type, false);
  uint8_t* found = static_cast<uint8_t*>(y.data);
  for (int64_t i = 0, n = count(sizes, y).results; i < n; ++i) found[i] ^= 1;
}

void variance(IntArrayRef sizes, const Operand& variance, const Operand& mean, const Operand& x,
              ScalarType type, double correction, bool root) {
  const Counts c = count(sizes, variance);
  const double n = static_cast<double>(c.each);
  std::vector<double> means(c.results), squares(c.results);
  visit_floating(type, [&]<class T>() {
    constexpr auto add = [](double a, double b) { return a + b; };
    fold<double, T>(
        sizes, {means.data(), mean.strides}, x, 0, [](T value, int64_t) { return double(value); },
        add);
    for (double& m : means) m /= n;
    fold<double, T>(
        sizes, {squares.data(), mean.strides}, x, 0,
        [center = means.data()](T value, int64_t at) {
          const double d = double(value) - center[at];
          return d * d;
        },
        add);
    const double divisor = std::max(n - correction, 0.0);
    for (int64_t i = 0; i < c.results; ++i) {
      const double value = squares[i] / divisor;
      static_cast<T*>(variance.data)[i] = static_cast<T>(root ? std::sqrt(value) : value);
      static_cast<T*>(mean.data)[i] = static_cast<T>(means[i]);
    }
  });
}

void products_of_others(void* y, const void* x, int64_t outer, int64_t n, int64_t step,
                        ScalarType type) {
  visit_floating(type, [&]<class T>() {
    for (int64_t block = 0; block < outer; ++block)
      for (int64_t j = 0; j < step; ++j) {
        T* to = static_cast<T*>(y) + block * n * step + j;
        const T* from = static_cast<const T*>(x) + block * n * step + j;
        T before = 1, after = 1;
        for (int64_t i = 0; i < n; before *= from[i++ * step]) to[i * step] = before;
        for (int64_t i = n; i-- > 0; after *= from[i * step]) to[i * step] *= after;
      }
  });
}

}  // namespace glassgrad::kernels
