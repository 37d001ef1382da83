#include "serialize/archive.h"

#include <algorithm>

#include "autograd/check.h"
#include "autograd/functions.h"

namespace glassgrad::serialize {
namespace {

// What follows the name of a plain value in the file.
constexpr char kNone[] = " (none)", kInt[] = " (int)", kDouble[] = " (double)", kBool[] = " (bool)",
               kString[] = " (string)", kInts[] = " (ints)", kTensors[] = " (tensors)";
constexpr const char* kTypes[] = {kNone, kInt, kDouble, kBool, kString, kInts, kTensors};

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

/// "a" of "a", "a.b" and "a (int)".
std::string name_at_this_level(std::string key) {
  key.resize(std::min(key.find('.'), key.size()));
  for (const std::string_view type : kTypes)
    if (key.ends_with(type)) return key.substr(0, key.size() - type.size());
  return key;
}

}  // namespace

// --- writing ---

void OutputArchive::write(const std::string& key, const Tensor& tensor, bool) {
  check(tensor.defined(), "OutputArchive: expected a tensor for '{}', but it is undefined", key);
  state_.insert(key, tensor.detach());
}

void OutputArchive::write(const std::string& key, const IValue& value) {
  if (value.isTensor()) return write(key, value.toTensor());
  if (value.isNone()) return write(key + kNone, empty({0}, kLong));
  if (value.isInt()) return write(key + kInt, full({}, value.toInt(), glassgrad::kLong));
  if (value.isBool()) return write(key + kBool, full({}, value.toBool(), glassgrad::kBool));
  if (value.isDouble()) return write(key + kDouble, full({}, value.toDouble(), glassgrad::kDouble));
  if (value.isString()) return write(key + kString, bytes_of(value.toStringRef()));
  if (value.isIntList()) return write(key + kInts, glassgrad::tensor(value.toIntVector(), kLong));
  const std::vector<Tensor>& tensors = value.toTensorVector();
  write(key + kTensors, full({}, static_cast<int64_t>(tensors.size()), kLong));
  for (size_t i = 0; i < tensors.size(); ++i)
    write(key + kTensors + "." + std::to_string(i), tensors[i]);
}

void OutputArchive::write(const std::string& key, OutputArchive& nested) {
  const StateDict inner = nested.state_;  // which may be this archive itself
  for (const auto& item : inner) write(key + "." + item.key(), item.value());
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
  if (const Tensor* tensor = state_.find(key)) return value = *tensor, true;
  for (const char* type : kTypes) {
    const Tensor* found = state_.find(key + type);
    if (!found) continue;
    if (type == kNone) value = IValue();
    if (type == kInt) value = found->item<int64_t>();
    if (type == kDouble) value = found->item<double>();
    if (type == kBool) value = found->item<bool>();
    if (type == kString) value = text_of(*found);
    if (type == kInts) {
      const int64_t* first = found->data_ptr<int64_t>();
      value = std::vector<int64_t>(first, first + found->numel());
    }
    if (type == kTensors) {
      const auto count = found->item<int64_t>();
      check(count >= 0 && count < static_cast<int64_t>(state_.size()),
            "InputArchive: expected {} tensors in the list '{}{}', but the file has {} entries",
            count, prefix_, key, state_.size());
      std::vector<Tensor> tensors(count);
      for (size_t i = 0; i < tensors.size(); ++i)
        read(key + type + "." + std::to_string(i), tensors[i]);
      value = std::move(tensors);
    }
    return true;
  }
  return false;
}

bool InputArchive::try_read(const std::string& key, InputArchive& nested) {
  const std::string start = key + ".";
  StateDict inner;
  for (const auto& item : state_)
    if (item.key().starts_with(start)) inner.insert(item.key().substr(start.size()), item.value());
  if (inner.is_empty()) return false;
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
    std::string name = name_at_this_level(item.key());
    if (std::find(names.begin(), names.end(), name) == names.end())
      names.push_back(std::move(name));
  }
  return names;
}

}  // namespace glassgrad::serialize
