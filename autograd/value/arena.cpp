// Chunks of nodes: opened, shared between threads, used again.
#include "autograd/value/arena.h"

#include <cstdlib>
#include <new>

#include "autograd/base/compiler.h"
#include "autograd/base/small_blocks.h"

namespace glassgrad {

namespace {

// 256 MiB: a graph of four million nodes.
constexpr size_t kMostSpare = detail::kAddressSanitizer ? 0 : 4096;

constinit ValueArena no_arena;
thread_local bool thread_is_ending = false;

/// Parts a thread that ends from its arena, for its Values may be there still: in other threads, in
/// static variables, in thread-local ones that die later.
struct Cleaner {
  void install() {}  // naming the object makes it; only a thread with an arena does
  ~Cleaner() {
    thread_is_ending = true;
    value_arena->leave_thread();
  }
};
thread_local Cleaner cleaner;

ValueChunk* new_chunk() {
  // aligned_alloc takes multiples of the alignment alone.
  void* memory = nullptr;
  if (posix_memalign(&memory, ValueChunk::kAlignment, ValueChunk::kBytes) != 0)
    throw std::bad_alloc();
  return static_cast<ValueChunk*>(memory);
}

}  // namespace

constinit thread_local ValueArena* value_arena = &no_arena;

ValueArena* value_arena_with_room() {
  if (value_arena == &no_arena) {
    value_arena = new ValueArena;
    value_arena->thread_has_ended = thread_is_ending;
    if (!thread_is_ending) cleaner.install();
  }
  value_arena->open_chunk();
  return value_arena;
}

void ValueArena::open_chunk() {
  ValueChunk* chunk = spare;
  if (chunk) {
    spare = chunk->older;
    --num_spare;
  } else {
    chunk = new_chunk();
  }
  *chunk = {this, newest, nullptr, ValueChunk::kNodes, 0};
  if (newest) newest->newer = chunk;
  newest = chunk;
  next = chunk->begin();
  end = chunk->end();
}

void ValueArena::bury(ValueChunk* chunk, uint32_t count) {
  chunk->alive -= count;
  const auto yet_to_be_made = static_cast<uint32_t>(chunk == newest ? end - next : 0);
  if (chunk->alive != yet_to_be_made) return;
  if (chunk != newest || thread_has_ended) {
    take_back(chunk);
  } else {  // its memory is in the cache: fill it again
    chunk->alive = ValueChunk::kNodes;
    next = chunk->begin();
  }
}

void ValueArena::take_back(ValueChunk* chunk) {
  unlink(chunk);
  if (num_spare < kMostSpare && !thread_has_ended) {
    chunk->older = spare;
    spare = chunk;
    ++num_spare;
    return;
  }
  std::free(chunk);
  if (!thread_has_ended || newest) return;
  if (value_arena == this) value_arena = &no_arena;
  delete this;
}

void ValueArena::unlink(ValueChunk* chunk) {
  if (chunk->older) chunk->older->newer = chunk->newer;
  if (chunk->newer) {
    chunk->newer->older = chunk->older;
  } else {
    newest = chunk->older;
    next = end = nullptr;
  }
}

void ValueArena::leave_thread() {
  thread_has_ended = true;
  while (ValueChunk* chunk = spare) {
    spare = chunk->older;
    std::free(chunk);
  }
  num_spare = 0;
  bury(newest, 0);
}

ValueNode* make_value_leaf(double data) {
  auto* node = static_cast<ValueNode*>(allocate_block(sizeof(ValueNode)));
  *node = {data, 0, {}, {}, {nullptr}, 1, ValueOp::leaf, true};
  return node;
}

namespace {

/// The release of a node that nothing refers to, and of all that lived through it alone.
///
/// What dies with a node lies mostly just before it: the walk goes down in memory, as backward
/// does, and needs to have read no node to know where the next one is. What lies further away waits
/// in a queue, linked through the dead nodes; first in, first out goes with the memory too.
class Release {
 public:
  void run(ValueNode* node) {
    free_name(node);
    wait(node);
    while (ValueNode* const dead = pop()) {
      if (dead->op == ValueOp::leaf)
        free_block(dead, sizeof(ValueNode));
      else
        walk_down_from(dead);
    }
  }

 private:
  static constexpr ptrdiff_t kNear = 64;  // as many living nodes may be passed for a dead one
  static constexpr uint32_t kPassed = 1;  // no walk stops at a node with so many references

  void walk_down_from(ValueNode* at) {
    ValueChunk* const chunk = ValueChunk::of(at);
    ValueNode* const begin = chunk->begin();
    uint32_t released = 0;
    uint32_t near = 1;  // dead nodes between here and `begin` that this walk will find
    const auto drop = [&](ValueNode* parent) {
      if (!parent || --parent->references != 0) return;
      free_name(parent);
      if (parent >= begin && parent < at && at - parent <= kNear) [[likely]]
        ++near;
      else
        wait(parent);
    };
    at->references = 0;
    for (; near != 0; --at) {
      while (at->references != 0) --at;
      at->references = kPassed;
      drop(at->parent[0]);
      drop(at->parent[1]);
      ++released;
      --near;
    }
    chunk->arena->bury(chunk, released);
  }

  static void free_name(ValueNode* node) {
    if (node->name) [[unlikely]]
      std::free(const_cast<char*>(node->name));
  }

  void wait(ValueNode* node) {
    node->references = kPassed;
    (first_ ? last_->next_dead : first_) = node;
    last_ = node;
  }
  ValueNode* pop() {
    ValueNode* const node = first_;
    if (node) first_ = node == last_ ? nullptr : node->next_dead;
    return node;
  }

  ValueNode* first_ = nullptr;
  ValueNode* last_ = nullptr;
};

}  // namespace

void dispose(ValueNode* node) { Release().run(node); }

}  // namespace glassgrad
