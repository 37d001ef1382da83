#include "autograd/small_blocks.h"

#include <cstdlib>
#include <new>

namespace glassgrad {

namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr size_t kClasses = 0;  // every block is malloc's, so that misuse is seen
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
constexpr size_t kClasses = 0;
#else
constexpr size_t kClasses = 8;
#endif
#else
constexpr size_t kClasses = 8;
#endif
constexpr size_t kStep = 64;          // class i holds blocks of (i + 1) * 64 bytes
constexpr size_t kMostWaiting = 256;  // a list

struct Block {
  Block* next;
};
struct List {
  Block* first;
  size_t length;
};
// Plain data, so that it is there before and after everything else of the thread.
thread_local List lists[kClasses + 1];
thread_local bool thread_is_ending = false;

/// Hands a thread's waiting blocks back to malloc when the thread ends.
struct Cleaner {
  void install() {}  // naming the object makes it
  ~Cleaner() {
    thread_is_ending = true;
    for (List& list : lists) {
      while (Block* block = list.first) {
        list.first = block->next;
        std::free(block);
      }
      list.length = 0;
    }
  }
};
thread_local Cleaner cleaner;

void* from_malloc(size_t bytes) {
  void* block = std::malloc(bytes);
  if (!block) throw std::bad_alloc();
  return block;
}

size_t size_class(size_t bytes) { return (bytes + kStep - 1) / kStep - 1; }

}  // namespace

void* allocate_block(size_t bytes) {
  const size_t i = size_class(bytes);
  if (i >= kClasses) return from_malloc(bytes);
  List& list = lists[i];
  if (!list.first) return from_malloc((i + 1) * kStep);
  Block* block = list.first;
  list.first = block->next;
  --list.length;
  return block;
}

void free_block(void* block, size_t bytes) noexcept {
  const size_t i = size_class(bytes);
  if (i >= kClasses || thread_is_ending || lists[i].length >= kMostWaiting) {
    std::free(block);
    return;
  }
  List& list = lists[i];
  if (list.length == 0) cleaner.install();
  auto* waiting = static_cast<Block*>(block);
  waiting->next = list.first;
  list.first = waiting;
  ++list.length;
}

}  // namespace glassgrad
