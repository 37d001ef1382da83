#pragma once
// Internal: max_norm of tables.

#include "autograd/functions.h"
#include "autograd/graph/grad_mode.h"

namespace glassgrad::nn {

/// Rows that are used and longer than max_norm, shortened to it in place.
void shorten_rows(const Tensor& weight, const Tensor& indices, double max_norm, double norm_type);

}  // namespace glassgrad::nn
