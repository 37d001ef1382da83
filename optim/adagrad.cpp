// Adagrad.
#include "optim/adagrad.h"

#include "autograd/base/check.h"
#include "autograd/functions/creation.h"
#include "autograd/graph/grad_mode.h"
#include "autograd/graph/zero_gradient.h"
#include "optim/same_tensor.h"

namespace glassgrad::optim {

AdagradOptions::AdagradOptions(double lr) : lr_(lr) {}
std::unique_ptr<OptimizerOptions> AdagradOptions::clone() const {
  return std::make_unique<AdagradOptions>(*this);
}
double AdagradOptions::get_lr() const { return lr_; }
void AdagradOptions::set_lr(const double lr) { lr_ = lr; }

bool operator==(const AdagradOptions& a, const AdagradOptions& b) {
  return a.lr_ == b.lr_ && a.lr_decay_ == b.lr_decay_ && a.weight_decay_ == b.weight_decay_ &&
         a.initial_accumulator_value_ == b.initial_accumulator_value_ && a.eps_ == b.eps_;
}

std::unique_ptr<OptimizerParamState> AdagradParamState::clone() const {
  return std::make_unique<AdagradParamState>(*this);
}

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

  size_t position = 0;
  for (const OptimizerParamGroup& group : param_groups_)
    for (const Tensor& p : group.params())
      state_of(p, static_cast<const AdagradOptions&>(group.options()), position++);
}

Adagrad::Adagrad(std::vector<Tensor> params, AdagradOptions defaults)
    : Adagrad(std::vector<OptimizerParamGroup>{std::move(params)}, std::move(defaults)) {}

AdagradParamState& Adagrad::state_of(const Tensor& p, const AdagradOptions& options,
                                     size_t position) {
  auto& state = state_.get<AdagradParamState>(p, position);
  if (!state.sum().defined()) state.sum(full_like(p, options.initial_accumulator_value()));
  return state;
}

Tensor Adagrad::step(LossClosure closure) {
  Tensor loss = evaluate(closure);
  NoGradGuard no_grad;
  check_gradients("Adagrad");
  size_t position = 0;
  for (OptimizerParamGroup& group : param_groups_) {
    const auto& options = static_cast<const AdagradOptions&>(group.options());
    for (Tensor& p : group.params()) {
      const size_t number = position++;
      Tensor grad = autograd::gradient_of(p);
      if (!grad.defined()) continue;
      if (options.weight_decay() != 0) grad = grad.add(p, options.weight_decay());

      AdagradParamState& state = state_of(p, options, number);
      const auto steps_before = static_cast<double>(state.step()++);
      const double lr = options.lr() / (1 + steps_before * options.lr_decay());
      state.sum().addcmul_(grad, grad, 1.0);
      p.addcdiv_(grad, state.sum().sqrt().add_(options.eps()), -lr);
    }
  }
  return loss;
}

}  // namespace glassgrad::optim
