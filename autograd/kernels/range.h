#pragma once
// Evenly spaced values. The numbers are, bit for bit, those of PyTorch 1.13's CPU kernels in their
// AVX2 build on one thread. They depend on how that build walks: floating-point memory in groups of
// two 8-lane (float) or 4-lane (double) vectors, where the first lane comes from the formula and
// the others from lane 0 plus k steps; the rest of n mod 16 (mod 8) element by element. So
// arange(-2, 2, 0.1)[20] is -5.96e-9 rather than 0.

#include <cstdint>

namespace glassgrad::kernels {

/// out[i] = start + i * step. Computed in double precision for float and double, in 64 bits for
/// integers. T: float, double, int64, int32, int16, int8, uint8.
void arange(float* out, int64_t n, double start, double step);
void arange(double* out, int64_t n, double start, double step);
template <class T>
void arange(T* out, int64_t n, int64_t start, int64_t step);

/// out[i] = start + i * step in the first half, end - (n-1-i) * step in the second, with
/// step = (end - start) / (n - 1). n = 1 gives start. Float computes in single
/// precision, integers in double precision and truncate towards zero.
/// T: float, double, int64, int32, int16, int8, uint8.
template <class T>
void linspace(T* out, int64_t n, T start, T end);

}  // namespace glassgrad::kernels
