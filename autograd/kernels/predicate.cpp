// Loops whose results are bool.

#include "autograd/kernels/predicate.h"

#include <cmath>

namespace glassgrad::kernels {

namespace {
template <class Y, class T, class F>
void plain_loop(void* y, const void* x, int64_t n, F f) {
  auto* to = static_cast<Y*>(y);
  const auto* from = static_cast<const T*>(x);
  for (int64_t i = 0; i < n; ++i) to[i] = static_cast<Y>(f(from[i]));
}
template <class F>
void predicate(ScalarType type, void* y, const void* x, int64_t n, F f) {
  visit(type, [&]<class T>() { plain_loop<bool, T>(y, x, n, f); });
}
}  // namespace

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
