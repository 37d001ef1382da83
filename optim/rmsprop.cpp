// RMSprop. The formulas are in the header.
#include "optim/rmsprop.h"

#include "autograd/base/check.h"
#include "autograd/functions/creation.h"
#include "optim/same_tensor.h"
#include "optim/step.h"

namespace glassgrad::optim {

RMSpropOptions::RMSpropOptions(double lr) : lr_(lr) {}
double RMSpropOptions::get_lr() const { return lr_; }
void RMSpropOptions::set_lr(const double lr) { lr_ = lr; }

bool operator==(const RMSpropParamState& a, const RMSpropParamState& b) {
  return a.step_ == b.step_ && same_tensor(a.square_avg_, b.square_avg_) &&
         same_tensor(a.momentum_buffer_, b.momentum_buffer_) &&
         same_tensor(a.grad_avg_, b.grad_avg_);
}

RMSprop::RMSprop(std::vector<OptimizerParamGroup> param_groups, RMSpropOptions defaults)
    : Optimizer(std::move(param_groups), std::make_unique<RMSpropOptions>(defaults)) {
  check(defaults.lr() >= 0, "Invalid learning rate: {}", defaults.lr());
  check(defaults.eps() >= 0, "Invalid epsilon value: {}", defaults.eps());
  check(defaults.momentum() >= 0, "Invalid momentum value: {}", defaults.momentum());
  check(defaults.weight_decay() >= 0, "Invalid weight_decay value: {}", defaults.weight_decay());
  check(defaults.alpha() >= 0, "Invalid alpha value: {}", defaults.alpha());
}

RMSprop::RMSprop(std::vector<Tensor> params, RMSpropOptions defaults)
    : RMSprop(std::vector<OptimizerParamGroup>{std::move(params)}, std::move(defaults)) {}

namespace {

/// A running mean that starts at zero.
const Tensor& zeros_at_first(Tensor& average, const Tensor& p) {
  if (!average.defined()) average = zeros_like(p);
  return average;
}

/// The root of the running mean square that divides the gradient.
Tensor divisor(const Tensor& p, const Tensor& grad, RMSpropParamState& state,
               const RMSpropOptions& options) {
  const double alpha = options.alpha();
  const Tensor& s = zeros_at_first(state.square_avg(), p);
  s.mul_(alpha).addcmul_(grad, grad, 1 - alpha);
  if (!options.centered()) return s.sqrt().add_(options.eps());
  const Tensor& m = zeros_at_first(state.grad_avg(), p);
  m.mul_(alpha).add_(grad, 1 - alpha);
  return s.addcmul(m, m, -1.0).sqrt_().add_(options.eps());
}

}  // namespace

Tensor RMSprop::step(LossClosure closure) {
  const auto update = [this](const Tensor& p, Tensor grad, const RMSpropOptions& options) {
    if (options.weight_decay() != 0) grad = grad.add(p, options.weight_decay());
    auto& state = state_.get<RMSpropParamState>(p);
    ++state.step();
    const Tensor a = divisor(p, grad, state, options);
    if (options.momentum() > 0) {
      const Tensor& v = zeros_at_first(state.momentum_buffer(), p);
      v.mul_(options.momentum()).addcdiv_(grad, a);
      p.add_(v, -options.lr());
    } else {
      p.addcdiv_(grad, a, -options.lr());
    }
  };
  return step_each<RMSpropOptions>("RMSprop", closure, update);
}

}  // namespace glassgrad::optim
