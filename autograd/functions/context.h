#pragma once
// Settings of the whole program, named as in PyTorch.

namespace glassgrad {

/// From now on a large matrix product may take `count` threads; everything else takes one, and so
/// do small products. The threads are OpenBLAS's own.
/// @throws Error unless count > 0
void set_num_threads(int count);
/// At first OMP_NUM_THREADS, or one for each processor.
int get_num_threads();

class Context {
 public:
  /// Whether denormal numbers, below 1.2e-38 in float, count as 0 on the calling thread. Gradients
  /// and momentum that fade away end as such numbers, and arithmetic with them is many times
  /// slower.
  /// @return false where the processor has no such mode
  bool setFlushDenormal(bool on);
};
Context& globalContext();

}  // namespace glassgrad
