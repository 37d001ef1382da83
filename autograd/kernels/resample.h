#pragma once
// Sums of a few elements with weights, along one dimension of an array.

#include <cstdint>
#include <vector>

#include "autograd/types/scalar_type.h"

namespace glassgrad::kernels {

/// y[i] = sum over k of w[i,k] x[at[i,k]]: for each of `out` elements up to `most` places with
/// their weights, of which it has `counts[i]`.
struct Taps {
  int64_t in, out, most;
  std::vector<int64_t> counts;
  std::vector<int32_t> at;      ///< [most, out]
  std::vector<double> weights;  ///< [most, out]

  Taps(int64_t in_, int64_t out_, int64_t most_);
  void add(int64_t i, int64_t place, double weight);
  /// For gradients: x[j] = sum of w[i,k] y[i] over all i and k with at[i,k] = j.
  Taps transposed() const;
};

/// y [outer, taps.out, inner] from x [outer, taps.in, inner]; of float or double.
void resample(ScalarType type, void* y, const void* x, int64_t outer, int64_t inner,
              const Taps& taps);

}  // namespace glassgrad::kernels
