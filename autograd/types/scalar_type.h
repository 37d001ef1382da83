#pragma once
// Element types.

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <type_traits>

namespace glassgrad {

/// Element types, numbered as in PyTorch. Half and BFloat16 are stored (half.h); arithmetic with
/// them is done in float, other operations ask for a conversion first.
enum class ScalarType : int8_t {
  Byte = 0,
  Char = 1,
  Short = 2,
  Int = 3,
  Long = 4,
  Half = 5,
  Float = 6,
  Double = 7,
  Bool = 11,
  BFloat16 = 15,
  Undefined = 127
};

constexpr ScalarType kByte = ScalarType::Byte, kUInt8 = kByte;
constexpr ScalarType kChar = ScalarType::Char, kInt8 = kChar;
constexpr ScalarType kShort = ScalarType::Short, kInt16 = kShort;
constexpr ScalarType kInt = ScalarType::Int, kInt32 = kInt;
constexpr ScalarType kLong = ScalarType::Long, kInt64 = kLong;
constexpr ScalarType kHalf = ScalarType::Half, kFloat16 = kHalf;
constexpr ScalarType kFloat = ScalarType::Float, kFloat32 = kFloat;
constexpr ScalarType kDouble = ScalarType::Double, kFloat64 = kDouble;
constexpr ScalarType kBool = ScalarType::Bool;
constexpr ScalarType kBFloat16 = ScalarType::BFloat16;

/// The ScalarType that stores a C++ type: `scalar_type_of<float> == kFloat`.
template <class T>
inline constexpr ScalarType scalar_type_of = ScalarType::Undefined;
template <>
inline constexpr ScalarType scalar_type_of<uint8_t> = kByte;
template <>
inline constexpr ScalarType scalar_type_of<int8_t> = kChar;
template <>
inline constexpr ScalarType scalar_type_of<int16_t> = kShort;
template <>
inline constexpr ScalarType scalar_type_of<int32_t> = kInt;
template <>
inline constexpr ScalarType scalar_type_of<long> = kLong;
template <>
inline constexpr ScalarType scalar_type_of<long long> = kLong;
template <>
inline constexpr ScalarType scalar_type_of<float> = kFloat;
template <>
inline constexpr ScalarType scalar_type_of<double> = kDouble;
template <>
inline constexpr ScalarType scalar_type_of<bool> = kBool;

template <class T>
struct CppTypeToScalarType : std::integral_constant<ScalarType, scalar_type_of<T>> {};

constexpr bool isFloatingType(ScalarType t) {
  return t == kFloat || t == kDouble || t == kHalf || t == kBFloat16;
}
constexpr bool isIntegralType(ScalarType t, bool include_bool = false) {
  return (t >= kByte && t <= kLong) || (include_bool && t == kBool);
}

namespace detail {
inline constexpr uint8_t kElementSizes[] = {1, 1, 2, 4, 8, 2, 4, 8, 0, 0, 0, 1, 0, 0, 0, 2};
[[noreturn]] void type_without_size(ScalarType t);
}  // namespace detail
/// Bytes of one element. @throws Error for a type that tensors cannot hold
constexpr size_t elementSize(ScalarType t) {
  const size_t size = t == ScalarType::Undefined ? 0 : detail::kElementSizes[static_cast<int>(t)];
  if (size == 0) detail::type_without_size(t);
  return size;
}
/// "Float", "Long", ...
const char* toString(ScalarType t);
/// The type that holds both: bool < integers (uint8 with a signed type goes one up) < floats.
ScalarType promoteTypes(ScalarType a, ScalarType b);
/// Whether a result of type `from` may be written into a tensor of type `to` in place:
/// a float result not into integers, an integer not into bool.
constexpr bool canCast(ScalarType from, ScalarType to) {
  if (isFloatingType(from) && !isFloatingType(to)) return false;
  return from == kBool || to != kBool;
}
/// @throws Error for a type that tensors cannot hold.
void check_supported(ScalarType t);

std::ostream& operator<<(std::ostream& out, ScalarType t);

/// What `Tensor::dtype()` returns: a ScalarType that prints as the C++ type ("float", "long int").
class TypeMeta {
 public:
  constexpr TypeMeta(ScalarType type = ScalarType::Undefined) : type_(type) {}
  constexpr ScalarType toScalarType() const { return type_; }
  constexpr operator ScalarType() const { return type_; }
  size_t itemsize() const { return elementSize(type_); }
  const char* name() const;
  friend constexpr bool operator==(TypeMeta a, TypeMeta b) { return a.type_ == b.type_; }
  friend constexpr bool operator==(TypeMeta a, ScalarType b) { return a.type_ == b; }

 private:
  ScalarType type_;
};
using Dtype = ScalarType;

std::ostream& operator<<(std::ostream& out, TypeMeta t);
inline ScalarType typeMetaToScalarType(TypeMeta t) { return t.toScalarType(); }

/// The floating type that `tensor(1.5)`, `ones`, `arange(0., 1.)` and the like give; float at
/// first.
ScalarType get_default_scalar_type();
TypeMeta get_default_dtype();
/// @throws Error unless `type` is kFloat or kDouble.
void set_default_dtype(TypeMeta type);

}  // namespace glassgrad
