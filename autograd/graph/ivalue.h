#pragma once
// Values of several types: what an operation of one's own saves by name besides tensors, and what
// pickles hold.

#include <iosfwd>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "../tensor/tensor.h"

namespace glassgrad {

template <class Key, class Value>
class Dict;
template <class T>
class List;
namespace ivalue {
struct Tuple;
}

/// A value of one of several types, as AutogradContext::saved_data and pickles hold them. Lists,
/// tuples and dictionaries (ivalue_containers.h) are handles: copies share what they hold.
class IValue {
 public:
  IValue();
  IValue(Tensor value);
  IValue(std::vector<Tensor> value);
  IValue(std::vector<int64_t> value);
  IValue(IntArrayRef value);
  IValue(std::string value);
  IValue(const char* value);
  IValue(const Scalar& value);
  template <class T>
  requires std::is_arithmetic_v<T> IValue(T value) : IValue(Scalar(value)) {}
  IValue(const Device& device);
  template <class T>
  IValue(const optional<T>& value) : IValue() {
    if (value) *this = IValue(*value);
  }
  IValue(std::vector<IValue> list);
  IValue(const std::vector<double>& list);
  IValue(const std::vector<std::string>& list);
  IValue(std::shared_ptr<ivalue::Tuple> tuple);
  template <class... Ts>
  IValue(const std::tuple<Ts...>& tuple);
  template <class T>
  IValue(const List<T>& list);
  template <class Key, class Value>
  IValue(const Dict<Key, Value>& dict);
  IValue(const IValue&);
  IValue(IValue&&) noexcept;
  IValue& operator=(const IValue&);
  IValue& operator=(IValue&&) noexcept;
  ~IValue();

  bool isNone() const { return tag_ == Tag::None; }
  bool isTensor() const { return tag_ == Tag::Tensor; }
  bool isTensorList() const { return tag_ == Tag::Tensors; }
  bool isIntList() const { return tag_ == Tag::IntList; }
  bool isString() const { return tag_ == Tag::String; }
  bool isInt() const;
  bool isDouble() const;
  bool isBool() const;
  bool isScalar() const { return tag_ == Tag::Scalar; }
  /// Lists of ints and of tensors are lists too.
  bool isList() const;
  bool isDoubleList() const;
  bool isDevice() const;
  bool isTuple() const { return tag_ == Tag::Tuple; }
  bool isGenericDict() const { return tag_ == Tag::Dict; }

  // Each throws Error if the value is of another type.
  const Tensor& toTensor() const;
  const std::vector<Tensor>& toTensorVector() const;
  std::vector<int64_t> toIntVector() const;
  std::vector<double> toDoubleVector() const;  ///< of a list of doubles
  const std::string& toStringRef() const;
  int64_t toInt() const;
  double toDouble() const;
  bool toBool() const;
  const Scalar& toScalar() const;
  Device toDevice() const;
  List<IValue> toList() const;
  ArrayRef<IValue> toListRef() const;  ///< of a list that is not one of ints or tensors
  std::shared_ptr<ivalue::Tuple> toTuple() const;
  const ivalue::Tuple& toTupleRef() const;
  Dict<IValue, IValue> toGenericDict() const;
  /// As a Tensor, std::string, int64_t, double or bool, or an optional one.
  template <class T>
  T to() const;
  /// The same, or nothing of None.
  template <class T>
  optional<T> toOptional() const {
    return to<optional<T>>();
  }
  /// Whether kinds and values are equal; of tensors, of one element.
  friend bool operator==(const IValue& a, const IValue& b) { return a.equals(b); }

  /// "None", "Tensor", "Int", "GenericList", ...: what error texts call it.
  const char* tagKind() const;
  /// Tells a list, tuple or dictionary from others that are equal; null for other values.
  const void* container() const { return tag_ >= Tag::List ? held_.get() : nullptr; }

 private:
  enum class Tag : uint8_t {  // from List on: containers
    None,
    Tensor,
    Scalar,
    String,
    Tensors,
    IntList,
    Device,
    List,
    Tuple,
    Dict
  };
  IValue(Tag tag, std::shared_ptr<void> held) : tag_(tag), held_(std::move(held)) {}
  void require(bool ok, const char* type) const;
  bool equals(const IValue& other) const;
  template <class T>
  const T& held() const {
    return *static_cast<const T*>(held_.get());
  }

  Tag tag_ = Tag::None;
  Scalar scalar_;
  Tensor tensor_;
  std::shared_ptr<void> held_;  ///< a string, a vector, a container, by the tag
};

/// 3, 2.5, True, None, text, [1, 2], (1, 2), {a: 1}.
std::ostream& operator<<(std::ostream& out, const IValue& value);

/// Values by name, in the order in which they were set; used like a std::map.
class NamedIValues {
 public:
  using value_type = std::pair<std::string, IValue>;
  using iterator = value_type*;
  using const_iterator = const value_type*;

  /// Made None if there is none.
  IValue& operator[](const std::string& name);
  /// @throws Error if there is none
  IValue& at(const std::string& name);
  const IValue& at(const std::string& name) const;
  iterator find(const std::string& name);
  const_iterator find(const std::string& name) const;
  size_t count(const std::string& name) const;
  size_t erase(const std::string& name);
  void clear();

  size_t size() const { return values_.size(); }
  bool empty() const { return values_.empty(); }
  iterator begin() { return values_.data(); }
  iterator end() { return values_.data() + size(); }
  const_iterator begin() const { return values_.data(); }
  const_iterator end() const { return values_.data() + size(); }

 private:
  std::vector<value_type> values_;
};

}  // namespace glassgrad
