// What happens to small blocks where a thread's lists are empty, full or gone.
#include "autograd/base/small_blocks.h"

#include <cstdlib>
#include <new>

#include "autograd/base/compiler.h"

namespace glassgrad::detail {

constinit thread_local WaitingBlocks waiting_blocks[kBlockLists] = {};

namespace {

/// Opens the lists of a thread, and hands what waits in them back to malloc when the thread ends.
struct Lists {
  Lists() {
    for (WaitingBlocks& list : waiting_blocks) list.room = kMostWaiting;
  }
  ~Lists() {
    for (WaitingBlocks& list : waiting_blocks) {
      while (WaitingBlock* block = list.first) {
        list.first = block->next;
        std::free(block);
      }
      list.room = 0;
    }
  }
};

/// True once a thread, when it gives back its first block; after that a list without room is full,
/// or its thread is ending.
bool open_lists() {
  static constinit thread_local bool opened = false;
  if (opened || kAddressSanitizer) return false;
  opened = true;
  static thread_local Lists lists;
  return true;
}

}  // namespace

void* allocate_new_block(size_t bytes) {
  const size_t i = (bytes - 1) / kBlockStep;
  void* block = std::malloc(i < kBlockLists ? (i + 1) * kBlockStep : bytes);
  if (!block) throw std::bad_alloc();
  return block;
}

void keep_or_free_block(void* block, size_t bytes) noexcept {
  const bool small = (bytes - 1) / kBlockStep < kBlockLists;
  if (small && open_lists())
    free_block(block, bytes);
  else
    std::free(block);
}

}  // namespace glassgrad::detail
