// Parameters and buffers as one dictionary, after torch.nn.Module of Python.
#include "autograd/base/check.h"
#include "autograd/graph/grad_mode.h"
#include "nn/module.h"

namespace glassgrad::nn {

OrderedDict<std::string, Tensor> Module::state_dict() const {
  OrderedDict<std::string, Tensor> all("Entry");
  apply([&all](const std::string& path, const Module& module) {
    const std::string prefix = path.empty() ? "" : path + '.';
    for (const auto* tensors : {&module.parameters_, &module.buffers_})
      for (const auto& item : *tensors)
        if (item->defined()) all.insert(prefix + item.key(), item->detach());
  });
  return all;
}

namespace {

void append_quoted(std::string& list, const std::string& name) {
  list += (list.empty() ? "\"" : ", \"") + name + '"';
}

}  // namespace

void Module::load_state_dict(const OrderedDict<std::string, Tensor>& state, bool strict) {
  const OrderedDict<std::string, Tensor> own = state_dict();
  std::string missing, unexpected, mismatched;
  for (const auto& item : own) {
    const Tensor* given = state.find(item.key());
    if (!given || !given->defined()) {
      if (strict) append_quoted(missing, item.key());
    } else if (given->sizes() != item->sizes()) {
      mismatched += fmt::format(
          "\n\tsize mismatch for {}: copying a param with shape torch.Size({}) from checkpoint, "
          "the shape in current model is torch.Size({}).",
          item.key(), given->sizes(), item->sizes());
    }
  }
  if (strict)
    for (const auto& item : state)
      if (!own.contains(item.key())) append_quoted(unexpected, item.key());

  std::string errors;
  if (!missing.empty()) errors += "\n\tMissing key(s) in state_dict: " + missing + ". ";
  if (!unexpected.empty()) errors += "\n\tUnexpected key(s) in state_dict: " + unexpected + ". ";
  errors += mismatched;
  check(errors.empty(), "Error(s) in loading state_dict for {}:{}", name(), errors);

  NoGradGuard no_grad;
  for (const auto& item : own)
    if (const Tensor* given = state.find(item.key()); given && given->defined())
      item->copy_(*given);
}

}  // namespace glassgrad::nn
