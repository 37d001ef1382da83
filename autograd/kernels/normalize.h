#pragma once
// Numbers for each channel of x [outer, channels, inner], contiguous, of float or double. Sums are
// added in double precision.

#include <cstdint>

#include "autograd/types/scalar_type.h"

namespace glassgrad::kernels {

struct Channels {
  int64_t outer, channels, inner;
  int64_t count() const { return outer * inner; }  ///< elements of a channel
};

/// mean[c], and var[c] = sum of (x - mean)^2 / count.
void moments(ScalarType type, double* mean, double* var, const void* x, const Channels& sizes);
/// y = a[c] x + b[c]; a and b are double.
void scale_and_shift(ScalarType type, void* y, const void* x, const double* a, const double* b,
                     const Channels& sizes);
/// sum[c] = sum of y, product[c] = sum of y (x - mean[c]).
void sums_of_products(ScalarType type, double* sum, double* product, const void* y, const void* x,
                      const double* mean, const Channels& sizes);
/// z = a[c] y + b[c] x + d[c].
void combine(ScalarType type, void* z, const void* y, const void* x, const double* a,
             const double* b, const double* d, const Channels& sizes);

}  // namespace glassgrad::kernels
