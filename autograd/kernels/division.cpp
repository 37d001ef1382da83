// Loops over quotients and over the arithmetic of integers.
#include "autograd/kernels/division.h"

#include <cmath>
#include <numeric>

#include "autograd/types/element.h"

namespace glassgrad::kernels {

namespace {

template <class F>
void every_number(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
                  const Operand& b, F f) {
  visit(type, [&]<class T>() {
    if constexpr (!std::is_same_v<T, bool>)
      zip<T, T, T>(sizes, y, a, b, [f](T p, T q) { return static_cast<T>(f(p, q)); });
  });
}
template <class F>
void integers(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
              const Operand& b, F f) {
  every_number(type, sizes, y, a, b, [f]<class T>(T p, T q) {
    if constexpr (std::is_integral_v<T>)
      return f(p, q);
    else
      return T(0);
  });
}

/// The quotient of integers; that of the least number by -1 wraps around.
template <class T>
T quotient(T a, T b) {
  if constexpr (std::is_signed_v<T>)
    if (b == T(-1)) return negative(a);
  return static_cast<T>(a / b);
}

template <class T>
T floored(T a, T b) {
  if constexpr (std::is_floating_point_v<T>) {
    if (b == 0) return a / b;
    const T rest = std::fmod(a, b);
    T whole = (a - rest) / b;
    if (rest != 0 && (b < 0) != (rest < 0)) whole -= 1;
    if (whole == 0) return std::copysign(T(0), a / b);
    const T down = std::floor(whole);
    return whole - down > T(0.5) ? down + 1 : down;
  } else {
    const T whole = quotient(a, b);
    const bool between = b != static_cast<T>(-1) && a % b != 0 && (a < 0) != (b < 0);
    return between ? static_cast<T>(whole - 1) : whole;
  }
}

/// Of magnitudes, as Euclid has it; the least number has none, and its divisors may be negative.
template <class T>
T divisor(T a, T b) {
  if (a < 0) a = negative(a);
  if (b < 0) b = negative(b);
  while (a != 0) {
    const T rest = static_cast<T>(b % a);
    b = a;
    a = rest;
  }
  return b;
}

template <class T>
bool too_far(T bits) {
  return bits < 0 || static_cast<uint64_t>(bits) >= sizeof(T) * 8;
}

}  // namespace

void trunc_divide(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
                  const Operand& b) {
  every_number(type, sizes, y, a, b, []<class T>(T p, T q) {
    if constexpr (std::is_floating_point_v<T>)
      return std::trunc(p / q);
    else
      return quotient(p, q);
  });
}
void floor_divide(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
                  const Operand& b) {
  every_number(type, sizes, y, a, b, []<class T>(T p, T q) { return floored(p, q); });
}
void fmod(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
          const Operand& b) {
  every_number(type, sizes, y, a, b, []<class T>(T p, T q) {
    if constexpr (std::is_floating_point_v<T>)
      return std::fmod(p, q);
    else
      return q == static_cast<T>(-1) ? T(0) : static_cast<T>(p % q);
  });
}
void nextafter(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
               const Operand& b) {
  visit_floating(type, [&]<class T>() {
    zip<T, T, T>(sizes, y, a, b, [](T p, T q) { return std::nextafter(p, q); });
  });
}
void gcd(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a, const Operand& b) {
  integers(type, sizes, y, a, b, []<class T>(T p, T q) { return divisor(p, q); });
}
void lcm(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a, const Operand& b) {
  integers(type, sizes, y, a, b, []<class T>(T p, T q) {
    const T g = divisor(p, q);
    using Whole = decltype(p * q);  // its sign is taken away before the low bits of it are kept
    const Whole multiple = g == 0 ? 0 : times<Whole>(quotient<Whole>(p, g), q);
    return static_cast<T>(multiple < 0 ? negative(multiple) : multiple);
  });
}
void shift_left(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
                const Operand& b) {
  integers(type, sizes, y, a, b, []<class T>(T p, T q) {
    return too_far(q) ? T(0) : static_cast<T>(static_cast<uint64_t>(p) << q);
  });
}
void shift_right(ScalarType type, IntArrayRef sizes, const Operand& y, const Operand& a,
                 const Operand& b) {
  integers(type, sizes, y, a, b, []<class T>(T p, T q) {
    if (too_far(q)) return static_cast<T>(p < 0 ? -1 : 0);
    return static_cast<T>(p >> q);
  });
}

}  // namespace glassgrad::kernels
