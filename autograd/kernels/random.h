#pragma once
// Random fills of contiguous memory, in the order of the memory. The numbers are, bit for bit,
// those of PyTorch 1.13's CPU kernels in their AVX2 build, which contracts x*scale + shift into one
// fused multiply-add. The caller holds the generator's mutex and has checked the arguments.
//
// r32 is one output of the engine, r64 two of them with the first in the high word; u24 and u53 are
// uniform on [0, 1): u24 = (r32 mod 2^24) / 2^24 and u53 = (r64 mod 2^53) / 2^53.

#include <cstdint>

#include "autograd/types/generator.h"

namespace glassgrad::kernels {

/// out[i] = u * (to - from) + from, u = u24 for float and u53 for double.
void uniform(CPUGeneratorImpl& gen, float* out, int64_t n, double from, double to);
void uniform(CPUGeneratorImpl& gen, double* out, int64_t n, double from, double to);

/// out[i] = z * std + mean with standard normal z, by Box-Muller:
/// z1, z2 = sqrt(-2 ln u1) * {cos, sin}(2 pi u2).
///
/// n < 16 is normal_by_pairs. Otherwise memory is filled with uniforms (u24 or u53) and transformed
/// in blocks of 16, element j with element j + 8; a rest of n mod 16 draws 16 fresh uniforms over
/// the last 16 elements. Blocks neither use nor leave a cached value. Source: Box & Muller (1958);
/// float blocks use the single-precision logarithm and sine of Moshier's Cephes library.
void normal(CPUGeneratorImpl& gen, float* out, int64_t n, double mean, double std);
void normal(CPUGeneratorImpl& gen, double* out, int64_t n, double mean, double std);

/// The same distribution, one pair of u53 for two elements, in double precision: the cosine value
/// now, the sine value cached in the generator for the next element, also of a later call.
/// PyTorch uses it for fewer than 16 elements and for memory that is not contiguous.
void normal_by_pairs(CPUGeneratorImpl& gen, float* out, int64_t n, double mean, double std);
void normal_by_pairs(CPUGeneratorImpl& gen, double* out, int64_t n, double mean, double std);

/// One element of normal_by_pairs before the cast.
double next_normal(CPUGeneratorImpl& gen, double mean, double std);

/// One u53.
double next_uniform(CPUGeneratorImpl& gen);

/// out[i] = from + r mod range; r is r64 if range >= 2^32 and T has room (float, double, int64),
/// else r32. A range of 0 stands for 2^64: out[i] = r64. T: all element types.
template <class T>
void random_from_to(CPUGeneratorImpl& gen, T* out, int64_t n, int64_t from, uint64_t range);

/// All values that T can count to: integers r mod 2^(value bits), bool r mod 2, float and double
/// r mod (2^24 + 1) and r mod (2^53 + 1); r64 for int64 and double, else r32. T: all element types.
template <class T>
void random_full(CPUGeneratorImpl& gen, T* out, int64_t n);

/// out[i] = (u53 < p), 0 <= p <= 1. T: all element types.
template <class T>
void bernoulli(CPUGeneratorImpl& gen, T* out, int64_t n, double p);

/// out[i] = (u < p[i]), u = u24 for float p and u53 for double p. T: all element types.
template <class T, class P>
void bernoulli(CPUGeneratorImpl& gen, T* out, const P* p, int64_t n);

/// out[i] = -1/lambda * ln(1 - u53), in double precision. T: float, double.
template <class T>
void exponential(CPUGeneratorImpl& gen, T* out, int64_t n, double lambda);

/// A random order of 0..n-1 (Fisher-Yates, n - 1 draws of r32). T: all element types but bool.
/// Source: Knuth, TAOCP 2, 3.4.2, algorithm P.
template <class T>
void randperm(CPUGeneratorImpl& gen, T* out, int64_t n);

}  // namespace glassgrad::kernels
