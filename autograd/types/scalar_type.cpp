// Names and promotion of element types, and the default one.
#include "autograd/types/scalar_type.h"

#include <atomic>

#include "autograd/base/check.h"
#include "autograd/types/format.h"
#include "autograd/types/scalar.h"
#include "autograd/types/type_kind.h"
#include "autograd/types/visit.h"

namespace glassgrad {

namespace {
std::atomic<ScalarType> default_dtype{kFloat};
}  // namespace

const char* toString(ScalarType t) {
  switch (t) {
    case kByte:
      return "Byte";
    case kChar:
      return "Char";
    case kShort:
      return "Short";
    case kInt:
      return "Int";
    case kLong:
      return "Long";
    case kHalf:
      return "Half";
    case kFloat:
      return "Float";
    case kDouble:
      return "Double";
    case kBool:
      return "Bool";
    case kBFloat16:
      return "BFloat16";
    default:
      return "Undefined";
  }
}

const char* TypeMeta::name() const {
  switch (type_) {
    case kByte:
      return "unsigned char";
    case kChar:
      return "signed char";
    case kShort:
      return "short int";
    case kInt:
      return "int";
    case kLong:
      return "long int";
    case kHalf:
      return "c10::Half";
    case kFloat:
      return "float";
    case kDouble:
      return "double";
    case kBool:
      return "bool";
    case kBFloat16:
      return "c10::BFloat16";
    default:
      return "nullptr (uninitialized)";
  }
}

ScalarType promoteTypes(ScalarType a, ScalarType b) {
  if (a == b) return a;
  if (type_kind(a) != type_kind(b)) return type_kind(a) > type_kind(b) ? a : b;
  if (type_kind(a) == 2) return a == kDouble || b == kDouble ? kDouble : kFloat;
  // Integers: the wider one. Their numbering is in order of width; uint8 fits into all but int8.
  const ScalarType wider = a > b ? a : b;
  return wider == kChar ? kShort : wider;
}

void detail::type_without_size(ScalarType t) {
  throw Error(fmt::format("elementSize: {} has no size; expected a type that tensors can hold", t));
}

void Scalar::does_not_fit(ScalarType type) {
  const char* name = type == kByte    ? "uint8_t"
                     : type == kChar  ? "int8_t"
                     : type == kShort ? "int16_t"
                     : type == kInt   ? "int"
                     : type == kLong  ? "int64_t"
                     : type == kFloat ? "float"
                                      : "a smaller type";
  fail_after_latest_call("value cannot be converted to type {} without overflow", name);
}

Scalar Scalar::operator-() const {
  if (isBoolean())
    fail_after_latest_call("torch boolean negative, the `-` operator, is not supported.");
  return kind_ == kDouble ? Scalar(-real_) : Scalar(int64_t(0 - uint64_t(integer_)));
}

void check_supported(ScalarType t) {
  if (isFloatingType(t) || isIntegralType(t, true)) return;
  fail_after_latest_call<NotImplementedError>(
      "dtype {} is not supported: use one of Float, Double, Half, BFloat16, Long, Int, "
      "Short, Char, Byte, Bool",
      t);
}

void not_computed_with(ScalarType type) {
  fail_after_latest_call<NotImplementedError>(
      "not implemented for '{}': convert to float first, as in x.to(torch::kFloat)", type);
}

ScalarType get_default_scalar_type() { return default_dtype.load(std::memory_order_relaxed); }
TypeMeta get_default_dtype() { return get_default_scalar_type(); }

void set_default_dtype(TypeMeta type) {
  check<TypeError>(type == kFloat || type == kDouble,
                   "set_default_dtype: only Float and Double can be the default dtype, but got {}",
                   type.toScalarType());
  default_dtype = type.toScalarType();
}

}  // namespace glassgrad
