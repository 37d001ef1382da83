#pragma once
// Lists of sizes and other elements that somebody else owns, as arguments.

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iosfwd>
#include <iterator>
#include <optional>
#include <type_traits>
#include <vector>

namespace glassgrad {

using std::nullopt;
using std::nullopt_t;
using std::optional;

/// A view of a contiguous run of elements that somebody else owns; it must not outlive them.
template <class T>
class ArrayRef {
 public:
  using value_type = T;
  using const_iterator = const T*;
  using iterator = const T*;

  constexpr ArrayRef() = default;
  constexpr ArrayRef(const T& one) : data_(&one), size_(1) {}
  constexpr ArrayRef(const T* data, size_t size) : data_(data), size_(size) {}
  constexpr ArrayRef(const T* begin, const T* end) : data_(begin), size_(end - begin) {}
  ArrayRef(const std::vector<T>& v) : data_(v.data()), size_(v.size()) {}
  constexpr ArrayRef(const std::initializer_list<T>& v) : size_(v.size()) { data_ = v.begin(); }
  template <size_t N>
  constexpr ArrayRef(const T (&array)[N]) : data_(array), size_(N) {}
  /// Any other contiguous container of T (std::array, SmallVector).
  template <class Container>
  requires(std::is_convertible_v<decltype(std::declval<const Container&>().data()), const T*> &&
           !std::is_base_of_v<ArrayRef, Container>) constexpr ArrayRef(const Container& c)
      : data_(c.data()), size_(c.size()) {}

  constexpr const T* data() const { return data_; }
  constexpr size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }
  constexpr const T* begin() const { return data_; }
  constexpr const T* end() const { return data_ + size_; }
  constexpr auto rbegin() const { return std::reverse_iterator(end()); }
  constexpr auto rend() const { return std::reverse_iterator(begin()); }
  constexpr const T& operator[](size_t i) const { return data_[i]; }
  constexpr const T& at(size_t i) const { return data_[i]; }
  constexpr const T& front() const { return data_[0]; }
  constexpr const T& back() const { return data_[size_ - 1]; }
  constexpr ArrayRef slice(size_t first, size_t count) const { return {data_ + first, count}; }
  constexpr ArrayRef slice(size_t first) const { return {data_ + first, size_ - first}; }
  std::vector<T> vec() const { return std::vector<T>(begin(), end()); }
  explicit operator std::vector<T>() const { return vec(); }

  constexpr bool equals(ArrayRef other) const {
    if (size_ != other.size_) return false;
    for (size_t i = 0; i < size_; ++i)
      if (!(data_[i] == other.data_[i])) return false;
    return true;
  }
  friend constexpr bool operator==(ArrayRef a, ArrayRef b) { return a.equals(b); }
  friend bool operator==(ArrayRef a, const std::vector<T>& b) { return a.equals(b); }

 private:
  const T* data_ = nullptr;
  size_t size_ = 0;
};

using IntArrayRef = ArrayRef<int64_t>;

/// Dimensions given or left out; takes one index, braces, or a container.
class OptionalIntArrayRef {
 public:
  OptionalIntArrayRef() = default;
  OptionalIntArrayRef(nullopt_t) {}
  OptionalIntArrayRef(IntArrayRef dims) : dims_(dims), given_(true) {}
  OptionalIntArrayRef(const std::initializer_list<int64_t>& dims) : dims_(dims), given_(true) {}
  OptionalIntArrayRef(const std::vector<int64_t>& dims) : dims_(dims), given_(true) {}
  OptionalIntArrayRef(const int64_t& dim) : dims_(dim), given_(true) {}
  bool has_value() const { return given_; }
  explicit operator bool() const { return given_; }
  IntArrayRef value() const { return dims_; }
  const IntArrayRef& operator*() const { return dims_; }
  const IntArrayRef* operator->() const { return &dims_; }

 private:
  IntArrayRef dims_;
  bool given_ = false;
};

/// "[2, 3]"
std::ostream& operator<<(std::ostream& out, IntArrayRef values);

}  // namespace glassgrad
