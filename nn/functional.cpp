// Modules as functions without state.
#include "nn/functional.h"

#include <mutex>

#include "autograd/base/check.h"
#include "autograd/functions.h"
#include "autograd/graph/grad_mode.h"
#include "autograd/types/generator_impl.h"

namespace glassgrad::nn::functional {

// --- layers ---

Tensor linear(Traced input, const Tensor& weight, const Tensor& bias) {
  return glassgrad::linear(input, weight, bias);
}

Tensor bilinear(Traced traced, const Tensor& input2, const Tensor& weight, const Tensor& bias) {
  const Tensor& input1 = traced.enter();
  check(weight.dim() == 3 && input1.size(-1) == weight.size(1) && input2.size(-1) == weight.size(2),
        "bilinear: inputs of {} and {} do not fit a weight of {}: expected [*, {}] and [*, {}]",
        input1.sizes(), input2.sizes(), weight.sizes(), weight.size(1), weight.size(2));
  const int64_t out = weight.size(0), in1 = weight.size(1), in2 = weight.size(2);
  // [*, out, in1]: every W_o x2
  std::vector<int64_t> sizes = input2.sizes().vec();
  sizes.back() = out;
  sizes.push_back(in1);
  const Tensor products = input2.matmul(weight.reshape({out * in1, in2}).t()).reshape(sizes);
  const Tensor y = (products * input1.unsqueeze(-2)).sum(-1);
  return bias.defined() ? y + bias : y;
}

namespace {

/// function(input); with inplace, its result is written into `input`. A copy goes into the graph
/// then: backward needs the values that the function has seen.
template <class Function>
Tensor apply(Traced traced, bool inplace, const Function& function) {
  const Tensor& input = traced.enter();
  if (!inplace) return function(input);
  const bool recorded = GradMode::is_enabled() && input.requires_grad();
  return input.copy_(function(recorded ? input.clone() : input));
}

}  // namespace

Tensor dropout(Traced input, const DropoutFuncOptions& options) {
  check(options.p() >= 0 && options.p() <= 1,
        "dropout probability has to be between 0 and 1, but got {}", options.p());
  return apply(input, options.inplace(), [&](const Tensor& x) {
    return glassgrad::dropout(x, options.p(), options.training());
  });
}

Tensor one_hot(const Tensor& tensor, int64_t num_classes) {
  return glassgrad::one_hot(tensor, num_classes);
}

// --- activations ---

Tensor relu(Traced traced, const ReLUFuncOptions& options) {
  const Tensor& input = traced.enter();
  return options.inplace() ? input.relu_() : glassgrad::relu(input);
}

Tensor relu6(Traced input, const ReLU6FuncOptions& options) {
  return apply(input, options.inplace(), glassgrad::relu6);
}

Tensor leaky_relu(Traced input, const LeakyReLUFuncOptions& options) {
  return apply(input, options.inplace(),
               [&](const Tensor& x) { return glassgrad::leaky_relu(x, options.negative_slope()); });
}

Tensor prelu(Traced input, const Tensor& weight) { return glassgrad::prelu(input, weight); }

namespace {

/// The slopes of rrelu: uniform in [lower, upper) where x <= 0, drawn in row-major order, else 1.
/// The bounds are rounded to x's type first.
/// Source: PyTorch 1.13, rrelu_with_noise on the CPU, to the bit.
Tensor random_slopes(const Tensor& x, double lower, double upper) {
  const Tensor values = x.detach().to(kDouble).contiguous();
  if (x.scalar_type() == kFloat) {
    lower = static_cast<float>(lower);
    upper = static_cast<float>(upper);
  }
  Tensor slopes = ones_like(values);
  CPUGeneratorImpl& generator = default_generator().impl();
  std::lock_guard lock(generator.mutex);
  for (int64_t i = 0; i < values.numel(); ++i) {
    if (values.data_ptr<double>()[i] > 0) continue;
    const double u = static_cast<double>(generator.random64() & ((1ull << 53) - 1)) * 0x1p-53;
    slopes.data_ptr<double>()[i] = u * (upper - lower) + lower;
  }
  return slopes.to(x.scalar_type());
}

}  // namespace

Tensor rrelu(Traced input, const RReLUFuncOptions& options) {
  check(options.lower() <= options.upper(),
        "rrelu: lower bound should be less than or equal to the upper bound, got {} and {}",
        options.lower(), options.upper());
  return apply(input, options.inplace(), [&](const Tensor& x) {
    if (options.training()) return x * random_slopes(x, options.lower(), options.upper());
    return glassgrad::leaky_relu(x, (options.lower() + options.upper()) / 2);
  });
}

Tensor elu(Traced input, const ELUFuncOptions& options) {
  return apply(input, options.inplace(),
               [&](const Tensor& x) { return glassgrad::elu(x, options.alpha()); });
}

Tensor selu(Traced input, const SELUFuncOptions& options) {
  return apply(input, options.inplace(), glassgrad::selu);
}

Tensor celu(Traced input, const CELUFuncOptions& options) {
  return apply(input, options.inplace(),
               [&](const Tensor& x) { return glassgrad::celu(x, options.alpha()); });
}

Tensor gelu(Traced input, const GELUFuncOptions& options) {
  return glassgrad::gelu(input, options.approximate());
}

Tensor silu(Traced input) { return glassgrad::silu(input); }

Tensor mish(Traced input) { return glassgrad::mish(input); }

Tensor softplus(Traced input, const SoftplusFuncOptions& options) {
  return glassgrad::softplus(input, options.beta(), options.threshold());
}

Tensor softsign(Traced input) { return glassgrad::softsign(input); }

Tensor tanhshrink(Traced input) { return glassgrad::tanhshrink(input); }

Tensor hardtanh(Traced input, const HardtanhFuncOptions& options) {
  return apply(input, options.inplace(), [&](const Tensor& x) {
    return glassgrad::hardtanh(x, options.min_val(), options.max_val());
  });
}

Tensor hardshrink(Traced input, const HardshrinkFuncOptions& options) {
  return glassgrad::hardshrink(input, options.lambda());
}

Tensor softshrink(Traced input, const SoftshrinkFuncOptions& options) {
  return glassgrad::softshrink(input, options.lambda());
}

Tensor threshold(Traced input, const ThresholdFuncOptions& options) {
  return apply(input, options.inplace(), [&](const Tensor& x) {
    return glassgrad::threshold(x, options.threshold(), options.value());
  });
}

Tensor glu(Traced input, const GLUFuncOptions& options) {
  return glassgrad::glu(input, options.dim());
}

Tensor logsigmoid(Traced input) { return glassgrad::log_sigmoid(input); }

Tensor softmax(Traced input, const SoftmaxFuncOptions& options) {
  return glassgrad::softmax(input, options.dim(), options.dtype());
}

Tensor softmin(Traced input, const SoftminFuncOptions& options) {
  return glassgrad::softmax(-input, options.dim(), options.dtype());
}

Tensor log_softmax(Traced input, const LogSoftmaxFuncOptions& options) {
  return glassgrad::log_softmax(input, options.dim(), options.dtype());
}

// --- losses ---

namespace {

int64_t to_reduction(LossReduction reduction) { return static_cast<int64_t>(reduction.index()); }
static_assert(LossReduction(kNone).index() == Reduction::None);
static_assert(LossReduction(kMean).index() == Reduction::Mean);
static_assert(LossReduction(kSum).index() == Reduction::Sum);

/// loss(input, target), stretched to one shape if they differ, which is rarely meant.
template <class Loss>
Tensor broadcast_loss(Traced traced, const Tensor& target, const Loss& loss) {
  const Tensor& input = traced.enter();
  if (input.sizes() == target.sizes()) return loss(input, target);
  warn(
      fmt::format("Using a target size ({}) that is different to the input size ({}). This will "
                  "likely lead to incorrect results due to broadcasting. Please ensure they have "
                  "the same size.",
                  target.sizes(), input.sizes()));
  const std::vector<Tensor> expanded = broadcast_tensors({input, target});
  return loss(expanded[0], expanded[1]);
}

}  // namespace

Tensor l1_loss(Traced input, const Tensor& target, const L1LossFuncOptions& options) {
  return broadcast_loss(input, target, [&](const Tensor& x, const Tensor& t) {
    return glassgrad::l1_loss(x, t, to_reduction(options.reduction()));
  });
}

Tensor mse_loss(Traced input, const Tensor& target, const MSELossFuncOptions& options) {
  return broadcast_loss(input, target, [&](const Tensor& x, const Tensor& t) {
    return glassgrad::mse_loss(x, t, to_reduction(options.reduction()));
  });
}

Tensor smooth_l1_loss(Traced input, const Tensor& target, const SmoothL1LossFuncOptions& options) {
  return smooth_l1_loss(input, target, options, options.beta());
}

Tensor smooth_l1_loss(Traced input, const Tensor& target, const SmoothL1LossFuncOptions& options,
                      double beta) {
  return broadcast_loss(input, target, [&](const Tensor& x, const Tensor& t) {
    return glassgrad::smooth_l1_loss(x, t, to_reduction(options.reduction()), beta);
  });
}

Tensor huber_loss(Traced input, const Tensor& target, const HuberLossFuncOptions& options) {
  return broadcast_loss(input, target, [&](const Tensor& x, const Tensor& t) {
    return glassgrad::huber_loss(x, t, to_reduction(options.reduction()), options.delta());
  });
}

Tensor kl_div(Traced traced, const Tensor& target, const KLDivFuncOptions& options) {
  const Tensor& input = traced.enter();
  const KLDivLossOptions::reduction_t reduction = options.reduction();
  if (reduction.is<enumtype::kMean>())
    warn(
        "kl_div: reduction 'mean' divides the sum by the number of elements; the divergence of "
        "the batch is the sum divided by the batch size, reduction 'batchmean'.");
  if (reduction.is<enumtype::kBatchMean>()) {
    const Tensor sum = glassgrad::kl_div(input, target, Reduction::Sum, options.log_target());
    return input.dim() == 0 ? sum : sum / input.size(0);
  }
  const int64_t how = reduction.is<enumtype::kNone>()  ? Reduction::None
                      : reduction.is<enumtype::kSum>() ? Reduction::Sum
                                                       : Reduction::Mean;
  return glassgrad::kl_div(input, target, how, options.log_target());
}

Tensor binary_cross_entropy(Traced traced, const Tensor& target,
                            const BinaryCrossEntropyFuncOptions& options) {
  const Tensor& input = traced.enter();
  check(target.sizes() == input.sizes(),
        "Using a target size ({}) that is different to the input size ({}) is deprecated. Please "
        "ensure they have the same size.",
        target.sizes(), input.sizes());
  const Tensor& weight = options.weight();
  return glassgrad::binary_cross_entropy(input, target,
                                         weight.defined() ? weight.expand_as(target) : weight,
                                         to_reduction(options.reduction()));
}

Tensor binary_cross_entropy_with_logits(Traced traced, const Tensor& target,
                                        const BinaryCrossEntropyWithLogitsFuncOptions& options) {
  const Tensor& input = traced.enter();
  check(target.sizes() == input.sizes(), "Target size ({}) must be the same as input size ({})",
        target.sizes(), input.sizes());
  return glassgrad::binary_cross_entropy_with_logits(
      input, target, options.weight(), options.pos_weight(), to_reduction(options.reduction()));
}

Tensor nll_loss(Traced input, const Tensor& target, const NLLLossFuncOptions& options) {
  return glassgrad::nll_loss(input, target, options.weight(), to_reduction(options.reduction()),
                             options.ignore_index());
}

Tensor cross_entropy(Traced input, const Tensor& target, const CrossEntropyFuncOptions& options) {
  return glassgrad::cross_entropy_loss(input, target, options.weight(),
                                       to_reduction(options.reduction()), options.ignore_index(),
                                       options.label_smoothing());
}

}  // namespace glassgrad::nn::functional
