// Throws errors with their texts, and hands warnings to whoever handles them.
#include "autograd/base/error.h"

#include <atomic>
#include <cstdio>

#include "autograd/base/check.h"

namespace glassgrad {

namespace {
void write_to_stderr(const std::string& message) {
  std::fprintf(stderr, "Warning: %s\n", message.c_str());
}
std::atomic<WarningHandler> handler{write_to_stderr};
}  // namespace

WarningHandler set_warning_handler(WarningHandler new_handler) {
  return handler.exchange(new_handler ? new_handler : write_to_stderr);
}

void warn(const std::string& message) { handler.load()(message); }

template <class E>
void detail::fail(fmt::string_view text, fmt::format_args args) {
  throw E(fmt::vformat(text, args));
}
template void detail::fail<Error>(fmt::string_view, fmt::format_args);
template void detail::fail<IndexError>(fmt::string_view, fmt::format_args);
template void detail::fail<ValueError>(fmt::string_view, fmt::format_args);
template void detail::fail<TypeError>(fmt::string_view, fmt::format_args);
template void detail::fail<NotImplementedError>(fmt::string_view, fmt::format_args);
template void detail::fail<InternalError>(fmt::string_view, fmt::format_args);

std::string to_string(IntArrayRef values) {
  std::string text = "[";
  for (size_t i = 0; i < values.size(); ++i) {
    if (i > 0) text += ", ";
    text += std::to_string(values[i]);
  }
  return text += ']';
}

}  // namespace glassgrad
