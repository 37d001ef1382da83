// Takes and gives back the memory of tensors.
#include "autograd/tensor/storage.h"

#include <new>

#include "autograd/base/check.h"
#include "autograd/base/large_blocks.h"
#include "autograd/base/small_blocks.h"
#include "autograd/tensor/tensor_block.h"

namespace glassgrad {

static_assert(sizeof(Storage) <= Storage::kHeader &&
              Storage::kHeader % alignof(std::max_align_t) == 0);

namespace {
// Memory that cannot be had is a caller's mistake: too large a size.
void* block_for(size_t header, size_t nbytes, bool large) {
  if (nbytes <= SIZE_MAX - header) try {
      return large ? allocate_large_block(header + nbytes) : allocate_block(header + nbytes);
    } catch (const std::bad_alloc&) {
    }
  check(false,
        "DefaultCPUAllocator: can't allocate memory: you tried to allocate {} bytes. Error code 12 "
        "(Cannot allocate memory)",
        nbytes);
  return nullptr;
}
}  // namespace

intrusive_ptr<Storage> Storage::allocate(size_t nbytes) {
  constexpr size_t kLarge = 1024;
  const bool large = nbytes >= kLarge;
  const size_t header = large ? kAlignedHeader : kHeader;
  void* block = block_for(header, nbytes, large);
  auto* storage = new (block) Storage;
  storage->block_size = large ? 0 : static_cast<uint16_t>(header + nbytes);
  storage->memory = static_cast<char*>(block) + header;
  storage->size = nbytes;
  return intrusive_ptr<Storage>::take_new(storage);
}

intrusive_ptr<Storage> Storage::wrap(void* data, size_t nbytes,
                                     std::function<void(void*)> deleter) {
  intrusive_ptr<Storage> storage = allocate(0);
  storage->memory = data;
  storage->size = nbytes;
  if (deleter) storage->deleter = new std::function<void(void*)>(std::move(deleter));
  return storage;
}

bool Storage::is_owner() const {
  const auto* own = reinterpret_cast<const char*>(this);
  return memory == own + kHeader || memory == own + kAlignedHeader;
}

void dispose(Storage* storage) {
  if (storage->in_tensor_block) return drop(&TensorBlock::of(storage)->version_counter);
  if (storage->deleter) {
    (*storage->deleter)(storage->memory);
    delete storage->deleter;
  }
  if (storage->block_size == 0)
    free_large_block(storage, Storage::kAlignedHeader + storage->size);
  else
    free_block(storage, storage->block_size);
}

}  // namespace glassgrad
