#pragma once

#include <cstddef>

namespace glassgrad {

/// Memory for the small objects that every operation makes: tensor, node, storage. A block that is
/// given back waits in a list of its thread for the next object of its size, which costs a tenth of
/// malloc and free; together they were a fifth of a training iteration on two points
/// (benchmarks/tutorial_benchmark.cpp). Larger blocks come from malloc as they are.
/// @throws std::bad_alloc
void* allocate_block(size_t bytes);
/// `bytes` as it was asked for; any thread may give a block back.
void free_block(void* block, size_t bytes) noexcept;

/// Base of classes whose objects are such blocks.
struct InSmallBlocks {
  static void* operator new(size_t bytes) { return allocate_block(bytes); }
  static void operator delete(void* block, size_t bytes) noexcept { free_block(block, bytes); }
};

}  // namespace glassgrad
