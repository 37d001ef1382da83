#pragma once
// Internal: a tensor of few elements in one piece.

#include <new>

#include "autograd/base/small_blocks.h"
#include "autograd/tensor/tensor_impl.h"

namespace glassgrad {

/// Memory of a tensor, its storage and its elements, made as one block, since the three nearly
/// always live and die together. Where they do not (a view keeps the storage, set_data gives the
/// tensor another one), the block goes with the last of them.
struct SmallTensor {
  TensorImpl tensor;
  Storage storage;
  alignas(16) unsigned char elements[48];

  static TensorImpl* make(size_t nbytes) {
    auto* block = static_cast<SmallTensor*>(allocate_block(sizeof(SmallTensor)));
    auto* tensor = ::new (&block->tensor) TensorImpl;
    auto* storage = ::new (&block->storage) Storage;
    storage->data = block->elements;
    storage->nbytes = nbytes;
    storage->behind_tensor = true;
    tensor->storage = intrusive_ptr<Storage>::take_new(storage);
    return tensor;
  }
  /// Whether the two lie in one block.
  static bool is_behind(const Storage* storage, const TensorImpl* tensor) {
    return storage == reinterpret_cast<const Storage*>(tensor + 1) && storage->behind_tensor;
  }
  static void free(Storage* storage) {
    static_assert(sizeof(TensorImpl) % alignof(Storage) == 0);
    static_assert(sizeof(SmallTensor) ==
                  sizeof(TensorImpl) + Storage::kHeader + sizeof(SmallTensor::elements));
    free_block(reinterpret_cast<TensorImpl*>(storage) - 1, sizeof(SmallTensor));
  }
};

}  // namespace glassgrad
