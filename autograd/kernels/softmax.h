#pragma once
// Softmax along the middle dimension of contiguous memory [outer, size, inner]. Float results are,
// bit for bit, those of PyTorch 1.13's AVX2 build: same exponential, same order of every sum.
// `type` is kFloat or kDouble. y and x may be the same memory, dx and dy as well.

#include <cstdint>

#include "autograd/types/scalar_type.h"

namespace glassgrad::kernels {

/// y_i = e^(x_i - m) / sum_j e^(x_j - m), m = max_j x_j.
void softmax(ScalarType type, void* y, const void* x, int64_t outer, int64_t size, int64_t inner);
/// dx_i = (dy_i - sum_j dy_j y_j) y_i.
void softmax_backward(ScalarType type, void* dx, const void* dy, const void* y, int64_t outer,
                      int64_t size, int64_t inner);

/// y_i = x_i - m - ln sum_j e^(x_j - m), m = max_j x_j.
void log_softmax(ScalarType type, void* y, const void* x, int64_t outer, int64_t size,
                 int64_t inner);
/// dx_i = dy_i - e^y_i sum_j dy_j.
void log_softmax_backward(ScalarType type, void* dx, const void* dy, const void* y, int64_t outer,
                          int64_t size, int64_t inner);

}  // namespace glassgrad::kernels
