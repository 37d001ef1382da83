#pragma once
// Rows of a table, and dropout of whole channels.

#include <tuple>

#include "../tensor/tensor.h"

namespace glassgrad {

/// y[..., :] = weight[indices[...], :].
/// @param weight   [V, D]  @param indices  [*], int64 or int32, in [0, V)  @return [*, D]
/// @param padding_idx  the row that gets no gradient; -1: none
/// @param scale_grad_by_freq  a row's gradient is divided by how often the row is used
/// @param sparse   ignored: gradients are dense
/// @throws Error   if weight has not two dimensions or an index is out of range.  Saves indices.
Tensor embedding(Traced weight, const Tensor& indices, int64_t padding_idx = -1,
                 bool scale_grad_by_freq = false, bool sparse = false);

/// Sums, means or maxima of bags of rows: bag b is indices[offsets[b] .. offsets[b + 1]).
/// @param mode  0: sum, 1: mean, 2: maximum
/// @param per_sample_weights  factors of the rows, [indices], for sums alone
/// @param include_last_offset  whether `offsets` ends with the number of indices
/// @param padding_idx  rows that do not count
/// @return (bags [B, D], the bag of each index, the size of each bag, the places of the maxima)
/// @throws Error  as embedding, and if offsets or weights do not fit
std::tuple<Tensor, Tensor, Tensor, Tensor> embedding_bag(
    Traced weight, const Tensor& indices, const Tensor& offsets, bool scale_grad_by_freq,
    int64_t mode, bool sparse, const Tensor& per_sample_weights, bool include_last_offset,
    optional<int64_t> padding_idx);

/// Zeroes whole channels x[n, c] with probability p and scales the others by 1/(1-p), while
/// `train`.  @throws Error unless 0 <= p <= 1 and x has two dimensions
Tensor feature_dropout(Traced input, double p, bool train);
/// Sets elements to -1.7581 with probability p, then scales and shifts so that mean 0 and variance
/// 1 stay: for selu.  Source: Klambauer et al. (2017).
Tensor alpha_dropout(Traced input, double p, bool train);
/// The same with whole channels.
Tensor feature_alpha_dropout(Traced input, double p, bool train);

}  // namespace glassgrad
