#pragma once

#include <cstddef>
#include <cstdint>

#include "node.h"

// Where the nodes of Values live.
//
// Nodes that operations made lie in chunks of memory in the order of their creation, which is a
// topological order: backward walks from the newest to the oldest without sorting anything, and
// finds the next node in the cache. A chunk is used again when its last node has died. Leaves lie
// elsewhere, so that a parameter, which lives long, keeps no chunk.
namespace glassgrad {

struct ValueArena;

/// The head of a chunk; the nodes follow it. All chunks but the newest of an arena are full.
struct alignas(64) ValueChunk {
  // Less than the alignment by what malloc needs, so that chunks lie side by side; and twice of it
  // less than 128 KiB, from where on glibc asks the system for every block.
  static constexpr size_t kAlignment = 1 << 16;
  static constexpr size_t kBytes = kAlignment - 128;
  static constexpr size_t kHead = 64;  // of the chunk: this struct, in a line of the cache
  static constexpr uint32_t kNodes = (kBytes - kHead) / sizeof(ValueNode);

  ValueArena* arena;
  ValueChunk* older;
  ValueChunk* newer;
  uint32_t alive;    ///< nodes that have not died: in the newest chunk also those yet to be made
  uint32_t waiting;  ///< in a backward call: nodes here whose turn is still to come

  ValueNode* begin() { return reinterpret_cast<ValueNode*>(this + 1); }
  ValueNode* end() { return begin() + kNodes; }

  /// The chunk of a node that is no leaf.
  static ValueChunk* of(const ValueNode* node) {
    return reinterpret_cast<ValueChunk*>(reinterpret_cast<uintptr_t>(node) & ~(kAlignment - 1));
  }
};
static_assert(sizeof(ValueChunk) == ValueChunk::kHead);
// A node fills a line of the cache; with pointers of 32 bits, as in WebAssembly, it is smaller.
static_assert(sizeof(void*) != 8 || sizeof(ValueNode) == 64);

/// The chunks of one thread. It outlives the thread for as long as one of the nodes does.
struct ValueArena {
  ValueNode* next = nullptr;  ///< where the next node goes
  ValueNode* end = nullptr;   ///< of the newest chunk
  ValueChunk* newest = nullptr;
  ValueChunk* spare = nullptr;  ///< empty chunks, linked by `older`
  size_t num_spare = 0;
  bool thread_has_ended = false;

  void open_chunk();
  /// `count` nodes of the chunk have died.
  void bury(ValueChunk* chunk, uint32_t count);
  /// The thread ends: from now on memory is freed as soon as it is empty.
  void leave_thread();

 private:
  void take_back(ValueChunk* chunk);
  void unlink(ValueChunk* chunk);
};

/// The arena of this thread; until its first node an empty one, which all threads share.
extern constinit thread_local ValueArena* value_arena;
/// This thread's arena, with a new chunk.
ValueArena* value_arena_with_room();

/// Room for the newest node of this thread.
inline ValueNode* allocate_value_node() {
  ValueArena* arena = value_arena;
  if (arena->next == arena->end) [[unlikely]]
    arena = value_arena_with_room();
#if defined(__GNUC__)
  // The processor fetches ahead within a page alone. A long chain gains a quarter of its time.
  __builtin_prefetch(arena->next + 32, /*for writing*/ 1);
#endif
  return arena->next++;
}

/// A node for a number, apart from the chunks.
ValueNode* make_value_leaf(double data);

/// Releases a node that nothing refers to, and all that lived through it alone.
void dispose(ValueNode* node);

}  // namespace glassgrad
