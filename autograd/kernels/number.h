#pragma once
// A number in a loop over a formula (autograd/formulas): arithmetic of its type, and the elementary
// functions that its place in the loop asks for.

#include <cmath>
#include <type_traits>

#include "autograd/base/compiler.h"
#include "autograd/kernels/loops.h"
#include "autograd/kernels/sleef.h"
#include "autograd/kernels/vector_math.h"
#include "autograd/types/element.h"

namespace glassgrad::kernels {

// clang-format off
#define GLASSGRAD_ELEMENTARY_FUNCTIONS(F)                                  \
  F(exp) F(expm1) F(log) F(log1p) F(log2) F(log10) F(erf) F(erfc)          \
  F(sin) F(cos) F(tan) F(asin) F(acos) F(atan)                             \
  F(sinh) F(cosh) F(tanh) F(asinh) F(acosh) F(atanh)
// clang-format on

/// glibc's vector functions.
struct GlibcFunctions {
#define GLASSGRAD_FUNCTION(name)               \
  template <class T>                           \
  GLASSGRAD_ALWAYS_INLINE static T name(T x) { \
    return vec::name(x);                       \
  }
  GLASSGRAD_ELEMENTARY_FUNCTIONS(GLASSGRAD_FUNCTION)
#undef GLASSGRAD_FUNCTION
};

/// Functions for groups of elements: of floats PyTorch's where sleef.h has them, so that a training
/// takes the same way bit for bit; glibc's for the rest.
struct VectorFunctions : GlibcFunctions {
#define GLASSGRAD_FUNCTION(name)                                                \
  GLASSGRAD_ALWAYS_INLINE static float name(float x) { return sleef::name(x); } \
  GLASSGRAD_ALWAYS_INLINE static double name(double x) { return GlibcFunctions::name(x); }
  GLASSGRAD_FUNCTION(exp)
  GLASSGRAD_FUNCTION(expm1)
  GLASSGRAD_FUNCTION(log)
  GLASSGRAD_FUNCTION(log1p)
  GLASSGRAD_FUNCTION(tanh)
  GLASSGRAD_FUNCTION(erf)
#undef GLASSGRAD_FUNCTION
#define GLASSGRAD_FUNCTION(name)                                                      \
  GLASSGRAD_ALWAYS_INLINE static float name(float x) {                                \
    return select(std::fabs(x) < sleef::kLargestAngle, sleef::name(x), vec::name(x)); \
  }                                                                                   \
  GLASSGRAD_ALWAYS_INLINE static double name(double x) { return GlibcFunctions::name(x); }
  GLASSGRAD_FUNCTION(sin)
  GLASSGRAD_FUNCTION(cos)
#undef GLASSGRAD_FUNCTION
};

/// Functions for the elements that do not fill a group.
struct ScalarFunctions {
#define GLASSGRAD_FUNCTION(name)               \
  template <class T>                           \
  GLASSGRAD_ALWAYS_INLINE static T name(T x) { \
    return std::name(x);                       \
  }
  GLASSGRAD_ELEMENTARY_FUNCTIONS(GLASSGRAD_FUNCTION)
#undef GLASSGRAD_FUNCTION
};

/// A number of type T. Constants of a formula, whole or double, become T first.
template <class T, class Functions>
struct Number {
  T v;

  template <class U>
  requires std::is_arithmetic_v<U> GLASSGRAD_ALWAYS_INLINE Number(U x) : v(static_cast<T>(x)) {}
  /// Back from in_double.
  template <class U>
  GLASSGRAD_ALWAYS_INLINE explicit Number(Number<U, Functions> x) : v(static_cast<T>(x.v)) {}

