#pragma once
// exp, log, log1p, expm1 and tanh in single precision as branchless arithmetic, which a compiler
// can turn into vector instructions. They give, bit for bit, the values of the vector functions
// that PyTorch 1.13's AVX2 build calls (SLEEF's, within 1 unit in the last place), and exp is as
// fast as libmvec's. Double precision goes to <cmath>.
//
// Source of reductions, polynomials and orders of summation: Shibata & Petrogalli, "SLEEF: A
// Portable Vectorized Library of C Standard Mathematical Functions" (2020), functions of 1.0 ULP.

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "autograd/base/compiler.h"

namespace glassgrad::kernels::sleef {

inline constexpr float kInfinity = std::numeric_limits<float>::infinity();
inline constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

/// a * b + c, rounded once. Where that would be a call into libm, the product, exact in double
/// precision, and the sum are rounded twice; the results differ once in 2^29 times.
GLASSGRAD_ALWAYS_INLINE float fma(float a, float b, float c) {
#if defined(FP_FAST_FMAF) || defined(GLASSGRAD_MULTIVERSIONED)
  return std::fma(a, b, c);
#else
  return static_cast<float>(double{a} * b + c);
#endif
}

/// An unevaluated sum: hi + lo with |lo| below half a unit of hi.
struct Sum {
  float hi, lo;
};

// --- sums of two floats: Dekker, "A floating-point technique for extending the available
// precision" (1971); Knuth, TAOCP 2, 4.2.2 ---

/// a + b for |a| >= |b|.
GLASSGRAD_ALWAYS_INLINE Sum add_smaller(Sum a, Sum b) {
  const float hi = a.hi + b.hi;
  return {hi, ((a.hi - hi) + b.hi) + a.lo + b.lo};
}
GLASSGRAD_ALWAYS_INLINE Sum add_smaller(Sum a, float b) {
  const float hi = a.hi + b;
  return {hi, ((a.hi - hi) + b) + a.lo};
}
GLASSGRAD_ALWAYS_INLINE Sum add_smaller(float a, Sum b) {
  const float hi = a + b.hi;
  return {hi, ((a - hi) + b.hi) + b.lo};
}
GLASSGRAD_ALWAYS_INLINE Sum add(float a, float b) {
  const float hi = a + b, part = hi - a;
  return {hi, (a - (hi - part)) + (b - part)};
}
GLASSGRAD_ALWAYS_INLINE Sum add(Sum a, float b) {
  const Sum sum = add(a.hi, b);
  return {sum.hi, sum.lo + a.lo};
}
GLASSGRAD_ALWAYS_INLINE Sum add(Sum a, Sum b) {
  const Sum sum = add(a.hi, b.hi);
  return {sum.hi, sum.lo + (a.lo + b.lo)};
}
GLASSGRAD_ALWAYS_INLINE Sum mul(Sum a, float b) {
  const float hi = a.hi * b;
  return {hi, fma(a.lo, b, fma(a.hi, b, -hi))};
}
GLASSGRAD_ALWAYS_INLINE Sum mul(Sum a, Sum b) {
  const float hi = a.hi * b.hi;
  return {hi, fma(a.hi, b.lo, fma(a.lo, b.hi, fma(a.hi, b.hi, -hi)))};
}
GLASSGRAD_ALWAYS_INLINE Sum square(Sum a) {
  const float hi = a.hi * a.hi;
  return {hi, fma(a.hi + a.hi, a.lo, fma(a.hi, a.hi, -hi))};
}
GLASSGRAD_ALWAYS_INLINE Sum div(Sum a, Sum b) {
  const float inverse = 1.0f / b.hi, hi = a.hi * inverse;
  const float rest = fma(-b.lo, inverse, fma(-b.hi, inverse, 1.0f));
  return {hi, fma(hi, rest, fma(a.lo, inverse, fma(inverse, a.hi, -hi)))};
}
GLASSGRAD_ALWAYS_INLINE Sum reciprocal(Sum a) {
  const float hi = 1.0f / a.hi;
  return {hi, hi * fma(-a.lo, hi, fma(-a.hi, hi, 1.0f))};
}

// --- powers of two ---

/// 2^n for -126 <= n <= 127.
GLASSGRAD_ALWAYS_INLINE float pow2(int32_t n) { return std::bit_cast<float>((n + 127) << 23); }
/// x * 2^n, in two steps so that neither factor overflows.
GLASSGRAD_ALWAYS_INLINE float scale(float x, int32_t n) {
  return x * pow2(n >> 1) * pow2(n - (n >> 1));
}
/// x rounded to a whole number (ties to even), for |x| < 2^22: behind 1.5 * 2^23 a float has no
/// room for a fraction.
struct Whole {
  GLASSGRAD_ALWAYS_INLINE explicit Whole(float x) : shifted(x + 0x1.8p23f) {}
  GLASSGRAD_ALWAYS_INLINE float as_float() const { return shifted - 0x1.8p23f; }
  GLASSGRAD_ALWAYS_INLINE int32_t as_int() const {
    return std::bit_cast<int32_t>(shifted) - std::bit_cast<int32_t>(0x1.8p23f);
  }
  float shifted;
};
/// floor(log2 x) of a normal number.
GLASSGRAD_ALWAYS_INLINE int32_t exponent(float x) {
  return ((std::bit_cast<int32_t>(x) >> 23) & 0xff) - 127;
}
/// x * 2^-n of a normal number, by subtracting from its exponent.
GLASSGRAD_ALWAYS_INLINE float reduce(float x, int32_t n) {
  return std::bit_cast<float>(std::bit_cast<int32_t>(x) - (n << 23));
}

// ln 2 in two parts, the first of 16 bits, so that its product with an exponent is exact.
inline constexpr float kLn2Hi = 0.693145751953125f, kLn2Lo = 1.428606765330187045e-06f;
inline constexpr float kLog2E = 1.44269504088896340736f;

// --- exponentials: x = q ln 2 + s with |s| <= ln 2 / 2, e^x = 2^q e^s ---

GLASSGRAD_ALWAYS_INLINE float exp(float x) {
  const Whole q(x * kLog2E);
  float s = fma(q.as_float(), -kLn2Hi, x);
  s = fma(q.as_float(), -kLn2Lo, s);
  float p = 0.000198527617612853646278381f;
  p = fma(p, s, 0.00139304355252534151077271f);
  p = fma(p, s, 0.00833336077630519866943359f);
  p = fma(p, s, 0.0416664853692054748535156f);
  p = fma(p, s, 0.166666671633720397949219f);
  p = fma(p, s, 0.5f);
  const float y = scale(1.0f + fma(s * s, p, s), q.as_int());
  return x < -104.0f ? 0.0f : x > 100.0f ? kInfinity : y;
}

/// e^x with about twice the precision.
GLASSGRAD_ALWAYS_INLINE Sum exp_sum(float x) {
  const Whole q(x * kLog2E);
  const int32_t n = q.as_int();
  Sum s = add(Sum{x, 0.0f}, q.as_float() * -kLn2Hi);
  s = add(s, q.as_float() * -kLn2Lo);
  float p = 0.1980960224e-3f;
  p = fma(p, s.hi, 0.1394256484e-2f);
  p = fma(p, s.hi, 0.8333456703e-2f);
  p = fma(p, s.hi, 0.4166637361e-1f);
  Sum t = add(mul(s, p), 0.166666659414234244790680580464f);
  t = add(mul(s, t), 0.5f);
  t = add_smaller(1.0f, add(s, mul(square(s), t)));
  return x < -104.0f ? Sum{0.0f, 0.0f} : Sum{scale(t.hi, n), scale(t.lo, n)};
}

GLASSGRAD_ALWAYS_INLINE float expm1(float x) {
  const Sum sum = add(exp_sum(x), -1.0f);
  float y = sum.hi + sum.lo;
  y = x > 88.72283172607421875f ? kInfinity : y;
  y = x < -16.635532333438687426013570f ? -1.0f : y;
  return x == 0.0f ? x : y;
}

/// tanh |x| = (e^|x| - e^-|x|) / (e^|x| + e^-|x|).
GLASSGRAD_ALWAYS_INLINE float tanh(float x) {
  const float magnitude = std::fabs(x);
  const Sum up = exp_sum(magnitude), down = reciprocal(up);
  const Sum quotient = div(add_smaller(up, Sum{-down.hi, -down.lo}), add_smaller(up, down));
  const float y = magnitude > 8.664339742f ? 1.0f : quotient.hi + quotient.lo;
  return x != x ? x : std::copysign(y, x);
}

// --- logarithms: x = 2^e m, ln x = e ln 2 + 2 artanh(z), z = (m - 1) / (m + 1) ---

GLASSGRAD_ALWAYS_INLINE float log_from(int32_t e, Sum z) {
  const float z2 = z.hi * z.hi;
  float p = 0.3027294874f;
  p = fma(p, z2, 0.3996108174f);
  p = fma(p, z2, 0.6666694880f);
  Sum s = mul(Sum{0.69314718246459960938f, -1.904654323148236017e-09f}, static_cast<float>(e));
  s = add_smaller(s, Sum{z.hi * 2, z.lo * 2});
  s = add_smaller(s, z2 * z.hi * p);
  return s.hi + s.lo;
}

inline constexpr float kSmallestNormal = std::numeric_limits<float>::min();
inline constexpr float k2To64 = 18446744073709551616.0f;

GLASSGRAD_ALWAYS_INLINE float log(float x) {
  const bool tiny = x < kSmallestNormal;
  const float d = tiny ? x * k2To64 : x;
  const int32_t e = exponent(d * (1.0f / 0.75f));
  const float m = reduce(d, e);
  float y = log_from(tiny ? e - 64 : e, div(add(-1.0f, m), add(1.0f, m)));
  y = x == kInfinity ? kInfinity : y;
  y = x >= 0.0f ? y : kNaN;
  return x == 0.0f ? -kInfinity : y;
}

GLASSGRAD_ALWAYS_INLINE float log1p(float x) {
  const bool tiny = x + 1 < kSmallestNormal;
  const int32_t e = exponent((tiny ? (x + 1) * k2To64 : x + 1) * (1.0f / 0.75f));
  const float t = reduce(1.0f, e), m = fma(x, t, t - 1);
  float y = log_from(tiny ? e - 64 : e, div(Sum{m, 0.0f}, add_smaller(2.0f, Sum{m, 0.0f})));
  y = x > 1e38f ? kInfinity : y;
  y = x >= -1.0f ? y : kNaN;
  y = x == -1.0f ? -kInfinity : y;
  return x == 0.0f ? x : y;
}

inline double exp(double x) { return std::exp(x); }
inline double expm1(double x) { return std::expm1(x); }
inline double tanh(double x) { return std::tanh(x); }
inline double log(double x) { return std::log(x); }
inline double log1p(double x) { return std::log1p(x); }

}  // namespace glassgrad::kernels::sleef
