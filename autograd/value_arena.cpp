#include "autograd/value_arena.h"

#include <cstdlib>
#include <new>

#include "autograd/small_blocks.h"

namespace glassgrad {

namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr size_t kMostSpare = 0;  // every chunk is malloc's, so that misuse is seen
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
constexpr size_t kMostSpare = 0;
#else
constexpr size_t kMostSpare = 4096;
#endif
#else
constexpr size_t kMostSpare = 4096;  // 256 MiB: what the next graph of this size need not ask for
#endif

constinit ValueArena no_arena;
thread_local bool thread_is_ending = false;

bool has_nothing(const ValueArena& arena) { return !arena.newest; }

/// Takes the arena off its thread when the thread ends. Values may still be there: in other
/// threads, in variables of static storage, in thread-local variables that die later.
struct Cleaner {
  void install() {}  // naming the object makes it
  ~Cleaner() {
    thread_is_ending = true;
    ValueArena* arena = value_arena;
    value_arena = &no_arena;
    arena->thread_has_ended = true;
    arena->drop_spare();
    if (arena->newest && arena->newest->living == 0)
      arena->empty(arena->newest);
    else if (has_nothing(*arena))
      delete arena;
  }
};
thread_local Cleaner cleaner;

void drop_name(ValueNode& node) {
  if (node.name) [[unlikely]]
    std::free(const_cast<char*>(node.name));
}

ValueChunk* new_chunk() {
  void* memory = std::aligned_alloc(ValueChunk::kAlignment, ValueChunk::kBytes);
  if (!memory) throw std::bad_alloc();
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
  *chunk = {this, newest, nullptr, 0, 0};
  if (newest) newest->newer = chunk;
  newest = chunk;
  next = chunk->begin();
  end = chunk->end();
}

void ValueArena::empty(ValueChunk* chunk) {
  if (chunk == newest && !thread_has_ended) {
    next = chunk->begin();  // its memory is in the cache: fill it again
    return;
  }
  if (chunk->older) chunk->older->newer = chunk->newer;
  if (chunk->newer) chunk->newer->older = chunk->older;
  if (chunk == newest) {
    newest = chunk->older;
    next = end = nullptr;
  }
  if (num_spare < kMostSpare && !thread_has_ended) {
    chunk->older = spare;
    spare = chunk;
    ++num_spare;
    return;
  }
  std::free(chunk);
  if (thread_has_ended && has_nothing(*this)) {
    if (value_arena == this) value_arena = &no_arena;
    delete this;
  }
}

void ValueArena::drop_spare() {
  while (ValueChunk* chunk = spare) {
    spare = chunk->older;
    std::free(chunk);
  }
  num_spare = 0;
}

ValueNode* make_value_leaf(double data) {
  auto* node = static_cast<ValueNode*>(allocate_block(sizeof(ValueNode)));
  *node = {data, 0, {}, {}, {nullptr}, 1, ValueOp::leaf, true};
  return node;
}

void dispose(ValueNode* node) {
  // The dead wait in a queue. First in, first out goes with the memory: the newest node first.
  ValueNode* last = node;
  drop_name(*node);
  while (true) {
    for (ValueNode* parent : node->parent)
      if (parent && --parent->references == 0) {
        drop_name(*parent);
        last->next_dead = parent;
        last = parent;
      }
    ValueNode* const next = node == last ? nullptr : node->next_dead;
    if (node->op == ValueOp::leaf) {
      free_block(node, sizeof(ValueNode));
    } else if (ValueChunk* chunk = ValueChunk::of(node); --chunk->living == 0) {
      chunk->arena->empty(chunk);
    }
    if (!next) return;
    node = next;
  }
}

}  // namespace glassgrad
