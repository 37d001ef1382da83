#pragma once
// Internal: argument checks with fmt texts. Not installed, not included by public headers.

#include <string_view>
#include <type_traits>

#include "autograd/base/error.h"
#include "autograd/base/format.h"

namespace glassgrad {

namespace detail {
/// Throws E with the formatted text, and with the program's line if it is known: for the error
/// types of autograd/base/error.h.
template <class E>
[[noreturn]] void fail(fmt::string_view text, fmt::format_args args, bool knows_line);
/// For an error that any operation may meet, and what is none too: "\n  in mm at main.cpp:12, or
/// after it"; nothing before the first one.
std::string place_of_latest_call();

/// A text that the compiler has held against its arguments, and whether an operation says it: one
/// that has entered with its caller, so that forward_line is the line to name. Others, such as an
/// optimizer or a file's reader, have none.
template <class... Args>
struct CheckText {
  template <class Text>
  consteval CheckText(const Text& literal, const char* file = __builtin_FILE())
      : text(literal), knows_line(is_operation(file)) {}

  static consteval bool is_operation(std::string_view file) {
    for (const char* const without : {"ops/literal", "ops/generator"})
      if (file.find(without) != file.npos) return false;
    for (const char* const with : {"autograd/ops/", "autograd/tensor/", "graph/autograd.cpp",
                                   "graph/in_place.cpp", "graph/saved_tensor.cpp"})
      if (file.find(with) != file.npos) return true;
    return false;
  }

  fmt::format_string<Args...> text;
  bool knows_line;
};
}  // namespace detail

/// Throws E with the formatted text unless `ok`.
template <class E = Error, class... Args>
inline void check(bool ok, std::type_identity_t<detail::CheckText<Args...>> message,
                  const Args&... args) {
  if (!ok) [[unlikely]]
    detail::fail<E>(message.text, fmt::make_format_args(args...), message.knows_line);
}

}  // namespace glassgrad
