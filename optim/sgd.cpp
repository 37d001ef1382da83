// Stochastic gradient descent. The formulas are in the header.
#include "optim/sgd.h"

#include "autograd/base/check.h"
#include "autograd/kernels/optimizer.h"
#include "optim/one_pass.h"
#include "optim/same_tensor.h"
#include "optim/step.h"

namespace glassgrad::optim {

SGDOptions::SGDOptions(double lr) : lr_(lr) {}
double SGDOptions::get_lr() const { return lr_; }
void SGDOptions::set_lr(const double lr) { lr_ = lr; }

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
  return step_each<SGDOptions>(
      "SGD", closure, [this](const Tensor& p, const Tensor& grad, const SGDOptions& options) {
        if (options.weight_decay() != 0)
          update(p, grad.add(p, options.weight_decay()), options);
        else
          update(p, grad, options);
      });
}

void SGD::update(const Tensor& p, const Tensor& d, const SGDOptions& options) {
  const double lr = options.lr(), momentum = options.momentum();
  if (momentum == 0) {
    if (!add_flat(p, d, -lr)) p.add_(d, -lr);
    return;
  }
  Tensor& v = state_.get<SGDParamState>(p).momentum_buffer();
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
