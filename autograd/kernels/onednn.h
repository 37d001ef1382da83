#pragma once
// exp and erf of floats with the bits of oneDNN's eltwise kernels, which PyTorch takes for gelu: a
// third of the arithmetic of sleef.h's, and an error of 1.5e-7 where that has 6e-8.
//
// Source of erf: Abramowitz & Stegun, "Handbook of Mathematical Functions" (1964), eq. 7.1.26.

#include <cmath>

#include "autograd/kernels/sleef.h"

namespace glassgrad::kernels::onednn {

inline constexpr float kInvSqrtPi = 0.564189553f;  ///< 1 / sqrt pi, but for the last bit

/// x = n ln 2 + r, e^x = 2^n e^r; 0 where that were below the normal numbers.
/// @param x  at most 88
GLASSGRAD_ALWAYS_INLINE float exp(float x) {
  constexpr float kSmallest = -87.3365479f;  // ln of the smallest normal number
  const float at = x > kSmallest ? x : kSmallest;
  const float n = std::floor(at * sleef::kLog2E + 0.5f), r = sleef::fma(-n, 0.693147182f, at);
  float p = 0.00828929059f;
  p = sleef::fma(p, r, 0.0418978221f);
  p = sleef::fma(p, r, 0.166676521f);
  p = sleef::fma(p, r, 0.499991506f);
  p = sleef::fma(p, r, 0.999999701f);
  p = sleef::fma(p, r, 1.0f);
  const float power = x < kSmallest ? 0.0f : sleef::pow2(static_cast<int32_t>(n - 1.0f));
  return p * power * 2.0f;
}

/// erf x = 1 - (a_1 t + a_2 t^2 + ... + a_5 t^5) e^(-x^2), t = 1 / (1 + p x), for x >= 0; odd.
GLASSGRAD_ALWAYS_INLINE float erf(float x) {
  const float t = 1.0f / sleef::fma(0.3275911f, std::fabs(x), 1.0f);
  float p = 1.061405429f;
  p = sleef::fma(p, t, -1.453152027f);
  p = sleef::fma(p, t, 1.421413741f);
  p = sleef::fma(p, t, -0.284496736f);
  p = sleef::fma(p, t, 0.254829592f);
  return std::copysign(1.0f, x) * sleef::fma(-exp(-(x * x)) * t, p, 1.0f);
}

}  // namespace glassgrad::kernels::onednn
