// Plain values among tensors under names.
#include "serialize/archive_state.h"

#include <algorithm>

#include "autograd/base/check.h"
#include "autograd/functions.h"
#include "serialize/pickle.h"

namespace glassgrad::serialize {
namespace {

constexpr std::string_view kKinds[] = {
    kinds::kTensor, kinds::kNone, kinds::kInt,     kinds::kDouble, kinds::kBool,
    kinds::kString, kinds::kInts, kinds::kTensors, kinds::kValue,  kinds::kEmpty};

/// The bytes of a text as a tensor, and back.
Tensor text_tensor(const std::string& text) {
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
  const Tensor contiguous = list.contiguous();
  const T* first = contiguous.data_ptr<T>();
  return {first, first + list.numel()};
}
template <class T>
T value_of(const Tensor& number) {
  check(number.numel() == 1, "InputArchive: expected one number, but got {}", number.sizes());
  return *number.data_ptr<T>();
}

}  // namespace

std::string_view kind_of(const std::string& name) {
  for (const std::string_view kind : kKinds)
    if (kind != kinds::kTensor && name.ends_with(kind)) return kind;
  return kinds::kTensor;
}
std::string without_kind(const std::string& name) {
  return name.substr(0, name.size() - kind_of(name).size());
}

void put_tensor(StateDict& state, const std::string& key, std::string_view kind,
                const Tensor& tensor) {
  check(tensor.defined(), "OutputArchive: expected a tensor for '{}', but it is undefined", key);
  check(kind_of(key) == kinds::kTensor,
        "OutputArchive: expected a name that does not end in '{}', but got '{}'", kind_of(key),
        key);
  for (const std::string_view other : kKinds)
    check(other == kind || !state.contains(with_kind(key, other)),
          "OutputArchive: '{}' has been written already, as something else", key);
  const std::string name = with_kind(key, kind);
  if (Tensor* there = state.find(name))
    *there = tensor;
  else
    state.insert(name, tensor);
}

void put_value(StateDict& state, const std::string& key, const IValue& value) {
  const auto put = [&](std::string_view kind, const Tensor& tensor) {
    put_tensor(state, key, kind, tensor);
  };
  const auto number = [&](std::string_view kind, const Scalar& scalar, ScalarType type) {
    put(kind, full({}, scalar, type));
  };
  if (value.isTensor()) {
    const Tensor& tensor = value.toTensor();
    return put(kinds::kTensor, tensor.defined() && !tensor.is_leaf()
                                   ? tensor.detach().set_requires_grad(true)
                                   : tensor);
  }
  if (value.isNone()) return put(kinds::kNone, empty({0}, kLong));
  if (value.isInt()) return number(kinds::kInt, value.toInt(), kLong);
  if (value.isBool()) return number(kinds::kBool, value.toBool(), kBool);
  if (value.isDouble()) return number(kinds::kDouble, value.toDouble(), kDouble);
  if (value.isString()) return put(kinds::kString, text_tensor(value.toStringRef()));
  if (value.isIntList()) return put(kinds::kInts, tensor(value.toIntVector(), kLong));
  if (!value.isTensorList()) {  // lists, tuples and dictionaries, as Python's pickle
    const std::vector<char> bytes = pickle_save(value);
    return put(kinds::kValue, text_tensor({bytes.begin(), bytes.end()}));
  }
  const std::vector<Tensor>& tensors = value.toTensorVector();
  StateDict whole = state;  // whole or not at all
  put_tensor(whole, key, kinds::kTensors, full({}, static_cast<int64_t>(tensors.size()), kLong));
  for (size_t i = 0; i < tensors.size(); ++i)
    put_tensor(whole, with_kind(key, kinds::kTensors) + "." + std::to_string(i), kinds::kTensor,
               tensors[i]);
  state = std::move(whole);
}

bool find_value(const StateDict& state, const std::string& key, const std::string& prefix,
                IValue& value) {
  const auto find = [&](std::string_view kind) { return state.find(with_kind(key, kind)); };
  if (find(kinds::kNone)) {
    value = IValue();
  } else if (const Tensor* found = find(kinds::kTensor)) {
    value = *found;
  } else if ((found = find(kinds::kInt))) {
    value = value_of<int64_t>(*found);
  } else if ((found = find(kinds::kDouble))) {
    value = value_of<double>(*found);
  } else if ((found = find(kinds::kBool))) {
    value = value_of<bool>(*found);
  } else if ((found = find(kinds::kString))) {
    value = text_of(found->contiguous());
  } else if ((found = find(kinds::kInts))) {
    value = values_of<int64_t>(*found);
  } else if ((found = find(kinds::kValue))) {
    const std::string bytes = text_of(found->contiguous());
    value = pickle_load({bytes.begin(), bytes.end()});
  } else if ((found = find(kinds::kTensors))) {
    const auto count = value_of<int64_t>(*found);
    check(count >= 0 && count < static_cast<int64_t>(state.size()),
          "InputArchive: expected {} tensors in the list '{}{}', but the file has {} entries",
          count, prefix, key, state.size());
    std::vector<Tensor> tensors;
    for (int64_t i = 0; i < count; ++i) {
      const std::string name = with_kind(key, kinds::kTensors) + "." + std::to_string(i);
      const Tensor* element = state.find(name);
      check(element, "No such serialized tensor '{}{}'", prefix, name);
      tensors.push_back(*element);
    }
    value = std::move(tensors);
  } else {
    return false;
  }
  return true;
}

// --- between nested and flat ---

namespace {

class Flattener {
 public:
  explicit Flattener(const std::string& file) : file_(file) {}

