#pragma once
// Internal: from an element type to the C++ type that holds it.

#include "autograd/types/half.h"
#include "autograd/types/type_kind.h"

namespace glassgrad {

/// @throws NotImplementedError  that the operation is not there for this type
[[noreturn]] void not_computed_with(ScalarType type);

/// Calls f.template operator()<T>() with the C++ type of `type`: one of float and double.
template <class F>
decltype(auto) visit_floating(ScalarType type, F&& f) {
  if (is_half(type)) [[unlikely]]
    not_computed_with(type);
  return type == kDouble ? f.template operator()<double>() : f.template operator()<float>();
}
/// The same for the eight types that are computed with.
template <class F>
decltype(auto) visit(ScalarType type, F&& f) {
  switch (type) {
    case kDouble:
      return f.template operator()<double>();
    case kLong:
      return f.template operator()<int64_t>();
    case kInt:
      return f.template operator()<int32_t>();
    case kShort:
      return f.template operator()<int16_t>();
    case kChar:
      return f.template operator()<int8_t>();
    case kByte:
      return f.template operator()<uint8_t>();
    case kBool:
      return f.template operator()<bool>();
    case kHalf:
    case kBFloat16:
      not_computed_with(type);
    default:
      return f.template operator()<float>();
  }
}

/// The same for all types: of numbers of 16 bits each result is rounded.
template <class F>
decltype(auto) visit_also_half(ScalarType type, F&& f) {
  if (type == kHalf) return f.template operator()<Half>();
  if (type == kBFloat16) return f.template operator()<BFloat16>();
  return visit(type, f);
}

}  // namespace glassgrad
