// Values of several types, by name and in containers.
#include "autograd/graph/ivalue.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <ostream>

#include "autograd/base/check.h"
#include "autograd/graph/ivalue_containers.h"

namespace glassgrad {

IValue::IValue() = default;
IValue::IValue(Tensor value) : tag_(Tag::Tensor), tensor_(std::move(value)) {}
IValue::IValue(std::vector<Tensor> value)
    : IValue(Tag::Tensors, std::make_shared<std::vector<Tensor>>(std::move(value))) {}
IValue::IValue(std::vector<int64_t> value)
    : IValue(Tag::IntList, std::make_shared<std::vector<int64_t>>(std::move(value))) {}
IValue::IValue(IntArrayRef value) : IValue(value.vec()) {}
IValue::IValue(std::string value)
    : IValue(Tag::String, std::make_shared<std::string>(std::move(value))) {}
IValue::IValue(const char* value) : IValue(std::string(value)) {}
IValue::IValue(const Scalar& value) : tag_(Tag::Scalar), scalar_(value) {}
IValue::IValue(std::vector<IValue> list)
    : IValue(Tag::List, std::make_shared<detail::ListImpl>(detail::ListImpl{std::move(list)})) {}
IValue::IValue(const std::vector<double>& list)
    : IValue(std::vector<IValue>(list.begin(), list.end())) {}
IValue::IValue(const Device& device)
    : IValue(Tag::Device, std::make_shared<glassgrad::Device>(device)) {}
IValue::IValue(const std::vector<std::string>& list)
    : IValue(std::vector<IValue>(list.begin(), list.end())) {}
IValue::IValue(std::shared_ptr<ivalue::Tuple> tuple) : IValue(Tag::Tuple, std::move(tuple)) {}
IValue::IValue(const IValue&) = default;
IValue::IValue(IValue&&) noexcept = default;
IValue& IValue::operator=(const IValue&) = default;
IValue& IValue::operator=(IValue&&) noexcept = default;
IValue::~IValue() = default;

const char* IValue::tagKind() const {
  static constexpr const char* names[] = {"None",        "Tensor",      "",       "String",
                                          "GenericList", "GenericList", "Device", "GenericList",
                                          "Tuple",       "GenericDict"};
  if (isScalar()) return isInt() ? "Int" : isDouble() ? "Double" : "Bool";
  return names[static_cast<size_t>(tag_)];
}

bool IValue::isInt() const { return isScalar() && scalar_.isIntegral(false); }
bool IValue::isDouble() const { return isScalar() && scalar_.isFloatingPoint(); }
bool IValue::isBool() const { return isScalar() && scalar_.isBoolean(); }
bool IValue::isList() const { return tag_ == Tag::List || isTensorList() || isIntList(); }
bool IValue::isDevice() const { return tag_ == Tag::Device; }

void IValue::require(bool ok, const char* type) const {
  check(ok, "IValue: expected a value of type {}, but it holds {}", type, tagKind());
}

const Tensor& IValue::toTensor() const {
  require(isTensor(), "Tensor");
  return tensor_;
}
const std::vector<Tensor>& IValue::toTensorVector() const {
  require(isTensorList(), "TensorList");
  return held<std::vector<Tensor>>();
}
std::vector<int64_t> IValue::toIntVector() const {
  if (tag_ == Tag::List) {
    std::vector<int64_t> numbers;
    for (const IValue& number : toListRef()) numbers.push_back(number.toInt());
    return numbers;
  }
  require(isIntList(), "IntList");
  return held<std::vector<int64_t>>();
}
std::vector<double> IValue::toDoubleVector() const {
  std::vector<double> numbers;
  for (const IValue& number : toListRef()) numbers.push_back(number.toDouble());
  return numbers;
}
const std::string& IValue::toStringRef() const {
  require(isString(), "String");
  return held<std::string>();
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

Device IValue::toDevice() const {
  require(isDevice(), "Device");
  return held<Device>();
}
bool IValue::isDoubleList() const {
  return tag_ == Tag::List && std::ranges::all_of(toListRef(), &IValue::isDouble);
}

List<IValue> IValue::toList() const {
  require(isList(), "List");
  if (tag_ == Tag::List) return List<IValue>(std::static_pointer_cast<detail::ListImpl>(held_));
  List<IValue> list;
  if (isIntList())
    for (const int64_t number : toIntVector()) list.push_back(number);
  else
    for (const Tensor& tensor : toTensorVector()) list.push_back(tensor);
  return list;
}
ArrayRef<IValue> IValue::toListRef() const {
  require(tag_ == Tag::List, "List");
  return held<detail::ListImpl>().items;
}
std::shared_ptr<ivalue::Tuple> IValue::toTuple() const {
  require(isTuple(), "Tuple");
  return std::static_pointer_cast<ivalue::Tuple>(held_);
}
const ivalue::Tuple& IValue::toTupleRef() const {
  require(isTuple(), "Tuple");
  return held<ivalue::Tuple>();
}
Dict<IValue, IValue> IValue::toGenericDict() const {
  require(isGenericDict(), "GenericDict");
  return Dict<IValue, IValue>(std::static_pointer_cast<detail::DictImpl>(held_));
}

// --- compared and printed ---

bool IValue::equals(const IValue& other) const {
  if (isList() && other.isList()) {
    const auto a = toList().vec(), b = other.toList().vec();
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
  }
  if (tag_ != other.tag_) return false;
  switch (tag_) {
    case Tag::Tensor:
      return tensor_.is_same(other.tensor_) || (tensor_.defined() && other.tensor_.defined() &&
                                                tensor_.eq(other.tensor_).item().toBool());
    case Tag::Scalar:
      return scalar_.type() == other.scalar_.type() &&
             scalar_.toDouble() == other.scalar_.toDouble();
    case Tag::String:
      return toStringRef() == other.toStringRef();
    case Tag::Device:
      return toDevice() == other.toDevice();
    case Tag::Tuple:
      return toTupleRef().elements() == other.toTupleRef().elements();
    case Tag::Dict: {
      const auto a = toGenericDict(), b = other.toGenericDict();
      return a.size() == b.size() && std::all_of(a.begin(), a.end(), [&](const auto& item) {
               return b.contains(item.key()) && b.at(item.key()) == item.value();
             });
    }
    default:
      return true;
  }
}

namespace {

template <class Values, class Print>
std::ostream& print_list(std::ostream& out, const char* open, const Values& values,
                         const char* close, const Print& print) {
  const char* separator = "";
  out << open;
  for (const auto& value : values) {
    out << std::exchange(separator, ", ");
    print(value);
  }
  return out << close;
}

/// Whole numbers end in a point: "2."
std::ostream& print_double(std::ostream& out, double d) {
  if (std::fabs(d) < 9e18 && d == std::trunc(d))
    return out << (std::signbit(d) ? "-" : "") << static_cast<int64_t>(std::fabs(d)) << '.';
  const auto before = out.precision(std::numeric_limits<double>::max_digits10);
  out << d;
  out.precision(before);
  return out;
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const IValue& value) {
  const auto print = [&](const IValue& element) { out << element; };
  if (value.isNone()) return out << "None";
  if (value.isTensor()) return out << value.toTensor();
  if (value.isString()) return out << value.toStringRef();
  if (value.isDevice()) return out << value.toDevice();
  if (value.isBool()) return out << (value.toBool() ? "True" : "False");
  if (value.isInt()) return out << value.toInt();
  if (value.isDouble()) return print_double(out, value.toDouble());
  if (value.isList()) return print_list(out, "[", value.toList().vec(), "]", print);
  if (value.isTuple()) {
    const auto& elements = value.toTupleRef().elements();
    return print_list(out, "(", elements, elements.size() == 1 ? ",)" : ")", print);
  }
  return print_list(out, "{", value.toGenericDict(), "}",
                    [&](const auto& item) { out << item.key() << ": " << item.value(); });
}

// --- what containers do ---

namespace detail {
namespace {

/// A text for each key, another one for each other key.
std::string text_of_key(const IValue& key) {
  if (key.isString()) return "'" + key.toStringRef() + "'";
  if (key.isInt()) return std::to_string(key.toInt());
  if (key.isDouble()) return fmt::format("{:a}", key.toDouble());
  if (key.isBool()) return key.toBool() ? "True" : "False";
  check(key.isNone(), "Dict: expected a key that is a string, a number, a bool or None, got {}",
        key.tagKind());
  return "None";
}

}  // namespace

size_t DictImpl::find(const IValue& key) const {
  const auto found = index.find(text_of_key(key));
  return found == index.end() ? items.size() : found->second;
}

std::pair<size_t, bool> DictImpl::insert(IValue key, IValue value) {
  const auto [place, is_new] = index.emplace(text_of_key(key), items.size());
  if (is_new) items.emplace_back(std::move(key), std::move(value));
  return {place->second, is_new};
}

bool DictImpl::erase(const IValue& key) {
  const auto found = index.find(text_of_key(key));
  if (found == index.end()) return false;
  const size_t place = found->second;
  index.erase(found);
  items.erase(items.begin() + static_cast<std::ptrdiff_t>(place));
  for (auto& entry : index)
    if (entry.second > place) --entry.second;
  return true;
}

void DictImpl::clear() {
  index.clear();
  items.clear();
}

void no_such_key(const IValue& key) {
  throw Error(fmt::format("Dict: there is no key {}", text_of_key(key)));
}
void check_list_index(size_t index, size_t size) {
  check(index < size, "List: expected an index below {}, got {}", size, index);
}

}  // namespace detail

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
