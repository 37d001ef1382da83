#pragma once
// The memory of a tensor, which views share.

#include <functional>

#include "../base/intrusive_ptr.h"

namespace glassgrad {

/// A block of memory that tensors share.
struct Storage : RefCounted {
  uint16_t block_size = 0;       ///< of header and elements in one small block; 0: otherwise
  bool in_tensor_block = false;  ///< lies in the block of the tensor that it was made for
  void* memory = nullptr;
  size_t size = 0;  ///< in bytes
  /// Memory that came from elsewhere (`from_blob`) is handed back through this.
  std::function<void(void*)>* deleter = nullptr;

  /// Uninitialised memory; small blocks lie behind the header in the same allocation.
  static intrusive_ptr<Storage> allocate(size_t nbytes);
  static intrusive_ptr<Storage> wrap(void* data, size_t nbytes, std::function<void(void*)> deleter);
  void* data() const { return memory; }   ///< of the first byte
  size_t nbytes() const { return size; }  ///< of all of it, whatever a view sees
  /// Whether the memory is its own, not wrapped.
  bool is_owner() const;

  /// A header and its elements are one allocation. Elements start at the next multiple of 64 bytes
  /// where they are many; at 16 where malloc puts them.
  static constexpr size_t kHeader = 32;
  static constexpr size_t kAlignedHeader = 64;
};
void dispose(Storage* storage);

}  // namespace glassgrad
