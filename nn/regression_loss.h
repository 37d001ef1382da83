#pragma once
// Losses of the difference between input x and target t, each a block: options, function, module.
// They are averaged over the elements unless the options say otherwise. Shapes that differ are
// stretched to one, with a warning: that is rarely meant.

#include "cloneable.h"
#include "loss_reduction.h"

namespace glassgrad::nn {

/// Begins options whose main argument is the reduction: they convert from torch::kSum and the like.
#define GLASSGRAD_LOSS_OPTIONS(Name)                                               \
  using reduction_t = LossReduction;                                               \
  Name() = default;                                                                \
  template <class Reduction>                                                       \
  requires std::is_convertible_v<Reduction, reduction_t> Name(Reduction reduction) \
      : reduction_(reduction) {}                                                   \
  TORCH_ARG(reduction_t, reduction) = kMean

// --- L1Loss ---

/// Options of L1Loss; convert from a reduction.
struct L1LossOptions {
  GLASSGRAD_LOSS_OPTIONS(L1LossOptions);
};

namespace functional {
using L1LossFuncOptions = L1LossOptions;
/// l = |x - t|.
Tensor l1_loss(Traced input, const Tensor& target, const L1LossFuncOptions& options = {});
}  // namespace functional

/// functional::l1_loss as a module.
class L1LossImpl : public CloneableWithOptions<L1LossImpl, L1LossOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced input, const Tensor& target);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(L1Loss);

// --- MSELoss ---

/// Options of MSELoss; convert from a reduction.
struct MSELossOptions {
  GLASSGRAD_LOSS_OPTIONS(MSELossOptions);
};

namespace functional {
using MSELossFuncOptions = MSELossOptions;
/// l = (x - t)^2.
Tensor mse_loss(Traced input, const Tensor& target, const MSELossFuncOptions& options = {});
}  // namespace functional

/// functional::mse_loss as a module.
class MSELossImpl : public CloneableWithOptions<MSELossImpl, MSELossOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced input, const Tensor& target);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(MSELoss);

// --- SmoothL1Loss ---

/// Options of SmoothL1Loss; convert from a reduction.
struct SmoothL1LossOptions {
  GLASSGRAD_LOSS_OPTIONS(SmoothL1LossOptions);
  TORCH_ARG(double, beta) = 1.0;
};

namespace functional {
using SmoothL1LossFuncOptions = SmoothL1LossOptions;
/// l = (x - t)^2 / (2 beta) where |x - t| < beta, else |x - t| - beta / 2.
Tensor smooth_l1_loss(Traced input, const Tensor& target,
                      const SmoothL1LossFuncOptions& options = {});
/// The same with this beta instead of that of the options.
Tensor smooth_l1_loss(Traced input, const Tensor& target, const SmoothL1LossFuncOptions& options,
                      double beta);
}  // namespace functional

/// functional::smooth_l1_loss as a module.
class SmoothL1LossImpl : public CloneableWithOptions<SmoothL1LossImpl, SmoothL1LossOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced input, const Tensor& target);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(SmoothL1Loss);

// --- HuberLoss ---

/// Options of HuberLoss; convert from a reduction.
struct HuberLossOptions {
  GLASSGRAD_LOSS_OPTIONS(HuberLossOptions);
  TORCH_ARG(double, delta) = 1.0;
};

namespace functional {
using HuberLossFuncOptions = HuberLossOptions;
/// l = (x - t)^2 / 2 where |x - t| < delta, else delta (|x - t| - delta / 2).
Tensor huber_loss(Traced input, const Tensor& target, const HuberLossFuncOptions& options = {});
}  // namespace functional

/// functional::huber_loss as a module.
class HuberLossImpl : public CloneableWithOptions<HuberLossImpl, HuberLossOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced input, const Tensor& target);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(HuberLoss);

// --- PoissonNLLLoss ---

/// Options of PoissonNLLLoss.
struct PoissonNLLLossOptions {
  using reduction_t = LossReduction;
  TORCH_ARG(bool, log_input) = true;  ///< x is the logarithm of the expected count
  TORCH_ARG(bool, full) = false;      ///< with Stirling's formula for ln(t!)
  TORCH_ARG(double, eps) = 1e-8;      ///< keeps ln(x + eps) finite without log_input
  TORCH_ARG(reduction_t, reduction) = kMean;
};

namespace functional {
using PoissonNLLLossFuncOptions = PoissonNLLLossOptions;
/// l = e^x - t x, or x - t ln(x + eps).
Tensor poisson_nll_loss(Traced input, const Tensor& target,
                        const PoissonNLLLossFuncOptions& options = {});
}  // namespace functional

/// functional::poisson_nll_loss as a module.
class PoissonNLLLossImpl : public CloneableWithOptions<PoissonNLLLossImpl, PoissonNLLLossOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced log_input, const Tensor& targets);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(PoissonNLLLoss);

#undef GLASSGRAD_LOSS_OPTIONS

}  // namespace glassgrad::nn
