#pragma once
// Internal: names of types for texts.

#include <string>
#include <typeinfo>

namespace glassgrad::nn {

/// The demangled name, with ours under libtorch's namespaces, so that programs print the same:
/// "torch::nn::LinearImpl", "at::Tensor", "float".
std::string type_name(const std::type_info& type);

}  // namespace glassgrad::nn
