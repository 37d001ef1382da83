// Arithmetic progressions, with PyTorch's rounding.
#include "autograd/kernels/range.h"

#include <cmath>
#include <type_traits>

#include "autograd/base/compiler.h"
#include "autograd/types/element.h"

namespace glassgrad::kernels {
namespace {

template <class T>
constexpr int64_t kRangeLanes = 32 / int64_t(sizeof(T));  // of one AVX2 vector

// Walks as the vectorised loop does: lane(first(i), k) in pairs of vectors, first(i) in the rest.
template <class T, class First, class Lane>
GLASSGRAD_ALWAYS_INLINE void fill_by_vectors(T* out, int64_t n, First first, Lane lane) {
  const int64_t whole = n - n % (2 * kRangeLanes<T>);
  for (int64_t i = 0; i < whole; i += kRangeLanes<T>) {
    const T base = first(i);
    for (int64_t k = 0; k < kRangeLanes<T>; ++k) out[i + k] = lane(base, k);
  }
  for (int64_t i = whole; i < n; ++i) out[i] = first(i);
}

}  // namespace

GLASSGRAD_MULTIVERSION
void arange(float* out, int64_t n, double start, double step) {
  fill_by_vectors(
      out, n, [=](int64_t i) { return float(std::fma(step, double(i), start)); },
      [=](float base, int64_t k) { return float(std::fma(double(k), step, double(base))); });
}

GLASSGRAD_MULTIVERSION
void arange(double* out, int64_t n, double start, double step) {
  fill_by_vectors(
      out, n, [=](int64_t i) { return std::fma(step, double(i), start); },
      [=](double base, int64_t k) { return std::fma(double(k), step, base); });
}

template <class T>
void arange(T* out, int64_t n, int64_t start, int64_t step) {
  for (int64_t i = 0; i < n; ++i) out[i] = T(start + i * step);
}

template <class T>
void linspace(T* out, int64_t n, T start, T end) {
  if (n == 1) {
    out[0] = start;
    return;
  }
  using Step = std::conditional_t<std::is_floating_point_v<T>, T, double>;
  const Step step = (Step(end) - Step(start)) / Step(n - 1);
  const int64_t half = n / 2;
  fill_by_vectors(
      out, n,
      [=](int64_t i) {
        return converted<T>(i < half ? std::fma(step, Step(i), Step(start))
                                     : std::fma(-step, Step(n - 1 - i), Step(end)));
      },
      [=](T base, int64_t k) { return converted<T>(Step(base) + Step(k) * step); });
}

template void arange(int64_t*, int64_t, int64_t, int64_t);
template void arange(int32_t*, int64_t, int64_t, int64_t);
template void arange(int16_t*, int64_t, int64_t, int64_t);
template void arange(int8_t*, int64_t, int64_t, int64_t);
template void arange(uint8_t*, int64_t, int64_t, int64_t);

template void linspace(float*, int64_t, float, float);
template void linspace(double*, int64_t, double, double);
template void linspace(int64_t*, int64_t, int64_t, int64_t);
template void linspace(int32_t*, int64_t, int32_t, int32_t);
template void linspace(int16_t*, int64_t, int16_t, int16_t);
template void linspace(int8_t*, int64_t, int8_t, int8_t);
template void linspace(uint8_t*, int64_t, uint8_t, uint8_t);

}  // namespace glassgrad::kernels
