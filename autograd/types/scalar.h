#pragma once

#include <cstdint>
#include <iosfwd>
#include <type_traits>

#include "scalar_type.h"

namespace glassgrad {

class Tensor;

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

  template <class T>
  T to() const {
    return kind_ == kDouble ? static_cast<T>(real_) : static_cast<T>(integer_);
  }
  double toDouble() const { return to<double>(); }
  float toFloat() const { return to<float>(); }
  int64_t toLong() const { return to<int64_t>(); }
  int toInt() const { return to<int>(); }
  bool toBool() const { return kind_ == kDouble ? real_ != 0 : integer_ != 0; }
  Scalar operator-() const;
  bool equal(double value) const { return toDouble() == value; }

 private:
  ScalarType kind_;
  union {
    int64_t integer_;
    double real_;
  };
};

template <>
inline bool Scalar::to<bool>() const {
  return toBool();
}
inline Scalar Scalar::operator-() const {
  return kind_ == kDouble ? Scalar(-real_) : Scalar(-integer_);
}

std::ostream& operator<<(std::ostream& out, const Scalar& s);

}  // namespace glassgrad
