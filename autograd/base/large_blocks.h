#pragma once
// Internal: memory for the elements of tensors that are not small, and for long lists.
//
// A training step makes and drops tensors of the same sizes over and over. malloc returns memory of
// megabytes to the system, which hands it out again page by page, each filled with zeros and mapped
// at the first touch: the product of two tensors of 4 MB with its gradients took 4.7 ns an element,
// 1.7 without that (./run bench --only mul/1M --faults). So a block that is given back waits in a
// list of its thread for the next tensor of about its size.

#include <cstddef>

namespace glassgrad {

/// A block of at least `bytes`, aligned to 64 bytes: a cache line and the widest vector register.
/// @throws std::bad_alloc
void* allocate_large_block(size_t bytes);
/// `bytes` as it was asked for; any thread may give a block back.
void free_large_block(void* block, size_t bytes) noexcept;

}  // namespace glassgrad