  GLASSGRAD_ALWAYS_INLINE friend Number operator+(Number a, Number b) { return plus(a.v, b.v); }
  GLASSGRAD_ALWAYS_INLINE friend Number operator-(Number a, Number b) { return minus(a.v, b.v); }
  GLASSGRAD_ALWAYS_INLINE friend Number operator*(Number a, Number b) { return times(a.v, b.v); }
  GLASSGRAD_ALWAYS_INLINE friend Number operator/(Number a, Number b) {
    return static_cast<T>(a.v / b.v);
  }
#define GLASSGRAD_COMPARISON(sign) \
  GLASSGRAD_ALWAYS_INLINE friend bool operator sign(Number a, Number b) { return a.v sign b.v; }
  GLASSGRAD_COMPARISON(<)
  GLASSGRAD_COMPARISON(>)
  GLASSGRAD_COMPARISON(<=)
  GLASSGRAD_COMPARISON(>=)
  GLASSGRAD_COMPARISON(==)
#undef GLASSGRAD_COMPARISON
  GLASSGRAD_ALWAYS_INLINE friend Number operator-(Number a) { return negative(a.v); }

#define GLASSGRAD_FUNCTION(name) \
  GLASSGRAD_ALWAYS_INLINE friend Number name(Number x) { return Functions::name(x.v); }
  GLASSGRAD_ELEMENTARY_FUNCTIONS(GLASSGRAD_FUNCTION)
#undef GLASSGRAD_FUNCTION

  // What is one instruction, or made of comparisons, is the same everywhere.
  GLASSGRAD_ALWAYS_INLINE friend Number sqrt(Number x) { return std::sqrt(x.v); }
  GLASSGRAD_ALWAYS_INLINE friend Number floor(Number x) {
    if constexpr (std::is_floating_point_v<T>)
      return std::floor(x.v);
    else
      return x;
  }
  GLASSGRAD_ALWAYS_INLINE friend Number ceil(Number x) {
    if constexpr (std::is_floating_point_v<T>)
      return std::ceil(x.v);
    else
      return x;
  }
  GLASSGRAD_ALWAYS_INLINE friend Number trunc(Number x) {
    if constexpr (std::is_floating_point_v<T>)
      return std::trunc(x.v);
    else
      return x;
  }
  /// To the nearest whole number, halves to the even one.
  GLASSGRAD_ALWAYS_INLINE friend Number round(Number x) {
    if constexpr (std::is_floating_point_v<T>)
      return std::nearbyint(x.v);
    else
      return x;
  }
  GLASSGRAD_ALWAYS_INLINE friend Number abs(Number x) {
    if constexpr (std::is_floating_point_v<T>)
      return std::fabs(x.v);
    else
      return x.v < T(0) ? negative(x.v) : x.v;
  }
  GLASSGRAD_ALWAYS_INLINE friend Number sign(Number x) { return (x.v > T(0)) - (x.v < T(0)); }
  GLASSGRAD_ALWAYS_INLINE friend bool isnan(Number x) { return x.v != x.v; }
  GLASSGRAD_ALWAYS_INLINE friend Number fma(Number a, Number b, Number c) {
    return std::fma(a.v, b.v, c.v);
  }
  GLASSGRAD_ALWAYS_INLINE friend Number atan2(Number a, Number b) { return std::atan2(a.v, b.v); }
  GLASSGRAD_ALWAYS_INLINE friend Number hypot(Number a, Number b) { return std::hypot(a.v, b.v); }
  GLASSGRAD_ALWAYS_INLINE friend Number where(bool condition, Number a, Number b) {
    if constexpr (std::is_floating_point_v<T>)
      return select(condition, a.v, b.v);
    else
      return condition ? a : b;
  }
  /// A number of the formula's own, as T: rounded before it is computed with.
  GLASSGRAD_ALWAYS_INLINE friend Number constant(Number, double c) { return c; }
  GLASSGRAD_ALWAYS_INLINE friend Number constant(Number, const Scalar& c) {
    return converted<T>(c);
  }
  /// In double precision, where PyTorch takes a step of the formula so.
  GLASSGRAD_ALWAYS_INLINE friend Number<double, Functions> in_double(Number x) { return x.v; }
};

#undef GLASSGRAD_ELEMENTARY_FUNCTIONS

}  // namespace glassgrad::kernels
