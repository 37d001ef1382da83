#pragma once
// How {fmt} prints a list of sizes, and the helper with which the other types are made printable.

#include <fmt/core.h>

#include <string>

#include "array_ref.h"

namespace glassgrad {

/// "[2, 3]"
std::string to_string(IntArrayRef values);

namespace detail {
/// Writes the text with the options that have been read. Defined where all of {fmt} is included.
fmt::format_context::iterator write_text(const fmt::formatter<fmt::string_view>& options,
                                         const std::string& text, fmt::format_context& context);

/// Formats the text of a value, to_string(value), with the options of strings.
template <class T>
struct TextFormatter : fmt::formatter<fmt::string_view> {
  fmt::format_context::iterator format(const T& value, fmt::format_context& context) const {
    return write_text(*this, to_string(value), context);
  }
};
}  // namespace detail

}  // namespace glassgrad

template <>
struct fmt::formatter<glassgrad::IntArrayRef>
    : glassgrad::detail::TextFormatter<glassgrad::IntArrayRef> {};
