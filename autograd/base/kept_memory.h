#pragma once
// How much memory waits to be used again.

#include <cstddef>

namespace glassgrad {

/// From now on a thread keeps at most so much of the memory that tensors and backward passes have
/// given back, for those to come, in blocks of 1 KB to 64 MB; 64 MB at first, 0 keeps none. What
/// the calling thread has too much goes back to malloc at once, that of others when they give back
/// memory next.
///
/// A loop that makes and drops more than that each time pays for it: malloc hands megabytes back to
/// the system, which clears and maps every page anew (docs/book/11-time.md).
void set_kept_memory(size_t bytes);
size_t get_kept_memory();

}  // namespace glassgrad
