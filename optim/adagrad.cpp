// Adagrad. The formulas are in the header.
#include "optim/adagrad.h"

#include "autograd/base/check.h"
#include "autograd/functions/creation.h"
#include "optim/same_tensor.h"
#include "optim/step.h"

namespace glassgrad::optim {

AdagradOptions::AdagradOptions(double lr) : lr_(lr) {}
double AdagradOptions::get_lr() const { return lr_; }
void AdagradOptions::set_lr(const double lr) { lr_ = lr; }

bool operator==(const AdagradParamState& a, const AdagradParamState& b) {
  return a.step_ == b.step_ && same_tensor(a.sum_, b.sum_);
}

Adagrad::Adagrad(std::vector<OptimizerParamGroup> param_groups, AdagradOptions defaults)
    : Optimizer(std::move(param_groups), std::make_unique<AdagradOptions>(defaults)) {
  check(defaults.lr() >= 0, "Invalid learning rate: {}", defaults.lr());
  check(defaults.lr_decay() >= 0, "Invalid lr_decay value: {}", defaults.lr_decay());
  check(defaults.weight_decay() >= 0, "Invalid weight_decay value: {}", defaults.weight_decay());
  check(defaults.initial_accumulator_value() >= 0, "Invalid initial_accumulator_value value: {}",
        defaults.initial_accumulator_value());
  check(defaults.eps() >= 0, "Invalid epsilon value: {}", defaults.eps());

  for (const OptimizerParamGroup& group : param_groups_)
    for (const Tensor& p : group.params())
      state_of(p, static_cast<const AdagradOptions&>(group.options()));
}

Adagrad::Adagrad(std::vector<Tensor> params, AdagradOptions defaults)
    : Adagrad(std::vector<OptimizerParamGroup>{std::move(params)}, std::move(defaults)) {}

AdagradParamState& Adagrad::state_of(const Tensor& p, const AdagradOptions& options) {
  auto& state = state_.get<AdagradParamState>(p);
  if (!state.sum().defined()) state.sum(full_like(p, options.initial_accumulator_value()));
  return state;
}

Tensor Adagrad::step(LossClosure closure) {
  const auto update = [this](const Tensor& p, Tensor grad, const AdagradOptions& options) {
    if (options.weight_decay() != 0) grad = grad.add(p, options.weight_decay());
    AdagradParamState& state = state_of(p, options);
    const auto steps_before = static_cast<double>(state.step()++);
    const double lr = options.lr() / (1 + steps_before * options.lr_decay());
    state.sum().addcmul_(grad, grad, 1.0);
    p.addcdiv_(grad, state.sum().sqrt().add_(options.eps()), -lr);
  };
  return step_each<AdagradOptions>("Adagrad", closure, update);
}

}  // namespace glassgrad::optim
