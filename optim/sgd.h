#pragma once
// Stochastic gradient descent: options, state, algorithm.

#include "optimizer.h"

namespace glassgrad::optim {

/// Options of SGD.
struct SGDOptions : OptimizerCloneableOptions<SGDOptions> {
  SGDOptions(double lr);
  TORCH_ARG(double, lr);
  TORCH_ARG(double, momentum) = 0;
  TORCH_ARG(double, dampening) = 0;
  TORCH_ARG(double, weight_decay) = 0;
  TORCH_ARG(bool, nesterov) = false;

 public:
  double get_lr() const override;
  void set_lr(const double lr) override;
  friend bool operator==(const SGDOptions&, const SGDOptions&) = default;
};

/// What SGD remembers of a parameter.
struct SGDParamState : OptimizerCloneableParamState<SGDParamState> {
  TORCH_ARG(Tensor, momentum_buffer);

 public:
  friend bool operator==(const SGDParamState& a, const SGDParamState& b);
};

/// Stochastic gradient descent. With gradient g of parameter p, lr and the options:
///
///     d = g + weight_decay * p
///     v = momentum * v + (1 - dampening) * d      (v = d in a parameter's first step)
///     d = d + momentum * v  with nesterov, v without      (only if momentum != 0)
///     p = p - lr * d
///
/// State is kept only with momentum. A parameter without a gradient is skipped.
/// @throws Error  for a negative lr, momentum or weight_decay, or nesterov without momentum or with
///                dampening
/// Source: Sutskever et al., "On the importance of initialization and momentum in deep learning"
/// (2013), in the form of torch.optim.SGD.
class SGD : public Optimizer {
 public:
  explicit SGD(std::vector<OptimizerParamGroup> param_groups, SGDOptions defaults);
  explicit SGD(std::vector<Tensor> params, SGDOptions defaults);
  Tensor step(LossClosure closure = nullptr) override;

 private:
  void update(const Tensor& p, const Tensor& d, const SGDOptions& options);
};

}  // namespace glassgrad::optim
