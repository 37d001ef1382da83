// Values of several types, by name.
#include "autograd/graph/ivalue.h"

#include <algorithm>

#include "autograd/base/check.h"

namespace glassgrad {

IValue::IValue() = default;
IValue::IValue(Tensor value) : tag_(Tag::Tensor), tensors_{std::move(value)} {}
IValue::IValue(std::vector<Tensor> value) : tag_(Tag::Tensors), tensors_(std::move(value)) {}
IValue::IValue(std::vector<int64_t> value) : tag_(Tag::IntList), ints_(std::move(value)) {}
IValue::IValue(IntArrayRef value) : IValue(value.vec()) {}
IValue::IValue(std::string value) : tag_(Tag::String), text_(std::move(value)) {}
IValue::IValue(const char* value) : IValue(std::string(value)) {}
IValue::IValue(const Scalar& value) : tag_(Tag::Scalar), scalar_(value) {}
IValue::IValue(const IValue&) = default;
IValue::IValue(IValue&&) noexcept = default;
IValue& IValue::operator=(const IValue&) = default;
IValue& IValue::operator=(IValue&&) noexcept = default;
IValue::~IValue() = default;

void IValue::require(bool ok, const char* type) const {
  static constexpr const char* names[] = {"None",    "Tensor", "TensorList",
                                          "IntList", "String", "Scalar"};
  check(ok, "IValue: expected a value of type {}, but it holds {}", type,
        names[static_cast<size_t>(tag_)]);
}

const Tensor& IValue::toTensor() const {
  require(isTensor(), "Tensor");
  return tensors_[0];
}
const std::vector<Tensor>& IValue::toTensorVector() const {
  require(isTensorList(), "TensorList");
  return tensors_;
}
const std::vector<int64_t>& IValue::toIntVector() const {
  require(isIntList(), "IntList");
  return ints_;
}
const std::string& IValue::toStringRef() const {
  require(isString(), "String");
  return text_;
}
int64_t IValue::toInt() const {
  require(isInt(), "Int");
  return scalar_.toLong();
}
double IValue::toDouble() const {
  require(isDouble(), "Double");
  return scalar_.toDouble();
}
bool IValue::toBool() const {
  require(isBool(), "Bool");
  return scalar_.toBool();
}
const Scalar& IValue::toScalar() const {
  require(isScalar(), "Scalar");
  return scalar_;
}

// --- NamedIValues ---

NamedIValues::iterator NamedIValues::find(const std::string& name) {
  return std::find_if(begin(), end(), [&](const value_type& value) { return value.first == name; });
}
NamedIValues::const_iterator NamedIValues::find(const std::string& name) const {
  return const_cast<NamedIValues*>(this)->find(name);
}

IValue& NamedIValues::operator[](const std::string& name) {
  const iterator found = find(name);
  return found != end() ? found->second : values_.emplace_back(name, IValue()).second;
}

IValue& NamedIValues::at(const std::string& name) {
  const iterator found = find(name);
  check(found != end(), "there is no value with the name '{}'", name);
  return found->second;
}
const IValue& NamedIValues::at(const std::string& name) const {
  return const_cast<NamedIValues*>(this)->at(name);
}

size_t NamedIValues::count(const std::string& name) const { return find(name) != end() ? 1 : 0; }

size_t NamedIValues::erase(const std::string& name) {
  const iterator found = find(name);
  if (found == end()) return 0;
  values_.erase(values_.begin() + (found - begin()));
  return 1;
}

void NamedIValues::clear() { values_.clear(); }

}  // namespace glassgrad
