#pragma once
// A number of any type as an argument.

#include <cstdint>
#include <iosfwd>
#include <type_traits>

#include "scalar_type.h"

namespace glassgrad {

class Tensor;

/// A bool and nothing that converts to one: where a number would mean something else, a dimension
/// say, `f(x, 1)` must not be taken for `f(x, true)`.
template <class T>
concept TrueBool = std::is_same_v<T, bool>;

/// A number on its way into an operation: bool, 64-bit integer or double.
class Scalar {
 public:
  Scalar() : Scalar(int64_t{0}) {}
  template <class T>
  requires std::is_arithmetic_v<T> Scalar(T value) {
    if constexpr (std::is_same_v<T, bool>) {
      kind_ = kBool;
      integer_ = value;
    } else if constexpr (std::is_integral_v<T>) {
      kind_ = kLong;
      integer_ = static_cast<int64_t>(value);
    } else {
      kind_ = kDouble;
      real_ = static_cast<double>(value);
    }
  }

  bool isFloatingPoint() const { return kind_ == kDouble; }
  bool isIntegral(bool include_bool) const {
    return kind_ == kLong || (include_bool && isBoolean());
  }
  bool isBoolean() const { return kind_ == kBool; }
  /// kBool, kLong or kDouble.
  ScalarType type() const { return kind_; }

  /// The number as T: a fraction is cut off, every number but 0 is true.
  /// @throws Error  if it does not fit; a negative integer fits an unsigned type as far as its
  ///                absolute value does (-1 is 255 as uint8)
  template <class T>
  T to() const {
    if (!fits<T>()) [[unlikely]]
      does_not_fit(scalar_type_of<T>);
    if constexpr (std::is_same_v<T, bool>)
      return kind_ == kDouble ? real_ != 0 : integer_ != 0;
    else
      return kind_ == kDouble ? static_cast<T>(real_) : static_cast<T>(integer_);
  }
  template <class T>
  bool fits() const;
  double toDouble() const { return to<double>(); }
  float toFloat() const { return to<float>(); }
  int64_t toLong() const { return to<int64_t>(); }
  int toInt() const { return to<int>(); }
  bool toBool() const { return to<bool>(); }
  Scalar operator-() const;
  /// A bool equals no number.
  bool equal(double value) const { return !isBoolean() && toDouble() == value; }

 private:
  [[noreturn]] static void does_not_fit(ScalarType type);

  ScalarType kind_;
  union {
    int64_t integer_;
    double real_;
  };
};

template <class T>
bool Scalar::fits() const {
  if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, double>) {
    return true;
  } else if constexpr (std::is_floating_point_v<T>) {
    const double magnitude = real_ < 0 ? -real_ : real_;
    return kind_ != kDouble || !(magnitude > __FLT_MAX__) || magnitude > __DBL_MAX__;
  } else {
    constexpr bool is_signed = T(-1) < T(0);
    constexpr auto most = static_cast<T>(~uint64_t{0} >> (64 - 8 * sizeof(T) + is_signed));
    constexpr T least = is_signed ? static_cast<T>(-most - 1) : T(0);
    if (kind_ == kDouble)  // an int64 has no double for its greatest number, only for the next
      return real_ >= double(least) &&
             (sizeof(T) < 8 ? real_ <= double(most) : real_ < double(most));
    if constexpr (sizeof(T) == 8)
      return true;
    else
      return integer_ >= (is_signed ? int64_t(least) : -int64_t(most)) && integer_ <= int64_t(most);
  }
}

std::ostream& operator<<(std::ostream& out, const Scalar& s);

}  // namespace glassgrad
