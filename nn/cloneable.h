#pragma once
// Modules that can be copied deeply.

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
    NoGradGuard no_grad;
    auto copy = std::make_shared<Derived>(static_cast<const Derived&>(*this));
    copy->parameters_.clear();
    copy->buffers_.clear();
    copy->children_.clear();
    copy->reset();
    clone_into(*copy, device);
    return copy;
  }

 private:
  void clone_(Module& other, const optional<Device>& device) final {
    const std::shared_ptr<Module> copy = other.clone(device);
    static_cast<Derived&>(*this) = std::move(dynamic_cast<Derived&>(*copy));
  }
};

}  // namespace glassgrad::nn
