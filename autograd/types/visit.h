#pragma once
// Internal: from an element type to the C++ type that holds it.

#include "autograd/types/scalar_type.h"

namespace glassgrad {

/// Calls f.template operator()<T>() with the C++ type of `type`: one of float and double.
template <class F>
decltype(auto) visit_floating(ScalarType type, F&& f) {
  return type == kDouble ? f.template operator()<double>() : f.template operator()<float>();
}
/// The same for all eight types.
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
    default:
      return f.template operator()<float>();
  }
}

}  // namespace glassgrad
