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

/// The dead of one chunk, reported together: one after the other they come in the order of memory.
struct Burial {
  ValueChunk* chunk = nullptr;
  uint32_t count = 0;

  void add(ValueNode* node) {
    if (node->op == ValueOp::leaf) {
      free_block(node, sizeof(ValueNode));
      return;
    }
    if (ValueChunk::of(node) != chunk) {
      finish();
      chunk = ValueChunk::of(node);
      count = 0;
    }
    ++count;
  }
  void finish() {
    if (chunk) chunk->arena->bury(chunk, count);
  }
};

/// Dead nodes that wait to be released, linked through themselves. First in, first out goes with
/// the memory, from the newest node to the oldest.
struct DeadQueue {
  ValueNode* first = nullptr;
  ValueNode* last = nullptr;

  void push(ValueNode* node) {
    if (node->name) [[unlikely]]
      std::free(const_cast<char*>(node->name));
    if (first)
      last->next_dead = node;
    else
      first = node;
    last = node;
  }
  ValueNode* pop() {
    ValueNode* const node = first;
    if (node) first = node == last ? nullptr : node->next_dead;
    return node;
  }
};

}  // namespace

void dispose(ValueNode* node) {
  DeadQueue queue;
  Burial burial;
  queue.push(node);
  while (ValueNode* dead = queue.pop()) {
    for (ValueNode* parent : dead->parent)
      if (parent && --parent->references == 0) queue.push(parent);
    burial.add(dead);
  }
  burial.finish();
}

}  // namespace glassgrad
