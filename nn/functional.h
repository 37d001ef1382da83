#pragma once
// Modules as functions without state.

#include <string>

#include "activation_options.h"
#include "loss_options.h"

/// What the modules do, as functions without state. Options follow the input; with inplace the
/// result is written into the input.
namespace glassgrad::nn::functional {

// --- options ---

using ELUFuncOptions = ELUOptions;
using SELUFuncOptions = SELUOptions;
using CELUFuncOptions = CELUOptions;
using GELUFuncOptions = GELUOptions;
using GLUFuncOptions = GLUOptions;
using HardshrinkFuncOptions = HardshrinkOptions;
using SoftshrinkFuncOptions = SoftshrinkOptions;
using HardtanhFuncOptions = HardtanhOptions;
using LeakyReLUFuncOptions = LeakyReLUOptions;
using ReLUFuncOptions = ReLUOptions;
using ReLU6FuncOptions = ReLU6Options;
using SoftplusFuncOptions = SoftplusOptions;
using ThresholdFuncOptions = ThresholdOptions;

struct RReLUFuncOptions {
  TORCH_ARG(double, lower) = 1.0 / 8.0;
  TORCH_ARG(double, upper) = 1.0 / 3.0;
  TORCH_ARG(bool, training) = false;
  TORCH_ARG(bool, inplace) = false;
};

struct SoftmaxFuncOptions {
  SoftmaxFuncOptions(int64_t dim) : dim_(dim) {}
  TORCH_ARG(int64_t, dim);
  TORCH_ARG(optional<Dtype>, dtype) = nullopt;  ///< convert the input first
};
using SoftminFuncOptions = SoftmaxFuncOptions;
using LogSoftmaxFuncOptions = SoftmaxFuncOptions;

struct DropoutFuncOptions {
  TORCH_ARG(double, p) = 0.5;
  TORCH_ARG(bool, training) = true;
  TORCH_ARG(bool, inplace) = false;
};

using L1LossFuncOptions = L1LossOptions;
using MSELossFuncOptions = MSELossOptions;
using SmoothL1LossFuncOptions = SmoothL1LossOptions;
using HuberLossFuncOptions = HuberLossOptions;
using KLDivFuncOptions = KLDivLossOptions;
using BinaryCrossEntropyFuncOptions = BCELossOptions;
using BinaryCrossEntropyWithLogitsFuncOptions = BCEWithLogitsLossOptions;
using NLLLossFuncOptions = NLLLossOptions;
using CrossEntropyFuncOptions = CrossEntropyLossOptions;

// --- layers ---

Tensor linear(Traced input, const Tensor& weight, const Tensor& bias = {});
Tensor bilinear(Traced input1, const Tensor& input2, const Tensor& weight, const Tensor& bias = {});
Tensor dropout(Traced input, const DropoutFuncOptions& options = {});
/// 1 at each class id, 0 elsewhere: [*] int64 -> [*, num_classes].
Tensor one_hot(const Tensor& tensor, int64_t num_classes = -1);

// --- activations: formulas in nn/activation.h ---

Tensor relu(Traced input, const ReLUFuncOptions& options = {});
Tensor relu6(Traced input, const ReLU6FuncOptions& options = {});
Tensor leaky_relu(Traced input, const LeakyReLUFuncOptions& options = {});
Tensor prelu(Traced input, const Tensor& weight);
Tensor rrelu(Traced input, const RReLUFuncOptions& options = {});
Tensor elu(Traced input, const ELUFuncOptions& options = {});
Tensor selu(Traced input, const SELUFuncOptions& options = {});
Tensor celu(Traced input, const CELUFuncOptions& options = {});
Tensor gelu(Traced input, const GELUFuncOptions& options = {});
Tensor silu(Traced input);
Tensor mish(Traced input);
Tensor softplus(Traced input, const SoftplusFuncOptions& options = {});
Tensor softsign(Traced input);
Tensor tanhshrink(Traced input);
Tensor hardtanh(Traced input, const HardtanhFuncOptions& options = {});
Tensor hardshrink(Traced input, const HardshrinkFuncOptions& options = {});
Tensor softshrink(Traced input, const SoftshrinkFuncOptions& options = {});
Tensor threshold(Traced input, const ThresholdFuncOptions& options);
Tensor glu(Traced input, const GLUFuncOptions& options = {});
Tensor logsigmoid(Traced input);
Tensor softmax(Traced input, const SoftmaxFuncOptions& options);
Tensor softmin(Traced input, const SoftminFuncOptions& options);
Tensor log_softmax(Traced input, const LogSoftmaxFuncOptions& options);

// --- losses: formulas in nn/loss.h ---

/// The first four stretch shapes that differ to one, with a warning.
Tensor l1_loss(Traced input, const Tensor& target, const L1LossFuncOptions& options = {});
Tensor mse_loss(Traced input, const Tensor& target, const MSELossFuncOptions& options = {});
Tensor smooth_l1_loss(Traced input, const Tensor& target,
                      const SmoothL1LossFuncOptions& options = {});
Tensor smooth_l1_loss(Traced input, const Tensor& target, const SmoothL1LossFuncOptions& options,
                      double beta);
Tensor huber_loss(Traced input, const Tensor& target, const HuberLossFuncOptions& options = {});
Tensor kl_div(Traced input, const Tensor& target, const KLDivFuncOptions& options = {});
Tensor binary_cross_entropy(Traced input, const Tensor& target,
                            const BinaryCrossEntropyFuncOptions& options = {});
Tensor binary_cross_entropy_with_logits(
    Traced input, const Tensor& target,
    const BinaryCrossEntropyWithLogitsFuncOptions& options = {});
Tensor nll_loss(Traced input, const Tensor& target, const NLLLossFuncOptions& options = {});
Tensor cross_entropy(Traced input, const Tensor& target,
                     const CrossEntropyFuncOptions& options = {});

}  // namespace glassgrad::nn::functional
