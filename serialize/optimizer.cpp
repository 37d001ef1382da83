// Optimizers as tensors with names: each option and each remembered value by its own name, with
// PyTorch's paths.
#include <type_traits>

#include "autograd/base/check.h"
#include "autograd/functions/creation.h"
#include "autograd/types/format.h"
#include "optim/optim.h"
#include "serialize/save.h"

namespace glassgrad::serialize {
namespace {

using namespace optim;

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
  bool has_strong_wolfe = o.line_search_fn().has_value();
  f("strong_wolfe", has_strong_wolfe);
  if (has_strong_wolfe)
    o.line_search_fn("strong_wolfe");
  else
    o.line_search_fn(nullopt);
}
template <class F>
void visit(LBFGSParamState& s, F f) {
  f("func_evals", s.func_evals());
  f("n_iter", s.n_iter());
  f("t", s.t());
  f("prev_loss", s.prev_loss());
  f("d", s.d());
  f("H_diag", s.H_diag());
  f("prev_flat_grad", s.prev_flat_grad());
  f("old_dirs", s.old_dirs());
  f("old_stps", s.old_stps());
  f("ro", s.ro());
  f("al", s.al());
}

// --- fields to tensors and back; what is undefined or empty has no tensor ---

/// Adds each field to a state under prefix + name.
struct Writer {
  StateDict& state;
  std::string prefix;

  void operator()(const std::string& name, const Tensor& value) const {
    if (value.defined()) state.insert(prefix + name, value);
  }
  template <class T>
  requires std::is_arithmetic_v<T>
  void operator()(const std::string& name, const T& value) const {
    (*this)(name, full({}, value, dtype<T>()));
  }
  void operator()(const std::string& name, const optional<int64_t>& value) const {
    if (value) (*this)(name, *value);
  }
  void operator()(const std::string& name, const std::tuple<double, double>& value) const {
    (*this)(name, tensor({std::get<0>(value), std::get<1>(value)}, kDouble));
  }
  void operator()(const std::string& name, const std::vector<Tensor>& values) const {
    for (size_t k = 0; k < values.size(); ++k) (*this)(name + '.' + std::to_string(k), values[k]);
  }
};

/// Sets each field from a state, and counts the tensors that are used.
struct Reader {
  const StateDict& state;
  std::string prefix;
  size_t& used;
  const Tensor* like = nullptr;  // what tensors must have the shape of, if anything

  const Tensor* find(const std::string& name) const {
    const Tensor* value = state.find(prefix + name);
    used += value != nullptr;
    return value;
  }
  const Tensor& at(const std::string& name, ScalarType type, IntArrayRef sizes) const {
    const Tensor* value = find(name);
    check(value, "No such serialized tensor '{}'", prefix + name);
    check(value->scalar_type() == type && value->sizes() == sizes,
          "load: expected '{}' of type {} and shape {}, got {} and {}", prefix + name, type, sizes,
          value->scalar_type(), value->sizes());
    return *value;
  }

  void operator()(const std::string& name, Tensor& value) const {
    const Tensor* found = find(name);
    check(!found || !like || found->sizes() == like->sizes(),
          "load: expected '{}' with its parameter's shape", prefix + name);
    value = found ? *found : Tensor();
  }
  template <class T>
  requires std::is_arithmetic_v<T>
  void operator()(const std::string& name, T& value) const {
    value = at(name, scalar_type_of<T>, {}).template item<T>();
  }
  void operator()(const std::string& name, optional<int64_t>& value) const {
    value = state.contains(prefix + name) ? optional(at(name, kLong, {}).item<int64_t>()) : nullopt;
  }
  void operator()(const std::string& name, std::tuple<double, double>& value) const {
    const Tensor& pair = at(name, kDouble, {2});
    value = {pair[0].item<double>(), pair[1].item<double>()};
  }
  void operator()(const std::string& name, std::vector<Tensor>& values) const {
    values.clear();
    while (const Tensor* value = find(name + '.' + std::to_string(values.size())))
      values.push_back(*value);
  }
};

// --- optimizers ---

std::string group_prefix(size_t group) { return "param_groups." + std::to_string(group) + '.'; }
std::string state_prefix(size_t parameter) { return "state." + std::to_string(parameter) + '.'; }

bool has_prefix(const StateDict& state, const std::string& prefix) {
  for (const auto& item : state)
    if (item.key().starts_with(prefix)) return true;
  return false;
}

template <class OptionsType, class StateType>
struct Kind {
  using Options = OptionsType;
  using State = StateType;
};

/// Calls f with the kind of an optimizer.
template <class F>
void with_kind(const Optimizer& optimizer, F f) {
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

}  // namespace

StateDict state_of(const Optimizer& optimizer) {
  StateDict state;
  with_kind(optimizer, [&]<class Kind>(Kind) {
    const auto& groups = optimizer.param_groups();
    for (size_t k = 0; k < groups.size(); ++k) {
      // The fields are visited through references that could be written to; copies are.
      auto options = static_cast<const typename Kind::Options&>(groups[k].options());
      visit(options, Writer{state, group_prefix(k)});
    }
    for_each_parameter(optimizer, [&](size_t number, const Tensor& parameter) {
      const auto found = optimizer.state().find(param_key(parameter));
      if (found == optimizer.state().end()) return;
      auto remembered = static_cast<const typename Kind::State&>(*found->second);
      visit(remembered, Writer{state, state_prefix(number)});
    });
  });
  return state;
}

void set_state(Optimizer& optimizer, const StateDict& state) {
  with_kind(optimizer, [&]<class Kind>(Kind) {
    using Options = typename Kind::Options;
    using State = typename Kind::State;
    auto& groups = optimizer.param_groups();
    size_t used = 0;
    std::vector<Options> options;
    for (size_t k = 0; k < groups.size(); ++k) {
      options.push_back(static_cast<const Options&>(groups[k].options()));
      visit(options.back(), Reader{state, group_prefix(k), used});
    }
    std::vector<std::pair<Tensor, std::unique_ptr<State>>> remembered;
    for_each_parameter(optimizer, [&](size_t number, const Tensor& parameter) {
      if (!has_prefix(state, state_prefix(number))) return;
      remembered.emplace_back(parameter, std::make_unique<State>());
      // L-BFGS remembers vectors of all parameters.
      const Tensor* like = std::is_same_v<State, LBFGSParamState> ? nullptr : &parameter;
      visit(*remembered.back().second, Reader{state, state_prefix(number), used, like});
    });
    check(used == state.size(),
          "load: expected the state of an optimizer of this kind with these parameters, got {} "
          "tensors of which {} fit",
          state.size(), used);

    for (size_t k = 0; k < groups.size(); ++k)
      static_cast<Options&>(groups[k].options()) = options[k];
    optimizer.state().clear();
    for (auto& [parameter, of_parameter] : remembered)
      optimizer.state()[parameter] = std::move(of_parameter);
  });
}

}  // namespace glassgrad::serialize
