// Files of Python's torch.save.
#include <algorithm>

#include "autograd/base/check.h"
#include "io/atomic_file.h"
#include "nn/module.h"
#include "serialize/archive_state.h"
#include "serialize/formats.h"
#include "serialize/pickle.h"
#include "serialize/pickle/values.h"

namespace glassgrad {
namespace {

IValue read_torch_file(const io::ByteSource& source) {
  serialize::check_is_no_old_pickle(source);
  serialize::TorchArchive archive(source);
  return serialize::read_pickle(archive);
}

}  // namespace

IValue pickle_load(const std::vector<char>& data) {
  return read_torch_file(io::ByteSource("memory", std::string(data.data(), data.size())));
}

std::vector<char> pickle_save(const IValue& value) {
  std::vector<char> bytes;
  serialize::write_pickle(value, [&bytes](std::string_view piece) {
    bytes.insert(bytes.end(), piece.begin(), piece.end());
  });
  return bytes;
}

namespace pickle {

IValue load_file(const std::string& path) { return read_torch_file(io::ByteSource(path)); }

void save_file(const IValue& value, const std::string& path) {
  io::AtomicFile file(path);
  serialize::write_pickle(value, [&file](std::string_view bytes) { file.write(bytes); });
  file.commit();
}
void save_file(const OrderedDict<std::string, Tensor>& tensors, const std::string& path) {
  save_file(dict(tensors), path);
}

OrderedDict<std::string, Tensor> tensors(const IValue& dict) {
  check(dict.isGenericDict(), "pickle: expected a dictionary of tensors, got {}", dict.tagKind());
  OrderedDict<std::string, Tensor> tensors("Tensor");
  for (const auto& entry : dict.toGenericDict()) {
    check(entry.key().isString(), "pickle: expected names that are strings, got a {}",
          entry.key().tagKind());
    const std::string& name = entry.key().toStringRef();
    check(entry.value().isTensor(), "pickle: expected '{}' to be a tensor, got {}", name,
          entry.value().tagKind());
    tensors.insert(name, entry.value().toTensor());
  }
  return tensors;
}

IValue dict(const OrderedDict<std::string, Tensor>& tensors) {
  Dict<std::string, Tensor> dict;
  for (const auto& item : tensors)
    dict.insert(item.key(), item->defined() ? item->detach() : *item);
  return dict;
}

}  // namespace pickle

namespace serialize {

void write_python(const Tensor& tensor, const std::string& path) {
  pickle::save_file(IValue(tensor), path);
}
void write_python(const std::vector<Tensor>& tensors, const std::string& path) {
  pickle::save_file(IValue(tensors), path);
}
void write_python(const nn::Module& module, const std::string& path) {
  // With numbers among its tensors it is no state_dict(): it is nested, as libtorch's archives are.
  const StateDict state = state_of(module);
  const bool has_values = std::any_of(state.begin(), state.end(), [](const auto& item) {
    return without_kind(item.key()) != item.key();
  });
  if (has_values)
    pickle::save_file(unflatten(state), path);
  else
    pickle::save_file(state, path);
}
void write_python(const optim::Optimizer& optimizer, const std::string& path) {
  pickle::save_file(pickle::state_dict(optimizer), path);
}

}  // namespace serialize
}  // namespace glassgrad
