#pragma once
// Internal: what a tensor is made of, in one piece.

#include <new>

#include "autograd/base/small_blocks.h"
#include "autograd/tensor/tensor_impl.h"

namespace glassgrad {

/// A tensor and, beside it, what nearly always lives and dies with it: its version counter and, if
/// its elements are few, its memory.
///
/// Where they do not die together (a view keeps the memory or the counter, set_data gives the
/// tensor other memory), the block goes with the last of the three. The counter knows when: the
/// tensor and the memory count among those that share it.
struct TensorBlock {
  TensorImpl tensor;
  VersionCounter version_counter;  ///< unused by a view, which has that of another tensor
  Storage storage;                 ///< unused if the elements lie elsewhere
  alignas(16) unsigned char elements[48];

  static TensorBlock* of(TensorImpl* tensor) { return reinterpret_cast<TensorBlock*>(tensor); }
  static TensorBlock* of(VersionCounter* counter) {
    return of(reinterpret_cast<TensorImpl*>(counter) - 1);
  }
  static TensorBlock* of(Storage* storage) {
    return of(reinterpret_cast<VersionCounter*>(storage) - 1);
  }

  static TensorBlock* allocate() {
    return static_cast<TensorBlock*>(allocate_block(sizeof(TensorBlock)));
  }
  static void free(TensorBlock* block) { free_block(block, sizeof(TensorBlock)); }

  // What is not there yet is made by these; `shares` is 1 for the tensor, 1 for the memory.
  intrusive_ptr<VersionCounter> make_counter(uint32_t shares) {
    ::new (&version_counter) VersionCounter;
    version_counter.retain_new(shares);
    return intrusive_ptr<VersionCounter>::adopt(&version_counter);
  }
  intrusive_ptr<Storage> make_storage(size_t nbytes) {
    ::new (&storage) Storage;
    storage.in_tensor_block = true;
    storage.memory = elements;
    storage.size = nbytes;
    return intrusive_ptr<Storage>::take_new(&storage);
  }
  intrusive_ptr<TensorImpl> make_tensor(ScalarType dtype, void* data, intrusive_ptr<Storage> memory,
                                        intrusive_ptr<VersionCounter> counter) {
    return intrusive_ptr<TensorImpl>::take_new(
        ::new (&tensor) TensorImpl(dtype, data, std::move(memory), std::move(counter)));
  }
};
static_assert(sizeof(TensorBlock) == sizeof(TensorImpl) + sizeof(VersionCounter) + sizeof(Storage) +
                                         sizeof(TensorBlock::elements));

}  // namespace glassgrad
