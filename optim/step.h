#pragma once
// Internal: the step of algorithms that look at each parameter by itself.

#include "autograd/graph/grad_mode.h"
#include "autograd/graph/zero_gradient.h"
#include "optim/optimizer.h"

namespace glassgrad::optim {

template <class Options, class Update>
Tensor Optimizer::step_each(const char* algorithm, const LossClosure& closure,
                            const Update& update) {
  Tensor loss = evaluate(closure);
  NoGradGuard no_grad;
  check_gradients(algorithm);
  for (OptimizerParamGroup& group : param_groups_) {
    const auto& options = static_cast<const Options&>(group.options());
    for (const Tensor& p : group.params()) {
      const Tensor& grad = autograd::gradient_of(p);
      if (grad.defined()) update(p, grad, options);
    }
  }
  return loss;
}

}  // namespace glassgrad::optim
