#pragma once
// Sums of rows, each times a number: the innermost loops of a convolution, and of the gradient of
// its weight.

#include <cstdint>
#include <vector>

namespace glassgrad::kernels {

/// How many bytes of numbers this processor adds at once. Below 32 the functions here do not pay.
int vector_bytes();

/// y[o, p] = bias[o] + sum over rows r of  weight[o, r] * values_r[p].
template <class T>
struct RowSums {
  T* y;  ///< [outs, columns], rows `y_step` apart; up to kBeyond numbers after each are written too
  int64_t y_step, outs, columns;
  std::vector<const T*> rows;  ///< of which up to kBeyond numbers after `columns` are read
  const T* weights;            ///< as pack_weights() leaves them
  const T* bias;               ///< null: zeros
};
constexpr int64_t kBeyond = 64;

template <class T>
void add_up(const RowSums<T>& sums);

/// Weights in the order of their use. Those of result o stand o * step after those of the first,
/// `first` (one for each row); there are outs times rows of them.
template <class T>
void pack_weights(T* to, const std::vector<const T*>& first, int64_t step, int64_t outs);

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

/// Adds a_i b_i to lanes[i % kProductLanes], over n numbers, a multiple of kProductLanes: a sum in
/// parts.
constexpr int64_t kProductLanes = 16;
template <class T>
void add_products(T* lanes, const T* a, const T* b, int64_t n);

}  // namespace glassgrad::kernels
