#pragma once
// For programs that print with {fmt}: fmt::print("{}\n", tensor). The text is that of operator<<.

#include <fmt/core.h>

#include <string>

#include "autograd/tensor.h"

namespace glassgrad {

/// Text as `std::cout << tensor` prints it.
std::string to_string(const Tensor& tensor);
/// "[2, 3]"
std::string to_string(IntArrayRef values);

namespace detail {
/// Formats the text of a value with the options of strings; defined for the types below.
template <class T>
struct TextFormatter : fmt::formatter<fmt::string_view> {
  fmt::format_context::iterator format(const T& value, fmt::format_context& context) const;
};
}  // namespace detail

}  // namespace glassgrad

template <>
struct fmt::formatter<glassgrad::Tensor> : glassgrad::detail::TextFormatter<glassgrad::Tensor> {};
template <>
struct fmt::formatter<glassgrad::IntArrayRef>
    : glassgrad::detail::TextFormatter<glassgrad::IntArrayRef> {};
template <>
struct fmt::formatter<glassgrad::ScalarType>
    : glassgrad::detail::TextFormatter<glassgrad::ScalarType> {};
template <>
struct fmt::formatter<glassgrad::TypeMeta> : glassgrad::detail::TextFormatter<glassgrad::TypeMeta> {
};
template <>
struct fmt::formatter<glassgrad::Device> : glassgrad::detail::TextFormatter<glassgrad::Device> {};
