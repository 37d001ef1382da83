#pragma once

#include "../tensor/tensor.h"

// Activation functions. They are elementwise unless they name a dimension, and give new memory in
// the layout of x. They take floating types; an Error is thrown for integers, except that sigmoid,
// tanh, softsign and tanhshrink convert them to the default type and relu, relu6, hardtanh and
// threshold keep them. Below 16 floats, results and gradients have the bits of PyTorch 1.13.1.

namespace glassgrad {

/// y = 1 / (1 + e^-x).  Saves the result: dL/dx = dL/dy * (1 - y) * y.
Tensor sigmoid(Traced self);
/// y = tanh x.  Saves the result: dL/dx = dL/dy * (1 - y^2).
Tensor tanh(Traced self);
/// y = max(x, 0); the gradient at 0 is 0.  Saves the result.
Tensor relu(Traced self);
/// In-place relu.
Tensor& relu_(Tensor& self, Caller = {});
/// y = x for x > 0, negative_slope * x otherwise.  Saves x.
Tensor leaky_relu(Traced self, const Scalar& negative_slope = 0.01);
/// y = scale * x for x > 0, scale * alpha * (e^(input_scale * x) - 1) otherwise.  Saves x.
Tensor elu(Traced self, const Scalar& alpha = 1, const Scalar& scale = 1,
           const Scalar& input_scale = 1);
/// elu with alpha = 1.6732632423543772848170429916717, scale = 1.0507009873554804934193349852946.
/// Source: Klambauer et al., "Self-Normalizing Neural Networks" (2017).
Tensor selu(Traced self);
/// y = max(0, x) + min(0, alpha * (e^(x / alpha) - 1)).  Saves x.  @throws Error  if alpha is 0
Tensor celu(Traced self, const Scalar& alpha = 1.0);
/// y = ln(1 + e^(beta * x)) / beta, and x itself where beta * x > threshold.  Saves x.
Tensor softplus(Traced self, const Scalar& beta = 1, const Scalar& threshold = 20);
/// y = x * Phi(x) with Phi the normal distribution; approximate "tanh": 0.5 x (1 + tanh(sqrt(2/pi)
/// (x + 0.044715 x^3))).  Saves x.  @throws Error  unless approximate is "none" or "tanh"
/// Source: Hendrycks & Gimpel, "Gaussian Error Linear Units" (2016).
Tensor gelu(Traced self, const std::string& approximate = "none");
/// y = x * sigmoid(x).  Saves x.
Tensor silu(Traced self);
/// y = x * tanh(softplus(x)).  Saves x.
Tensor mish(Traced self);
/// y = x limited to [min_val, max_val].  Saves x.
Tensor hardtanh(Traced self, const Scalar& min_val = -1, const Scalar& max_val = 1);
/// y = min(max(x, 0), 6).
Tensor relu6(Traced self);
/// y = min(max(x + 3, 0), 6) / 6.  Saves x.
Tensor hardsigmoid(Traced self);
/// y = x min(max(x + 3, 0), 6) / 6.  Saves x.
Tensor hardswish(Traced self);
/// leaky_relu with a slope drawn from [lower, upper) for every negative element while `training`,
/// else their mean.
Tensor rrelu(Traced self, const Scalar& lower = 1.0 / 8, const Scalar& upper = 1.0 / 3,
             bool training = false, optional<Generator> generator = nullopt);
/// y = x where |x| > lambda, else 0.  Saves x.
Tensor hardshrink(Traced self, const Scalar& lambd = 0.5);
/// y = x -/+ lambda outside [-lambda, lambda], else 0.  Saves x.  @throws Error  if lambda < 0
Tensor softshrink(Traced self, const Scalar& lambd = 0.5);
/// y = x / (1 + |x|).
Tensor softsign(Traced self);
/// y = x - tanh x.
Tensor tanhshrink(Traced self);
/// y = x where x > threshold, else value.  Saves x.
Tensor threshold(Traced self, const Scalar& threshold, const Scalar& value);
/// y = ln sigmoid(x) = min(x, 0) - ln(1 + e^-|x|).  Saves x.
Tensor log_sigmoid(Traced self);
/// y = x for x > 0, weight * x otherwise; weight has one element or one per channel (dimension 1).
/// Saves both.  @throws Error  if weight has another number of elements
Tensor prelu(Traced self, const Tensor& weight);
/// First half of `dim` times the sigmoid of the second half.  Saves x.
/// @throws Error  if the size of `dim` is odd
Tensor glu(Traced self, int64_t dim = -1);
/// y_i = e^x_i / sum_j e^x_j along `dim`, computed after subtracting the maximum. Saves the result.
/// @param dtype  x is converted to it first
/// @throws Error  for integers, unless `dtype` converts them
Tensor softmax(Traced self, int64_t dim, optional<ScalarType> dtype = nullopt);
/// y_i = x_i - ln sum_j e^x_j along `dim` (nats).  Saves the result. Otherwise as softmax.
Tensor log_softmax(Traced self, int64_t dim, optional<ScalarType> dtype = nullopt);
/// Zeroes elements with probability p and scales the others by 1/(1-p), while `train`; otherwise,
/// and for p = 0, returns its input and draws nothing.  @throws Error  unless 0 <= p <= 1
Tensor dropout(Traced input, double p, bool train);

}  // namespace glassgrad
