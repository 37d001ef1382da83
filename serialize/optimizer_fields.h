#pragma once
// Internal: the fields of every kind of optimizer, by Python's names.

#include <string>

#include "autograd/base/check.h"
#include "optim/optim.h"

namespace glassgrad::serialize::optimizer {

using namespace optim;

/// A number that Python does not have before the first move.
struct OrZero {
  double& value;
};

// --- the fields of every kind; f is called with name and reference ---

template <class F>
void visit(SGDOptions& o, F f) {
  f("lr", o.lr());
  f("momentum", o.momentum());
  f("dampening", o.dampening());
  f("weight_decay", o.weight_decay());
  f("nesterov", o.nesterov());
}
template <class F>
void visit(SGDParamState& s, F f) {
  f("momentum_buffer", s.momentum_buffer());
}

template <class Options, class F>
void visit_adam_options(Options& o, F f) {
  f("lr", o.lr());
  f("betas", o.betas());
  f("eps", o.eps());
  f("weight_decay", o.weight_decay());
  f("amsgrad", o.amsgrad());
}
template <class State, class F>
void visit_adam_state(State& s, F f) {
  f("step", s.step());
  f("exp_avg", s.exp_avg());
  f("exp_avg_sq", s.exp_avg_sq());
  f("max_exp_avg_sq", s.max_exp_avg_sq());
}
template <class F>
void visit(AdamOptions& o, F f) {
  visit_adam_options(o, f);
}
template <class F>
void visit(AdamWOptions& o, F f) {
  visit_adam_options(o, f);
}
template <class F>
void visit(AdamParamState& s, F f) {
  visit_adam_state(s, f);
}
template <class F>
void visit(AdamWParamState& s, F f) {
  visit_adam_state(s, f);
}

template <class F>
void visit(AdagradOptions& o, F f) {
  f("lr", o.lr());
  f("lr_decay", o.lr_decay());
  f("weight_decay", o.weight_decay());
  f("initial_accumulator_value", o.initial_accumulator_value());
  f("eps", o.eps());
}
template <class F>
void visit(AdagradParamState& s, F f) {
  f("sum", s.sum());
  f("step", s.step());
}

template <class F>
void visit(RMSpropOptions& o, F f) {
  f("lr", o.lr());
  f("alpha", o.alpha());
  f("eps", o.eps());
  f("weight_decay", o.weight_decay());
  f("momentum", o.momentum());
  f("centered", o.centered());
}
template <class F>
void visit(RMSpropParamState& s, F f) {
  f("step", s.step());
  f("square_avg", s.square_avg());
  f("momentum_buffer", s.momentum_buffer());
  f("grad_avg", s.grad_avg());
}

template <class F>
void visit(LBFGSOptions& o, F f) {
  f("lr", o.lr());
  f("max_iter", o.max_iter());
  f("max_eval", o.max_eval());
  f("tolerance_grad", o.tolerance_grad());
  f("tolerance_change", o.tolerance_change());
  f("history_size", o.history_size());
  f("line_search_fn", o.line_search_fn());
}
template <class F>
void visit(LBFGSParamState& s, F f) {
  f("func_evals", s.func_evals());
  f("n_iter", s.n_iter());
  f("t", OrZero{s.t()});
  f("prev_loss", OrZero{s.prev_loss()});
  f("d", s.d());
  f("H_diag", s.H_diag());
  f("prev_flat_grad", s.prev_flat_grad());
  f("old_dirs", s.old_dirs());
  f("old_stps", s.old_stps());
  f("ro", s.ro());
  f("al", s.al());
}

// --- kinds ---

template <class OptionsType, class StateType>
struct Kind {
  using Options = OptionsType;
  using State = StateType;
};

/// Calls f with the kind of an optimizer.
template <class F>
void with_optimizer_kind(const Optimizer& optimizer, F f) {
  const auto is = [&optimizer]<class T>(T*) { return dynamic_cast<T*>(&optimizer) != nullptr; };
  if (is(static_cast<const SGD*>(nullptr))) return f(Kind<SGDOptions, SGDParamState>());
  if (is(static_cast<const Adam*>(nullptr))) return f(Kind<AdamOptions, AdamParamState>());
  if (is(static_cast<const AdamW*>(nullptr))) return f(Kind<AdamWOptions, AdamWParamState>());
  if (is(static_cast<const Adagrad*>(nullptr))) return f(Kind<AdagradOptions, AdagradParamState>());
  if (is(static_cast<const RMSprop*>(nullptr))) return f(Kind<RMSpropOptions, RMSpropParamState>());
  if (is(static_cast<const LBFGS*>(nullptr))) return f(Kind<LBFGSOptions, LBFGSParamState>());
  throw NotImplementedError(
      "save, load: expected one of the optimizers SGD, Adam, AdamW, Adagrad, RMSprop and LBFGS");
}

/// Calls f(number, parameter) for each parameter of all groups.
template <class F>
void for_each_parameter(const Optimizer& optimizer, F f) {
  size_t number = 0;
  for (const OptimizerParamGroup& group : optimizer.param_groups())
    for (const Tensor& parameter : group.params()) f(number++, parameter);
}

// The fields are visited through references that could be written to: copies are.

/// A copy of a group's options.
template <class Kind>
typename Kind::Options options_of(const OptimizerParamGroup& group) {
  return static_cast<const typename Kind::Options&>(group.options());
}
/// Calls f(number, state) with a copy of what is remembered of each parameter.
template <class Kind, class F>
void for_each_state(const Optimizer& optimizer, F f) {
  for_each_parameter(optimizer, [&](size_t number, const Tensor& parameter) {
    const auto found = optimizer.state().find(param_key(parameter));
    if (found == optimizer.state().end()) return;
    auto remembered = static_cast<const typename Kind::State&>(*found->second);
    f(number, remembered);
  });
}

inline std::string group_prefix(size_t group) {
  return "param_groups." + std::to_string(group) + '.';
}
inline std::string state_prefix(size_t parameter) {
  return "state." + std::to_string(parameter) + '.';
}

}  // namespace glassgrad::serialize::optimizer
