// From random bits to numbers of each distribution, in PyTorch's order.
#include "autograd/kernels/random.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numbers>
#include <type_traits>
#include <utility>

#include "autograd/base/compiler.h"
#include "autograd/types/generator_impl.h"

namespace glassgrad::kernels {
namespace {

constexpr int64_t kChunk = 1024;  // engine outputs drawn at a time; stays in the first-level cache
constexpr int64_t kBlock = 16;    // elements that one step of the blocked normal transforms

GLASSGRAD_ALWAYS_INLINE float u24(uint32_t r32) { return float(r32 & 0xffffff) * 0x1p-24f; }
GLASSGRAD_ALWAYS_INLINE uint64_t low53(uint64_t r64) { return r64 & ((uint64_t{1} << 53) - 1); }
GLASSGRAD_ALWAYS_INLINE double u53(uint64_t r64) { return double(int64_t(low53(r64))) * 0x1p-53; }

// out[i] = f(r32)
template <class T, class F>
GLASSGRAD_ALWAYS_INLINE void fill_from_r32(CPUGeneratorImpl& gen, T* out, int64_t n, F f) {
  uint32_t r32[kChunk];
  for (int64_t begin = 0; begin < n; begin += kChunk) {
    const int64_t count = std::min(kChunk, n - begin);
    gen.engine().fill(r32, count);
    for (int64_t k = 0; k < count; ++k) out[begin + k] = f(r32[k]);
  }
}

// out[i] = f(r64)
template <class T, class F>
GLASSGRAD_ALWAYS_INLINE void fill_from_r64(CPUGeneratorImpl& gen, T* out, int64_t n, F f) {
  uint32_t r32[kChunk];
  for (int64_t begin = 0; begin < n; begin += kChunk / 2) {
    const int64_t count = std::min(kChunk / 2, n - begin);
    gen.engine().fill(r32, 2 * count);
    for (int64_t k = 0; k < count; ++k) {
      out[begin + k] = f(uint64_t{r32[2 * k]} << 32 | r32[2 * k + 1]);
    }
  }
}

// ln x for normal x > 0. With x = m * 2^e and m in [sqrt(1/2), sqrt(2)):
// ln x = e ln 2 + (m-1) - (m-1)^2 / 2 + (m-1)^3 P(m-1), ln 2 in two parts.
GLASSGRAD_ALWAYS_INLINE float cephes_log(float x) {
  const uint32_t bits = std::bit_cast<uint32_t>(x);
  float e = float(int32_t(bits >> 23) - 126);
  float m = std::bit_cast<float>((bits & 0x007fffffu) | 0x3f000000u);
  const bool low = m < 0.707106781186547524f;
  e -= low ? 1.0f : 0.0f;
  m = (m - 1.0f) + (low ? m : 0.0f);

  float p = 7.0376836292e-2f;
  p = std::fma(p, m, -1.1514610310e-1f);
  p = std::fma(p, m, 1.1676998740e-1f);
  p = std::fma(p, m, -1.2420140846e-1f);
  p = std::fma(p, m, 1.4249322787e-1f);
  p = std::fma(p, m, -1.6668057665e-1f);
  p = std::fma(p, m, 2.0000714765e-1f);
  p = std::fma(p, m, -2.4999993993e-1f);
  p = std::fma(p, m, 3.3333331174e-1f);
  p = p * m;

  const float m2 = m * m;
  p = std::fma(p, m2, e * -2.12194440e-4f);
  p = std::fma(-m2, 0.5f, p);
  return std::fma(e, 0.693359375f, m + p);
}

// sin x and cos x for 0 <= x <= 2 pi: the octant j chooses polynomial and sign, the rest
// r = x - j pi/4 lies in [-pi/4, pi/4]; pi/4 in three parts.
GLASSGRAD_ALWAYS_INLINE void cephes_sincos(float x, float& sine, float& cosine) {
  const int32_t j = (int32_t(x * 1.27323954473516f) + 1) & ~1;
  const float octant = float(j);
  float r = std::fma(octant, -0.78515625f, x);
  r = std::fma(octant, -2.4187564849853515625e-4f, r);
  r = std::fma(octant, -3.77489497744594108e-8f, r);
  const float r2 = r * r;

  float c = 2.443315711809948e-5f;
  c = std::fma(c, r2, -1.388731625493765e-3f);
  c = std::fma(c, r2, 4.166664568298827e-2f);
  c = c * r2;
  c = std::fma(c, r2, -(r2 * 0.5f));
  c = c + 1.0f;

  float s = -1.9515295891e-4f;
  s = std::fma(s, r2, 8.3321608736e-3f);
  s = std::fma(s, r2, -1.6666654611e-1f);
  s = s * r2;
  s = std::fma(s, r, r);

  const bool swap = (j & 2) != 0;
  const uint32_t sine_sign = uint32_t(j & 4) << 29;
  const uint32_t cosine_sign = uint32_t(~(j - 2) & 4) << 29;
  sine = std::bit_cast<float>(std::bit_cast<uint32_t>(swap ? c : s) ^ sine_sign);
  cosine = std::bit_cast<float>(std::bit_cast<uint32_t>(swap ? s : c) ^ cosine_sign);
}

// Box-Muller in place: in every block element j pairs with element j + 8.
GLASSGRAD_MULTIVERSION void transform_blocks(float* out, int64_t n, float mean, float std) {
  for (float* block = out; block < out + n; block += kBlock) {
#pragma omp simd
    for (int j = 0; j < kBlock / 2; ++j) {
      // 1 - u is at least 2^-24: the logarithm is finite.
      const float radius = std::sqrt(-2.0f * cephes_log(1.0f - block[j]));
      const float theta = 2.0f * std::numbers::pi_v<float> * block[j + 8];
      float sine, cosine;
      cephes_sincos(theta, sine, cosine);
      block[j] = std::fma(radius * cosine, std, mean);
      block[j + 8] = std::fma(radius * sine, std, mean);
    }
  }
}

GLASSGRAD_MULTIVERSION void transform_blocks(double* out, int64_t n, double mean, double std) {
  for (double* block = out; block < out + n; block += kBlock) {
    for (int j = 0; j < kBlock / 2; ++j) {
      const double radius = std::sqrt(-2.0 * std::log(1.0 - block[j]));
      const double theta = 2.0 * std::numbers::pi * block[j + 8];
      block[j] = std::fma(radius * std::cos(theta), std, mean);
      block[j + 8] = std::fma(radius * std::sin(theta), std, mean);
    }
  }
}

template <class T>
void normal_by_blocks(CPUGeneratorImpl& gen, T* out, int64_t n, T mean, T std) {
  const int64_t whole = n - n % kBlock;
  for (int64_t begin = 0; begin < whole; begin += kChunk) {
    const int64_t count = std::min(kChunk, whole - begin);
    uniform(gen, out + begin, count, 0, 1);
    transform_blocks(out + begin, count, mean, std);
  }
  if (whole == n) return;

  // The rest: its own uniforms are drawn and dropped, then 16 fresh ones take the last 16 places.
  T dropped[kBlock];
  uniform(gen, dropped, n - whole, 0, 1);
  T* const last = out + n - kBlock;
  uniform(gen, last, kBlock, 0, 1);
  transform_blocks(last, kBlock, mean, std);
}

template <class T>
void normal_by_pairs_as(CPUGeneratorImpl& gen, T* out, int64_t n, double mean, double std) {
  for (int64_t k = 0; k < n; ++k) out[k] = T(next_normal(gen, mean, std));
}

}  // namespace

double next_uniform(CPUGeneratorImpl& gen) { return u53(gen.random64()); }

double next_normal(CPUGeneratorImpl& gen, double mean, double std) {
  double z;
  if (const auto cached = gen.next_double_normal_sample()) {
    z = *cached;
    gen.set_next_double_normal_sample(std::nullopt);
  } else {
    const double u1 = next_uniform(gen);
    const double u2 = next_uniform(gen);
    const double radius = std::sqrt(-2.0 * std::log(1.0 - u2));
    const double theta = 2.0 * std::numbers::pi * u1;
    gen.set_next_double_normal_sample(radius * std::sin(theta));
    z = radius * std::cos(theta);
  }
  return std::fma(z, std, mean);
}

GLASSGRAD_MULTIVERSION
void uniform(CPUGeneratorImpl& gen, float* out, int64_t n, double from, double to) {
  const float shift = float(from);
  const float scale = float(to) - shift;
  fill_from_r32(gen, out, n, [=](uint32_t r) { return std::fma(u24(r), scale, shift); });
}

GLASSGRAD_MULTIVERSION
void uniform(CPUGeneratorImpl& gen, double* out, int64_t n, double from, double to) {
  const double scale = to - from;
  fill_from_r64(gen, out, n, [=](uint64_t r) { return std::fma(u53(r), scale, from); });
}

void normal_by_pairs(CPUGeneratorImpl& gen, float* out, int64_t n, double mean, double std) {
  normal_by_pairs_as(gen, out, n, mean, std);
}

void normal_by_pairs(CPUGeneratorImpl& gen, double* out, int64_t n, double mean, double std) {
  normal_by_pairs_as(gen, out, n, mean, std);
}

void normal(CPUGeneratorImpl& gen, float* out, int64_t n, double mean, double std) {
  if (n < kBlock) return normal_by_pairs(gen, out, n, mean, std);
  normal_by_blocks(gen, out, n, float(mean), float(std));
}

void normal(CPUGeneratorImpl& gen, double* out, int64_t n, double mean, double std) {
  if (n < kBlock) return normal_by_pairs(gen, out, n, mean, std);
  normal_by_blocks(gen, out, n, mean, std);
}

template <class T>
void random_from_to(CPUGeneratorImpl& gen, T* out, int64_t n, int64_t from, uint64_t range) {
  constexpr bool roomy = std::is_floating_point_v<T> || sizeof(T) == 8;
  // Unsigned sums wrap, so that every int64 range works.
  const auto shifted = [from](uint64_t r) { return T(int64_t(r + uint64_t(from))); };
  if (range == 0) {
    fill_from_r64(gen, out, n, [](uint64_t r) { return T(int64_t(r)); });
  } else if (range >> 32 != 0 && roomy) {
    fill_from_r64(gen, out, n, [=](uint64_t r) { return shifted(r % range); });
  } else if (range >> 32 != 0) {
    fill_from_r32(gen, out, n, shifted);
  } else {
    const uint32_t small = uint32_t(range);
    fill_from_r32(gen, out, n, [=](uint32_t r) { return shifted(r % small); });
  }
}

template <class T>
void random_full(CPUGeneratorImpl& gen, T* out, int64_t n) {
  if constexpr (std::is_same_v<T, bool>) {
    fill_from_r32(gen, out, n, [](uint32_t r) { return bool(r & 1); });
  } else if constexpr (std::is_floating_point_v<T>) {
    // Every integer up to 2^digits is a value of T.
    constexpr uint64_t range = (uint64_t{1} << std::numeric_limits<T>::digits) + 1;
    random_from_to(gen, out, n, 0, range);
  } else {
    constexpr uint64_t mask = uint64_t(std::numeric_limits<T>::max());
    const auto masked = [](uint64_t r) { return T(r & mask); };
    if constexpr (sizeof(T) == 8) {
      fill_from_r64(gen, out, n, masked);
    } else {
      fill_from_r32(gen, out, n, masked);
    }
  }
}

template <class T>
void bernoulli(CPUGeneratorImpl& gen, T* out, int64_t n, double p) {
  // u53 < p in integers, as a sign bit: a branch on a random bit would be mispredicted.
  const uint64_t threshold = uint64_t(std::ceil(p * 0x1p53));
  fill_from_r64(gen, out, n, [=](uint64_t r) { return T((low53(r) - threshold) >> 63); });
}

template <class T, class P>
void bernoulli(CPUGeneratorImpl& gen, T* out, const P* p, int64_t n) {
  if constexpr (std::is_same_v<P, float>) {
    fill_from_r32(gen, out, n, [&p](uint32_t r) { return T(u24(r) < *p++); });
  } else {
    fill_from_r64(gen, out, n, [&p](uint64_t r) { return T(u53(r) < *p++); });
  }
}

template <class T>
void exponential(CPUGeneratorImpl& gen, T* out, int64_t n, double lambda) {
  const double scale = -1.0 / lambda;
  fill_from_r64(gen, out, n, [=](uint64_t r) { return T(scale * std::log(1.0 - u53(r))); });
}

template <class T>
void randperm(CPUGeneratorImpl& gen, T* out, int64_t n) {
  for (int64_t i = 0; i < n; ++i) out[i] = T(i);
  for (int64_t i = 0; i < n - 1; ++i) {
    const int64_t rest = n - i;
    std::swap(out[i], out[i + gen.random() % rest]);
  }
}

#define INSTANTIATE(T)                                                                \
  template void random_from_to<T>(CPUGeneratorImpl&, T*, int64_t, int64_t, uint64_t); \
  template void random_full<T>(CPUGeneratorImpl&, T*, int64_t);                       \
  template void bernoulli<T>(CPUGeneratorImpl&, T*, int64_t, double);                 \
  template void bernoulli<T, float>(CPUGeneratorImpl&, T*, const float*, int64_t);    \
  template void bernoulli<T, double>(CPUGeneratorImpl&, T*, const double*, int64_t);  \
  template void randperm<T>(CPUGeneratorImpl&, T*, int64_t);
INSTANTIATE(float)
INSTANTIATE(double)
INSTANTIATE(int64_t)
INSTANTIATE(int32_t)
INSTANTIATE(int16_t)
INSTANTIATE(int8_t)
INSTANTIATE(uint8_t)
INSTANTIATE(bool)
#undef INSTANTIATE

template void exponential<float>(CPUGeneratorImpl&, float*, int64_t, double);
template void exponential<double>(CPUGeneratorImpl&, double*, int64_t, double);

}  // namespace glassgrad::kernels
