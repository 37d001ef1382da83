#pragma once
// How far two vectors are apart, or how alike.

#include "../tensor/tensor.h"

namespace glassgrad {

/// y = <x1, x2> / (max(|x1|, eps) max(|x2|, eps)), along `dim` of shapes that broadcast.
/// @throws Error for integers
Tensor cosine_similarity(Traced x1, const Tensor& x2, int64_t dim = 1, double eps = 1e-8);
/// y = |x1 - x2 + eps|_p along the last dimension of shapes that broadcast.
Tensor pairwise_distance(Traced x1, const Tensor& x2, double p = 2, double eps = 1e-6,
                         bool keepdim = false);
/// d_ij = |x1_i - x2_j|_p.  [.., P, M] x [.., R, M] -> [.., P, R].
Tensor cdist(Traced x1, const Tensor& x2, double p = 2, optional<int64_t> compute_mode = nullopt);
/// |x_i - x_j|_p of all pairs i < j of rows.  [N, D] -> [N (N - 1) / 2]
/// @throws Error unless self is a floating matrix and p is not negative
Tensor pdist(Traced self, double p = 2);

}  // namespace glassgrad
