#pragma once
// The same work as loops over memory, without tensors, graphs or allocation.

#include "benchmarks/against/numbers.h"
#include "benchmarks/against/serve.h"

namespace against {

/// OpenBLAS itself, whose functions have no other name here.
struct Blas {
  using Sgemm = void (*)(int order, int trans_a, int trans_b, int m, int n, int k, float alpha,
                         const float* a, int lda, const float* b, int ldb, float beta, float* c,
                         int ldc);
  Sgemm sgemm;
  void (*set_num_threads)(int threads);
};
constexpr int kRowMajor = 101, kNoTrans = 111, kTrans = 112;
/// Ends the program where there is no OpenBLAS.
const Blas& blas();

void offer_elementwise_by_hand();
void offer_training_by_hand();

}  // namespace against
