#pragma once
// Sums of rows, each times a number: the innermost loops of a convolution, and of the gradient of
// its weight.

#include <cstdint>
#include <vector>

namespace glassgrad::kernels {

/// How many bytes of numbers this processor adds at once. Below 32 the functions here do not pay.
int vector_bytes();

/// y[o, p] = sum over rows r of  weight_r[o * weight_step] * values_r[p].
template <class T>
struct RowSums {
  struct Row {
    const T *values, *weight;
  };
  T* y;  ///< [outs, columns], rows `y_step` apart; up to kBeyond numbers after each are written too
  int64_t y_step, outs, columns;
  std::vector<Row> rows;  ///< of which up to kBeyond numbers after `columns` are read
  int64_t weight_step;
  int64_t inputs;  ///< how many different numbers the rows are of
};
constexpr int64_t kBeyond = 64;

template <class T>
void add_up(const RowSums<T>& sums);

/// w[r, o] += sum over places p of  values_r[p] * y[p, o].
template <class T>
struct PlaceSums {
  T* w;          ///< [rows, outs]
  const T* y;    ///< [places, outs]
  int64_t outs;  ///< block_of_outs()
  std::vector<const T*> rows;
  std::vector<int64_t> lines;  ///< where places begin in a row, `width` of them in each line
  int64_t width;
};

/// How many of so many results are computed together; it may be more than there are.
template <class T>
int64_t block_of_outs(int64_t outs) {
  const int64_t vector = vector_bytes() / static_cast<int64_t>(sizeof(T));
  return outs > 2 * vector ? 3 * vector : vector;
}

template <class T>
void add_up(const PlaceSums<T>& sums);

/// The sum of a_i b_i over n numbers.
template <class T>
T sum_of_products(const T* a, const T* b, int64_t n);

}  // namespace glassgrad::kernels
