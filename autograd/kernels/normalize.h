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

/// Rows x [rows, n]: y = (x - mean[row]) scale[row] w[i] + b[i], scale = 1 / sqrt(variance + eps),
/// with mean and variance of the row; no w is 1, no b 0.
void normalize_rows(ScalarType type, void* y, double* mean, double* scale, const void* x,
                    const void* w, const void* b, double eps, int64_t rows, int64_t n);
/// Its gradients dx [rows, n], dw [n] and db [n], those that are not null.
void normalize_rows_back(ScalarType type, void* dx, void* dw, void* db, const void* dy,
                         const void* x, const void* w, const double* mean, const double* scale,
                         int64_t rows, int64_t n);

}  // namespace glassgrad::kernels
