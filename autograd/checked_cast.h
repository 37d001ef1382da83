#pragma once
// Internal: a Scalar on its way into memory of another type.

#include <cmath>
#include <limits>
#include <type_traits>

#include "autograd/check.h"
#include "autograd/scalar.h"

namespace glassgrad {

/// Whether `value` lies outside what T can hold. A negative number is inside an unsigned type as
/// far as its absolute value is (-1 is 255 as uint8), NaN and infinity only inside floating types.
template <class T>
bool overflows(const Scalar& value) {
  using Limits = std::numeric_limits<T>;
  if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, double>) {
    return false;
  } else if constexpr (std::is_same_v<T, float>) {
    const double real = value.toDouble();
    return std::isfinite(real) && std::abs(real) > double(Limits::max());
  } else {
    // 2^digits, and minus that, are exact in double.
    const double bound = std::ldexp(1.0, Limits::digits);
    const double real = value.isFloatingPoint() ? std::trunc(value.toDouble()) : value.toDouble();
    const bool too_low = Limits::is_signed ? real < -bound : real <= -bound;
    const bool too_high = value.isFloatingPoint() || sizeof(T) < 8 ? real >= bound : false;
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
  if constexpr (std::is_same_v<T, uint8_t>) {
    return static_cast<T>(value.toLong());  // a negative double has no direct conversion
  } else {
    return value.to<T>();
  }
}

}  // namespace glassgrad
