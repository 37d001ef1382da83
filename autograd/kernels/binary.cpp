// Loops over two operands.
#include "autograd/kernels/binary.h"

#include <cmath>

#include "autograd/formulas/elementary.h"
#include "autograd/kernels/number.h"

namespace glassgrad::kernels {

namespace {

template <class F>
void floating(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
              const Operand& b, F f) {
  visit_floating(type, [&]<class T>() { zip_vectors<T>(sizes, y, a, b, f); });
}
template <class F>
void any_type(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
              const Operand& b, F f) {
  visit(type, [&]<class T>() {
    zip<T, T, T>(sizes, y, a, b, [f](T p, T q) { return static_cast<T>(f(p, q)); });
  });
}
/// y = F::value(a, b)
template <class F>
void formula(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
             const Operand& b) {
  const auto value = []<class T>(T p, T q) {
    using N = Number<T, ScalarFunctions>;
    return F::value(N(p), N(q)).v;
  };
  if (isFloatingType(type))
    floating(type, sizes, y, a, b, value);
  else
    any_type(type, sizes, y, a, b, value);
}
template <class F>
void predicate(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
               const Operand& b, F f) {
  visit(type, [&]<class T>() { zip<bool, T, T>(sizes, y, a, b, f); });
}
template <class F>
void bitwise(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
             const Operand& b, F f) {
  visit(type, [&]<class T>() {
    if constexpr (std::is_integral_v<T>)
      zip<T, T, T>(sizes, y, a, b, [f](T p, T q) { return static_cast<T>(f(p, q)); });
  });
}

template <class T>
T modulo(T a, T b) {
  if constexpr (std::is_floating_point_v<T>) {
    const T rest = std::fmod(a, b);
    return rest != 0 && (b < 0) != (rest < 0) ? rest + b : rest;
  } else {
    if (std::is_signed_v<T> && b == static_cast<T>(-1))
      return 0;  // the least number has no quotient
    const T rest = static_cast<T>(a % b);
    return rest != 0 && (b < T(0)) != (rest < T(0)) ? static_cast<T>(rest + b) : rest;
  }
}

// By repeated squaring; of a negative exponent what is left of the fraction, 0 but for 1 and -1.
template <class T>
T integer_power(T base, T exponent) {
  if constexpr (std::is_signed_v<T>) {
    if (exponent < 0 && base != 1)
      return base != -1 ? T(0) : static_cast<T>(exponent % 2 == 0 ? 1 : -1);
  }
  T result = 1;
  for (; exponent > 0; exponent = static_cast<T>(exponent / 2)) {
    if (exponent % 2 == 1) result = times(result, base);
    base = times(base, base);
  }
  return result;
}

}  // namespace

void add(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a, const Operand& b,
         double alpha, int64_t integer_alpha) {
  visit(type, [&]<class T>() {
    if constexpr (std::is_floating_point_v<T>) {
      const T scale = static_cast<T>(alpha);
      if (scale == 1)
        zip_vectors<T>(sizes, y, a, b, [](T p, T q) { return p + q; });
      else if (scale == -1)
        zip_vectors<T>(sizes, y, a, b, [](T p, T q) { return p - q; });
      else
        zip_vectors<T>(sizes, y, a, b, [scale](T p, T q) { return std::fma(scale, q, p); });
    } else {
      const T scale = static_cast<T>(integer_alpha);
      zip<T, T, T>(sizes, y, a, b, [scale](T p, T q) { return plus(p, times(scale, q)); });
    }
  });
}

void axpy(ScalarType type, void* y, const void* x, int64_t n, double alpha) {
  visit_floating(type, [&]<class T>() {
    T* to = static_cast<T*>(y);
    const T* from = static_cast<const T*>(x);
    const T scale = static_cast<T>(alpha);
    // A sum with a factor of 1 or -1 has one rounding as well: fused in every case.
    const auto fused = [scale](T p, T q) { return std::fma(scale, q, p); };
    if (n >= kGroup) return zip_both(to, to, from, n, fused);
    for (int64_t i = 0; i < n; ++i) to[i] = fused(to[i], from[i]);
  });
}

void mul(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a, const Operand& b) {
  formula<formulas::Mul>(type, sizes, y, a, b);
}
void div(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a, const Operand& b) {
  floating(type, sizes, y, a, b, []<class T>(T p, T q) { return formulas::Div::value(p, q); });
}
void remainder(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
               const Operand& b) {
  visit(type, [&]<class T>() {
    if constexpr (!std::is_same_v<T, bool>) zip<T, T, T>(sizes, y, a, b, modulo<T>);
  });
}

void pow(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a, const Operand& b) {
  visit(type, [&]<class T>() {
    if constexpr (std::is_floating_point_v<T>)
      zip<T, T, T>(sizes, y, a, b, [](T p, T q) { return std::pow(p, q); });
    else if constexpr (!std::is_same_v<T, bool>)
      zip<T, T, T>(sizes, y, a, b, integer_power<T>);
  });
}

void maximum(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
             const Operand& b) {
  formula<formulas::Maximum>(type, sizes, y, a, b);
}
void minimum(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
             const Operand& b) {
  formula<formulas::Minimum>(type, sizes, y, a, b);
}

void eq(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a, const Operand& b) {
  predicate(type, sizes, y, a, b, [](auto p, auto q) { return p == q; });
}
void ne(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a, const Operand& b) {
  predicate(type, sizes, y, a, b, [](auto p, auto q) { return p != q; });
}
void lt(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a, const Operand& b) {
  predicate(type, sizes, y, a, b, [](auto p, auto q) { return p < q; });
}
void le(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a, const Operand& b) {
  predicate(type, sizes, y, a, b, [](auto p, auto q) { return p <= q; });
}
void logical_and(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
                 const Operand& b) {
  predicate(type, sizes, y, a, b, [](auto p, auto q) { return p != 0 && q != 0; });
}
void logical_or(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
                const Operand& b) {
  predicate(type, sizes, y, a, b, [](auto p, auto q) { return p != 0 || q != 0; });
}
void logical_xor(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
                 const Operand& b) {
  predicate(type, sizes, y, a, b, [](auto p, auto q) { return (p != 0) != (q != 0); });
}

void bitwise_and(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
                 const Operand& b) {
  bitwise(type, sizes, y, a, b, [](auto p, auto q) { return p & q; });
}
void bitwise_or(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
                const Operand& b) {
  bitwise(type, sizes, y, a, b, [](auto p, auto q) { return p | q; });
}
void bitwise_xor(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
                 const Operand& b) {
  bitwise(type, sizes, y, a, b, [](auto p, auto q) { return p ^ q; });
}

void where(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& condition,
           const Operand& a, const Operand& b) {
  visit(type, [&]<class T>() {
    T* py = static_cast<T*>(y.data);
    const bool* pc = static_cast<const bool*>(condition.data);
    const T* pa = static_cast<const T*>(a.data);
    const T* pb = static_cast<const T*>(b.data);
    for_each_row(sizes, {y.strides, condition.strides, a.strides, b.strides},
                 [&](const int64_t* at, const int64_t* step, int64_t n) {
                   for (int64_t i = 0; i < n; ++i)
                     py[at[0] + i * step[0]] = pc[at[1] + i * step[1]] ? pa[at[2] + i * step[2]]
                                                                       : pb[at[3] + i * step[3]];
                 });
  });
}

}  // namespace glassgrad::kernels
