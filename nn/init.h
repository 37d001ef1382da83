#pragma once
// First values of weights.

#include <tuple>

#include "../autograd/tensor/tensor.h"
#include "enum.h"

/// First values of weights. Every function changes `tensor` in place, unrecorded, and returns it;
/// random ones draw from the default generator, in PyTorch's order and to its bits.
namespace glassgrad::nn::init {

/// The nonlinearities that calculate_gain knows.
using NonlinearityType =
    enumtype::OneOf<enumtype::kLinear, enumtype::kConv1D, enumtype::kConv2D, enumtype::kConv3D,
                    enumtype::kConvTranspose1D, enumtype::kConvTranspose2D,
                    enumtype::kConvTranspose3D, enumtype::kSigmoid, enumtype::kTanh,
                    enumtype::kReLU, enumtype::kLeakyReLU>;
/// Which of the two counts of a weight is kept to: inputs or outputs.
using FanModeType = enumtype::OneOf<enumtype::kFanIn, enumtype::kFanOut>;

/// What a nonlinearity makes necessary to keep the variance: 1 for linear ones and sigmoid, 5/3 for
/// tanh, sqrt(2) for ReLU, sqrt(2 / (1 + param^2)) for leaky ReLU with slope `param`.
double calculate_gain(NonlinearityType nonlinearity, double param = 0.01);

/// (inputs, outputs) of one unit: sizes 1 and 0, each times the product of the further sizes.
/// @throws Error for fewer than two dimensions
std::tuple<int64_t, int64_t> _calculate_fan_in_and_fan_out(const Tensor& tensor);

/// `value` everywhere.
Tensor constant_(Tensor tensor, Scalar value);
/// 1 everywhere.
Tensor ones_(Tensor tensor);
/// 0 everywhere.
Tensor zeros_(Tensor tensor);
/// The identity matrix. @throws Error unless `matrix` has two dimensions
Tensor eye_(Tensor matrix);
/// Weights [O, I, k...] of a convolution that copies: 1 from channel i to channel i at the window's
/// middle, else 0. @throws Error unless `tensor` has 3, 4 or 5 dimensions
Tensor dirac_(Tensor tensor);
/// Uniform in [low, high).
Tensor uniform_(Tensor tensor, double low = 0, double high = 1);
/// From the normal distribution with this mean and standard deviation.
Tensor normal_(Tensor tensor, double mean = 0, double std = 1);

/// Variance gain^2 * 2 / (fan_in + fan_out): keeps that of values and of gradients alike. Uniform
/// or normal with mean 0.
/// Source: Glorot & Bengio (2010).
Tensor xavier_uniform_(Tensor tensor, double gain = 1.0);
Tensor xavier_normal_(Tensor tensor, double gain = 1.0);

/// Variance gain^2 / fan, with the gain of `nonlinearity` (slope `a` for leaky ReLU): keeps that of
/// values (kFanIn) or of gradients (kFanOut). Uniform or normal with mean 0.
/// Source: He et al. (2015).
Tensor kaiming_uniform_(Tensor tensor, double a = 0, FanModeType mode = kFanIn,
                        NonlinearityType nonlinearity = kLeakyReLU);
Tensor kaiming_normal_(Tensor tensor, double a = 0, FanModeType mode = kFanIn,
                       NonlinearityType nonlinearity = kLeakyReLU);

/// Rows (or columns, if there are fewer of those) at right angles to each other and of length
/// `gain`, of the tensor as a matrix [first size, all others].
/// @throws Error for fewer than two dimensions.  Source: Saxe et al. (2014).
Tensor orthogonal_(Tensor tensor, double gain = 1.0);
/// From the normal distribution, but for a part `sparsity` of each column, which is zero.
/// @throws Error unless `tensor` has two dimensions.  Source: Martens (2010).
Tensor sparse_(Tensor tensor, double sparsity, double std = 0.01);

}  // namespace glassgrad::nn::init
