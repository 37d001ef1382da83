#pragma once
// Memory for the time of one call.

#include <algorithm>
#include <cstdint>

#include "autograd/base/large_blocks.h"

namespace glassgrad::kernels {

/// Room for `count` elements; what they hold at first does not matter.
template <class T>
class Buffer {
 public:
  explicit Buffer(int64_t count)
      : bytes_(std::max<size_t>(static_cast<size_t>(count) * sizeof(T), 64)),
        data_(static_cast<T*>(allocate_large_block(bytes_))) {}
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer() { free_large_block(data_, bytes_); }

  T* data() const { return data_; }

 private:
  size_t bytes_;
  T* data_;
};

}  // namespace glassgrad::kernels
