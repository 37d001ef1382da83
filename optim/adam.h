#pragma once
// Adam and AdamW: options, state, algorithm of each.

#include <tuple>

#include "optimizer.h"

namespace glassgrad::optim {

/// Options of Adam.
struct AdamOptions : OptimizerCloneableOptions<AdamOptions> {
  AdamOptions(double lr = 1e-3);
  using betas_t = std::tuple<double, double>;
  TORCH_ARG(double, lr);
  TORCH_ARG(betas_t, betas);  ///< default: (0.9, 0.999)
  TORCH_ARG(double, eps) = 1e-8;
  TORCH_ARG(double, weight_decay) = 0;
  TORCH_ARG(bool, amsgrad) = false;

 public:
  double get_lr() const override;
  void set_lr(const double lr) override;
  friend bool operator==(const AdamOptions&, const AdamOptions&) = default;
};

/// What Adam remembers of a parameter.
struct AdamParamState : OptimizerCloneableParamState<AdamParamState> {
  TORCH_ARG(int64_t, step) = 0;
  TORCH_ARG(Tensor, exp_avg);
  TORCH_ARG(Tensor, exp_avg_sq);
  TORCH_ARG(Tensor, max_exp_avg_sq);

 public:
  friend bool operator==(const AdamParamState& a, const AdamParamState& b);
};

/// Adam: steps by the running mean of the gradient over the root of that of its square. In a
/// parameter's step t, with gradient g and betas (b1, b2):
///
///     g = g + weight_decay * p
///     m = b1 * m + (1 - b1) * g,   v = b2 * v + (1 - b2) * g^2      (both from 0)
///     p = p - lr / (1 - b1^t) * m / (sqrt(v) / sqrt(1 - b2^t) + eps)
///
/// With amsgrad, v in the last line is the largest v so far.
/// @throws Error  for a negative lr, eps or weight_decay, or a beta outside [0, 1)
/// Source: Kingma & Ba, "Adam" (2015), algorithm 1; Reddi et al. (2018) for amsgrad.
class Adam : public Optimizer {
 public:
  explicit Adam(std::vector<OptimizerParamGroup> param_groups, AdamOptions defaults = {});
  explicit Adam(std::vector<Tensor> params, AdamOptions defaults = {});
  Tensor step(LossClosure closure = nullptr) override;
};

/// Options of AdamW.
struct AdamWOptions : OptimizerCloneableOptions<AdamWOptions> {
  AdamWOptions(double lr = 1e-3);
  using betas_t = std::tuple<double, double>;
  TORCH_ARG(double, lr);
  TORCH_ARG(betas_t, betas);  ///< default: (0.9, 0.999)
  TORCH_ARG(double, eps) = 1e-8;
  TORCH_ARG(double, weight_decay) = 1e-2;
  TORCH_ARG(bool, amsgrad) = false;

 public:
  double get_lr() const override;
  void set_lr(const double lr) override;
  friend bool operator==(const AdamWOptions&, const AdamWOptions&) = default;
};

/// What AdamW remembers of a parameter.
struct AdamWParamState : OptimizerCloneableParamState<AdamWParamState> {
  TORCH_ARG(int64_t, step) = 0;
  TORCH_ARG(Tensor, exp_avg);
  TORCH_ARG(Tensor, exp_avg_sq);
  TORCH_ARG(Tensor, max_exp_avg_sq);

 public:
  friend bool operator==(const AdamWParamState& a, const AdamWParamState& b);
};

/// Adam with the weight decay taken out of the gradient: each step starts with
/// p = p * (1 - lr * weight_decay).
/// Source: Loshchilov & Hutter, "Decoupled weight decay regularization" (2019), algorithm 2.
class AdamW : public Optimizer {
 public:
  explicit AdamW(std::vector<OptimizerParamGroup> param_groups, AdamWOptions defaults = {});
  explicit AdamW(std::vector<Tensor> params, AdamWOptions defaults = {});
  Tensor step(LossClosure closure = nullptr) override;
};

}  // namespace glassgrad::optim
