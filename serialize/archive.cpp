// Tensors, plain values and archives under names.
#include "serialize/archive.h"

#include <algorithm>

#include "autograd/base/check.h"
#include "autograd/functions.h"

namespace glassgrad::serialize {
namespace {

// What follows the name in the file, by the kind of what is written; nothing follows a tensor's.
constexpr std::string_view kTensor = "", kNone = " (none)", kInt = " (int)", kDouble = " (double)",
                           kBool = " (bool)", kString = " (string)", kInts = " (ints)",
                           kTensors = " (tensors)", kEmpty = " (archive)";
constexpr std::string_view kKinds[] = {kTensor, kNone, kInt,     kDouble, kBool,
                                       kString, kInts, kTensors, kEmpty};

std::string operator+(const std::string& key, std::string_view kind) {
  return std::string(key).append(kind);
}

std::string_view kind_of(const std::string& name) {
  for (const std::string_view kind : kKinds)
    if (kind != kTensor && name.ends_with(kind)) return kind;
  return kTensor;
}
/// "a" of "a" and "a (int)".
std::string without_kind(const std::string& name) {
  return name.substr(0, name.size() - kind_of(name).size());
}

/// Puts a tensor under a name. What is there is replaced if it is of the same kind.
void put(StateDict& state, const std::string& key, std::string_view kind, const Tensor& tensor) {
  check(tensor.defined(), "OutputArchive: expected a tensor for '{}', but it is undefined", key);
  check(kind_of(key) == kTensor,
        "OutputArchive: expected a name that does not end in '{}', but got '{}'", kind_of(key),
        key);
  for (const std::string_view other : kKinds)
    check(other == kind || !state.contains(key + other),
          "OutputArchive: '{}' has been written already, as something else", key);
  if (Tensor* there = state.find(key + kind))
    *there = tensor;
  else
    state.insert(key + kind, tensor);
}

/// The bytes of a text as a tensor, and back.
Tensor bytes_of(const std::string& text) {
  Tensor bytes = empty({static_cast<int64_t>(text.size())}, kByte);
  std::copy(text.begin(), text.end(), bytes.data_ptr<uint8_t>());
  return bytes;
}
std::string text_of(const Tensor& bytes) {
  const uint8_t* first = bytes.data_ptr<uint8_t>();
  return {first, first + bytes.numel()};
}

/// The values of a list, whose file may have come from anywhere.
template <class T>
std::vector<T> values_of(const Tensor& list) {
  const T* first = list.data_ptr<T>();
  return {first, first + list.numel()};
}
template <class T>
T value_of(const Tensor& number) {
  check(number.numel() == 1, "InputArchive: expected one number, but got {}", number.sizes());
  return *number.data_ptr<T>();
}

}  // namespace

// --- writing ---

void OutputArchive::write(const std::string& key, const Tensor& tensor, bool) {
  put(state_, key, kTensor, tensor.defined() ? tensor.detach() : tensor);
}

void OutputArchive::write(const std::string& key, const IValue& value) {
  if (value.isTensor()) return write(key, value.toTensor());
  const auto number = [&](std::string_view kind, const Scalar& scalar, ScalarType type) {
    put(state_, key, kind, full({}, scalar, type));
  };
  if (value.isNone()) return put(state_, key, kNone, empty({0}, kLong));
  if (value.isInt()) return number(kInt, value.toInt(), glassgrad::kLong);
  if (value.isBool()) return number(kBool, value.toBool(), glassgrad::kBool);
  if (value.isDouble()) return number(kDouble, value.toDouble(), glassgrad::kDouble);
  if (value.isString()) return put(state_, key, kString, bytes_of(value.toStringRef()));
  if (value.isIntList()) return put(state_, key, kInts, tensor(value.toIntVector(), kLong));
  const std::vector<Tensor>& tensors = value.toTensorVector();
  StateDict state = state_;  // whole or not at all
  put(state, key, kTensors, full({}, static_cast<int64_t>(tensors.size()), kLong));
  for (size_t i = 0; i < tensors.size(); ++i)
    put(state, (key + kTensors) + "." + std::to_string(i), kTensor, tensors[i]);
  state_ = std::move(state);
}

void OutputArchive::write(const std::string& key, OutputArchive& nested) {
  StateDict state = state_;
  if (nested.state_.is_empty()) put(state, key, kEmpty, empty({0}, kLong));
  for (const auto& [name, tensor] : nested.state_.pairs())
    put(state, key + "." + without_kind(name), kind_of(name), tensor);
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
  const auto find = [&](std::string_view kind) { return state_.find(key + kind); };
  if (find(kNone)) {
    value = IValue();
  } else if (const Tensor* found = find(kTensor)) {
    value = *found;
  } else if ((found = find(kInt))) {
    value = value_of<int64_t>(*found);
  } else if ((found = find(kDouble))) {
    value = value_of<double>(*found);
  } else if ((found = find(kBool))) {
    value = value_of<bool>(*found);
  } else if ((found = find(kString))) {
    value = text_of(*found);
  } else if ((found = find(kInts))) {
    value = values_of<int64_t>(*found);
  } else if ((found = find(kTensors))) {
    const auto count = value_of<int64_t>(*found);
    check(count >= 0 && count < static_cast<int64_t>(state_.size()),
          "InputArchive: expected {} tensors in the list '{}{}', but the file has {} entries",
          count, prefix_, key, state_.size());
    std::vector<Tensor> tensors(count);
    for (size_t i = 0; i < tensors.size(); ++i)
      read((key + kTensors) + "." + std::to_string(i), tensors[i]);
    value = std::move(tensors);
  } else {
    return false;
  }
  return true;
}

bool InputArchive::try_read(const std::string& key, InputArchive& nested) {
  const std::string start = key + ".";
  StateDict inner;
  for (const auto& item : state_)
    if (item.key().starts_with(start)) inner.insert(item.key().substr(start.size()), item.value());
  if (inner.is_empty() && !state_.contains(key + kEmpty)) return false;
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
