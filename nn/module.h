#pragma once
// Module, the base of everything that has parameters.

#include <functional>
#include <string>
#include <vector>

#include "../autograd/base/smart_ptr.h"
#include "../autograd/tensor/tensor.h"
#include "module_holder.h"
#include "ordered_dict.h"

namespace glassgrad::serialize {
class InputArchive;
class OutputArchive;
}  // namespace glassgrad::serialize

namespace glassgrad::nn {

class AnyValue;

/// Base of everything that has parameters: a tree of modules, each with its own parameters
/// (tensors that are trained), buffers (tensors that are not) and children, by name. A derived
/// class registers them, usually in its constructor, and has a `forward`.
///
/// The path of a parameter is the names from the root to it, joined by dots: "encoder.0.weight".
class Module : public std::enable_shared_from_this<Module> {
 public:
  using ModuleApplyFunction = std::function<void(Module&)>;
  using ConstModuleApplyFunction = std::function<void(const Module&)>;
  using NamedModuleApplyFunction = std::function<void(const std::string&, Module&)>;
  using ConstNamedModuleApplyFunction = std::function<void(const std::string&, const Module&)>;
  using ModulePointerApplyFunction = std::function<void(const std::shared_ptr<Module>&)>;
  using NamedModulePointerApplyFunction =
      std::function<void(const std::string&, const std::shared_ptr<Module>&)>;

  Module();
  explicit Module(std::string name);
  Module(const Module&);
  Module& operator=(const Module&);
  virtual ~Module();

  /// The name given to the constructor, else the name of the type; library modules call themselves
  /// "torch::nn::LinearImpl" and so on, as in libtorch.
  const std::string& name() const noexcept;

  // --- registration; every name is unique among its kind, not empty and without a dot ---

  /// Makes `tensor` a parameter and gives it its name; returns the registered handle.
  /// @throws Error  for a bad name, or if a defined tensor cannot require grad but shall
  Tensor& register_parameter(std::string name, Tensor tensor, bool requires_grad = true);
  /// Makes `tensor` a buffer; returns the registered handle. @throws Error for a bad name
  Tensor& register_buffer(std::string name, Tensor tensor);
  /// Makes `module` a child, whose parameters get its name in front of theirs; returns it.
  /// @throws Error for a bad name
  template <class ModuleType>
  std::shared_ptr<ModuleType> register_module(std::string name,
                                              std::shared_ptr<ModuleType> module) {
    register_child(std::move(name), module);
    return module;
  }
  template <class ModuleType>
  std::shared_ptr<ModuleType> register_module(std::string name, ModuleHolder<ModuleType> holder) {
    return register_module(std::move(name), holder.ptr());
  }
  /// Puts another module in the place of a child. @throws Error if there is no such child
  template <class ModuleType>
  std::shared_ptr<ModuleType> replace_module(const std::string& name,
                                             std::shared_ptr<ModuleType> module) {
    replace_child(name, module);
    return module;
  }
  template <class ModuleType>
  std::shared_ptr<ModuleType> replace_module(const std::string& name,
                                             ModuleHolder<ModuleType> holder) {
    return replace_module(name, holder.ptr());
  }
  /// Takes a child out of the tree. @throws Error if there is no such child
  void unregister_module(const std::string& name);

  // --- what is registered: own ones first, then those of the children, in order ---

  /// Undefined tensors are left out.
  std::vector<Tensor> parameters(bool recurse = true) const;
  OrderedDict<std::string, Tensor> named_parameters(bool recurse = true) const;
  std::vector<Tensor> buffers(bool recurse = true) const;
  OrderedDict<std::string, Tensor> named_buffers(bool recurse = true) const;
  std::vector<std::shared_ptr<Module>> children() const;
  OrderedDict<std::string, std::shared_ptr<Module>> named_children() const;
  /// All modules of the tree, parents before children.
  /// @throws Error  with include_self, if this module is not owned by a shared_ptr
  std::vector<std::shared_ptr<Module>> modules(bool include_self = true) const;
  OrderedDict<std::string, std::shared_ptr<Module>> named_modules(
      const std::string& name_prefix = std::string(), bool include_self = true) const;

  /// Calls a function with every module of the tree, parents before children; the forms with a name
  /// also pass its path, those with a shared_ptr need shared ownership, as modules().
  void apply(const ModuleApplyFunction& function);
  void apply(const ConstModuleApplyFunction& function) const;
  void apply(const NamedModuleApplyFunction& function,
             const std::string& name_prefix = std::string());
  void apply(const ConstNamedModuleApplyFunction& function,
             const std::string& name_prefix = std::string()) const;
  void apply(const ModulePointerApplyFunction& function) const;
  void apply(const NamedModulePointerApplyFunction& function,
             const std::string& name_prefix = std::string()) const;

  // --- parameters and buffers by path; not in libtorch 1.13, as in Python ---

