#pragma once
// Elementary functions that GCC can call for a whole vector at a time: `vec::exp(x)` inside a loop
// becomes glibc's libmvec version for the instruction set at hand (within 4 units in the last
// place, measured 2). Elsewhere they are the functions of <cmath>.

#include <cmath>

#if defined(GLASSGRAD_HAVE_LIBMVEC) && defined(__GNUC__) && !defined(__clang__)
// A second name for the same function, so that <cmath>'s own stays scalar.
#define GLASSGRAD_VECTOR_FUNCTION(name)                                                        \
  extern "C" __attribute__((simd("notinbranch"), const, nothrow)) float glassgrad_##name##f(   \
      float) __asm__(#name "f");                                                               \
  extern "C" __attribute__((simd("notinbranch"), const, nothrow)) double glassgrad_##name(     \
      double) __asm__(#name);                                                                  \
  namespace glassgrad::kernels::vec {                                                          \
  inline __attribute__((always_inline)) float name(float x) { return glassgrad_##name##f(x); } \
  inline __attribute__((always_inline)) double name(double x) { return glassgrad_##name(x); }  \
  }
#else
#define GLASSGRAD_VECTOR_FUNCTION(name)                 \
  namespace glassgrad::kernels::vec {                   \
  inline float name(float x) { return std::name(x); }   \
  inline double name(double x) { return std::name(x); } \
  }
#endif

GLASSGRAD_VECTOR_FUNCTION(exp)
GLASSGRAD_VECTOR_FUNCTION(expm1)
GLASSGRAD_VECTOR_FUNCTION(log)
GLASSGRAD_VECTOR_FUNCTION(log1p)
GLASSGRAD_VECTOR_FUNCTION(log2)
GLASSGRAD_VECTOR_FUNCTION(log10)
GLASSGRAD_VECTOR_FUNCTION(sin)
GLASSGRAD_VECTOR_FUNCTION(cos)
GLASSGRAD_VECTOR_FUNCTION(tan)
GLASSGRAD_VECTOR_FUNCTION(asin)
GLASSGRAD_VECTOR_FUNCTION(acos)
GLASSGRAD_VECTOR_FUNCTION(atan)
GLASSGRAD_VECTOR_FUNCTION(sinh)
GLASSGRAD_VECTOR_FUNCTION(cosh)
GLASSGRAD_VECTOR_FUNCTION(tanh)
GLASSGRAD_VECTOR_FUNCTION(asinh)
GLASSGRAD_VECTOR_FUNCTION(acosh)
GLASSGRAD_VECTOR_FUNCTION(atanh)
GLASSGRAD_VECTOR_FUNCTION(erf)
GLASSGRAD_VECTOR_FUNCTION(erfc)
#undef GLASSGRAD_VECTOR_FUNCTION
