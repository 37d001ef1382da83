#pragma once
// Short lists without memory of their own: shapes, edges, gradients.

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <new>
#include <utility>

#include "array_ref.h"

namespace glassgrad {

/// A vector whose first N elements live inside the object: shapes, edges and gradients are short,
/// and most of them never touch the heap.
template <class T, uint32_t N>
class SmallVector {
 public:
  using value_type = T;
  static constexpr size_t kInside = N;  ///< so many need no memory of their own

  SmallVector() = default;
  SmallVector(size_t count, const T& value) { resize(count, value); }
  SmallVector(ArrayRef<T> values) { append(values.begin(), values.end()); }
  SmallVector(const SmallVector& other) { copy(other); }
  SmallVector(SmallVector&& other) noexcept { take(other); }
  SmallVector& operator=(const SmallVector& other) {
    if (this != &other) {
      clear();
      copy(other);
    }
    return *this;
  }
  SmallVector& operator=(ArrayRef<T> values) {  // not a part of this vector
    clear();
    append(values.begin(), values.end());
    return *this;
  }
  SmallVector& operator=(SmallVector&& other) noexcept {
    if (this != &other) {
      release();
      take(other);
    }
    return *this;
  }
  ~SmallVector() {
    destroy_elements();
    if (data_ != inline_data()) ::operator delete(data_);
  }

  T* data() { return data_; }
  const T* data() const { return data_; }
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T* begin() { return data_; }
  T* end() { return data_ + size_; }
  const T* begin() const { return data_; }
  const T* end() const { return data_ + size_; }
  T& operator[](size_t i) { return data_[i]; }
  const T& operator[](size_t i) const { return data_[i]; }
  T& back() { return data_[size_ - 1]; }
  const T& back() const { return data_[size_ - 1]; }

  template <class... Args>
  T& emplace_back(Args&&... args) {
    if (size_ == capacity_) {
      // The argument may be one of our own elements: make the new one before the old ones move.
      T value(std::forward<Args>(args)...);
      grow(capacity_ * 2);
      return *new (data_ + size_++) T(std::move(value));
    }
    return *new (data_ + size_++) T(std::forward<Args>(args)...);
  }
  void push_back(T value) { emplace_back(std::move(value)); }
  void pop_back() { data_[--size_].~T(); }
  void clear() {
    destroy_elements();
    size_ = 0;
  }
  void reserve(size_t count) {
    if (count > capacity_) grow(static_cast<uint32_t>(count));
  }
  void resize(size_t count) {
    while (size_ > count) pop_back();
    reserve(count);
    for (; size_ < count; ++size_) new (data_ + size_) T();
  }
  /// The same for plain data, whose new elements the caller is about to write.
  void resize_for_overwrite(size_t count) {
    static_assert(std::is_trivially_copyable_v<T>);
    reserve(count);
    size_ = static_cast<uint32_t>(count);
  }
  void resize(size_t count, const T& value) {
    while (size_ > count) pop_back();
    reserve(count);
    while (size_ < count) emplace_back(value);
  }
  void append(const T* first, const T* last) {
    const auto count = static_cast<uint32_t>(last - first);
    reserve(size_ + count);
    // One by one: a copy in wide pieces of what has just been written in narrow ones has to wait
    // for the processor's store buffer.
    T* to = data_ + size_;
    for (; first != last; ++first, ++to) new (to) T(*first);
    size_ += count;
  }
  void insert(size_t at, T value) {
    push_back(std::move(value));
    for (size_t i = size_ - 1; i > at; --i) std::swap(data_[i], data_[i - 1]);
  }
  void erase(size_t at) {
    for (size_t i = at; i + 1 < size_; ++i) data_[i] = std::move(data_[i + 1]);
    pop_back();
  }
  friend bool operator==(const SmallVector& a, const SmallVector& b) {
    return ArrayRef<T>(a).equals(b);
  }

 private:
  void destroy_elements() {
    if constexpr (!std::is_trivially_destructible_v<T>)
      for (uint32_t i = 0; i < size_; ++i) data_[i].~T();
  }
  T* inline_data() { return reinterpret_cast<T*>(inline_); }
  const T* inline_data() const { return reinterpret_cast<const T*>(inline_); }
  void grow(uint32_t capacity) {
    if (capacity <= size_) __builtin_unreachable();  // spares GCC a warning about a block of zero
    T* moved = static_cast<T*>(::operator new(sizeof(T) * capacity));
    for (uint32_t i = 0; i < size_; ++i) {
      new (moved + i) T(std::move(data_[i]));
      data_[i].~T();
    }
    if (data_ != inline_data()) ::operator delete(data_);
    data_ = moved;
    capacity_ = capacity;
  }
  void release() {
    clear();
    if (data_ == inline_data()) return;
    ::operator delete(data_);
    data_ = inline_data();
    capacity_ = N;
  }
  // Precondition: this is empty.
  void copy(const SmallVector& other) { append(other.begin(), other.end()); }
  // Precondition: this is empty and inline.
  void take(SmallVector& other) {
    if (other.data_ != other.inline_data()) {
      data_ = std::exchange(other.data_, other.inline_data());
      size_ = std::exchange(other.size_, 0);
      capacity_ = std::exchange(other.capacity_, N);
      return;
    }
    for (uint32_t i = 0; i < other.size_; ++i) new (data_ + i) T(std::move(other.data_[i]));
    size_ = other.size_;
    other.clear();
  }

  T* data_ = inline_data();
  uint32_t size_ = 0;
  uint32_t capacity_ = N;
  alignas(T) unsigned char inline_[N * sizeof(T)];
};

/// Sizes or strides of a tensor, in elements.
using Dims = SmallVector<int64_t, 4>;

}  // namespace glassgrad
