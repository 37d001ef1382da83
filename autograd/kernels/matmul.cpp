// The three loops of a matrix product, by blocks, and when CBLAS is called instead.
#include "autograd/kernels/matmul.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>
#include <vector>

#include "autograd/base/compiler.h"
#include "autograd/kernels/cblas.h"
#include "autograd/kernels/loops.h"
#include "autograd/kernels/threads.h"
#include "autograd/types/element.h"

namespace glassgrad::kernels {
namespace {

/// Up to so many multiplications the plain loops are faster than a call into CBLAS.
constexpr int64_t kSmall = 2048;

/// a b + c, rounded once; integers wrap around.
template <class T>
GLASSGRAD_ALWAYS_INLINE T multiply_add(T a, T b, T c) {
  if constexpr (std::is_floating_point_v<T>)
    return std::fma(a, b, c);
  else
    return plus(times(a, b), c);
}

/// One element of C: sum is the product's, rounded before alpha and beta come in.
template <class T>
GLASSGRAD_ALWAYS_INLINE void finish(T& c, T sum, T alpha, T beta) {
  if (alpha != T(1)) sum = times(alpha, sum);
  if (beta == T(0))
    c = sum;
  else
    c = beta == T(1) ? plus(sum, c) : plus(sum, times(beta, c));
}

template <class T>
struct View {
  explicit View(const Matrix& m)
      : data(static_cast<T*>(m.data)), row(m.row_stride), col(m.col_stride) {}
  GLASSGRAD_ALWAYS_INLINE T& operator()(int64_t i, int64_t j) const {
    return data[i * row + j * col];
  }
  T* data;
  int64_t row, col;
};

/// `kColumns` neighbouring elements of one row of C, their sums side by side.
template <int64_t kColumns, class T>
GLASSGRAD_ALWAYS_INLINE void row_tile(View<T> c, View<T> a, View<T> b, int64_t i, int64_t j,
                                      int64_t depth, T alpha, T beta) {
  T sums[kColumns] = {};
  if (b.col == 1) {
    for (int64_t k = 0; k < depth; ++k)
      for (int64_t l = 0; l < kColumns; ++l)
        sums[l] = multiply_add(a(i, k), b.data[k * b.row + j + l], sums[l]);
  } else {
    for (int64_t k = 0; k < depth; ++k)
      for (int64_t l = 0; l < kColumns; ++l) sums[l] = multiply_add(a(i, k), b(k, j + l), sums[l]);
  }
  for (int64_t l = 0; l < kColumns; ++l) finish(c(i, j + l), sums[l], alpha, beta);
}

/// A C so narrow that there are no columns to go side by side: one sum after the other.
template <class T>
GLASSGRAD_MULTIVERSION void narrow_product(const Matrix& cm, const Matrix& am, const Matrix& bm,
                                           T alpha, T beta) {
  const View<T> c(cm), a(am), b(bm);
  for (int64_t i = 0; i < cm.rows; ++i)
    for (int64_t j = 0; j < cm.cols; ++j) {
      T sum = 0;
      for (int64_t k = 0; k < am.cols; ++k) sum = multiply_add(a(i, k), b(k, j), sum);
      finish(c(i, j), sum, alpha, beta);
    }
}

template <class T>
GLASSGRAD_MULTIVERSION void wide_product(const Matrix& cm, const Matrix& am, const Matrix& bm,
                                         T alpha, T beta) {
  const View<T> c(cm), a(am), b(bm);
  const int64_t depth = am.cols;
  for (int64_t i = 0; i < cm.rows; ++i) {
    int64_t j = 0;
    for (; j + 16 <= cm.cols; j += 16) row_tile<16>(c, a, b, i, j, depth, alpha, beta);
    for (; j + 4 <= cm.cols; j += 4) row_tile<4>(c, a, b, i, j, depth, alpha, beta);
    for (; j < cm.cols; ++j) row_tile<1>(c, a, b, i, j, depth, alpha, beta);
  }
}

template <class T>
void product_loops(const Matrix& c, const Matrix& a, const Matrix& b, T alpha, T beta) {
  if (c.cols < 4)
    narrow_product(c, a, b, alpha, beta);
  else
    wide_product(c, a, b, alpha, beta);
}

template <class T>
void scale(const Matrix& cm, T beta) {
  const View<T> c(cm);
  for (int64_t i = 0; i < cm.rows; ++i)
    for (int64_t j = 0; j < cm.cols; ++j) c(i, j) = beta == T(0) ? T(0) : times(beta, c(i, j));
}

/// A matrix as CBLAS wants it: rows (or, transposed, columns) lie together, `ld` apart.
template <class T>
struct BlasMatrix {
  explicit BlasMatrix(const Matrix& m) : data(static_cast<const T*>(m.data)) {
    // A dimension of one element may have any stride.
    if (fits(m.rows, m.row_stride, m.cols, m.col_stride)) {
      ld = leading(m.rows, m.row_stride, m.cols);
    } else if (fits(m.cols, m.col_stride, m.rows, m.row_stride)) {
      transposed = Transpose::Yes;
      ld = leading(m.cols, m.col_stride, m.rows);
    } else {
      const int64_t sizes[] = {m.rows, m.cols}, to[] = {m.cols, 1};
      const int64_t from[] = {m.row_stride, m.col_stride};
      packed.resize(static_cast<size_t>(m.rows * m.cols));
      map_strided<T, T>(sizes, {packed.data(), to}, {m.data, from}, [](T x) { return x; });
      data = packed.data();
      ld = m.cols;
    }
  }

  const T* data;
  int64_t ld;
  Transpose transposed = Transpose::No;
  std::vector<T> packed;

