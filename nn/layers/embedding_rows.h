#pragma once
// Internal: what Embedding and EmbeddingBag share.

#include "autograd/functions.h"
#include "autograd/graph/grad_mode.h"

namespace glassgrad::nn {

/// padding_idx of a table of so many rows, counted from its beginning. @throws Error if it is none
int64_t padding_row(int64_t padding_idx, int64_t rows);
/// Rows that are used and longer than max_norm, shortened to it in place.
void shorten_rows(const Tensor& weight, const Tensor& indices, double max_norm, double norm_type);

}  // namespace glassgrad::nn
