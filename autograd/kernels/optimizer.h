#pragma once
// Steps of optimizers in one pass over memory. Every array is n elements of one floating type, in
// the same order, and no two of them overlap. Each element goes through the roundings that the same
// step made of tensor operations gives it.

#include "autograd/types/scalar_type.h"

namespace glassgrad::kernels {

/// v = momentum v + (1 - dampening) g;  p = p - lr v, or p - lr (g + momentum v) with nesterov.
struct MomentumStep {
  double lr, momentum, dampening;
  bool nesterov;
};
void momentum_step(ScalarType type, void* p, void* v, const void* g, int64_t n,
                   const MomentumStep& step);

/// m = beta1 m + (1 - beta1) g;  v = beta2 v + (1 - beta2) g^2;
/// p = p - rate m / (sqrt(v) / scale + eps).
/// The caller puts the corrections of step t in: rate = lr / (1 - beta1^t), scale = sqrt(1 -
/// beta2^t).
struct AdamStep {
  double beta1, beta2, rate, scale, eps;
};
void adam_step(ScalarType type, void* p, void* m, void* v, const void* g, int64_t n,
               const AdamStep& step);

}  // namespace glassgrad::kernels
