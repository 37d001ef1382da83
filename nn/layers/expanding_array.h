#pragma once
// Options that have one number for each dimension of an image.

#include <array>
#include <iosfwd>

#include "../../autograd/base/array_ref.h"

namespace glassgrad {

namespace detail {
/// Throws "Expected 2 values, but instead got 3".
[[noreturn]] void wrong_number_of_values(size_t expected, size_t got);
/// "[5, 5]", and a single number without brackets.
std::ostream& print_expanded(std::ostream& stream, IntArrayRef values);
}  // namespace detail

/// D numbers; a single one stands for D of them.
template <size_t D, class T = int64_t>
class ExpandingArray {
 public:
  ExpandingArray(std::initializer_list<T> values) : ExpandingArray(ArrayRef<T>(values)) {}
  ExpandingArray(const std::vector<T>& values) : ExpandingArray(ArrayRef<T>(values)) {}
  /// @throws Error unless there are D of them
  ExpandingArray(ArrayRef<T> values) {
    if (values.size() != D) detail::wrong_number_of_values(D, values.size());
    for (size_t i = 0; i < D; ++i) values_[i] = values[i];
  }
  ExpandingArray(T value) { values_.fill(value); }
  ExpandingArray(const std::array<T, D>& values) : values_(values) {}

  std::array<T, D>& operator*() { return values_; }
  const std::array<T, D>& operator*() const { return values_; }
  std::array<T, D>* operator->() { return &values_; }
  const std::array<T, D>* operator->() const { return &values_; }
  operator ArrayRef<T>() const { return values_; }
  size_t size() const noexcept { return D; }

 private:
  std::array<T, D> values_;
};

template <size_t D>
std::ostream& operator<<(std::ostream& stream, const ExpandingArray<D>& values) {
  return detail::print_expanded(stream, values);
}

/// The same where a number may be left out: nullopt.
template <size_t D, class T = int64_t>
class ExpandingArrayWithOptionalElem : public ExpandingArray<D, optional<T>> {
 public:
  using ExpandingArray<D, optional<T>>::ExpandingArray;
  ExpandingArrayWithOptionalElem(std::initializer_list<T> values)
      : ExpandingArrayWithOptionalElem(ArrayRef<T>(values)) {}
  ExpandingArrayWithOptionalElem(const std::vector<T>& values)
      : ExpandingArrayWithOptionalElem(ArrayRef<T>(values)) {}
  /// @throws Error unless there are D of them
  ExpandingArrayWithOptionalElem(ArrayRef<T> values)
      : ExpandingArray<D, optional<T>>(optional<T>()) {
    if (values.size() != D) detail::wrong_number_of_values(D, values.size());
    for (size_t i = 0; i < D; ++i) (**this)[i] = values[i];
  }
  ExpandingArrayWithOptionalElem(T value) : ExpandingArray<D, optional<T>>(optional<T>(value)) {}
};

}  // namespace glassgrad
