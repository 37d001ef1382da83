// Losses of a difference: of each the function, then the module's forward and how it prints; two
// without parentheses, as in libtorch.
#include "nn/regression_loss.h"

#include "autograd/functions/loss.h"
#include "nn/print.h"

namespace glassgrad::nn {

static_assert(LossReduction(kNone).index() == Reduction::None);
static_assert(LossReduction(kMean).index() == Reduction::Mean);
static_assert(LossReduction(kSum).index() == Reduction::Sum);

// --- L1Loss ---

Tensor functional::l1_loss(Traced input, const Tensor& target, const L1LossFuncOptions& options) {
  return glassgrad::l1_loss(input, target, options.reduction().index());
}
Tensor L1LossImpl::forward(Traced input, const Tensor& target) {
  return functional::l1_loss(input, target, options);
}
void L1LossImpl::pretty_print(std::ostream& stream) const { Printer(stream, "L1Loss"); }

// --- MSELoss ---

Tensor functional::mse_loss(Traced input, const Tensor& target, const MSELossFuncOptions& options) {
  return glassgrad::mse_loss(input, target, options.reduction().index());
}
Tensor MSELossImpl::forward(Traced input, const Tensor& target) {
  return functional::mse_loss(input, target, options);
}
void MSELossImpl::pretty_print(std::ostream& stream) const { Printer(stream, "MSELoss"); }

// --- SmoothL1Loss ---

Tensor functional::smooth_l1_loss(Traced input, const Tensor& target,
                                  const SmoothL1LossFuncOptions& options) {
  return smooth_l1_loss(input, target, options, options.beta());
}
Tensor functional::smooth_l1_loss(Traced input, const Tensor& target,
                                  const SmoothL1LossFuncOptions& options, double beta) {
  return glassgrad::smooth_l1_loss(input, target, options.reduction().index(), beta);
}
Tensor SmoothL1LossImpl::forward(Traced input, const Tensor& target) {
  return functional::smooth_l1_loss(input, target, options);
}
void SmoothL1LossImpl::pretty_print(std::ostream& stream) const {
  stream << "torch::nn::SmoothL1Loss";
}

// --- HuberLoss ---

Tensor functional::huber_loss(Traced input, const Tensor& target,
                              const HuberLossFuncOptions& options) {
  return glassgrad::huber_loss(input, target, options.reduction().index(), options.delta());
}
Tensor HuberLossImpl::forward(Traced input, const Tensor& target) {
  return functional::huber_loss(input, target, options);
}
void HuberLossImpl::pretty_print(std::ostream& stream) const { stream << "torch::nn::HuberLoss"; }

// --- PoissonNLLLoss ---

Tensor functional::poisson_nll_loss(Traced input, const Tensor& target,
                                    const PoissonNLLLossFuncOptions& options) {
  return glassgrad::poisson_nll_loss(input, target, options.log_input(), options.full(),
                                     options.eps(), options.reduction().index());
}
Tensor PoissonNLLLossImpl::forward(Traced log_input, const Tensor& targets) {
  return functional::poisson_nll_loss(log_input, targets, options);
}
void PoissonNLLLossImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "PoissonNLLLoss");
}

}  // namespace glassgrad::nn
