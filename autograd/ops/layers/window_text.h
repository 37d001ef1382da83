#pragma once
// Internal: one element of a convolution's result and its window, in numbers.

#include <string>

#include "autograd/ops/layers/convolution.h"

namespace glassgrad {

/// What a convolution, or a transposed one (`place` Image), does backward at one element p of the
/// smaller image, the one in the place Result, in a few lines: the window that p sees, the weight,
/// and the products that p adds to the gradients. Of several channels the first; of a large window
/// a corner. A value that has not been saved is undefined, and its lines are left out.
/// @param first, second  the saved values, in the order in which the operation takes them
std::string window_text(Place place, const ConvGeometry& geometry, const Tensor& upstream,
                        const Tensor& first, const Tensor& second, bool has_bias);

}  // namespace glassgrad
