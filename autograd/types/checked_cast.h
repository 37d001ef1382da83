#pragma once
// Internal: a Scalar on its way into memory of another type.

#include <cmath>
#include <limits>
#include <type_traits>

#include "autograd/base/check.h"
#include "autograd/types/scalar.h"

namespace glassgrad {

/// Whether `value` lies outside what T can hold. A negative integer is inside an unsigned type as
/// far as its absolute value is (-1 is 255 as uint8); NaN and infinity are inside floating types
/// only.
template <class T>
bool overflows(const Scalar& value) {
  using Limits = std::numeric_limits<T>;
  if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, double>) {
    return false;
  } else if constexpr (std::is_same_v<T, float>) {
    const double real = value.toDouble();
    return std::isfinite(real) && std::abs(real) > double(Limits::max());
  } else {
    const double real = value.toDouble();
    const double max = double(Limits::max());  // for int64 this rounds up to 2^63
    const bool wraps = !Limits::is_signed && !value.isFloatingPoint();
    const bool too_low = real < (wraps ? -max : double(Limits::lowest()));
    const bool too_high = sizeof(T) < 8 ? real > max : value.isFloatingPoint() && real >= max;
    return std::isnan(real) || too_low || too_high;
  }
}

/// The number as T: a fraction is cut off, every number but 0 is true.
/// @throws Error if it overflows
template <class T>
T checked_cast(const Scalar& value) {
  const char* name = std::is_same_v<T, uint8_t>   ? "uint8_t"
                     : std::is_same_v<T, int32_t> ? "int"
                     : std::is_same_v<T, int64_t> ? "int64_t"
                                                  : "float";
  check(!overflows<T>(value), "value cannot be converted to type {} without overflow", name);
  return value.to<T>();
}

}  // namespace glassgrad
