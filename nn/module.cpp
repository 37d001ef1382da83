// The tree of modules: registration, walks, conversion, cloning, printing.
#include "nn/module.h"

#include <ostream>
#include <string_view>
#include <typeinfo>

#include "autograd/base/check.h"
#include "autograd/graph/grad_mode.h"
#include "autograd/graph/zero_gradient.h"
#include "nn/any_value.h"
#include "nn/type_name.h"

namespace glassgrad {

void detail::ordered_dict_error(const std::string& message) { throw Error(message); }

namespace nn {

// GCC ends the name of a function of a template with "[with Contained = LinearImpl]", Clang with
// "[Contained = LinearImpl]".
void detail::empty_module_holder(const char* function) {
  std::string_view module = function;
  const size_t begin = module.find("Contained = ");
  module = begin == module.npos ? "a module" : module.substr(begin + 12);
  module = module.substr(0, module.find_first_of(";]"));
  fail_after_latest_call(
      "Accessing empty ModuleHolder of {}: it was made with nullptr, or moved from, and no module "
      "has been assigned since. In a constructor, write `fc = register_module(\"fc\", "
      "nn::Linear(2, 1));`: with a type in front, as in `nn::Linear fc = ...`, "
      "that makes a variable of its own which hides the member",
      module);
}

Module::Module() : parameters_("Parameter"), buffers_("Buffer"), children_("Submodule") {
  enter_unplaced();
}
Module::Module(std::string name) : Module() { name_ = std::move(name); }
Module::Module(const Module&) = default;
Module& Module::operator=(const Module&) = default;
Module::~Module() { leave_unplaced(); }

namespace {

std::string join(const std::string& prefix, const std::string& name) {
  return prefix.empty() ? name : prefix + '.' + name;
}

void check_name(const char* kind, const std::string& name) {
  check(!name.empty(), "{} name must not be empty", kind);
  check(name.find('.') == std::string::npos, "{} name must not contain a dot (got '{}')", kind,
        name);
}

}  // namespace

const std::string& Module::name() const noexcept {
  if (name_.empty()) name_ = type_name(typeid(*this));
  return name_;
}

// --- registration ---

Tensor& Module::register_parameter(std::string name, Tensor tensor, bool requires_grad) {
  check_name("Parameter", name);
  check(!parameters_.contains(name), "Parameter '{}' already defined", name);
  if (tensor.defined()) {
    tensor.set_requires_grad(requires_grad);
    tensor.set_name(name);
  } else if (requires_grad) {
    warn("register_parameter: the undefined tensor '" + name +
         "' cannot require grad; requires_grad=true is ignored");
  }
  return parameters_.insert(std::move(name), std::move(tensor));
}

Tensor& Module::register_buffer(std::string name, Tensor tensor) {
  check_name("Buffer", name);
  return buffers_.insert(std::move(name), std::move(tensor));
}

void Module::register_child(std::string name, std::shared_ptr<Module> module) {
  check_name("Submodule", name);
  if (module)  // a parameter goes by its path, "linear.weight"
    for (const auto& parameter : module->collect_parameters(/*recurse=*/true))
      parameter->set_name(join(name, parameter.key()));
  if (module) module->settle();
  children_.insert(std::move(name), std::move(module));
}

void Module::replace_child(const std::string& name, std::shared_ptr<Module> module) {
  std::shared_ptr<Module>& child = children_[name];
  if (module) module->settle();
  child = std::move(module);
}

void Module::unregister_module(const std::string& name) {
  check(children_.contains(name), "No Module with name `{}` is registered", name);
  children_.erase(name);
}

// --- the tree ---

/// Calls function(path, module) for this module and all below, parents before children.
template <class Visit>
void Module::visit(const std::string& path, const Visit& function) const {
  function(path, *this);
  for (const auto& child : children_)
    if (child.value()) child.value()->visit(join(path, child.key()), function);
}

OrderedDict<std::string, Tensor> Module::collect_parameters(bool recurse) const {
  OrderedDict<std::string, Tensor> all("Parameter");
  const auto collect = [&all](const std::string& path, const Module& module) {
    for (const auto& parameter : module.parameters_)
      if (parameter->defined()) all.insert(join(path, parameter.key()), *parameter);
  };
  recurse ? visit("", collect) : collect("", *this);
  return all;
}

OrderedDict<std::string, Tensor> Module::named_parameters(bool recurse) const {
  settle();
  return collect_parameters(recurse);
}

std::vector<Tensor> Module::parameters(bool recurse) const {
  return named_parameters(recurse).values();
}

OrderedDict<std::string, Tensor> Module::named_buffers(bool recurse) const {
  OrderedDict<std::string, Tensor> all("Buffer");
  const auto collect = [&all](const std::string& path, const Module& module) {
    for (const auto& buffer : module.buffers_)
      if (buffer->defined()) all.insert(join(path, buffer.key()), *buffer);
  };
  recurse ? visit("", collect) : collect("", *this);
  return all;
}

std::vector<Tensor> Module::buffers(bool recurse) const { return named_buffers(recurse).values(); }

std::vector<std::shared_ptr<Module>> Module::children() const { return children_.values(); }

OrderedDict<std::string, std::shared_ptr<Module>> Module::named_children() const {
  return children_;
}

std::shared_ptr<Module> Module::shared_from_this_checked() const {
  auto self = const_cast<Module*>(this)->weak_from_this().lock();
  check(self != nullptr,
        "It looks like you attempted to retrieve your top-level module as a shared_ptr, but it is "
        "not stored in a shared_ptr. Use std::make_shared<{}> instead of creating your module on "
        "the stack, or alternatively do not try to access your top-level module at all by passing "
        "include_self=false to modules() or named_modules()",
        name());
  return self;
}

OrderedDict<std::string, std::shared_ptr<Module>> Module::named_modules(
    const std::string& name_prefix, bool include_self) const {
  OrderedDict<std::string, std::shared_ptr<Module>> all("Module");
  if (include_self) shared_from_this_checked();
  visit(name_prefix, [&](const std::string& path, const Module& module) {
    if (include_self || &module != this) all.insert(path, module.shared_from_this_checked());
  });
  return all;
}

std::vector<std::shared_ptr<Module>> Module::modules(bool include_self) const {
  return named_modules("", include_self).values();
}

void Module::apply(const ModuleApplyFunction& function) {
  visit("", [&](const std::string&, const Module& m) { function(const_cast<Module&>(m)); });
}

void Module::apply(const ConstModuleApplyFunction& function) const {
  visit("", [&](const std::string&, const Module& m) { function(m); });
}

void Module::apply(const NamedModuleApplyFunction& function, const std::string& name_prefix) {
  visit(name_prefix,
        [&](const std::string& path, const Module& m) { function(path, const_cast<Module&>(m)); });
}

void Module::apply(const ConstNamedModuleApplyFunction& function,
                   const std::string& name_prefix) const {
  visit(name_prefix, function);
}

void Module::apply(const ModulePointerApplyFunction& function) const {
  shared_from_this_checked();
  visit("", [&](const std::string&, const Module& m) { function(m.shared_from_this_checked()); });
}

void Module::apply(const NamedModulePointerApplyFunction& function,
                   const std::string& name_prefix) const {
  shared_from_this_checked();
  visit(name_prefix, [&](const std::string& path, const Module& m) {
    function(path, m.shared_from_this_checked());
  });
}

// --- the whole tree at once ---

void Module::train(bool on) {
  for (auto& child : children_) child.value()->train(on);
  is_training_ = on;
}

void Module::zero_grad(bool set_to_none) {
  for (auto& child : children_) child.value()->zero_grad(set_to_none);
  for (auto& parameter : parameters_) {
    if (parameter->defined()) autograd::zero_gradient(*parameter, set_to_none);
  }
}

template <class... Target>
void Module::convert(Target... target) {
  for (auto& child : children_) child.value()->to(target...);
  const auto convert_one = [&](Tensor& tensor) {
    if (!tensor.defined()) return;
    tensor.set_data(tensor.detach().to(target...));
    Tensor& grad = autograd::gradient_of(tensor);
    if (grad.defined()) grad = grad.detach().to(target...);
  };
  for (auto& parameter : parameters_) convert_one(*parameter);
  for (auto& buffer : buffers_) convert_one(*buffer);
}

void Module::to(Dtype dtype, bool non_blocking) { convert(dtype, non_blocking); }
void Module::to(Device device, bool non_blocking) { convert(device, non_blocking); }
void Module::to(Device device, Dtype dtype, bool non_blocking) {
  convert(device, dtype, non_blocking);
}

// --- cloning ---

std::shared_ptr<Module> Module::clone(const optional<Device>&) const {
  throw Error(fmt::format(
      "clone() has not been implemented for {}. Subclass torch::nn::Cloneable<{}> instead of "
      "torch::nn::Module to inherit the ability to clone.",
      name(), name()));
}

void Module::clone_(Module&, const optional<Device>&) {}

void Module::forget_registered() {
  parameters_.clear();
  buffers_.clear();
  children_.clear();
}

void Module::clone_into(Module& copy, const optional<Device>& device) const {
  const auto check_count = [](const char* kind, const char* method, size_t expected, size_t got) {
    check(expected == got,
          "The cloned module does not have the same number of {} as the original module after "
          "calling reset(). Are you sure you called {}() inside reset() and not the constructor?",
          kind, method);
  };
  const auto copy_values = [&](const Tensor& from, Tensor& to) {
    if (from.defined())
      to.set_data(device ? from.detach().to(*device).clone() : from.detach().clone());
  };
  check_count("parameters", "register_parameter", parameters_.size(), copy.parameters_.size());
  for (const auto& item : parameters_) copy_values(*item, copy.parameters_[item.key()]);
  check_count("buffers", "register_buffer", buffers_.size(), copy.buffers_.size());
  for (const auto& item : buffers_) copy_values(*item, copy.buffers_[item.key()]);
  check_count("child modules", "register_module", children_.size(), copy.children_.size());
  for (const auto& item : children_) copy.children_[item.key()]->clone_(*item.value(), device);
}

// --- default arguments ---

unsigned int Module::_forward_num_required_args() {
  throw Error(
      "torch::nn::Module subclass that has default arguments in `forward` method must override "
      "`_forward_num_required_args` method. Please use `FORWARD_HAS_DEFAULT_ARGS` macro to do so.");
}

std::vector<AnyValue> Module::_forward_populate_default_args(std::vector<AnyValue>&&) {
  throw Error(
      "torch::nn::Module subclass that has default arguments in `forward` method must override "
      "`_forward_populate_default_args` method. Please use `FORWARD_HAS_DEFAULT_ARGS` macro to do "
      "so.");
}

// --- printing ---

void Module::pretty_print(std::ostream& stream) const { stream << name(); }

void Module::print(std::ostream& stream, const std::string& indent) const {
  pretty_print(stream);
  if (children_.is_empty()) return;
  stream << "(\n";
  for (const auto& child : children_) {
    stream << indent << "  (" << child.key() << "): ";
    child.value()->print(stream, indent + "  ");
    stream << '\n';
  }
  stream << indent << ')';
}

std::ostream& operator<<(std::ostream& stream, const Module& module) {
  module.print(stream, "");
  return stream;
}

}  // namespace nn
}  // namespace glassgrad
