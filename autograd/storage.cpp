#include "autograd/storage.h"

#include <new>

#include "autograd/large_blocks.h"
#include "autograd/small_blocks.h"

namespace glassgrad {

namespace {
// A header and its elements are one allocation. Elements start at the next multiple of 64 bytes
// where they are many; at 16 where malloc puts them.
constexpr size_t kHeader = 48;
constexpr size_t kAlignedHeader = 64;
constexpr size_t kLarge = 1024;
static_assert(sizeof(Storage) <= kHeader && kHeader % alignof(std::max_align_t) == 0);

void* allocate_aligned(size_t nbytes) {
  if (nbytes > SIZE_MAX - kAlignedHeader) throw std::bad_alloc();
  return allocate_large_block(kAlignedHeader + nbytes);
}
}  // namespace

intrusive_ptr<Storage> Storage::allocate(size_t nbytes) {
  const bool large = nbytes >= kLarge;
  const size_t header = large ? kAlignedHeader : kHeader;
  void* block = large ? allocate_aligned(nbytes) : allocate_block(header + nbytes);
  auto* storage = new (block) Storage;
  storage->block_size = large ? 0 : static_cast<uint32_t>(header + nbytes);
  storage->data = static_cast<char*>(block) + header;
  storage->nbytes = nbytes;
  return intrusive_ptr<Storage>::take_new(storage);
}

intrusive_ptr<Storage> Storage::wrap(void* data, size_t nbytes,
                                     std::function<void(void*)> deleter) {
  intrusive_ptr<Storage> storage = allocate(0);
  storage->data = data;
  storage->nbytes = nbytes;
  if (deleter) storage->deleter = new std::function<void(void*)>(std::move(deleter));
  return storage;
}

bool Storage::is_owner() const {
  const auto* own = reinterpret_cast<const char*>(this);
  return data == own + kHeader || data == own + kAlignedHeader;
}

void dispose(Storage* storage) {
  if (storage->deleter) {
    (*storage->deleter)(storage->data);
    delete storage->deleter;
  }
  const size_t block_size = storage->block_size, nbytes = storage->nbytes;
  storage->~Storage();
  if (block_size == 0)
    free_large_block(storage, kAlignedHeader + nbytes);
  else
    free_block(storage, block_size);
}

}  // namespace glassgrad
