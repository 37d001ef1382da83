// What torch::save and torch::load do with a module: its tensors under their names, and the same of
// its children.
#include "nn/module.h"

#include "autograd/base/check.h"
#include "autograd/types/format.h"
#include "serialize/archive.h"

namespace glassgrad {

namespace {

/// Parameters and buffers of the module itself.
template <class F>
void for_each_own(const nn::Module& module, F f) {
  for (const auto& item : module.named_parameters(false)) f(item.key(), item.value());
  for (const auto& item : module.named_buffers(false)) f(item.key(), item.value());
}

}  // namespace

void nn::Module::save(serialize::OutputArchive& archive) const {
  for_each_own(*this, [&](const std::string& name, const Tensor& tensor) {
    if (tensor.defined()) archive.write(name, tensor.detach());
  });
  for (const auto& child : named_children()) {
    if (!child.value()->is_serializable()) continue;
    serialize::OutputArchive nested;
    child.value()->save(nested);
    if (!nested.is_empty()) archive.write(child.key(), nested);
  }
}

void nn::Module::load(serialize::InputArchive& archive) {
  for_each_own(*this, [&](const std::string& name, const Tensor& tensor) {
    if (!tensor.defined()) return;
    Tensor saved;
    archive.read(name, saved);
    check(saved.sizes() == tensor.sizes(),
          "load: size mismatch for {}: {} in the file, expected {}", archive.path_of(name),
          saved.sizes(), tensor.sizes());
    tensor.set_data(saved.detach().to(tensor.scalar_type(), false, /*copy=*/true));
  });
  for (const auto& child : named_children()) {
    if (!child.value()->is_serializable()) continue;
    serialize::InputArchive nested;
    if (archive.try_read(child.key(), nested))
      child.value()->load(nested);
    else
      check(child.value()->state_dict().is_empty(), "No such serialized submodule: '{}'",
            archive.path_of(child.key()));
  }
}

namespace serialize {

StateDict state_of(const nn::Module& module) {
  OutputArchive archive;
  module.save(archive);
  return archive.state();
}

void set_state(nn::Module& module, const StateDict& state) {
  struct Before {
    Tensor tensor, data;
  };
  std::vector<Before> all;
  for (const Tensor& tensor : module.parameters()) all.push_back({tensor, tensor.data()});
  for (const Tensor& tensor : module.buffers()) all.push_back({tensor, tensor.data()});
  InputArchive archive(state);
  try {
    module.load(archive);
  } catch (...) {
    for (const Before& before : all) before.tensor.set_data(before.data);
    throw;
  }
}

}  // namespace serialize
}  // namespace glassgrad