  /// Parameters and buffers, outside the graph, sharing memory.
  OrderedDict<std::string, Tensor> state_dict() const;
  /// Copies values into parameters and buffers; types are converted.
  /// @throws Error  that names every entry that is missing, unexpected (these two only if strict)
  ///                or of another shape; nothing has been changed then
  void load_state_dict(const OrderedDict<std::string, Tensor>& state, bool strict = true);

  // What torch::save and torch::load do with a module (serialize/module.cpp). Who overrides one of
  // them to keep more than parameters and buffers calls it for these: `Module::save(archive);`

  /// Writes parameters and buffers under their names, and each child into an archive of its own.
  virtual void save(serialize::OutputArchive& archive) const;
  /// Gives them new memory with the saved values, converted to their types. More in the archive is
  /// no error.
  /// @throws Error  for what is missing or of another shape; then torch::load takes back what has
  ///                been loaded so far
  virtual void load(serialize::InputArchive& archive);
  /// Whether its parent saves it.
  virtual bool is_serializable() const { return true; }

  // --- the whole tree at once ---

  /// Whether Dropout and the like behave as in training; on at first.
  virtual void train(bool on = true);
  void eval() { train(false); }
  virtual bool is_training() const noexcept { return is_training_; }
  /// Converts parameters and buffers, and gradients with them; views of them keep the old values.
  virtual void to(Dtype dtype, bool non_blocking = false);
  virtual void to(Device device, bool non_blocking = false);
  virtual void to(Device device, Dtype dtype, bool non_blocking = false);
  /// Fills gradients with zeros and takes them out of the graph; with set_to_none, drops them.
  virtual void zero_grad(bool set_to_none = false);
  /// A module of the same type with tensors of its own. @throws Error unless derived from Cloneable
  virtual std::shared_ptr<Module> clone(const optional<Device>& device = nullopt) const;
  /// What `stream << module` shows in front of the children.
  virtual void pretty_print(std::ostream& stream) const;

  /// This module as a ModuleType (a module or its holder), null if it is not one.
  template <class ModuleType>
  auto* as() noexcept {
    if constexpr (detail::is_module_holder<ModuleType>)
      return dynamic_cast<typename ModuleType::ContainedType*>(this);
    else
      return dynamic_cast<ModuleType*>(this);
  }
  template <class ModuleType>
  const auto* as() const noexcept {
    return const_cast<Module*>(this)->as<ModuleType>();
  }

 protected:
  // FORWARD_HAS_DEFAULT_ARGS overrides these.
  virtual bool _forward_has_default_args() { return false; }
  virtual unsigned int _forward_num_required_args();
  virtual std::vector<AnyValue> _forward_populate_default_args(std::vector<AnyValue>&& arguments);

  // What the bases for modules that can be cloned have in common (cloneable.h).
  template <class Derived>
  static std::shared_ptr<Module> clone_of(const Derived& module, const optional<Device>& device);
  template <class Derived>
  static void assign_clone(Derived& module, Module& other, const optional<Device>& device);

  OrderedDict<std::string, Tensor> parameters_;

 private:
  friend struct AnyModulePlaceholder;
  friend std::ostream& operator<<(std::ostream& stream, const Module& module);

  /// A module's place in the list of those that are neither registered nor asked for their
  /// parameters, of which unregistered.cpp warns. Copies begin outside.
  struct Unplaced {
    struct List;
    Unplaced() = default;
    Unplaced(const Unplaced&) {}
    Unplaced& operator=(const Unplaced&) { return *this; }

    Module* maker = nullptr;  ///< in whose constructor the module was made
    Module *older = nullptr, *newer = nullptr;
    const void* thread = nullptr;  ///< that made it; null outside the list
    bool is_settled = false;       ///< registered, or asked for its parameters
  };
  void enter_unplaced();
  void leave_unplaced() noexcept;
  void settle() const;  ///< it has a place now
  static void warn_of_unregistered(const std::vector<Tensor>& trained);

  void register_child(std::string name, std::shared_ptr<Module> module);
  void replace_child(const std::string& name, std::shared_ptr<Module> module);
  OrderedDict<std::string, Tensor> collect_parameters(bool recurse) const;
  std::shared_ptr<Module> shared_from_this_checked() const;
  void print(std::ostream& stream, const std::string& indent) const;
  template <class Visit>
  void visit(const std::string& path, const Visit& function) const;
  template <class... Target>
  void convert(Target... target);
  /// Leaves a copy without what its original has registered.
  void forget_registered();
  /// Makes `copy`, a fresh copy that has only been reset, equal to this module.
  void clone_into(Module& copy, const optional<Device>& device) const;
  /// Assigns a clone of `other`, a module of the same type.
  virtual void clone_(Module& other, const optional<Device>& device);

  OrderedDict<std::string, Tensor> buffers_;
  OrderedDict<std::string, std::shared_ptr<Module>> children_;
  mutable Unplaced unplaced_;
  mutable std::string name_;
  bool is_training_ = true;
};

}  // namespace glassgrad::nn
