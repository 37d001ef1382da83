#include "autograd/kernels/unary.h"

#include <cmath>

#include "autograd/kernels/sleef.h"
#include "autograd/kernels/vector_math.h"

namespace glassgrad::kernels {

namespace {

// One function for groups of elements, one for the rest.
template <class Vector, class Scalar>
void floating(ScalarType type, void* y, const void* x, int64_t n, Vector vector, Scalar scalar) {
  visit_floating(type, [&]<class T>() {
    map(static_cast<T*>(y), static_cast<const T*>(x), n, vector, scalar);
  });
}
template <class F>
void floating(ScalarType type, void* y, const void* x, int64_t n, F f) {
  floating(type, y, x, n, f, f);
}
// `vector` for groups; `f` for the rest, which floats round up to a group.
template <class Vector, class F>
void elementary(ScalarType type, void* y, const void* x, int64_t n, Vector vector, F f) {
  visit_floating(type, [&]<class T>() {
    T* to = static_cast<T*>(y);
    const T* from = static_cast<const T*>(x);
    if constexpr (std::is_same_v<T, float>)
      map_padded(to, from, n, vector, f);
    else
      map(to, from, n, vector, f);
  });
}
template <class Y, class T, class F>
void plain_loop(void* y, const void* x, int64_t n, F f) {
  auto* to = static_cast<Y*>(y);
  const auto* from = static_cast<const T*>(x);
  for (int64_t i = 0; i < n; ++i) to[i] = static_cast<Y>(f(from[i]));
}
template <class F>
void numbers(ScalarType type, void* y, const void* x, int64_t n, F f) {
  if (isFloatingType(type)) return floating(type, y, x, n, f);
  visit(type, [&]<class T>() {
    if constexpr (std::is_same_v<T, bool>)
      plain_loop<T, T>(y, x, n, [](T v) { return v; });
    else
      plain_loop<T, T>(y, x, n, f);
  });
}
template <class F>
void predicate(ScalarType type, void* y, const void* x, int64_t n, F f) {
  visit(type, [&]<class T>() { plain_loop<bool, T>(y, x, n, f); });
}
// Integers are whole already.
template <class F>
void rounding(ScalarType type, void* y, const void* x, int64_t n, F f) {
  if (isFloatingType(type)) return floating(type, y, x, n, f);
  visit(type, [&]<class T>() { plain_loop<T, T>(y, x, n, [](T v) { return v; }); });
}

}  // namespace

// PyTorch takes SLEEF's functions here even for a single float.
void exp(ScalarType type, void* y, const void* x, int64_t n) {
  elementary(
      type, y, x, n, [](auto v) { return vec::exp(v); }, [](auto v) { return sleef::exp(v); });
}
void expm1(ScalarType type, void* y, const void* x, int64_t n) {
  elementary(
      type, y, x, n, [](auto v) { return vec::expm1(v); }, [](auto v) { return sleef::expm1(v); });
}
void log(ScalarType type, void* y, const void* x, int64_t n) {
  elementary(
      type, y, x, n, [](auto v) { return vec::log(v); }, [](auto v) { return sleef::log(v); });
}
void log1p(ScalarType type, void* y, const void* x, int64_t n) {
  elementary(
      type, y, x, n, [](auto v) { return vec::log1p(v); }, [](auto v) { return sleef::log1p(v); });
}

void log2(ScalarType type, void* y, const void* x, int64_t n) {
  floating(
      type, y, x, n, [](auto v) { return vec::log2(v); }, [](auto v) { return std::log2(v); });
}
void log10(ScalarType type, void* y, const void* x, int64_t n) {
  floating(
      type, y, x, n, [](auto v) { return vec::log10(v); }, [](auto v) { return std::log10(v); });
}
void sqrt(ScalarType type, void* y, const void* x, int64_t n) {
  floating(type, y, x, n, [](auto v) { return std::sqrt(v); });
}
void rsqrt(ScalarType type, void* y, const void* x, int64_t n) {
  floating(type, y, x, n, [](auto v) { return decltype(v)(1) / std::sqrt(v); });
}
void reciprocal(ScalarType type, void* y, const void* x, int64_t n) {
  floating(type, y, x, n, [](auto v) { return decltype(v)(1) / v; });
}
void sin(ScalarType type, void* y, const void* x, int64_t n) {
  floating(
      type, y, x, n, [](auto v) { return vec::sin(v); }, [](auto v) { return std::sin(v); });
}
void cos(ScalarType type, void* y, const void* x, int64_t n) {
  floating(
      type, y, x, n, [](auto v) { return vec::cos(v); }, [](auto v) { return std::cos(v); });
}
void tan(ScalarType type, void* y, const void* x, int64_t n) {
  floating(
      type, y, x, n, [](auto v) { return vec::tan(v); }, [](auto v) { return std::tan(v); });
}
void erf(ScalarType type, void* y, const void* x, int64_t n) {
  floating(
      type, y, x, n, [](auto v) { return vec::erf(v); }, [](auto v) { return std::erf(v); });
}

void neg(ScalarType type, void* y, const void* x, int64_t n) {
  numbers(type, y, x, n, [](auto v) { return -v; });
}
void abs(ScalarType type, void* y, const void* x, int64_t n) {
  numbers(type, y, x, n, [](auto v) {
    if constexpr (std::is_floating_point_v<decltype(v)>)
      return std::fabs(v);
    else
      return v < decltype(v)(0) ? static_cast<decltype(v)>(-v) : v;
  });
}
void sign(ScalarType type, void* y, const void* x, int64_t n) {
  numbers(type, y, x, n, [](auto v) {
    return static_cast<decltype(v)>((v > decltype(v)(0)) - (v < decltype(v)(0)));
  });
}
void floor(ScalarType type, void* y, const void* x, int64_t n) {
  rounding(type, y, x, n, [](auto v) { return std::floor(v); });
}
void ceil(ScalarType type, void* y, const void* x, int64_t n) {
  rounding(type, y, x, n, [](auto v) { return std::ceil(v); });
}
void round(ScalarType type, void* y, const void* x, int64_t n) {
  rounding(type, y, x, n, [](auto v) { return std::nearbyint(v); });
}
void trunc(ScalarType type, void* y, const void* x, int64_t n) {
  rounding(type, y, x, n, [](auto v) { return std::trunc(v); });
}

void clamp(ScalarType type, void* y, const void* x, int64_t n, double low, double high) {
  visit(type, [&]<class T>() {
    if constexpr (std::is_floating_point_v<T>) {
      const T lowest = static_cast<T>(low), highest = static_cast<T>(high);
      map(static_cast<T*>(y), static_cast<const T*>(x), n, [=](T v) {
        const T raised = v < lowest ? lowest : v;
        return raised > highest ? highest : raised;
      });
    } else {
      plain_loop<T, T>(y, x, n, [=](T v) {
        return static_cast<T>(v < low ? low : v > high ? high : static_cast<double>(v));
      });
    }
  });
}

void logical_not(ScalarType type, void* y, const void* x, int64_t n) {
  predicate(type, y, x, n, [](auto v) { return v == decltype(v)(0); });
}
void isnan(ScalarType type, void* y, const void* x, int64_t n) {
  predicate(type, y, x, n, [](auto v) { return v != v; });
}
void isinf(ScalarType type, void* y, const void* x, int64_t n) {
  predicate(type, y, x, n, [](auto v) {
    if constexpr (std::is_floating_point_v<decltype(v)>)
      return std::isinf(v);
    else
      return false;
  });
}
void isfinite(ScalarType type, void* y, const void* x, int64_t n) {
  predicate(type, y, x, n, [](auto v) {
    if constexpr (std::is_floating_point_v<decltype(v)>)
      return std::isfinite(v);
    else
      return true;
  });
}

void bitwise_not(ScalarType type, void* y, const void* x, int64_t n) {
  visit(type, [&]<class T>() {
    if constexpr (std::is_same_v<T, bool>)
      plain_loop<T, T>(y, x, n, [](T v) { return !v; });
    else if constexpr (std::is_integral_v<T>)
      plain_loop<T, T>(y, x, n, [](T v) { return ~v; });
  });
}

}  // namespace glassgrad::kernels
