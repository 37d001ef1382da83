#pragma once
// Optimizer, the base of all algorithms, and what they share: options, parameter groups.

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "../autograd/base/arg.h"
#include "../autograd/base/smart_ptr.h"
#include "../autograd/tensor/tensor.h"
#include "param_state.h"

namespace glassgrad::optim {

/// What a parameter group is optimised with: learning rate, momentum and so on. Derive through
/// OptimizerCloneableOptions, declare each option with TORCH_ARG, override get_lr and set_lr for
/// learning rate schedules.
class OptimizerOptions {
 public:
  OptimizerOptions() = default;
  OptimizerOptions(const OptimizerOptions&) = default;
  OptimizerOptions& operator=(const OptimizerOptions&) = default;
  virtual ~OptimizerOptions() = default;
  // What a derived class does not override throws NotImplementedError.
  virtual std::unique_ptr<OptimizerOptions> clone() const;
  virtual double get_lr() const;
  virtual void set_lr(const double lr);
  virtual void serialize(serialize::InputArchive& archive);
  virtual void serialize(serialize::OutputArchive& archive) const;
};

/// Options that can be cloned: `struct SGDOptions : OptimizerCloneableOptions<SGDOptions>`.
template <class Derived>
class OptimizerCloneableOptions : public OptimizerOptions {
 public:
  std::unique_ptr<OptimizerOptions> clone() const override {
    return std::unique_ptr<OptimizerOptions>(new Derived(static_cast<const Derived&>(*this)));
  }
  /// Nothing here to compare: derived options may default their operator==.
  friend bool operator==(const OptimizerCloneableOptions&, const OptimizerCloneableOptions&) {
    return true;
  }
};

/// Parameters that share options. Without options of its own, a group gets the optimizer's
/// defaults.
class OptimizerParamGroup {
 public:
  OptimizerParamGroup(std::vector<Tensor> params);
  OptimizerParamGroup(std::vector<Tensor> params, std::unique_ptr<OptimizerOptions> options);
  /// The copy has options of its own.
  OptimizerParamGroup(const OptimizerParamGroup& other);
  OptimizerParamGroup(OptimizerParamGroup&&) noexcept;
  OptimizerParamGroup& operator=(OptimizerParamGroup&&) noexcept;
  ~OptimizerParamGroup();

  bool has_options() const { return options_ != nullptr; }
  /// @throws Error if the group has none
  OptimizerOptions& options();
  const OptimizerOptions& options() const;
  void set_options(std::unique_ptr<OptimizerOptions> options);
  std::vector<Tensor>& params() { return params_; }
  const std::vector<Tensor>& params() const { return params_; }

 protected:
  std::vector<Tensor> params_;
  std::unique_ptr<OptimizerOptions> options_;
};

/// Base of the algorithms that change parameters by their gradients. A derived class implements
/// `step`, reads `param_groups_` and keeps what it remembers of a parameter in `state_`.
class Optimizer {
 public:
  using LossClosure = std::function<Tensor()>;

  /// `defaults` are for groups without options. @throws Error as add_param_group
  Optimizer(std::vector<OptimizerParamGroup> param_groups,
            std::unique_ptr<OptimizerOptions> defaults);
  Optimizer(std::vector<Tensor> parameters, std::unique_ptr<OptimizerOptions> defaults);
  Optimizer(const Optimizer&) = delete;
  Optimizer(Optimizer&&);
  virtual ~Optimizer();

  /// Changes every parameter that has a gradient, once. Warns, at the first call, if none has.
  /// `closure` computes the loss anew; where an algorithm needs it more than once (LBFGS) it is
  /// required.
  /// @return what `closure` returned, undefined without one
  /// @throws Error  if a gradient does not have its parameter's shape and type; no parameter has
  ///                been changed then
  virtual Tensor step(LossClosure closure = nullptr) = 0;

  /// Fills the gradients with zeros and takes them out of the graph, so that the next backward
  /// starts anew; with set_to_none they become undefined.
  void zero_grad(bool set_to_none = false);

  /// Adds parameters, with options of their own or the defaults.
  /// @throws Error  unless all parameters are leaves that are in no other group
  void add_param_group(const OptimizerParamGroup& param_group);
  std::vector<OptimizerParamGroup>& param_groups() noexcept { return param_groups_; }
  const std::vector<OptimizerParamGroup>& param_groups() const noexcept { return param_groups_; }
  OptimizerOptions& defaults() noexcept { return *defaults_; }
  const OptimizerOptions& defaults() const noexcept { return *defaults_; }
  /// What the algorithm remembers of each parameter, by `param_key`.
  ParamStates& state() noexcept { return state_; }
  const ParamStates& state() const noexcept { return state_; }

  /// To an archive and from one (serialize/archive.h), as torch::save and load. An algorithm of
  /// one's own overrides both.
  virtual void save(serialize::OutputArchive& archive) const;
  virtual void load(serialize::InputArchive& archive);

  // libtorch's interface of before parameter groups; every call warns.
  void add_parameters(const std::vector<Tensor>& parameters);
  std::vector<Tensor>& parameters() noexcept;
  const std::vector<Tensor>& parameters() const noexcept;
  size_t size() const noexcept;

 protected:
  /// The loss with gradients switched on, undefined without a closure.
  static Tensor evaluate(const LossClosure& closure);
  /// To be called once the gradients are there. @throws Error  as promised by `step`
  void check_gradients(const char* algorithm);
  /// The step of an algorithm that looks at each parameter by itself: the closure, then
  /// update(parameter, gradient, options) for every parameter that has a gradient (optim/step.h).
  template <class Options, class Update>
  Tensor step_each(const char* algorithm, const LossClosure& closure, const Update& update);

  /// Warns if the first step is going to change nothing (first_step.cpp).
  void begin_training(const char* algorithm);

  std::vector<OptimizerParamGroup> param_groups_;
  ParamStates state_;
  std::unique_ptr<OptimizerOptions> defaults_;
  bool has_begun_ = false;
};

}  // namespace glassgrad::optim
