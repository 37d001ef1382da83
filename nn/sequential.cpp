// Modules one after the other.
#include "nn/sequential.h"

#include <ostream>

#include "autograd/base/check.h"

namespace glassgrad::nn {

SequentialImpl::SequentialImpl() = default;

SequentialImpl::SequentialImpl(std::initializer_list<NamedAnyModule> modules) {
  for (const NamedAnyModule& named : modules) push_back(named.name(), named.module());
}

SequentialImpl::SequentialImpl(OrderedDict<std::string, AnyModule>&& modules) {
  for (auto& item : modules) push_back(item.key(), std::move(item.value()));
}

void SequentialImpl::push_back(std::string name, AnyModule module) {
  register_module(std::move(name), module.ptr());
  modules_.push_back(std::move(module));
}

void SequentialImpl::push_back(AnyModule module) {
  push_back(std::to_string(size()), std::move(module));
}

void SequentialImpl::check_not_empty() const {
  check(!is_empty(), "Cannot call forward() on an empty Sequential");
}

const AnyModule& SequentialImpl::any_at(size_t index) const {
  check<IndexError>(index < size(), "Index out of range: {}, with {} modules in the Sequential",
                    index, size());
  return modules_[index];
}

std::shared_ptr<Module> SequentialImpl::clone(const optional<Device>& device) const {
  auto copy = std::make_shared<SequentialImpl>();
  const std::vector<std::string> names = named_children().keys();
  for (size_t i = 0; i < size(); ++i) {
    AnyModule module = modules_[i].clone(device);
    if (names.size() == size())
      copy->push_back(names[i], std::move(module));
    else  // some have been unregistered
      copy->push_back(std::move(module));
  }
  copy->train(is_training());
  return copy;
}

void SequentialImpl::pretty_print(std::ostream& stream) const { stream << "torch::nn::Sequential"; }

Sequential::Sequential() = default;
Sequential::Sequential(std::initializer_list<NamedAnyModule> modules)
    : ModuleHolder(std::make_shared<SequentialImpl>(modules)) {}

}  // namespace glassgrad::nn
