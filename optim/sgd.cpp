// Stochastic gradient descent, with momentum.
#include "optim/sgd.h"

#include "autograd/base/check.h"
#include "autograd/graph/grad_mode.h"
#include "autograd/graph/zero_gradient.h"
#include "autograd/kernels/optimizer.h"
#include "optim/one_pass.h"
#include "optim/same_tensor.h"

namespace glassgrad::optim {

SGDOptions::SGDOptions(double lr) : lr_(lr) {}
std::unique_ptr<OptimizerOptions> SGDOptions::clone() const {
  return std::make_unique<SGDOptions>(*this);
}
double SGDOptions::get_lr() const { return lr_; }
void SGDOptions::set_lr(const double lr) { lr_ = lr; }

bool operator==(const SGDOptions& a, const SGDOptions& b) {
  return a.lr_ == b.lr_ && a.momentum_ == b.momentum_ && a.dampening_ == b.dampening_ &&
         a.weight_decay_ == b.weight_decay_ && a.nesterov_ == b.nesterov_;
}

std::unique_ptr<OptimizerParamState> SGDParamState::clone() const {
  return std::make_unique<SGDParamState>(*this);
}

bool operator==(const SGDParamState& a, const SGDParamState& b) {
  return same_tensor(a.momentum_buffer_, b.momentum_buffer_);
}

SGD::SGD(std::vector<OptimizerParamGroup> param_groups, SGDOptions defaults)
    : Optimizer(std::move(param_groups), std::make_unique<SGDOptions>(defaults)) {
  check(defaults.lr() >= 0, "Invalid learning rate: {}", defaults.lr());
  check(defaults.momentum() >= 0, "Invalid momentum value: {}", defaults.momentum());
  check(defaults.weight_decay() >= 0, "Invalid weight_decay value: {}", defaults.weight_decay());
  check(!defaults.nesterov() || (defaults.momentum() > 0 && defaults.dampening() == 0),
        "Nesterov momentum requires a momentum and zero dampening");
}

SGD::SGD(std::vector<Tensor> params, SGDOptions defaults)
    : SGD(std::vector<OptimizerParamGroup>{std::move(params)}, std::move(defaults)) {}

Tensor SGD::step(LossClosure closure) {
  Tensor loss = evaluate(closure);
  NoGradGuard no_grad;
  check_gradients("SGD");
  size_t position = 0;
  for (OptimizerParamGroup& group : param_groups_) {
    const auto& options = static_cast<const SGDOptions&>(group.options());
    const bool plain = options.weight_decay() == 0 && options.momentum() == 0;
    for (Tensor& p : group.params()) {
      const Tensor& grad = autograd::gradient_of(p);
      if (!grad.defined()) continue;
      if (plain)
        p.add_(grad, -options.lr());
      else
        step_parameter(p, options, position);
      ++position;
    }
  }
  return loss;
}

void SGD::step_parameter(const Tensor& p, const SGDOptions& options, size_t position) {
  const double lr = options.lr(), momentum = options.momentum();
  Tensor d = autograd::gradient_of(p);
  if (options.weight_decay() != 0) d = d.add(p, options.weight_decay());
  if (momentum == 0) {
    p.add_(d, -lr);
    return;
  }
  Tensor& v = state_.get<SGDParamState>(p, position).momentum_buffer();
  if (!v.defined()) {
    v = d.clone().detach();  // a copy: the next backward changes the gradient's memory
  } else if (one_pass({p, d, v})) {
    kernels::momentum_step(p.scalar_type(), p.data_ptr(), v.data_ptr(), d.data_ptr(), p.numel(),
                           {lr, momentum, options.dampening(), options.nesterov()});
    for (const Tensor& changed : {p, v}) bump_version(changed);
    return;
  } else {
    v.mul_(momentum).add_(d, 1 - options.dampening());
  }
  p.add_(options.nesterov() ? d.add(v, momentum) : v, -lr);
}

}  // namespace glassgrad::optim
