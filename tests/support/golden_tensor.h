#pragma once
#include "tests/support/golden.h"
#include "tests/support/library.h"

namespace golden {

/// A contiguous tensor with the array's type, shape and values.
torch::Tensor to_tensor(const Array& array);

/// The same with the input's memory layout; a leaf that requires grad if asked to.
torch::Tensor to_tensor(const Input& input, bool requires_grad);

/// The tensor's elements, read through its strides.
Array to_array(const torch::Tensor& tensor);

/// The type of this name ("Double", "Long", ...).
torch::ScalarType to_dtype(const std::string& name);

/// The name of this type.
std::string to_name(torch::ScalarType dtype);

/// "[2,3]"
std::string to_text(const std::vector<std::int64_t>& shape);

}  // namespace golden
