// ModuleList, ModuleDict, ParameterDict, ParameterList, Functional.
#include <ostream>

#include "autograd/base/check.h"
#include "nn/functional_module.h"
#include "nn/module_dict.h"
#include "nn/module_list.h"
#include "nn/parameter_containers.h"

namespace glassgrad::nn {

// --- ModuleList ---

ModuleListImpl::ModuleListImpl() = default;

void ModuleListImpl::push_back(std::shared_ptr<Module> module) {
  register_module(std::to_string(size()), module);
  modules_.push_back(std::move(module));
}

void ModuleListImpl::insert(size_t index, std::shared_ptr<Module> module) {
  check<IndexError>(index <= size(), "Index out of range: {}, with {} modules in the ModuleList",
                    index, size());
  if (index == size()) return push_back(std::move(module));
  // Everything from here on gets the next name.
  register_module(std::to_string(size()), modules_.back());
  modules_.insert(modules_.begin() + static_cast<std::ptrdiff_t>(index), std::move(module));
  for (size_t i = index; i + 1 < size(); ++i) replace_module(std::to_string(i), modules_[i]);
}

std::shared_ptr<Module> ModuleListImpl::ptr(size_t index) const {
  check<IndexError>(index < size(), "Index out of range: {}, with {} modules in the ModuleList",
                    index, size());
  return modules_[index];
}

std::shared_ptr<Module> ModuleListImpl::clone(const optional<Device>& device) const {
  auto copy = std::make_shared<ModuleListImpl>();
  for (const auto& module : modules_) copy->push_back(module->clone(device));
  return copy;
}

void ModuleListImpl::pretty_print(std::ostream& stream) const { stream << "torch::nn::ModuleList"; }

// --- ModuleDict ---

ModuleDictImpl::ModuleDictImpl() : modules_("Module") {}
ModuleDictImpl::ModuleDictImpl(const Pairs& modules) : ModuleDictImpl() { update(modules); }
ModuleDictImpl::ModuleDictImpl(const OrderedDict<std::string, std::shared_ptr<Module>>& modules)
    : ModuleDictImpl() {
  update(modules);
}

ModuleDictImpl::Pairs ModuleDictImpl::items() const { return modules_.pairs(); }
std::vector<std::string> ModuleDictImpl::keys() const { return modules_.keys(); }
std::vector<std::shared_ptr<Module>> ModuleDictImpl::values() const { return modules_.values(); }
ModuleDictImpl::Iterator ModuleDictImpl::begin() { return modules_.begin(); }
ModuleDictImpl::Iterator ModuleDictImpl::end() { return modules_.end(); }
ModuleDictImpl::ConstIterator ModuleDictImpl::begin() const { return modules_.begin(); }
ModuleDictImpl::ConstIterator ModuleDictImpl::end() const { return modules_.end(); }
size_t ModuleDictImpl::size() const noexcept { return modules_.size(); }
bool ModuleDictImpl::empty() const noexcept { return modules_.is_empty(); }
bool ModuleDictImpl::contains(const std::string& key) const noexcept {
  return modules_.contains(key);
}
std::shared_ptr<Module> ModuleDictImpl::operator[](const std::string& key) const {
  return modules_[key];
}
void ModuleDictImpl::clear() { modules_.clear(); }

void ModuleDictImpl::insert(const std::string& key, std::shared_ptr<Module> module) {
  if (named_children().contains(key))
    replace_module(key, module);
  else
    register_module(key, module);
  if (std::shared_ptr<Module>* own = modules_.find(key))
    *own = std::move(module);
  else
    modules_.insert(key, std::move(module));
}

void ModuleDictImpl::update(const Pairs& modules) {
  for (const auto& [key, module] : modules) insert(key, module);
}

std::shared_ptr<Module> ModuleDictImpl::pop(const std::string& key) {
  std::shared_ptr<Module> module = modules_[key];
  modules_.erase(key);
  return module;
}

std::shared_ptr<Module> ModuleDictImpl::clone(const optional<Device>& device) const {
  auto copy = std::make_shared<ModuleDictImpl>();
  for (const auto& item : modules_) copy->insert(item.key(), item.value()->clone(device));
  return copy;
}

void ModuleDictImpl::pretty_print(std::ostream& stream) const { stream << "torch::nn::ModuleDict"; }

// --- ParameterDict and ParameterList ---

namespace {

void print_parameters(std::ostream& stream, const char* name,
                      const OrderedDict<std::string, Tensor>& parameters) {
  stream << name << "(\n";
  for (const auto& item : parameters) {
    stream << '(' << item.key() << "): Parameter containing: [" << item->scalar_type()
           << " of size " << item->sizes() << "]\n";
  }
  stream << ')';
}

Tensor copy_of(const Tensor& parameter) {
  return parameter.detach().clone().set_requires_grad(parameter.requires_grad());
}

}  // namespace

ParameterDictImpl::ParameterDictImpl() = default;
ParameterDictImpl::ParameterDictImpl(const OrderedDict<std::string, Tensor>& params) {
  update(params);
}

ParameterDictImpl::Iterator ParameterDictImpl::begin() { return parameters_.begin(); }
ParameterDictImpl::Iterator ParameterDictImpl::end() { return parameters_.end(); }
ParameterDictImpl::ConstIterator ParameterDictImpl::begin() const { return parameters_.begin(); }
ParameterDictImpl::ConstIterator ParameterDictImpl::end() const { return parameters_.end(); }
size_t ParameterDictImpl::size() const noexcept { return parameters_.size(); }
bool ParameterDictImpl::empty() const noexcept { return parameters_.is_empty(); }
bool ParameterDictImpl::contains(const std::string& key) const noexcept {
  return parameters_.contains(key);
}
std::vector<std::string> ParameterDictImpl::keys() const { return parameters_.keys(); }
std::vector<Tensor> ParameterDictImpl::values() const { return parameters_.values(); }
Tensor& ParameterDictImpl::get(const std::string& key) { return parameters_[key]; }
const Tensor& ParameterDictImpl::get(const std::string& key) const { return parameters_[key]; }
void ParameterDictImpl::clear() { parameters_.clear(); }
void ParameterDictImpl::set(const std::string& key, const Tensor& param) {
  if (Tensor* own = parameters_.find(key))
    *own = param;
  else
    insert(key, param);
}

Tensor& ParameterDictImpl::insert(std::string key, Tensor param) {
  const bool requires_grad = param.requires_grad();
  return register_parameter(std::move(key), std::move(param), requires_grad);
}

Tensor ParameterDictImpl::pop(const std::string& key) {
  Tensor parameter = parameters_[key];
  parameters_.erase(key);
  return parameter;
}

std::shared_ptr<Module> ParameterDictImpl::clone(const optional<Device>&) const {
  auto copy = std::make_shared<ParameterDictImpl>();
  for (const auto& item : parameters_) copy->insert(item.key(), copy_of(*item));
  return copy;
}

void ParameterDictImpl::pretty_print(std::ostream& stream) const {
  print_parameters(stream, "torch::nn::ParameterDict", parameters_);
}

ParameterListImpl::ParameterListImpl() = default;

ParameterListImpl::Iterator ParameterListImpl::begin() { return parameters_.begin(); }
ParameterListImpl::Iterator ParameterListImpl::end() { return parameters_.end(); }
ParameterListImpl::ConstIterator ParameterListImpl::begin() const { return parameters_.begin(); }
ParameterListImpl::ConstIterator ParameterListImpl::end() const { return parameters_.end(); }
size_t ParameterListImpl::size() const noexcept { return parameters_.size(); }
bool ParameterListImpl::is_empty() const noexcept { return parameters_.is_empty(); }
void ParameterListImpl::append(const OrderedDict<std::string, Tensor>::Item& item) {
  append(item.value());
}

void ParameterListImpl::append(const Tensor& param) {
  register_parameter(std::to_string(size()), param, param.requires_grad());
}

Tensor& ParameterListImpl::at(size_t index) {
  check<IndexError>(index < size(),
                    "Index out of range: {}, with {} parameters in the ParameterList", index,
                    size());
  return parameters_[index].value();
}

std::shared_ptr<Module> ParameterListImpl::clone(const optional<Device>&) const {
  auto copy = std::make_shared<ParameterListImpl>();
  for (const auto& item : parameters_) copy->append(copy_of(*item));
  return copy;
}

void ParameterListImpl::pretty_print(std::ostream& stream) const {
  print_parameters(stream, "torch::nn::ParameterList", parameters_);
}

// --- Functional ---

FunctionalImpl::FunctionalImpl(Function function) : function_(std::move(function)) {}

Tensor FunctionalImpl::forward(Traced input) { return function_(input.enter()); }

Tensor FunctionalImpl::operator()(Tensor input) { return forward(std::move(input)); }

void FunctionalImpl::pretty_print(std::ostream& stream) const {
  stream << "torch::nn::Functional()";
}

}  // namespace glassgrad::nn
