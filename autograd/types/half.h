#pragma once
// Numbers of 16 bits: they are stored, and computed with as floats.

#include <concepts>
#include <cstdint>
#include <iosfwd>
#include <limits>

#include "scalar.h"

namespace glassgrad {

namespace detail {
/// The bits of the nearest half (1 sign, 5 exponent, 10 fraction), of two the even one.
uint16_t half_from_float(float x);
float float_from_half(uint16_t bits);
/// The same for bfloat16, the upper half of a float.
uint16_t bfloat16_from_float(float x);
float float_from_bfloat16(uint16_t bits);

/// What both have in common: made of a float, a float in every expression.
template <class Self, uint16_t (*Narrow)(float), float (*Widen)(uint16_t)>
struct SixteenBits {
  uint16_t x = 0;

  struct from_bits_t {};
  static constexpr from_bits_t from_bits() { return {}; }

  constexpr SixteenBits() = default;
  constexpr SixteenBits(uint16_t bits, from_bits_t) : x(bits) {}
  SixteenBits(float value) : x(Narrow(value)) {}
  operator float() const { return Widen(x); }
  operator Scalar() const { return Widen(x); }

  template <std::same_as<Self> T>
  friend T operator+(T a, T b) {
    return T(float(a) + float(b));
  }
  template <std::same_as<Self> T>
  friend T operator-(T a, T b) {
    return T(float(a) - float(b));
  }
  template <std::same_as<Self> T>
  friend T operator*(T a, T b) {
    return T(float(a) * float(b));
  }
  template <std::same_as<Self> T>
  friend T operator/(T a, T b) {
    return T(float(a) / float(b));
  }
  template <std::same_as<Self> T>
  friend T operator-(T a) {
    return T(-float(a));
  }
  template <std::same_as<Self> T>
  friend T& operator+=(T& a, float b) {
    return a = T(float(a) + b);
  }
  template <std::same_as<Self> T>
  friend T& operator-=(T& a, float b) {
    return a = T(float(a) - b);
  }
  template <std::same_as<Self> T>
  friend T& operator*=(T& a, float b) {
    return a = T(float(a) * b);
  }
  template <std::same_as<Self> T>
  friend T& operator/=(T& a, float b) {
    return a = T(float(a) / b);
  }
};
}  // namespace detail

/// IEEE 754's binary16: about three digits, up to 65504.
struct Half : detail::SixteenBits<Half, detail::half_from_float, detail::float_from_half> {
  using SixteenBits::SixteenBits;
};
/// A float without its lower 16 bits: about two digits, a float's range.
struct BFloat16
    : detail::SixteenBits<BFloat16, detail::bfloat16_from_float, detail::float_from_bfloat16> {
  using SixteenBits::SixteenBits;
};
/// As a float.
std::ostream& operator<<(std::ostream& out, Half value);
std::ostream& operator<<(std::ostream& out, BFloat16 value);

template <>
inline constexpr ScalarType scalar_type_of<Half> = kHalf;
template <>
inline constexpr ScalarType scalar_type_of<BFloat16> = kBFloat16;

template <>
inline Half Scalar::to<Half>() const {
  return Half(to<float>());
}
template <>
inline BFloat16 Scalar::to<BFloat16>() const {
  return BFloat16(to<float>());
}

}  // namespace glassgrad

namespace std {
/// Of glassgrad::Half.
template <>
struct numeric_limits<glassgrad::Half> : numeric_limits<float> {
  using Half = glassgrad::Half;
  static constexpr int digits = 11, digits10 = 3;
  static constexpr Half min() { return {0x0400, Half::from_bits()}; }
  static constexpr Half max() { return {0x7bff, Half::from_bits()}; }
  static constexpr Half lowest() { return {0xfbff, Half::from_bits()}; }
  static constexpr Half epsilon() { return {0x1400, Half::from_bits()}; }
  static constexpr Half infinity() { return {0x7c00, Half::from_bits()}; }
  static constexpr Half quiet_NaN() { return {0x7e00, Half::from_bits()}; }
  static constexpr Half denorm_min() { return {0x0001, Half::from_bits()}; }
};
/// Of glassgrad::BFloat16.
template <>
struct numeric_limits<glassgrad::BFloat16> : numeric_limits<float> {
  using BFloat16 = glassgrad::BFloat16;
  static constexpr int digits = 8, digits10 = 2;
  static constexpr BFloat16 min() { return {0x0080, BFloat16::from_bits()}; }
  static constexpr BFloat16 max() { return {0x7f7f, BFloat16::from_bits()}; }
  static constexpr BFloat16 lowest() { return {0xff7f, BFloat16::from_bits()}; }
  static constexpr BFloat16 epsilon() { return {0x3c00, BFloat16::from_bits()}; }
  static constexpr BFloat16 infinity() { return {0x7f80, BFloat16::from_bits()}; }
  static constexpr BFloat16 quiet_NaN() { return {0x7fc0, BFloat16::from_bits()}; }
  static constexpr BFloat16 denorm_min() { return {0x0001, BFloat16::from_bits()}; }
};
}  // namespace std
