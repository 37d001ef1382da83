#pragma once
// How many threads a kernel may take. Only CBLAS has any: its own pool, so that no two pools get in
// each other's way.

#include <cstdint>

namespace glassgrad::kernels {

/// From now on a large matrix product may take `count` >= 1 threads.
void set_num_threads(int count);
/// At first what CBLAS starts with: OMP_NUM_THREADS, or one for each processor. 1 without CBLAS.
int num_threads();

/// Tells CBLAS how many threads to take for so many multiplications.
void choose_threads(int64_t multiplications);

/// Whether denormal numbers (below 1.2e-38 in float) count as 0, on the calling thread.
/// @return false where the processor has no such mode
bool set_flush_denormal(bool on);

}  // namespace glassgrad::kernels
