// Norms: sums of absolute values and of squares.
//
// Unlike `sum`, PyTorch adds these up one after another, each square and its addition rounded once.
// Only the squares of floats that lie together are added in eight sums side by side. The order
// makes the last digits of clipped gradients, so it is kept.
#include <cmath>
#include <cstdint>
#include <type_traits>

#include "autograd/base/compiler.h"
#include "autograd/kernels/plane.h"
#include "autograd/kernels/reduce.h"

namespace glassgrad::kernels {
namespace {

template <class T>
struct AddAbsolute {
  T operator()(T sum, T x) const { return sum + std::fabs(x); }
};
template <class T>
struct AddSquare {
  T operator()(T sum, T x) const { return std::fma(x, x, sum); }
};

/// y_j = add(... add(add(y_j, x_0j), x_1j) ..., x_nj).
template <class T, class Add>
GLASSGRAD_MULTIVERSION void add_in_order(T* GLASSGRAD_RESTRICT y, const T* GLASSGRAD_RESTRICT x,
                                         Plane p, Add add) {
  if (p.x_stride == 1 && p.y_step == 1) {
    for (int64_t i = 0; i < p.n; ++i)
      for (int64_t j = 0; j < p.m; ++j) y[j] = add(y[j], x[i * p.x_step + j]);
    return;
  }
  for (int64_t j = 0; j < p.m; ++j) {
    T sum = y[j * p.y_step];
    for (int64_t i = 0; i < p.n; ++i) sum = add(sum, x[j * p.x_stride + i * p.x_step]);
    y[j * p.y_step] = sum;
  }
}

/// The sum of n squares: eight sums side by side, joined from the first on. Of those left over,
/// four are rounded before they are added if there are so many, as PyTorch's compiler has made it.
GLASSGRAD_MULTIVERSION float squares_of_row(const float* x, int64_t n) {
  constexpr int64_t kLanes = 8;
  float lanes[kLanes] = {};
  int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes) {
#pragma omp simd
    for (int64_t l = 0; l < kLanes; ++l) lanes[l] = std::fma(x[i + l], x[i + l], lanes[l]);
  }
  float sum = lanes[0];
  for (int64_t l = 1; l < kLanes; ++l) sum += lanes[l];
  if (n - i >= 4)
    for (const int64_t end = i + 4; i < end; ++i) sum += x[i] * x[i];
  for (; i < n; ++i) sum = std::fma(x[i], x[i], sum);
  return sum;
}

}  // namespace

void absolute_sum(IntArrayRef sizes, const Operand& y, const Operand& x, ScalarType type) {
  visit_floating(type, [&]<class T>() {
    reduce_planes<T, T>(sizes, y, x, T(0), [](T* sums, const T* from, const Plane& p) {
      add_in_order(sums, from, p, AddAbsolute<T>());
    });
  });
}

void euclidean_norm(IntArrayRef sizes, const Operand& y, const Operand& x, ScalarType type) {
  const Counts c = count(sizes, y);
  visit_floating(type, [&]<class T>() {
    reduce_planes<T, T>(sizes, y, x, T(0), [&](T* sums, const T* from, const Plane& p) {
      if constexpr (std::is_same_v<T, float>) {
        if (p.x_step == 1 && p.n == c.each) {  // all elements of these results
          for (int64_t j = 0; j < p.m; ++j)
            sums[j * p.y_step] = squares_of_row(from + j * p.x_stride, p.n);
          return;
        }
      }
      add_in_order(sums, from, p, AddSquare<T>());
    });
    T* py = static_cast<T*>(y.data);
    for (int64_t i = 0; i < c.results; ++i) py[i] = std::sqrt(py[i]);
  });
}

}  // namespace glassgrad::kernels
