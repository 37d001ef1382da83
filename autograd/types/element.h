#pragma once
// Internal: what C++ leaves open in the arithmetic of elements has PyTorch's answer here, which is
// the processor's. Integers wrap around; a floating number that fits no integer becomes the least
// one.

#include <cstdint>
#include <limits>
#include <type_traits>

#include "autograd/base/compiler.h"
#include "autograd/types/scalar.h"

namespace glassgrad {

/// x without its fraction, as int32 or int64; their least number where that is out of range, or
/// NaN.
template <class Whole, class X>
GLASSGRAD_ALWAYS_INLINE Whole whole(X x) {
#if defined(__GNUC__) && defined(__x86_64__)
  // One instruction answers so. To ask for the range first would take twice as long.
  using Lanes GLASSGRAD_VECTOR(16) = X;
  constexpr bool is_float = sizeof(X) == 4, is_short = sizeof(Whole) == 4;
  if constexpr (is_float && is_short)
    return __builtin_ia32_cvttss2si(Lanes{x});
  else if constexpr (is_float)
    return __builtin_ia32_cvttss2si64(Lanes{x});
  else if constexpr (is_short)
    return __builtin_ia32_cvttsd2si(Lanes{x});
  else
    return __builtin_ia32_cvttsd2si64(Lanes{x});
#else
  constexpr X beyond = sizeof(Whole) == 4 ? X(0x1p31) : X(0x1p63);
  const bool fits = (x < 0 ? -x : x) < beyond;
  return fits ? static_cast<Whole>(x) : std::numeric_limits<Whole>::min();
#endif
}

/// x as an element of type Y: every number but 0 is true, of a floating number the whole part
/// counts. Where that is out of range, int8 and int16 get the low bits of int32, uint8 those of
/// int64.
template <class Y, class X>
GLASSGRAD_ALWAYS_INLINE Y converted(X x) {
  if constexpr (std::is_same_v<Y, bool>)
    return x != X(0);
  else if constexpr (std::is_floating_point_v<X> && std::is_integral_v<Y>)
    return static_cast<Y>(
        whole<std::conditional_t<std::is_signed_v<Y> && sizeof(Y) <= 4, int32_t, int64_t>>(x));
  else
    return static_cast<Y>(x);
}
/// The same of a Scalar, which need not fit.
template <class Y>
Y converted(const Scalar& x) {
  return x.isFloatingPoint() ? converted<Y>(x.toDouble()) : converted<Y>(x.toLong());
}

/// The type in which numbers of type T are added and multiplied: integers without a sign, which
/// may overflow.
template <class T>
using Wrapping = std::conditional_t<std::is_integral_v<T>,
                                    std::conditional_t<(sizeof(T) <= 4), uint32_t, uint64_t>, T>;

template <class T>
GLASSGRAD_ALWAYS_INLINE constexpr T plus(T a, T b) {
  return static_cast<T>(Wrapping<T>(a) + Wrapping<T>(b));
}
template <class T>
GLASSGRAD_ALWAYS_INLINE constexpr T minus(T a, T b) {
  return static_cast<T>(Wrapping<T>(a) - Wrapping<T>(b));
}
template <class T>
GLASSGRAD_ALWAYS_INLINE constexpr T times(T a, T b) {
  return static_cast<T>(Wrapping<T>(a) * Wrapping<T>(b));
}
/// -a; the least integer stays what it is.
template <class T>
GLASSGRAD_ALWAYS_INLINE constexpr T negative(T a) {
  if constexpr (std::is_floating_point_v<T>)
    return -a;
  else
    return minus(T(0), a);
}

}  // namespace glassgrad
