#pragma once
// Losses of n pairs (x_i, t_i) in contiguous memory, floating types, summed up in the same pass,
// and their rules. Fewer than 16 floats give the bits of PyTorch 1.13's AVX2 build.

#include <cstdint>

#include "autograd/types/scalar_type.h"

namespace glassgrad::kernels {

/// What becomes of the losses l_i: y is n of them, or one number.
enum class Reduce : uint8_t { None, Mean, Sum };

/// Whether 0 <= x_i <= 1 for all; false for NaN.
bool all_within_0_1(ScalarType type, const void* x, int64_t n);

/// l = -(t ln x + (1 - t) ln(1 - x)), logarithms not below -100.
void bce(ScalarType type, Reduce reduce, void* y, const void* x, const void* t, int64_t n);
/// What keeps the gradient of binary cross-entropy finite at x = 0 and 1: PyTorch's, a float.
inline constexpr float kLeastVariance = 1e-12f;
/// dx = dy (x - t) / max((1 - x) x, kLeastVariance), divided by n for Mean. dy is n numbers for
/// None, else one.
void bce_backward(ScalarType type, Reduce reduce, void* dx, const void* dy, const void* x,
                  const void* t, int64_t n);

/// bce of sigmoid(x), without overflow: l = (1 - t) x + m + ln(e^-m + e^(-x - m)), m = max(-x, 0).
void bce_with_logits(ScalarType type, Reduce reduce, void* y, const void* x, const void* t,
                     int64_t n);
/// dx = dy (sigmoid(x) - t), divided by n for Mean.
void bce_with_logits_backward(ScalarType type, Reduce reduce, void* dx, const void* dy,
                              const void* x, const void* t, int64_t n);

/// l = (x - t)^2.
void mse(ScalarType type, Reduce reduce, void* y, const void* x, const void* t, int64_t n);
/// dx = 2 dy (x - t), divided by n for Mean.
void mse_backward(ScalarType type, Reduce reduce, void* dx, const void* dy, const void* x,
                  const void* t, int64_t n);

/// l = |x - t|.
void l1(ScalarType type, Reduce reduce, void* y, const void* x, const void* t, int64_t n);
/// dx = dy sign(x - t), divided by n for Mean.
void l1_backward(ScalarType type, Reduce reduce, void* dx, const void* dy, const void* x,
                 const void* t, int64_t n);

/// l = (x - t)^2 / (2 beta) where |x - t| < beta, else |x - t| - beta / 2.
void smooth_l1(ScalarType type, Reduce reduce, void* y, const void* x, const void* t, int64_t n,
               double beta);
/// dx = dy (x - t) / beta, limited to +-dy, divided by n for Mean.
void smooth_l1_backward(ScalarType type, Reduce reduce, void* dx, const void* dy, const void* x,
                        const void* t, int64_t n, double beta);

/// l = (x - t)^2 / 2 where |x - t| <= delta, else delta (|x - t| - delta / 2).
void huber(ScalarType type, Reduce reduce, void* y, const void* x, const void* t, int64_t n,
           double delta);
/// dx = dy (x - t), limited to +-delta dy, divided by n for Mean.
void huber_backward(ScalarType type, Reduce reduce, void* dx, const void* dy, const void* x,
                    const void* t, int64_t n, double delta);

}  // namespace glassgrad::kernels
