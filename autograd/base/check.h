#pragma once
// Internal: argument checks with fmt texts. Not installed, not included by public headers.

#include <string_view>
#include <type_traits>

#include "autograd/base/error.h"
#include "autograd/base/format.h"

namespace glassgrad {

namespace detail {
/// Which line of the program an error names: none, that of the operation that says it, or, of what
/// may come after an operation too, the latest one: "\n  in mm at main.cpp:12, or after it".
enum class Line { kNone, kOfCall, kOfLatestCall };
/// Throws E with the formatted text and the line, if it is known: for the error types of
/// autograd/base/error.h.
template <class E>
[[noreturn]] void fail(fmt::string_view text, fmt::format_args args, Line line);

/// A text that the compiler has held against its arguments, and whether an operation says it: one
/// that has entered with its caller, so that forward_line is the line to name. Others, such as an
/// optimizer or a file's reader, have none. What is checked in the files of operations and has no
/// caller calls check_after_latest_call.
template <class... Args>
struct CheckText {
  template <class Text>
  consteval CheckText(const Text& literal, const char* file = __builtin_FILE())
      : text(literal), line(is_operation(file) ? Line::kOfCall : Line::kNone) {}

  static consteval bool is_operation(std::string_view file) {
    for (const char* const with :
         {"autograd/ops/", "autograd/tensor/", "graph/autograd.cpp", "graph/in_place.cpp",
          "graph/saved_tensor.cpp", "nn/layers/", "nn/linear", "nn/softmax", "nn/dropout.cpp",
          "nn/classification_loss", "nn/piecewise_activation"})
      if (file.find(with) != file.npos) return true;
    return false;
  }

  fmt::format_string<Args...> text;
  Line line;
};
}  // namespace detail

/// Throws E with the formatted text unless `ok`.
template <class E = Error, class... Args>
inline void check(bool ok, std::type_identity_t<detail::CheckText<Args...>> message,
                  const Args&... args) {
  if (!ok) [[unlikely]]
    detail::fail<E>(message.text, fmt::make_format_args(args...), message.line);
}

/// For what has no caller of its own, such as a module's constructor, and what any operation may
/// meet: throws E with the formatted text and the place of the latest call.
template <class E = Error, class... Args>
[[noreturn]] void fail_after_latest_call(std::type_identity_t<fmt::format_string<Args...>> text,
                                         const Args&... args) {
  detail::fail<E>(text, fmt::make_format_args(args...), detail::Line::kOfLatestCall);
}
/// The same unless `ok`.
template <class E = Error, class... Args>
inline void check_after_latest_call(bool ok, std::type_identity_t<fmt::format_string<Args...>> text,
                                    const Args&... args) {
  if (!ok) [[unlikely]]
    fail_after_latest_call<E, Args...>(text, args...);
}

}  // namespace glassgrad
