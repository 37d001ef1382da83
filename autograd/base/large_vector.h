#pragma once
// Internal: a list that may grow to millions.

#include <cstddef>
#include <cstdint>
#include <utility>

#include "autograd/base/large_blocks.h"

namespace glassgrad {

/// A list whose first N elements live inside it. The memory of more waits, when the list goes, for
/// the next one (large_blocks.h): from malloc, millions of elements would come page by page. It is
/// neither copied nor moved.
template <class T, uint32_t N>
class LargeVector {
 public:
  LargeVector() = default;
  LargeVector(const LargeVector&) = delete;
  LargeVector& operator=(const LargeVector&) = delete;
  ~LargeVector() {
    for (T& element : *this) element.~T();
    release();
  }

  size_t size() const { return size_; }
  T* begin() { return data_; }
  T* end() { return data_ + size_; }
  T& operator[](size_t i) { return data_[i]; }
  const T& operator[](size_t i) const { return data_[i]; }

  /// The arguments are no part of the list.
  template <class... Args>
  T& emplace_back(Args&&... args) {
    if (size_ == capacity_) grow(capacity_ * 2);
    return *new (data_ + size_++) T(std::forward<Args>(args)...);
  }

 private:
  T* inside() { return reinterpret_cast<T*>(inside_); }
  void grow(uint32_t capacity) {
    T* const moved = static_cast<T*>(allocate_large_block(sizeof(T) * capacity));
    for (uint32_t i = 0; i < size_; ++i) {
      new (moved + i) T(std::move(data_[i]));
      data_[i].~T();
    }
    release();
    data_ = moved;
    capacity_ = capacity;
  }
  void release() {
    if (data_ != inside()) free_large_block(data_, sizeof(T) * capacity_);
  }

  T* data_ = inside();
  uint32_t size_ = 0;
  uint32_t capacity_ = N;
  alignas(T) unsigned char inside_[N * sizeof(T)];
};

}  // namespace glassgrad
