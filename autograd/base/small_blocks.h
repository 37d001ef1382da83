#pragma once
// Memory for the small objects that every operation makes.

#include <cstddef>

namespace glassgrad {

namespace detail {
struct WaitingBlock {
  WaitingBlock* next;
};
/// Blocks of one size that wait for their next object.
struct WaitingBlocks {
  WaitingBlock* first;
  size_t room;  ///< for so many more; none before the thread gives back its first block
};
constexpr size_t kBlockStep = 64;  // list i holds blocks of (i + 1) * 64 bytes
constexpr size_t kBlockLists = 8;
constexpr size_t kMostWaiting = 1024;  // in a list
// Plain data, so that the lists are there before and after everything else of the thread.
extern constinit thread_local WaitingBlocks waiting_blocks[kBlockLists];

void* allocate_new_block(size_t bytes);
void keep_or_free_block(void* block, size_t bytes) noexcept;
}  // namespace detail

/// A block that waits in a list of this thread; null if none of its size does.
inline void* take_waiting_block(size_t bytes) noexcept {
  const size_t i = (bytes - 1) / detail::kBlockStep;
  if (i >= detail::kBlockLists) return nullptr;
  detail::WaitingBlocks& list = detail::waiting_blocks[i];
  detail::WaitingBlock* const block = list.first;
  if (!block) return nullptr;
  list.first = block->next;
  ++list.room;
  return block;
}

/// Memory for the small objects that every operation makes: tensor, node, storage. A block that is
/// given back waits in a list of its thread for the next object of its size, which costs a tenth of
/// malloc and free; together they were a fifth of a training iteration on two points
/// (./run bench --only tutorial). Larger blocks come from malloc as they are.
/// @throws std::bad_alloc
inline void* allocate_block(size_t bytes) {
  void* const block = take_waiting_block(bytes);
  return block ? block : detail::allocate_new_block(bytes);
}

/// `bytes` as it was asked for; any thread may give a block back.
inline void free_block(void* block, size_t bytes) noexcept {
  const size_t i = (bytes - 1) / detail::kBlockStep;
  if (i >= detail::kBlockLists) return detail::keep_or_free_block(block, bytes);
  detail::WaitingBlocks& list = detail::waiting_blocks[i];
  if (list.room == 0) return detail::keep_or_free_block(block, bytes);
  auto* waiting = static_cast<detail::WaitingBlock*>(block);
  waiting->next = list.first;
  list.first = waiting;
  --list.room;
}

/// Base of classes whose objects are such blocks.
struct InSmallBlocks {
  static void* operator new(size_t bytes) { return allocate_block(bytes); }
  static void operator delete(void* block, size_t bytes) noexcept { free_block(block, bytes); }
};

}  // namespace glassgrad
