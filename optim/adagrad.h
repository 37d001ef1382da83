#pragma once
// Adagrad: options, state, algorithm.

#include "optimizer.h"

namespace glassgrad::optim {

/// Options of Adagrad.
struct AdagradOptions : OptimizerCloneableOptions<AdagradOptions> {
  AdagradOptions(double lr = 1e-2);
  TORCH_ARG(double, lr);
  TORCH_ARG(double, lr_decay) = 0;
  TORCH_ARG(double, weight_decay) = 0;
  TORCH_ARG(double, initial_accumulator_value) = 0;
  TORCH_ARG(double, eps) = 1e-10;

 public:
  double get_lr() const override;
  void set_lr(const double lr) override;
  friend bool operator==(const AdagradOptions&, const AdagradOptions&) = default;
};

/// What Adagrad remembers of a parameter.
struct AdagradParamState : OptimizerCloneableParamState<AdagradParamState> {
  TORCH_ARG(Tensor, sum);
  TORCH_ARG(int64_t, step) = 0;

 public:
  friend bool operator==(const AdagradParamState& a, const AdagradParamState& b);
};

/// Adagrad: steps get smaller where gradients have been large. In a parameter's step t:
///
///     g = g + weight_decay * p
///     s = s + g^2                                   (from initial_accumulator_value)
///     p = p - lr / (1 + (t - 1) * lr_decay) * g / (sqrt(s) + eps)
///
/// @throws Error  for a negative option
/// Source: Duchi et al., "Adaptive subgradient methods" (2011).
class Adagrad : public Optimizer {
 public:
  explicit Adagrad(std::vector<OptimizerParamGroup> param_groups, AdagradOptions defaults = {});
  explicit Adagrad(std::vector<Tensor> params, AdagradOptions defaults = {});
  Tensor step(LossClosure closure = nullptr) override;

 private:
  AdagradParamState& state_of(const Tensor& p, const AdagradOptions& options);
};

}  // namespace glassgrad::optim
