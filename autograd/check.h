#pragma once
// Internal: argument checks with fmt texts. Not installed, not included by public headers.

#include "autograd/error.h"
#include "autograd/fmt.h"

namespace glassgrad {

/// Throws E with the formatted text unless `ok`.
template <class E = Error, class... Args>
inline void check(bool ok, fmt::format_string<Args...> text, Args&&... args) {
  if (!ok) [[unlikely]]
    throw E(fmt::format(text, std::forward<Args>(args)...));
}

}  // namespace glassgrad
