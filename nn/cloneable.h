#pragma once
// What modules derive from to be cloned: Cloneable, or CloneableWithOptions if options make them.

#include "../autograd/graph/grad_mode.h"
#include "module.h"

namespace glassgrad::nn {

/// A module that can be cloned: `class NetImpl : public Cloneable<NetImpl>`. Parameters, buffers
/// and children must be registered in `reset`, which the constructor calls: a clone is a copy whose
/// reset makes tensors of its own, which then get this module's values.
template <class Derived>
class Cloneable : public virtual Module {
 public:
  using Module::Module;

  /// Registers everything anew and gives it its first values.
  virtual void reset() = 0;

  std::shared_ptr<Module> clone(const optional<Device>& device = nullopt) const override {
    return clone_of(static_cast<const Derived&>(*this), device);
  }

 private:
  void clone_(Module& other, const optional<Device>& device) final {
    assign_clone(static_cast<Derived&>(*this), other, device);
  }
};

/// The same for modules that are made from options and keep them: `class ELUImpl : public
/// CloneableWithOptions<ELUImpl, ELUOptions>`. One that registers something has a constructor of
/// its own, which calls its `reset`; the others inherit both. (Not derived from Cloneable: a layer
/// of templates less in each module takes time off every compile.)
template <class Derived, class Options>
class CloneableWithOptions : public virtual Module {
 public:
  /// A template, so that a derived class may have a default constructor of its own beside inherited
  /// ones: the more constrained of two is taken, if both are templates or neither is.
  template <class O = Options>
  requires std::is_default_constructible_v<O> CloneableWithOptions() {}
  explicit CloneableWithOptions(const Options& options_) : options(options_) {}

  virtual void reset() {}

  std::shared_ptr<Module> clone(const optional<Device>& device = nullopt) const override {
    return clone_of(static_cast<const Derived&>(*this), device);
  }

  Options options;

 private:
  void clone_(Module& other, const optional<Device>& device) final {
    assign_clone(static_cast<Derived&>(*this), other, device);
  }
};

template <class Derived>
std::shared_ptr<Module> Module::clone_of(const Derived& module, const optional<Device>& device) {
  NoGradGuard no_grad;
  Derived* copy = new Derived(module);
  std::shared_ptr<Module> owner(static_cast<Module*>(copy));  // one type for all: see ModuleHolder
  owner->forget_registered();
  copy->reset();
  static_cast<const Module&>(module).clone_into(*owner, device);
  return owner;
}

template <class Derived>
void Module::assign_clone(Derived& module, Module& other, const optional<Device>& device) {
  module = std::move(dynamic_cast<Derived&>(*other.clone(device)));
}

}  // namespace glassgrad::nn
