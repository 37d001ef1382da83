#pragma once
// RMSprop: options, state, algorithm.

#include "optimizer.h"

namespace glassgrad::optim {

/// Options of RMSprop.
struct RMSpropOptions : OptimizerCloneableOptions<RMSpropOptions> {
  RMSpropOptions(double lr = 1e-2);
  TORCH_ARG(double, lr);
  TORCH_ARG(double, alpha) = 0.99;
  TORCH_ARG(double, eps) = 1e-8;
  TORCH_ARG(double, weight_decay) = 0;
  TORCH_ARG(double, momentum) = 0;
  TORCH_ARG(bool, centered) = false;

 public:
  double get_lr() const override;
  void set_lr(const double lr) override;
  friend bool operator==(const RMSpropOptions&, const RMSpropOptions&) = default;
};

/// What RMSprop remembers of a parameter.
struct RMSpropParamState : OptimizerCloneableParamState<RMSpropParamState> {
  TORCH_ARG(int64_t, step) = 0;
  TORCH_ARG(Tensor, square_avg);
  TORCH_ARG(Tensor, momentum_buffer);
  TORCH_ARG(Tensor, grad_avg);

 public:
  friend bool operator==(const RMSpropParamState& a, const RMSpropParamState& b);
};

/// RMSprop: divides the gradient by the root of the running mean of its square. With gradient g:
///
///     g = g + weight_decay * p
///     s = alpha * s + (1 - alpha) * g^2                                (from 0)
///     a = sqrt(s) + eps;   centered: a = sqrt(s - m^2) + eps with m the running mean of g
///     p = p - lr * g / a;  with momentum: v = momentum * v + g / a, p = p - lr * v
///
/// @throws Error  for a negative option
/// Source: Tieleman & Hinton, lecture 6.5 of "Neural networks for machine learning" (2012);
/// Graves (2013) for the centered form.
class RMSprop : public Optimizer {
 public:
  explicit RMSprop(std::vector<OptimizerParamGroup> param_groups, RMSpropOptions defaults = {});
  explicit RMSprop(std::vector<Tensor> params, RMSpropOptions defaults = {});
  Tensor step(LossClosure closure = nullptr) override;
};

}  // namespace glassgrad::optim
