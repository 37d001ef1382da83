#pragma once
// The loops that elementwise kernels share. A kernel gives the arithmetic of one element.

#include <cstdint>
#include <type_traits>

#include "autograd/array_ref.h"
#include "autograd/kernels/attributes.h"
#include "autograd/scalar_type.h"
#include "autograd/small_vector.h"

namespace glassgrad::kernels {

/// Memory of one operand of a strided loop; strides are in elements, 0 where it is broadcast.
struct Operand {
  void* data;
  IntArrayRef strides;
};

/// Vector loops run over whole groups of this many elements; what remains runs scalar functions, as
/// in PyTorch's vector build, so that short tensors agree with it to the bit.
constexpr int64_t kGroup = 16;

/// Calls f.template operator()<T>() with the C++ type of `type`: one of float and double.
template <class F>
decltype(auto) visit_floating(ScalarType type, F&& f) {
  return type == kDouble ? f.template operator()<double>() : f.template operator()<float>();
}
/// The same for all six types.
template <class F>
decltype(auto) visit(ScalarType type, F&& f) {
  switch (type) {
    case kDouble: return f.template operator()<double>();
    case kLong: return f.template operator()<int64_t>();
    case kInt: return f.template operator()<int32_t>();
    case kByte: return f.template operator()<uint8_t>();
    case kBool: return f.template operator()<bool>();
    default: return f.template operator()<float>();
  }
}

// --- y_i = f(x_i), contiguous ---

template <class Y, class X, class F>
GLASSGRAD_MULTIVERSION void map_groups(Y* y, const X* x, int64_t n, F f) {
  for (int64_t i = 0; i < n; ++i) y[i] = f(x[i]);
}

/// `vector` is for groups, `scalar` for the rest; x and y may be the same memory.
template <class Y, class X, class Vector, class Scalar>
void map(Y* y, const X* x, int64_t n, Vector vector, Scalar scalar) {
  const int64_t grouped = n - n % kGroup;
  if (grouped > 0) map_groups(y, x, grouped, vector);
  for (int64_t i = grouped; i < n; ++i) y[i] = scalar(x[i]);
}
template <class Y, class X, class F>
void map(Y* y, const X* x, int64_t n, F f) {
  map(y, x, n, f, f);
}

// --- y_i = f(a_i, b_i): each step is 0 (one value for all), 1 or a stride ---

template <class Y, class A, class B, class F>
GLASSGRAD_MULTIVERSION void zip_rows(Y* y, const A* a, const B* b, int64_t n, F f) {
  for (int64_t i = 0; i < n; ++i) y[i] = f(a[i], b[i]);
}
template <class Y, class A, class B, class F>
GLASSGRAD_MULTIVERSION void zip_right(Y* y, const A* a, B b, int64_t n, F f) {
  for (int64_t i = 0; i < n; ++i) y[i] = f(a[i], b);
}
template <class Y, class A, class B, class F>
GLASSGRAD_MULTIVERSION void zip_left(Y* y, A a, const B* b, int64_t n, F f) {
  for (int64_t i = 0; i < n; ++i) y[i] = f(a, b[i]);
}
template <class Y, class A, class B, class F>
void zip_row(Y* y, int64_t sy, const A* a, int64_t sa, const B* b, int64_t sb, int64_t n, F f) {
  if (n >= kGroup && sy == 1) {
    if (sa == 1 && sb == 1) return zip_rows(y, a, b, n, f);
    if (sa == 1 && sb == 0) return zip_right(y, a, *b, n, f);
    if (sa == 0 && sb == 1) return zip_left(y, *a, b, n, f);
  }
  for (int64_t i = 0; i < n; ++i) y[i * sy] = f(a[i * sa], b[i * sb]);
}

/// Walks K operands of one shape row by row: `row(offsets, steps, n)` gets, for each operand, the
/// offset of the row's first element and the step inside the row, in elements. Neighbouring
/// dimensions that every operand walks evenly are joined first, so contiguous memory is one row.
template <size_t K, class Row>
void for_each_row(IntArrayRef sizes, const IntArrayRef (&strides)[K], Row row) {
  Dims joined_sizes;
  Dims joined[K];
  for (size_t d = 0; d < sizes.size(); ++d) {
    if (sizes[d] == 0) return;
    if (sizes[d] == 1) continue;
    bool joins = !joined_sizes.empty();
    for (size_t k = 0; k < K && joins; ++k)
      joins = joined[k].back() == strides[k][d] * sizes[d];
    if (joins) {
      joined_sizes.back() *= sizes[d];
      for (size_t k = 0; k < K; ++k) joined[k].back() = strides[k][d];
    } else {
      joined_sizes.push_back(sizes[d]);
      for (size_t k = 0; k < K; ++k) joined[k].push_back(strides[k][d]);
    }
  }
  int64_t offsets[K] = {}, steps[K] = {};
  if (joined_sizes.empty()) return row(offsets, steps, int64_t{1});

  const size_t last = joined_sizes.size() - 1;
  for (size_t k = 0; k < K; ++k) steps[k] = joined[k][last];
  Dims index(last, 0);
  for (;;) {
    row(offsets, steps, joined_sizes[last]);
    // Count the outer index up, like an odometer.
    size_t d = last;
    for (;;) {
      if (d == 0) return;
      --d;
      for (size_t k = 0; k < K; ++k) offsets[k] += joined[k][d];
      if (++index[d] < joined_sizes[d]) break;
      for (size_t k = 0; k < K; ++k) offsets[k] -= joined[k][d] * joined_sizes[d];
      index[d] = 0;
    }
  }
}

/// y = f(a, b) over a common shape.
template <class Y, class A, class B, class F>
void zip(IntArrayRef sizes, Operand y, Operand a, Operand b, F f) {
  Y* py = static_cast<Y*>(y.data);
  const A* pa = static_cast<const A*>(a.data);
  const B* pb = static_cast<const B*>(b.data);
  for_each_row(sizes, {y.strides, a.strides, b.strides},
               [&](const int64_t* at, const int64_t* step, int64_t n) {
                 zip_row(py + at[0], step[0], pa + at[1], step[1], pb + at[2], step[2], n, f);
               });
}

/// y = f(x) over a common shape, any strides.
template <class Y, class X, class F>
void map_strided(IntArrayRef sizes, Operand y, Operand x, F f) {
  Y* py = static_cast<Y*>(y.data);
  const X* px = static_cast<const X*>(x.data);
  for_each_row(sizes, {y.strides, x.strides},
               [&](const int64_t* at, const int64_t* step, int64_t n) {
                 Y* to = py + at[0];
                 const X* from = px + at[1];
                 if (step[0] == 1 && step[1] == 1 && n >= kGroup) return map_groups(to, from, n, f);
                 for (int64_t i = 0; i < n; ++i) to[i * step[0]] = f(from[i * step[1]]);
               });
}

}  // namespace glassgrad::kernels