  StateDict run(const IValue& value) {
    if (value.isGenericDict() || value.isList() || value.isTuple())
      add_parts("", value);
    else
      add("0", value);
    return std::move(state_);
  }

 private:
  /// Names of parts begin with those of what they are in: long ones would add up.
  static constexpr size_t kLongestName = 1 << 16, kMostBytes = size_t{1} << 28;

  void add(const std::string& name, const IValue& value) {
    bytes_ += name.size();
    check(name.size() <= kLongestName && bytes_ <= kMostBytes,
          "'{}': expected shorter names, got one that begins with '{}'", file_,
          name.substr(0, 100));
    if (value.isTuple() || value.isGenericDict()) return add_parts(name, value);
    if (value.isList()) {
      const List<IValue> list = value.toList();
      if (all(list, &IValue::isInt)) return put(name, ints(list));
      if (all(list, &IValue::isTensor)) return put_list(name, list);
      return add_parts(name, value);
    }
    put(name, value);
  }
  void put(const std::string& name, const IValue& value) {
    const size_t before = state_.size();
    if (kind_of(name) == kinds::kValue && value.isTensor())
      put_tensor(state_, without_kind(name), kinds::kValue, value.toTensor());
    else
      put_value(state_, name, value);
    check_new(name, before);
  }
  /// As put_value, without a copy of all that is there.
  void put_list(const std::string& name, const List<IValue>& tensors) {
    const size_t before = state_.size();
    put_tensor(state_, name, kinds::kTensors,
               full({}, static_cast<int64_t>(tensors.size()), kLong));
    check_new(name, before);
    for (size_t k = 0; k < tensors.size(); ++k)
      add(with_kind(name, kinds::kTensors) + "." + std::to_string(k), tensors.get(k));
  }
  void check_new(const std::string& name, size_t before) const {
    check(state_.size() > before, "'{}': expected one value with the name '{}', got two", file_,
          name);
  }

  void add_parts(const std::string& name, const IValue& value) {
    const std::string prefix = name.empty() ? "" : name + ".";
    const size_t before = state_.size();
    if (value.isGenericDict())
      for (const auto& entry : value.toGenericDict())
        add(prefix + text(entry.key()), entry.value());
    size_t index = 0;
    if (value.isTuple())
      for (const IValue& element : value.toTupleRef().elements())
        add(prefix + std::to_string(index++), element);
    if (value.isList())
      for (const IValue& element : value.toList()) add(prefix + std::to_string(index++), element);
    if (state_.size() == before && !name.empty())
      put_tensor(state_, name, kinds::kEmpty, empty({0}, kLong));
  }

  std::string text(const IValue& key) const {
    if (key.isString()) return key.toStringRef();
    check(key.isInt(), "'{}': expected keys that are strings or integers, got a {}", file_,
          key.tagKind());
    return std::to_string(key.toInt());
  }
  static bool all(const List<IValue>& list, bool (IValue::*is)() const) {
    for (const IValue& element : list)
      if (!(element.*is)()) return false;
    return !list.empty();
  }
  static std::vector<int64_t> ints(const List<IValue>& list) {
    std::vector<int64_t> result;
    for (const IValue& element : list) result.push_back(element.toInt());
    return result;
  }
  const std::string& file_;
  StateDict state_{"Tensor"};
  size_t bytes_ = 0;
};

}  // namespace

StateDict flatten(const IValue& value, const std::string& name) {
  return Flattener(name).run(value);
}

IValue unflatten(const StateDict& state) {
  Dict<IValue, IValue> dict;
  const std::string in_list = with_kind("", kinds::kTensors) + ".";
  for (const auto& item : state) {
    if (item.key().find(in_list) != std::string::npos) continue;  // comes with its list
    if (kind_of(item.key()) == kinds::kEmpty) {
      dict.insert(without_kind(item.key()), Dict<IValue, IValue>());
      continue;
    }
    // As bytes: its parts would be read as values of their own.
    if (kind_of(item.key()) == kinds::kValue) {
      dict.insert(item.key(), item.value());
      continue;
    }
    IValue value;
    find_value(state, without_kind(item.key()), "", value);
    dict.insert(without_kind(item.key()), std::move(value));
  }
  return dict;
}

}  // namespace glassgrad::serialize
