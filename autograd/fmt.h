#pragma once
// For programs that print with {fmt}: fmt::print("{}\n", tensor). The text is that of operator<<.

#include <fmt/format.h>

#include <string>

#include "autograd/tensor.h"

namespace glassgrad {

/// Text as `std::cout << tensor` prints it.
std::string to_string(const Tensor& tensor);
/// "[2, 3]"
std::string to_string(IntArrayRef values);

namespace detail {
/// Formats through `to_text(value)`, with the options of strings.
template <class T, auto to_text>
struct TextFormatter : fmt::formatter<std::string> {
  template <class Context>
  auto format(const T& value, Context& context) const {
    return fmt::formatter<std::string>::format(to_text(value), context);
  }
};
inline std::string tensor_text(const Tensor& t) { return to_string(t); }
inline std::string int_array_text(IntArrayRef v) { return to_string(v); }
inline std::string scalar_type_text(ScalarType t) { return toString(t); }
inline std::string type_meta_text(TypeMeta t) { return t.name(); }
inline std::string device_text(const Device& d) { return d.str(); }
}  // namespace detail

}  // namespace glassgrad

template <>
struct fmt::formatter<glassgrad::Tensor>
    : glassgrad::detail::TextFormatter<glassgrad::Tensor, glassgrad::detail::tensor_text> {};
template <>
struct fmt::formatter<glassgrad::IntArrayRef>
    : glassgrad::detail::TextFormatter<glassgrad::IntArrayRef, glassgrad::detail::int_array_text> {
};
template <>
struct fmt::formatter<glassgrad::ScalarType>
    : glassgrad::detail::TextFormatter<glassgrad::ScalarType, glassgrad::detail::scalar_type_text> {
};
template <>
struct fmt::formatter<glassgrad::TypeMeta>
    : glassgrad::detail::TextFormatter<glassgrad::TypeMeta, glassgrad::detail::type_meta_text> {};
template <>
struct fmt::formatter<glassgrad::Device>
    : glassgrad::detail::TextFormatter<glassgrad::Device, glassgrad::detail::device_text> {};
