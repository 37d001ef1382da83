#pragma once
// Negative log-likelihood of class ids: picks, per sample, one of C log-probabilities.

#include <cstdint>

#include "autograd/kernels/loss.h"

namespace glassgrad::kernels {

/// x is [samples, classes, inner] and contiguous, the class ids t are [samples, inner].
struct Classes {
  int64_t samples, classes, inner;
  int64_t ignored;  ///< the id that counts for nothing
};

/// The first id that is neither ignored nor in [0, classes), or `ignored` if there is none.
int64_t first_out_of_range(const int64_t* t, const Classes& shape);

/// l_i = -w[t_i] x[i, t_i], 0 where ignored. y is all l_i, their sum, or for Mean their sum divided
/// by the sum of the weights that were used, which is returned. w is [classes] of x's type, or null
/// for ones. Sums in the order of PyTorch 1.13.
double nll(ScalarType type, Reduce reduce, void* y, const void* x, const int64_t* t, const void* w,
           const Classes& shape);
/// dx[i, t_i] = -w[t_i] dy_i, all else 0; dy is one number unless reduce is None, and is divided by
/// `total_weight` for Mean.
void nll_backward(ScalarType type, Reduce reduce, void* dx, const void* dy, const int64_t* t,
                  const void* w, double total_weight, const Classes& shape);

}  // namespace glassgrad::kernels
