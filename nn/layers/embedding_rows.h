#pragma once
// Internal: what Embedding and EmbeddingBag share.

#include "autograd/base/check.h"
#include "autograd/functions.h"
#include "autograd/graph/grad_mode.h"

namespace glassgrad::nn {

/// padding_idx of a table of so many rows, counted from its beginning. @throws Error if it is none
int64_t padding_row(int64_t padding_idx, int64_t rows);
/// Rows that are used and longer than max_norm, shortened to it in place.
void shorten_rows(const Tensor& weight, const Tensor& indices, double max_norm, double norm_type);

/// What a module's weight begins as: the rows in its options, which then have a padding_idx counted
/// from the beginning, or memory for values to be drawn.
/// @throws Error if padding_idx is no row, or, with the text `misfit`, if the rows have another
/// shape
template <class Options>
Tensor first_rows(Options& options, const char* misfit) {
  const int64_t rows = options.num_embeddings(), columns = options.embedding_dim();
  if (options.padding_idx()) options.padding_idx(padding_row(*options.padding_idx(), rows));
  const Tensor& given = options._weight();
  if (!given.defined()) return empty({rows, columns});
  check_after_latest_call(given.sizes() == IntArrayRef({rows, columns}), "{}", misfit);
  return given;
}

}  // namespace glassgrad::nn
