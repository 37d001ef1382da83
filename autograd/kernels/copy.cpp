// Copies between types and layouts, and fills.
#include "autograd/kernels/copy.h"

#include <algorithm>
#include <cstring>

#include "autograd/types/element.h"
#include "autograd/types/half.h"

namespace glassgrad::kernels {

namespace {
/// One row: elements that lie together, one number over and over, or elements at any steps.
template <class T>
void copy_row(T* to, int64_t to_step, const T* from, int64_t from_step, int64_t n) {
  if (to_step == 1 && from_step == 1)
    std::memmove(to, from, n * sizeof(T));
  else if (to_step == 1 && from_step == 0)
    std::fill_n(to, n, *from);
  else
    for (int64_t i = 0; i < n; ++i) to[i * to_step] = from[i * from_step];
}

template <class T>
void copy_same(IntArrayRef sizes, const Operand& y, const Operand& x) {
  T* to = static_cast<T*>(y.data);
  const T* from = static_cast<const T*>(x.data);
  for_each_block(sizes, {y.strides, x.strides}, [&](const int64_t* at, const Block<2>& block) {
    for (int64_t r = 0; r < block.rows; ++r)
      copy_row(to + at[0] + r * block.stride[0], block.step[0], from + at[1] + r * block.stride[1],
               block.step[1], block.length);
  });
}
}  // namespace

void copy(IntArrayRef sizes, ScalarType y_type, const Operand& y, ScalarType x_type,
          const Operand& x) {
  visit(y_type, [&]<class Y>() {
    visit(x_type, [&]<class X>() {
      if constexpr (std::is_same_v<X, Y>)
        copy_same<X>(sizes, y, x);
      else
        map_strided<Y, X>(sizes, y, x, [](X value) { return converted<Y>(value); });
    });
  });
}

void fill(IntArrayRef sizes, ScalarType type, const Operand& y, double real, int64_t integer) {
  visit(type, [&]<class T>() {
    const T value = std::is_floating_point_v<T> ? static_cast<T>(real) : static_cast<T>(integer);
    T* to = static_cast<T*>(y.data);
    for_each_row(sizes, {y.strides}, [&](const int64_t* at, const int64_t* step, int64_t n) {
      if (step[0] == 1)
        for (int64_t i = 0; i < n; ++i) to[at[0] + i] = value;
      else
        for (int64_t i = 0; i < n; ++i) to[at[0] + i * step[0]] = value;
    });
  });
}

void widen(ScalarType from, float* y, const uint16_t* x, int64_t n) {
  const auto convert_one = from == kHalf ? detail::float_from_half : detail::float_from_bfloat16;
  for (int64_t i = 0; i < n; ++i) y[i] = convert_one(x[i]);
}

void narrow(ScalarType to, uint16_t* y, const float* x, int64_t n) {
  const auto convert_one = to == kHalf ? detail::half_from_float : detail::bfloat16_from_float;
  for (int64_t i = 0; i < n; ++i) y[i] = convert_one(x[i]);
}

}  // namespace glassgrad::kernels
