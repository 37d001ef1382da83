#pragma once
// Values of several types, by name: what an operation of one's own saves besides tensors.

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "../tensor/tensor.h"

namespace glassgrad {

/// A value of one of several types, as AutogradContext::saved_data holds them.
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
  bool isInt() const { return tag_ == Tag::Scalar && scalar_.isIntegral(false); }
  bool isDouble() const { return tag_ == Tag::Scalar && scalar_.isFloatingPoint(); }
  bool isBool() const { return tag_ == Tag::Scalar && scalar_.isBoolean(); }
  bool isScalar() const { return tag_ == Tag::Scalar; }

  // Each throws Error if the value is of another type.
  const Tensor& toTensor() const;
  const std::vector<Tensor>& toTensorVector() const;
  const std::vector<int64_t>& toIntVector() const;
  const std::string& toStringRef() const;
  int64_t toInt() const;
  double toDouble() const;
  bool toBool() const;
  const Scalar& toScalar() const;

 private:
  enum class Tag { None, Tensor, Tensors, IntList, String, Scalar };
  void require(bool ok, const char* type) const;

  Tag tag_ = Tag::None;
  Scalar scalar_;
  std::string text_;
  std::vector<Tensor> tensors_;
  std::vector<int64_t> ints_;
};

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
