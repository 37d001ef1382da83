// Adam and AdamW. The formulas are in the header.
#include "optim/adam.h"

#include <cmath>

#include "autograd/base/check.h"
#include "autograd/functions/creation.h"
#include "autograd/functions/pointwise.h"
#include "autograd/kernels/optimizer.h"
#include "optim/one_pass.h"
#include "optim/same_tensor.h"
#include "optim/step.h"

namespace glassgrad::optim {
namespace {

template <class Options>
void check_options(const Options& options) {
  const auto [beta1, beta2] = options.betas();
  check(options.lr() >= 0, "Invalid learning rate: {}", options.lr());
  check(options.eps() >= 0, "Invalid epsilon value: {}", options.eps());
  check(0 <= beta1 && beta1 < 1, "Invalid beta parameter at index 0: {}", beta1);
  check(0 <= beta2 && beta2 < 1, "Invalid beta parameter at index 1: {}", beta2);
  check(options.weight_decay() >= 0, "Invalid weight_decay value: {}", options.weight_decay());
}

template <class State>
bool same_state(const State& a, const State& b) {
  return a.step() == b.step() && same_tensor(a.exp_avg(), b.exp_avg()) &&
         same_tensor(a.exp_avg_sq(), b.exp_avg_sq()) &&
         same_tensor(a.max_exp_avg_sq(), b.max_exp_avg_sq());
}

/// Steps p along the moments of `grad`: what Adam and AdamW have in common.
template <class State, class Options>
void update(const Tensor& p, const Tensor& grad, State& state, const Options& options) {
  if (!state.exp_avg().defined()) {
    state.exp_avg(zeros_like(p)).exp_avg_sq(zeros_like(p));
  }
  if (options.amsgrad() && !state.max_exp_avg_sq().defined()) {
    state.max_exp_avg_sq(zeros_like(p));
  }
  const auto [beta1, beta2] = options.betas();
  const auto t = static_cast<double>(++state.step());
  const double rate = options.lr() / (1 - std::pow(beta1, t));
  const double scale = std::sqrt(1 - std::pow(beta2, t));
  const Tensor& m = state.exp_avg();
  Tensor v = state.exp_avg_sq();

  if (!options.amsgrad() && one_pass({p, grad, m, v})) {
    kernels::adam_step(p.scalar_type(), p.data_ptr(), m.data_ptr(), v.data_ptr(), grad.data_ptr(),
                       p.numel(), {beta1, beta2, rate, scale, options.eps()});
    for (const Tensor& changed : {p, m, v}) bump_version(changed);
    return;
  }
  m.mul_(beta1).add_(grad, 1 - beta1);
  v.mul_(beta2).addcmul_(grad, grad, 1 - beta2);
  if (options.amsgrad()) v = state.max_exp_avg_sq() = maximum(v, state.max_exp_avg_sq());
  p.addcdiv_(m, v.sqrt().div_(scale).add_(options.eps()), -rate);
}

}  // namespace

// --- Adam ---

AdamOptions::AdamOptions(double lr) : lr_(lr), betas_(0.9, 0.999) {}
double AdamOptions::get_lr() const { return lr_; }
void AdamOptions::set_lr(const double lr) { lr_ = lr; }

bool operator==(const AdamParamState& a, const AdamParamState& b) { return same_state(a, b); }

Adam::Adam(std::vector<OptimizerParamGroup> param_groups, AdamOptions defaults)
    : Optimizer(std::move(param_groups), std::make_unique<AdamOptions>(defaults)) {
  check_options(defaults);
}

Adam::Adam(std::vector<Tensor> params, AdamOptions defaults)
    : Adam(std::vector<OptimizerParamGroup>{std::move(params)}, std::move(defaults)) {}

Tensor Adam::step(LossClosure closure) {
  const auto decayed = [this](const Tensor& p, Tensor grad, const AdamOptions& options) {
    if (options.weight_decay() != 0) grad = grad.add(p, options.weight_decay());
    update(p, grad, state_.get<AdamParamState>(p), options);
  };
  return step_each<AdamOptions>("Adam", closure, decayed);
}

// --- AdamW ---

AdamWOptions::AdamWOptions(double lr) : lr_(lr), betas_(0.9, 0.999) {}
double AdamWOptions::get_lr() const { return lr_; }
void AdamWOptions::set_lr(const double lr) { lr_ = lr; }

bool operator==(const AdamWParamState& a, const AdamWParamState& b) { return same_state(a, b); }

AdamW::AdamW(std::vector<OptimizerParamGroup> param_groups, AdamWOptions defaults)
    : Optimizer(std::move(param_groups), std::make_unique<AdamWOptions>(defaults)) {
  check_options(defaults);
}

AdamW::AdamW(std::vector<Tensor> params, AdamWOptions defaults)
    : AdamW(std::vector<OptimizerParamGroup>{std::move(params)}, std::move(defaults)) {}

Tensor AdamW::step(LossClosure closure) {
  const auto decayed = [this](const Tensor& p, const Tensor& grad, const AdamWOptions& options) {
    if (options.weight_decay() != 0) p.mul_(1 - options.lr() * options.weight_decay());
    update(p, grad, state_.get<AdamWParamState>(p), options);
  };
  return step_each<AdamWOptions>("AdamW", closure, decayed);
}

}  // namespace glassgrad::optim
