#pragma once
// Internal: the files of MNIST.

#include <string>

#include "autograd/tensor/tensor.h"

namespace glassgrad::data::datasets {

/// Reads an IDX file of bytes: two zero bytes, the type 8, the number of dimensions, each size as
/// big-endian uint32, the elements row-major. A gzipped file is expanded.
/// @return        uint8, of the shape that the file names
/// @throws Error  naming the file, what was expected and what came
/// Source: LeCun, Cortes & Burges, "The MNIST database of handwritten digits", "File formats".
Tensor read_idx(const std::string& path);

}  // namespace glassgrad::data::datasets
