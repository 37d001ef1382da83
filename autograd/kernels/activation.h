#pragma once
// Activation functions and their rules, floating types. Forward: n elements of dense memory, y and
// x may be the same. Backward: dx = dy * f'(x) over a common shape, any strides.
//
// Fewer than 16 floats give the bits of PyTorch 1.13's AVX2 build, with its fused multiply-adds;
// from there on whole groups take vector functions, within 2 units in the last place.

#include "autograd/kernels/loops.h"

namespace glassgrad::kernels {

/// y = 1 / (1 + e^-x).
void sigmoid(ScalarType type, void* y, const void* x, int64_t n);
/// dx = dy (1 - y) y.
void sigmoid_backward(ScalarType type, IntArrayRef sizes, const Operand& dx, const Operand& dy,
                      const Operand& y);

void tanh(ScalarType type, void* y, const void* x, int64_t n);
/// dx = dy (1 - y^2).
void tanh_backward(ScalarType type, IntArrayRef sizes, const Operand& dx, const Operand& dy,
                   const Operand& y);

/// y = max(x, 0), every type.
void relu(ScalarType type, void* y, const void* x, int64_t n);

/// y = x where x > threshold, else value; every type.
void threshold(ScalarType type, void* y, const void* x, int64_t n, double threshold, double value);
/// dx = dy where x > threshold (or NaN), else 0.
void threshold_backward(ScalarType type, IntArrayRef sizes, const Operand& dx, const Operand& dy,
                        const Operand& x, double threshold);

/// y = x for x > 0, slope x otherwise.
void leaky_relu(ScalarType type, void* y, const void* x, int64_t n, double slope);
/// dx = dy for x > 0, slope dy otherwise.
void leaky_relu_backward(ScalarType type, IntArrayRef sizes, const Operand& dx, const Operand& dy,
                         const Operand& x, double slope);

/// y = scale x for x > 0, scale alpha (e^(input_scale x) - 1) otherwise.
struct EluParameters {
  double alpha, scale, input_scale;
};
void elu(ScalarType type, void* y, const void* x, int64_t n, EluParameters parameters);
/// dx = dy scale for x > 0, dy input_scale scale alpha e^(input_scale x) otherwise.
void elu_backward(ScalarType type, IntArrayRef sizes, const Operand& dx, const Operand& dy,
                  const Operand& x, EluParameters parameters);

/// y = ln(1 + e^(beta x)) / beta; x where beta x > threshold.
void softplus(ScalarType type, void* y, const void* x, int64_t n, double beta, double threshold);
/// dx = dy e^(beta x) / (e^(beta x) + 1); dy where beta x > threshold.
void softplus_backward(ScalarType type, IntArrayRef sizes, const Operand& dx, const Operand& dy,
                       const Operand& x, double beta, double threshold);

/// y = x Phi(x), Phi(x) = (1 + erf(x / sqrt 2)) / 2.
void gelu(ScalarType type, void* y, const void* x, int64_t n);
/// dx = dy (Phi(x) + x phi(x)), phi(x) = e^(-x^2/2) / sqrt(2 pi).
void gelu_backward(ScalarType type, IntArrayRef sizes, const Operand& dx, const Operand& dy,
                   const Operand& x);
/// y = x (1 + tanh u) / 2, u = sqrt(2/pi) (x + 0.044715 x^3).
void gelu_tanh(ScalarType type, void* y, const void* x, int64_t n);
/// dx = dy ((1 + tanh u) + x (1 - tanh^2 u) u') / 2, u' = sqrt(2/pi) (1 + 0.134145 x^2).
void gelu_tanh_backward(ScalarType type, IntArrayRef sizes, const Operand& dx, const Operand& dy,
                        const Operand& x);

/// y = x s, s = sigmoid x.
void silu(ScalarType type, void* y, const void* x, int64_t n);
/// dx = dy s (1 + x (1 - s)).
void silu_backward(ScalarType type, IntArrayRef sizes, const Operand& dx, const Operand& dy,
                   const Operand& x);

/// y = x t, t = tanh ln(1 + e^x).
void mish(ScalarType type, void* y, const void* x, int64_t n);
/// dx = dy (t + x s (1 - t^2)), s = sigmoid x.
void mish_backward(ScalarType type, IntArrayRef sizes, const Operand& dx, const Operand& dy,
                   const Operand& x);

/// dx = dy where low < x < high, else 0.
void hardtanh_backward(ScalarType type, IntArrayRef sizes, const Operand& dx, const Operand& dy,
                       const Operand& x, double low, double high);

/// y = x outside [-lambda, lambda], else 0.
void hardshrink(ScalarType type, void* y, const void* x, int64_t n, double lambda);
/// y = x - lambda above lambda, x + lambda below -lambda, else 0.
void softshrink(ScalarType type, void* y, const void* x, int64_t n, double lambda);
/// dx = dy outside [-lambda, lambda], else 0: the rule of both.
void shrink_backward(ScalarType type, IntArrayRef sizes, const Operand& dx, const Operand& dy,
                     const Operand& x, double lambda);

/// y = min(x, 0) - ln(1 + e^-|x|).
void log_sigmoid(ScalarType type, void* y, const void* x, int64_t n);
/// dx = dy sigmoid(-x).
void log_sigmoid_backward(ScalarType type, IntArrayRef sizes, const Operand& dx, const Operand& dy,
                          const Operand& x);

}  // namespace glassgrad::kernels
