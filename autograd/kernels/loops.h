#pragma once
// The loops that elementwise kernels share. A kernel gives the arithmetic of one element.

#include <algorithm>
#include <bit>
#include <cstdint>
#include <type_traits>

#include "autograd/base/array_ref.h"
#include "autograd/base/compiler.h"
#include "autograd/base/small_vector.h"
#include "autograd/types/element.h"
#include "autograd/types/visit.h"

namespace glassgrad::kernels {

/// Memory of one operand of a strided loop; strides are in elements, 0 where it is broadcast.
struct Operand {
  void* data;
  IntArrayRef strides;
};

/// Vector loops run over whole groups of this many elements; what remains runs scalar functions, as
/// in PyTorch's vector build, so that short tensors agree with it to the bit.
constexpr int64_t kGroup = 16;

// --- y_i = f(x_i), contiguous; y may be x itself ---

template <class Y, class X, class F>
GLASSGRAD_MULTIVERSION void map_groups(Y* y, const X* x, int64_t n, F f) {
  GLASSGRAD_INDEPENDENT
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

/// The same where `f` is a vector function for every element: what does not fill a group is padded.
template <class T, class Vector, class F>
void map_padded(T* y, const T* x, int64_t n, Vector vector, F f) {
  const int64_t grouped = n - n % kGroup;
  if (grouped > 0) map_groups(y, x, grouped, vector);
  if (grouped == n) return;
  T rest[kGroup] = {};
  for (int64_t i = grouped; i < n; ++i) rest[i - grouped] = x[i];
  map_groups(rest, rest, kGroup, f);
  for (int64_t i = grouped; i < n; ++i) y[i] = rest[i - grouped];
}

/// `condition ? a : b` in a loop with vector functions. Written with ?:, the compiler would compute
/// the costlier value only where it is needed, one element at a time.
template <class T>
GLASSGRAD_ALWAYS_INLINE T select(bool condition, T a, T b) {
  using Bits = std::conditional_t<sizeof(T) == 4, uint32_t, uint64_t>;
  const Bits mask = Bits(0) - Bits(condition);
  return std::bit_cast<T>((std::bit_cast<Bits>(a) & mask) | (std::bit_cast<Bits>(b) & ~mask));
}

// --- y_i = f(a_i, b_i) ---

template <class Y, class A, class B, class F>
GLASSGRAD_MULTIVERSION void zip_both(Y* y, const A* a, const B* b, int64_t n, F f) {
  GLASSGRAD_INDEPENDENT
  for (int64_t i = 0; i < n; ++i) y[i] = f(a[i], b[i]);
}
/// A walk over up to four operands of one shape, row by row. Neighbouring dimensions that every
/// operand steps through evenly are joined first, so contiguous memory is one row.
class Rows {
 public:
  Rows(IntArrayRef sizes, const IntArrayRef* strides, size_t operands);
  bool done() const { return done_; }
  void next();
  /// Takes the dimension above the rows out of the walk: how many rows it has, and in `stride` how
  /// far they are apart for each operand.
  int64_t take_plane(int64_t* stride);

  int64_t offset[4];  ///< of the row's first element, for each operand, in elements
  int64_t step[4];    ///< from one element of the row to the next
  int64_t length;     ///< of the row

 private:
  static constexpr size_t kMaxOperands = 4;
  bool done_ = false;
  size_t operands_;
  Dims sizes_, strides_[kMaxOperands], index_;  // of the outer dimensions
};

/// Calls row(offset, step, length) for every row.
template <size_t K, class Row>
void for_each_row(IntArrayRef sizes, const IntArrayRef (&strides)[K], Row row) {
  if (sizes.size() == 1) {  // flat already
    int64_t offset[K] = {}, step[K];
    for (size_t k = 0; k < K; ++k) step[k] = strides[k][0];
    if (sizes[0] > 0) row(offset, step, sizes[0]);
    return;
  }
  for (Rows rows(sizes, strides, K); !rows.done(); rows.next())
    row(rows.offset, rows.step, rows.length);
}

/// Calls block(data offsets, Block) for blocks of rows, as large as the strides allow: all of a
/// contiguous array, of a matrix, of what a row or a column is broadcast over.
template <size_t K>
struct Block {
  int64_t step[K];    ///< from one element of a row to the next, for each operand
  int64_t stride[K];  ///< from one row to the next
  int64_t rows, length;
};
template <size_t K, class Body>
void for_each_block(IntArrayRef sizes, const IntArrayRef (&strides)[K], Body body) {
  Block<K> block{{}, {}, 1, sizes.empty() ? 0 : sizes.back()};
  const bool is_matrix = sizes.size() == 2 && sizes[1] > 1;
  if (is_matrix || sizes.size() == 1) {  // one block
    bool is_even = is_matrix;            // every operand goes through it as through a row
    for (size_t k = 0; k < K; ++k) {
      block.step[k] = strides[k].back();
      if (is_matrix) block.stride[k] = strides[k][0];
      is_even &= block.stride[k] == times(block.length, block.step[k]);
    }
    if (is_matrix) (is_even ? block.length : block.rows) *= sizes[0];
    const int64_t offset[K] = {};
    if (block.rows > 0 && block.length > 0) body(offset, block);
    return;
  }
  Rows rows(sizes, strides, K);
  block.length = rows.length;
  std::copy_n(rows.step, K, block.step);
  block.rows = rows.take_plane(block.stride);
  for (; !rows.done(); rows.next()) body(rows.offset, block);
}

/// y = f(a, b) over a common shape.
template <class Y, class A, class B, class F>
void zip(IntArrayRef sizes, const Operand& y, const Operand& a, const Operand& b, F f) {
  Y* py = static_cast<Y*>(y.data);
  const A* pa = static_cast<const A*>(a.data);
  const B* pb = static_cast<const B*>(b.data);
  for_each_row(sizes, {y.strides, a.strides, b.strides},
               [&](const int64_t* at, const int64_t* step, int64_t n) {
                 for (int64_t i = 0; i < n; ++i)
                   py[at[0] + i * step[0]] = f(pa[at[1] + i * step[1]], pb[at[2] + i * step[2]]);
               });
}

/// y = f(a, b) in a block whose y steps by 1 and whose a and b step by 1 or 0 (a number for a row).
template <class T, class F>
GLASSGRAD_MULTIVERSION void zip_block(T* y, const T* a, const T* b, const Block<3>& block, F f) {
  const int64_t rows = block.rows, n = block.length;
  const auto [y_stride, a_stride, b_stride] = block.stride;
  if (block.step[1] == 0) {
    for (int64_t r = 0; r < rows; ++r, y += y_stride, a += a_stride, b += b_stride) {
      const T left = *a;
      GLASSGRAD_INDEPENDENT
      for (int64_t i = 0; i < n; ++i) y[i] = f(left, b[i]);
    }
  } else if (block.step[2] == 0) {
    for (int64_t r = 0; r < rows; ++r, y += y_stride, a += a_stride, b += b_stride) {
      const T right = *b;
      GLASSGRAD_INDEPENDENT
      for (int64_t i = 0; i < n; ++i) y[i] = f(a[i], right);
    }
  } else {
    for (int64_t r = 0; r < rows; ++r, y += y_stride, a += a_stride, b += b_stride) {
      GLASSGRAD_INDEPENDENT
      for (int64_t i = 0; i < n; ++i) y[i] = f(a[i], b[i]);
    }
  }
}

/// The same with vector loops for long rows: for the arithmetic that training spends its time in.
template <class T, class F>
void zip_vectors(IntArrayRef sizes, const Operand& y, const Operand& a, const Operand& b, F f) {
  T* py = static_cast<T*>(y.data);
  const T* pa = static_cast<const T*>(a.data);
  const T* pb = static_cast<const T*>(b.data);
  if (sizes.size() == 1 && sizes[0] < kGroup) {
    const int64_t to_step = y.strides[0], a_step = a.strides[0], b_step = b.strides[0];
    for (int64_t n = sizes[0]; n > 0; --n, py += to_step, pa += a_step, pb += b_step)
      *py = f(*pa, *pb);
    return;
  }
  for_each_block(
      sizes, {y.strides, a.strides, b.strides}, [&](const int64_t* at, const Block<3>& block) {
        const auto [to_step, a_step, b_step] = block.step;
        T* to = py + at[0];
        const T *left = pa + at[1], *right = pb + at[2];
        const bool unit = (a_step == 1 && b_step <= 1) || (a_step == 0 && b_step == 1);
        if (block.length >= kGroup && to_step == 1 && unit && b_step >= 0)
          return zip_block(to, left, right, block, f);
        for (int64_t r = 0; r < block.rows; ++r)
          for (int64_t i = 0; i < block.length; ++i)
            to[r * block.stride[0] + i * to_step] =
                f(left[r * block.stride[1] + i * a_step], right[r * block.stride[2] + i * b_step]);
      });
}

/// y = f(x) over a common shape.
template <class Y, class X, class F>
void map_strided(IntArrayRef sizes, const Operand& y, const Operand& x, F f) {
  Y* py = static_cast<Y*>(y.data);
  const X* px = static_cast<const X*>(x.data);
  for_each_row(sizes, {y.strides, x.strides},
               [&](const int64_t* at, const int64_t* step, int64_t n) {
                 for (int64_t i = 0; i < n; ++i)
                   py[at[0] + i * step[0]] = f(px[at[1] + i * step[1]]);
               });
}

}  // namespace glassgrad::kernels
