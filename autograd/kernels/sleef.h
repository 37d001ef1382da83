#pragma once
// exp, log, log1p, expm1, tanh, sin, cos and erf in single precision as branchless arithmetic,
// which a compiler can turn into vector instructions. They give, bit for bit, the values of the
// vector functions that PyTorch 1.13's AVX2 build calls (SLEEF's, within 1 unit in the last place),
// and exp is as fast as libmvec's. Double precision goes to <cmath>.
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

/// a + b where the exponent of b is no larger than that of a.
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
GLASSGRAD_ALWAYS_INLINE Sum add_smaller(float a, float b) {
  const float hi = a + b;
  return {hi, (a - hi) + b};
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
GLASSGRAD_ALWAYS_INLINE Sum mul(float a, float b) {
  const float hi = a * b;
  return {hi, fma(a, b, -hi)};
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
GLASSGRAD_ALWAYS_INLINE Sum div(float a, Sum b) {
  const float inverse = 1.0f / b.hi, hi = a * inverse;
  const float rest = fma(-b.lo, inverse, fma(-b.hi, inverse, 1.0f));
  return {hi, fma(hi, rest, fma(inverse, a, -hi))};
}
GLASSGRAD_ALWAYS_INLINE Sum reciprocal(Sum a) {
  const float hi = 1.0f / a.hi;
  return {hi, hi * fma(-a.lo, hi, fma(-a.hi, hi, 1.0f))};
}

// --- powers of two ---

// Every branch is computed for every element, so that numbers no formula is meant for come by: what
// is added to bits is unsigned, which may wrap around.

/// 2^n for -126 <= n <= 127.
GLASSGRAD_ALWAYS_INLINE float pow2(int32_t n) {
  return std::bit_cast<float>((static_cast<uint32_t>(n) + 127u) << 23);
}
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
    return static_cast<int32_t>(std::bit_cast<uint32_t>(shifted) -
                                std::bit_cast<uint32_t>(0x1.8p23f));
  }
  float shifted;
};
/// floor(log2 x) of a normal number.
GLASSGRAD_ALWAYS_INLINE int32_t exponent(float x) {
  return ((std::bit_cast<int32_t>(x) >> 23) & 0xff) - 127;
}
/// x * 2^-n of a normal number, by subtracting from its exponent.
GLASSGRAD_ALWAYS_INLINE float reduce(float x, int32_t n) {
  return std::bit_cast<float>(std::bit_cast<uint32_t>(x) - (static_cast<uint32_t>(n) << 23));
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

/// e^x = 2^q t with about twice the precision, for |x| < 104.
struct Power {
  Sum t;
  int32_t q;
};
GLASSGRAD_ALWAYS_INLINE Power power(Sum x) {
  const Whole q((x.hi + x.lo) * kLog2E);
  // The first difference is exact: the product is, and x lies within a factor of two of it.
  Sum s = {fma(q.as_float(), -kLn2Hi, x.hi), x.lo};
  s = add(s, q.as_float() * -kLn2Lo);
  float p = 0.1980960224e-3f;
  p = fma(p, s.hi, 0.1394256484e-2f);
  p = fma(p, s.hi, 0.8333456703e-2f);
  p = fma(p, s.hi, 0.4166637361e-1f);
  Sum t = add_smaller(0.166666659414234244790680580464f, mul(s, p));
  t = add_smaller(0.5f, mul(s, t));
  return {add_smaller(1.0f, add(s, mul(square(s), t))), q.as_int()};
}

/// e^x with about twice the precision.
GLASSGRAD_ALWAYS_INLINE Sum exp_sum(Sum x) {
  const auto [t, q] = power(x);
  return x.hi < -104.0f ? Sum{0.0f, 0.0f} : Sum{scale(t.hi, q), scale(t.lo, q)};
}

GLASSGRAD_ALWAYS_INLINE float expm1(float x) {
  const Sum sum = add(exp_sum({x, 0.0f}), -1.0f);
  float y = sum.hi + sum.lo;
  y = x > 88.72283172607421875f ? kInfinity : y;
  y = x < -16.635532333438687426013570f ? -1.0f : y;
  return x == 0.0f ? x : y;
}

/// tanh |x| = (e^|x| - e^-|x|) / (e^|x| + e^-|x|).
GLASSGRAD_ALWAYS_INLINE float tanh(float x) {
  const float magnitude = std::fabs(x);
  const auto [t, q] = power({magnitude, 0.0f});
  const Sum up = {t.hi * pow2(q), t.lo * pow2(q)}, down = reciprocal(up);
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
  // m - 1 is exact, for 1/2 < m < 2.
  float y = log_from(tiny ? e - 64 : e, div(m - 1.0f, add_smaller(1.0f, m)));
  y = x == kInfinity ? kInfinity : y;
  y = x >= 0.0f ? y : kNaN;
  return x == 0.0f ? -kInfinity : y;
}

GLASSGRAD_ALWAYS_INLINE float log1p(float x) {
  const bool tiny = x + 1 < kSmallestNormal;
  const int32_t e = exponent((tiny ? (x + 1) * k2To64 : x + 1) * (1.0f / 0.75f));
  const float t = reduce(1.0f, e), m = fma(x, t, t - 1);
  float y = log_from(tiny ? e - 64 : e, div(m, add_smaller(2.0f, m)));
  y = x > 1e38f ? kInfinity : y;
  y = x >= -1.0f ? y : kNaN;
  y = x == -1.0f ? -kInfinity : y;
  return x == 0.0f ? x : y;
}

inline double log(double x) { return std::log(x); }

// --- sine and cosine: x = q pi + s with |s| <= pi / 2, sin x = (-1)^q sin s ---

// pi in three parts, the first two of few bits, so that their products with q are exact.
inline constexpr float kPiHi = 3.1414794921875f, kPiMiddle = 0.00011315941810607910156f,
                       kPiLo = 1.9841872589410058936e-09f;
inline constexpr float kInversePi = 0.318309886183790671538f;
/// From here on these three parts are too few.
inline constexpr float kLargestAngle = 125.0f;

GLASSGRAD_ALWAYS_INLINE float sin_near_zero(Sum s) {
  const Sum s2 = square(s);
  float p = 2.6083159809786593541503e-06f;
  p = fma(p, s2.hi, -0.0001981069071916863322258f);
  p = fma(p, s2.hi, 0.00833307858556509017944336f);
  const Sum series =
      add_smaller(1.0f, mul(add_smaller(-0.166666597127914428710938f, p * s2.hi), s2));
  return fma(s.hi, series.hi, fma(s.lo, series.hi, s.hi * series.lo));
}

/// @param x  below kLargestAngle
GLASSGRAD_ALWAYS_INLINE float sin(float x) {
  const Whole q(x * kInversePi);
  Sum s = add(fma(q.as_float(), -kPiHi, x), q.as_float() * -kPiMiddle);
  s = add_smaller(s, q.as_float() * -kPiLo);
  const float y = sin_near_zero(s);
  return x == 0.0f ? x : (q.as_int() & 1) != 0 ? -y : y;
}

/// cos x = sin(x + pi / 2): q is a whole number and a half.
GLASSGRAD_ALWAYS_INLINE float cos(float x) {
  const Whole q(fma(x, kInversePi, -0.5f));
  const float twice = fma(2.0f, q.as_float(), 1.0f);
  Sum s = add(x, twice * (-kPiHi * 0.5f));
  s = add(s, twice * (-kPiMiddle * 0.5f));
  s = add(s, twice * (-kPiLo * 0.5f));
  const float y = sin_near_zero(s);
  return (q.as_int() & 1) != 0 ? y : -y;
}

// --- the error function: a polynomial near 0, else 1 - e^polynomial ---

GLASSGRAD_ALWAYS_INLINE float erf(float x) {
  const float a = std::fabs(x);
  const bool is_small = a < 1.1f, is_middle = a < 2.4f;
  const auto pick = [=](float near, float middle, float far) {
    return is_small ? near : is_middle ? middle : far;
  };
  const float u = is_small ? a * a : a;
  float p = pick(0.7089292194e-4f, -0.1792667899e-4f, -0.9495757695e-5f);
  p = fma(p, u, pick(-0.7768311189e-3f, 0.3937633010e-3f, 0.2481465926e-3f));
  p = fma(p, u, pick(0.5159463733e-2f, -0.3949181177e-2f, -0.2918176819e-2f));
  p = fma(p, u, pick(-0.2683781274e-1f, 0.2445474640e-1f, 0.2059706673e-1f));
  p = fma(p, u, pick(0.1128318012e+0f, -0.1070996150e+0f, -0.9901899844e-1f));
  Sum s = mul(p, u);
  s = add(s, Sum{pick(-0.37612587213516235f, -0.634588897228241f, -0.6435980796813965f),
                 pick(-3.865495035171307e-09f, -8.680169472086163e-09f, 2.9133504497735885e-08f)});
  s = mul(s, u);
  s = add(s, Sum{pick(1.1283791065216064f, -1.1287986040115356f, -1.1246148347854614f),
                 pick(5.368898570168312e-08f, 4.574459211426074e-08f, -4.264299491296697e-08f)});
  s = mul(s, a);
  const Sum e = exp_sum(s), far = add_smaller(1.0f, Sum{-e.hi, -e.lo});
  const float y = is_small ? s.hi + s.lo : far.hi + far.lo;
  return x != x ? x : std::copysign(a < 4.0f ? y : 1.0f, x);
}

// Nothing of double precision becomes a float in silence.
double exp(double) = delete;
double expm1(double) = delete;
double tanh(double) = delete;
double log1p(double) = delete;
double sin(double) = delete;
double cos(double) = delete;
double erf(double) = delete;

}  // namespace glassgrad::kernels::sleef