 private:
  static bool fits(int64_t outer, int64_t outer_stride, int64_t inner, int64_t inner_stride) {
    return (inner_stride == 1 || inner == 1) && (outer == 1 || outer_stride >= inner) &&
           outer_stride <= std::numeric_limits<int32_t>::max();
  }
  static int64_t leading(int64_t outer, int64_t outer_stride, int64_t inner) {
    return outer == 1 ? inner : outer_stride;
  }
};

/// CBLAS counts in 32-bit integers.
bool countable(std::initializer_list<int64_t> sizes) {
  return std::max(sizes) <= std::numeric_limits<int32_t>::max();
}

template <class T>
void product_cblas(const Cblas& library, const Matrix& c, const Matrix& a, const Matrix& b, T alpha,
                   T beta) {
  const BlasMatrix<T> left(a), right(b);
  choose_threads(c.rows * c.cols * a.cols);
  library.of<T>().gemm(Order::RowMajor, left.transposed, right.transposed, static_cast<int>(c.rows),
                       static_cast<int>(c.cols), static_cast<int>(a.cols), alpha, left.data,
                       static_cast<int>(left.ld), right.data, static_cast<int>(right.ld), beta,
                       static_cast<T*>(c.data), static_cast<int>(std::max(c.row_stride, c.cols)));
}

/// C where nothing is multiplied: an empty inner dimension, or alpha = 0.
template <class T>
bool product_is_zero(const Matrix& c, const Matrix& a, T alpha, T beta) {
  if (a.cols != 0 && alpha != T(0)) return false;
  scale(c, beta);
  return true;
}

/// The types that are multiplied; bool is not.
template <class F>
void visit_numbers(ScalarType type, F f) {
  visit(type, [&]<class T>() {
    if constexpr (!std::is_same_v<T, bool>) f.template operator()<T>();
  });
}

}  // namespace

void product(ScalarType type, const Matrix& c, const Matrix& a, const Matrix& b,
             const Scalar& alpha, const Scalar& beta) {
  visit_numbers(type, [&]<class T>() {
    const T al = alpha.to<T>(), be = beta.to<T>();
    if (product_is_zero(c, a, al, be)) return;
    if constexpr (std::is_floating_point_v<T>)
      if (c.rows * c.cols * a.cols > kSmall && countable({c.rows, c.cols, a.cols, c.row_stride}))
        if (const Cblas* library = cblas()) return product_cblas<T>(*library, c, a, b, al, be);
    product_loops<T>(c, a, b, al, be);
  });
}

void product_reference(ScalarType type, const Matrix& cm, const Matrix& am, const Matrix& bm,
                       const Scalar& alpha, const Scalar& beta) {
  visit_numbers(type, [&]<class T>() {
    const View<T> c(cm), a(am), b(bm);
    if (product_is_zero(cm, am, alpha.to<T>(), beta.to<T>())) return;
    for (int64_t i = 0; i < cm.rows; ++i)
      for (int64_t j = 0; j < cm.cols; ++j) {
        T sum = 0;
        for (int64_t k = 0; k < am.cols; ++k) sum = multiply_add(a(i, k), b(k, j), sum);
        finish(c(i, j), sum, alpha.to<T>(), beta.to<T>());
      }
  });
}

void matrix_vector(ScalarType type, void* y, const Matrix& a, const void* x, int64_t x_step) {
  visit_numbers(type, [&]<class T>() {
    T* to = static_cast<T*>(y);
    T* from = const_cast<T*>(static_cast<const T*>(x));
    const Matrix column{to, a.rows, 1, 1, 1}, vector{from, a.cols, 1, x_step, 1};
    if (product_is_zero(column, a, T(1), T(0))) return;
    if constexpr (std::is_floating_point_v<T>)
      if (a.rows * a.cols > kSmall && x_step > 0 && countable({a.rows, a.cols, x_step}))
        if (const Cblas* library = cblas()) {
          const BlasMatrix<T> m(a);
          const bool swap = m.transposed == Transpose::Yes;
          choose_threads(a.rows * a.cols);
          return library->of<T>().gemv(
              Order::RowMajor, m.transposed, static_cast<int>(swap ? a.cols : a.rows),
              static_cast<int>(swap ? a.rows : a.cols), T(1), m.data, static_cast<int>(m.ld), from,
              static_cast<int>(x_step), T(0), to, 1);
        }
    product_loops<T>(column, a, vector, T(1), T(0));
  });
}

void dot(ScalarType type, void* y, int64_t n, const void* a, int64_t a_step, const void* b,
         int64_t b_step) {
  visit_numbers(type, [&]<class T>() {
    const T *left = static_cast<const T*>(a), *right = static_cast<const T*>(b);
    T* to = static_cast<T*>(y);
    if constexpr (std::is_floating_point_v<T>)
      if (n >= 128 / int64_t{sizeof(T)} && a_step > 0 && b_step > 0 &&
          countable({n, a_step, b_step}))
        if (const Cblas* library = cblas()) {
          choose_threads(n);
          *to = library->of<T>().dot(static_cast<int>(n), left, static_cast<int>(a_step), right,
                                     static_cast<int>(b_step));
          return;
        }
    if constexpr (std::is_floating_point_v<T>) {
      // OpenBLAS adds short rows like this on processors with AVX2: the same bits on all others.
      double sum = 0;
      for (int64_t i = 0; i < n; ++i) sum += T(left[i * a_step] * right[i * b_step]);
      *to = static_cast<T>(sum);
    } else {
      T sum = 0;
      for (int64_t i = 0; i < n; ++i) sum = multiply_add(left[i * a_step], right[i * b_step], sum);
      *to = sum;
    }
  });
}

}  // namespace glassgrad::kernels
