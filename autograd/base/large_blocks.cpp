// Blocks that were given back wait in lists of their thread, by size.
#include "autograd/base/large_blocks.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <new>

#include "autograd/base/compiler.h"
#include "autograd/base/kept_memory.h"
#include "autograd/base/small_blocks.h"

namespace glassgrad {
namespace {

using detail::WaitingBlock;

// Sizes are rounded up to one of four steps between two powers of two; a list for each.
constexpr int kSmallest = 10, kLargest = 26;  // powers of two
constexpr int kLists = 4 * (kLargest - kSmallest) + 1;
constexpr size_t kLargestBlock = size_t{1} << kLargest;

/// What may wait in a thread altogether: at first as much as glibc's malloc may keep.
constinit std::atomic<size_t> most_waiting{kLargestBlock};

struct Step {
  int list;
  size_t bytes;
};

/// For 1 <= bytes <= kLargestBlock.
Step step_of(size_t bytes) {
  if (bytes <= size_t{1} << kSmallest) return {0, size_t{1} << kSmallest};
  const int power = std::bit_width(bytes - 1) - 1;  // 2^power < bytes <= 2^(power + 1)
  const int quarters = static_cast<int>((bytes - 1) >> (power - 2)) + 1;  // of 2^power: 5 to 8
  return {4 * (power - kSmallest) + quarters - 4, static_cast<size_t>(quarters) << (power - 2)};
}

// Plain data, so that the lists are there before and after everything else of the thread.
constinit thread_local WaitingBlock* waiting[kLists] = {};
constinit thread_local size_t waiting_bytes = 0;
/// From the first block that the thread gives back until it ends.
constinit thread_local bool is_open = false;

void free_waiting() {
  for (WaitingBlock*& first : waiting)
    while (WaitingBlock* block = first) {
      first = block->next;
      std::free(block);
    }
  waiting_bytes = 0;
}

/// Once a thread; what waits when the thread ends goes back to malloc.
void open_lists() {
  static constinit thread_local bool opened = false;
  if (opened) return;
  opened = is_open = true;
  static thread_local struct Closer {
    ~Closer() {
      is_open = false;
      free_waiting();
    }
  } closer;
}

}  // namespace

size_t get_kept_memory() { return most_waiting.load(std::memory_order_relaxed); }

void set_kept_memory(size_t bytes) {
  most_waiting.store(bytes, std::memory_order_relaxed);
  if (waiting_bytes > bytes) free_waiting();
}

void* allocate_large_block(size_t bytes) {
  if (bytes <= kLargestBlock) {
    const Step step = step_of(bytes);
    if (WaitingBlock* block = waiting[step.list]) {
      waiting[step.list] = block->next;
      waiting_bytes -= step.bytes;
      return block;
    }
    bytes = step.bytes;
  }
  const size_t rounded = (bytes + 63) / 64 * 64;
  void* block = rounded < bytes ? nullptr : std::aligned_alloc(64, rounded);
  if (!block) throw std::bad_alloc();
  return block;
}

void free_large_block(void* block, size_t bytes) noexcept {
  if (detail::kAddressSanitizer || bytes > kLargestBlock) return std::free(block);
  if (!is_open) open_lists();
  const Step step = step_of(bytes);
  const size_t limit = is_open ? get_kept_memory() : 0;
  if (waiting_bytes + step.bytes > limit) {
    free_waiting();  // sizes of another time
    if (step.bytes > limit) return std::free(block);
  }
  waiting[step.list] = new (block) WaitingBlock{waiting[step.list]};
  waiting_bytes += step.bytes;
}

}  // namespace glassgrad
