#pragma once
// Internal: argument checks with fmt texts. Not installed, not included by public headers.

#include "autograd/base/error.h"
#include "autograd/base/format.h"

namespace glassgrad {

namespace detail {
/// Throws E with the formatted text: for the error types of autograd/base/error.h.
template <class E>
[[noreturn]] void fail(fmt::string_view text, fmt::format_args args);
}  // namespace detail

/// Throws E with the formatted text unless `ok`.
template <class E = Error, class... Args>
inline void check(bool ok, fmt::format_string<Args...> text, const Args&... args) {
  if (!ok) [[unlikely]]
    detail::fail<E>(text, fmt::make_format_args(args...));
}

}  // namespace glassgrad
