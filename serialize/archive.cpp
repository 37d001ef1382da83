// Tensors, plain values and archives under names.
#include "serialize/archive.h"

#include <algorithm>

#include "autograd/base/check.h"
#include "autograd/functions.h"
#include "optim/optimizer.h"
#include "serialize/archive_state.h"

namespace glassgrad::serialize {
// --- writing ---

void OutputArchive::write(const std::string& key, const Tensor& tensor, bool) {
  put_value(state_, key, tensor);
}

void OutputArchive::write(const std::string& key, const IValue& value) {
  put_value(state_, key, value);
}

void OutputArchive::write(const std::string& key, OutputArchive& nested) {
  StateDict state = state_;
  if (nested.state_.is_empty()) put_tensor(state, key, kinds::kEmpty, empty({0}, kLong));
  for (const auto& [name, tensor] : nested.state_.pairs())
    put_tensor(state, key + "." + without_kind(name), kind_of(name), tensor);
  state_ = std::move(state);
}

// --- reading ---

bool InputArchive::try_read(const std::string& key, Tensor& tensor, bool) {
  const Tensor* found = state_.find(key);
  if (!found) return false;
  if (tensor.defined())
    tensor.set_data(*found);
  else
    tensor = *found;
  return true;
}

bool InputArchive::try_read(const std::string& key, IValue& value) {
  return find_value(state_, key, prefix_, value);
}

bool InputArchive::try_read(const std::string& key, InputArchive& nested) {
  const std::string start = key + ".";
  StateDict inner;
  for (const auto& item : state_)
    if (item.key().starts_with(start)) inner.insert(item.key().substr(start.size()), item.value());
  if (inner.is_empty() && !state_.contains(with_kind(key, kinds::kEmpty))) return false;
  std::string prefix = prefix_ + start;  // `nested` may be this archive itself
  nested.state_ = std::move(inner);
  nested.prefix_ = std::move(prefix);
  return true;
}

void InputArchive::read(const std::string& key, Tensor& tensor, bool is_buffer) {
  check(try_read(key, tensor, is_buffer), "No such serialized tensor '{}{}'", prefix_, key);
}
void InputArchive::read(const std::string& key, IValue& value) {
  check(try_read(key, value), "No such serialized IValue '{}{}'", prefix_, key);
}
void InputArchive::read(const std::string& key, InputArchive& nested) {
  check(try_read(key, nested), "No such serialized submodule: '{}{}'", prefix_, key);
}

std::vector<std::string> InputArchive::keys() const {
  std::vector<std::string> names;
  for (const auto& item : state_) {
    std::string name = without_kind(item.key().substr(0, item.key().find('.')));
    if (std::find(names.begin(), names.end(), name) == names.end())
      names.push_back(std::move(name));
  }
  return names;
}

void InputArchive::start_with(StateDict state) {
  state_ = std::move(state);
  prefix_.clear();
}

}  // namespace glassgrad::serialize

namespace glassgrad::optim {

void Optimizer::save(serialize::OutputArchive& archive) const { archive.write_state_of(*this); }
void Optimizer::load(serialize::InputArchive& archive) { archive.read_state_into(*this); }

}  // namespace glassgrad::optim
