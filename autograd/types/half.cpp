// Between floats and numbers of 16 bits.
#include "autograd/types/half.h"

#include <bit>
#include <cmath>
#include <ostream>

namespace glassgrad {

uint16_t detail::half_from_float(float x) {
  const uint32_t bits = std::bit_cast<uint32_t>(x), sign = bits >> 16 & 0x8000u;
  const float magnitude = std::fabs(x);
  if (std::isnan(x)) return static_cast<uint16_t>(sign | 0x7e00u);
  if (magnitude >= 65520.0f) return static_cast<uint16_t>(sign | 0x7c00u);  // rounds to infinity
  if (magnitude < 0x1p-14f)  // adding 0.5 leaves as many bits of the fraction as a half has there
    return static_cast<uint16_t>(
        sign | (std::bit_cast<uint32_t>(magnitude + 0.5f) - std::bit_cast<uint32_t>(0.5f)));
  const uint32_t wide = bits & 0x7fffffffu, odd = wide >> 13 & 1;
  return static_cast<uint16_t>(sign | ((wide - (112u << 23) + 0xfffu + odd) >> 13));
}

float detail::float_from_half(uint16_t bits) {
  const uint32_t sign = (bits & 0x8000u) << 16, exponent = bits >> 10 & 31, fraction = bits & 0x3ff;
  if (exponent == 0)  // 0 and what is below the least exponent
    return std::copysign(static_cast<float>(fraction) * 0x1p-24f, std::bit_cast<float>(sign));
  const uint32_t wide = exponent == 31 ? 255 : exponent + 112;
  return std::bit_cast<float>(sign | wide << 23 | fraction << 13);
}

uint16_t detail::bfloat16_from_float(float x) {
  if (std::isnan(x)) return 0x7fc0;
  const uint32_t bits = std::bit_cast<uint32_t>(x), odd = bits >> 16 & 1;
  return static_cast<uint16_t>((bits + 0x7fffu + odd) >> 16);
}

float detail::float_from_bfloat16(uint16_t bits) {
  return std::bit_cast<float>(uint32_t{bits} << 16);
}

std::ostream& operator<<(std::ostream& out, Half value) { return out << float(value); }
std::ostream& operator<<(std::ostream& out, BFloat16 value) { return out << float(value); }

}  // namespace glassgrad
