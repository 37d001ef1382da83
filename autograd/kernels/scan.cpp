// Running results along one dimension.

#include "autograd/kernels/scan.h"

#include <algorithm>
#include <cmath>

#include "autograd/kernels/lines.h"

namespace glassgrad::kernels {

namespace {
/// y_i = f(y_(i-1), x_i), in the type of `first`, which stands before all.
template <class T, class Running, class F>
void scan(IntArrayRef sizes, int64_t dim, void* y, const Operand& x, Running first, F f) {
  const int64_t n = size_along(sizes, dim), x_step = stride_along(x.strides, dim);
  int64_t y_step;
  for_each_line(sizes, dim, n, x.strides, y_step, [&](int64_t at_y, int64_t at_x) {
    T* to = static_cast<T*>(y) + at_y;
    const T* from = static_cast<const T*>(x.data) + at_x;
    Running running = first;
    for (int64_t i = 0; i < n; ++i) {
      running = f(running, static_cast<Running>(from[i * x_step]));
      to[i * y_step] = static_cast<T>(running);
    }
  });
}
}  // namespace

void cumprod(IntArrayRef sizes, int64_t dim, void* y, const Operand& x, ScalarType type) {
  const auto times = [](auto a, auto b) { return a * b; };
  if (type == kLong) return scan<int64_t>(sizes, dim, y, x, uint64_t{1}, times);
  visit_floating(type, [&]<class T>() { scan<T>(sizes, dim, y, x, 1.0, times); });
}

void logcumsumexp(IntArrayRef sizes, int64_t dim, void* y, const Operand& x, ScalarType type) {
  const auto add = [](double a, double b) {
    const double high = std::max(a, b), low = std::min(a, b);
    if (a != a || b != b) return a + b;
    return std::isinf(high) ? high : high + std::log1p(std::exp(low - high));
  };
  visit_floating(type, [&]<class T>() { scan<T>(sizes, dim, y, x, -double(INFINITY), add); });
}

}  // namespace glassgrad::kernels
