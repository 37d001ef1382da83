#pragma once
// Internal: argument checks with fmt texts. Not installed, not included by public headers.

#include <fmt/format.h>

#include <string>

#include "autograd/array_ref.h"
#include "autograd/error.h"
#include "autograd/scalar_type.h"

namespace glassgrad {

/// "[2, 3]"
std::string to_string(IntArrayRef values);

/// Throws E with the formatted text unless `ok`.
template <class E = Error, class... Args>
inline void check(bool ok, fmt::format_string<Args...> text, Args&&... args) {
  if (!ok) [[unlikely]]
    throw E(fmt::format(text, std::forward<Args>(args)...));
}

}  // namespace glassgrad

template <>
struct fmt::formatter<glassgrad::IntArrayRef> : fmt::formatter<std::string> {
  template <class Context>
  auto format(glassgrad::IntArrayRef v, Context& ctx) const {
    return fmt::formatter<std::string>::format(glassgrad::to_string(v), ctx);
  }
};

template <>
struct fmt::formatter<glassgrad::ScalarType> : fmt::formatter<const char*> {
  template <class Context>
  auto format(glassgrad::ScalarType t, Context& ctx) const {
    return fmt::formatter<const char*>::format(glassgrad::toString(t), ctx);
  }
};
