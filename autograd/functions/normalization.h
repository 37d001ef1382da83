#pragma once
// Normalisation: values with mean 0 and variance 1 in each group, then scaled and shifted.

#include "../tensor/tensor.h"

namespace glassgrad {

/// y = (x - mean) / sqrt(var + eps) * weight + bias for each channel, dimension 1.
/// @param input  [N, C, ...], floating
/// @param weight, bias  [C], or undefined: 1 and 0
/// @param running_mean, running_var  [C], or undefined: what is used unless `training`. While
///               training, mean and variance are those of the batch, and these two become
///               (1 - momentum) of themselves + momentum of the batch's (variance with n - 1).
/// @throws Error if sizes do not fit.  Saves input and weight.
/// Source: Ioffe & Szegedy (2015).
Tensor batch_norm(Traced input, const Tensor& weight, const Tensor& bias,
                  const Tensor& running_mean, const Tensor& running_var, bool training,
                  double momentum, double eps, bool cudnn_enabled = false);
/// The same for every sample and channel by itself.
/// @param use_input_stats  false: running_mean and running_var are used
/// Source: Ulyanov et al. (2016).
Tensor instance_norm(Traced input, const Tensor& weight, const Tensor& bias,
                     const Tensor& running_mean, const Tensor& running_var, bool use_input_stats,
                     double momentum, double eps, bool cudnn_enabled = false);
/// The same over the last dimensions, whose sizes are `normalized_shape`, as are those of weight
/// and bias.  Source: Ba et al. (2016).
Tensor layer_norm(Traced input, IntArrayRef normalized_shape, const Tensor& weight = {},
                  const Tensor& bias = {}, double eps = 1e-5, bool cudnn_enable = true);
/// The same over groups of C / num_groups channels of a sample; weight and bias [C].
/// Source: Wu & He (2018).
Tensor group_norm(Traced input, int64_t num_groups, const Tensor& weight = {},
                  const Tensor& bias = {}, double eps = 1e-5, bool cudnn_enabled = true);

}  // namespace glassgrad
