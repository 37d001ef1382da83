#pragma once
// How {fmt} prints element types and devices.

#include "../base/format.h"
#include "scalar_type.h"
#include "tensor_options.h"

namespace glassgrad {
/// "Float", as in PyTorch's error texts.
inline std::string to_string(ScalarType type) { return toString(type); }
/// "float"
inline std::string to_string(TypeMeta type) { return type.name(); }
/// "cpu"
inline std::string to_string(const Device& device) { return device.str(); }
}  // namespace glassgrad

template <>
struct fmt::formatter<glassgrad::ScalarType>
    : glassgrad::detail::TextFormatter<glassgrad::ScalarType> {};
template <>
struct fmt::formatter<glassgrad::TypeMeta> : glassgrad::detail::TextFormatter<glassgrad::TypeMeta> {
};
template <>
struct fmt::formatter<glassgrad::Device> : glassgrad::detail::TextFormatter<glassgrad::Device> {};
