#pragma once
// For programs that print with {fmt}: fmt::print("{}\n", tensor). The text is that of operator<<.

#include <string>

#include "../tensor/tensor.h"
#include "../types/format.h"

namespace glassgrad {
/// Text as `std::cout << tensor` prints it.
std::string to_string(const Tensor& tensor);
}  // namespace glassgrad

template <>
struct fmt::formatter<glassgrad::Tensor> : glassgrad::detail::TextFormatter<glassgrad::Tensor> {};
