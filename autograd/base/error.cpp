// Throws errors with their texts, and hands warnings to whoever handles them.
#include "autograd/base/error.h"

#include <algorithm>
#include <atomic>
#include <cstdio>

#include "autograd/base/caller.h"
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

/// Where the program called the operation. The operation of a module is whatever its class is: the
/// line shows it.
static std::string place_of_call() {
  if (!forward_line.file) return "";
  const std::string_view operation = forward_operation;
  std::string place = fmt::format("\n  at {}:{}", forward_line.file, forward_line.line);
  if (operation != "forward" && !operation.starts_with("operator()"))
    place.append(", in ").append(operation);
  return place;
}

static std::string place_of_latest_call() {
  if (!forward_line.file) return "";
  return fmt::format("\n  in {} at {}:{}, or after it", forward_operation, forward_line.file,
                     forward_line.line);
}

// The lines behind the first that are indented are ours: what to do, which libtorch does not say.
template <class E>
void detail::fail(fmt::string_view text, fmt::format_args args, Line line) {
  const std::string message = fmt::vformat(text, args);
  const size_t hints = std::min(message.find("\n  "), message.size());
  const std::string place = line == Line::kOfCall         ? place_of_call()
                            : line == Line::kOfLatestCall ? place_of_latest_call()
                                                          : "";
  throw E(message.substr(0, hints), message.substr(hints) + place);
}
template void detail::fail<Error>(fmt::string_view, fmt::format_args, Line);
template void detail::fail<IndexError>(fmt::string_view, fmt::format_args, Line);
template void detail::fail<ValueError>(fmt::string_view, fmt::format_args, Line);
template void detail::fail<TypeError>(fmt::string_view, fmt::format_args, Line);
template void detail::fail<NotImplementedError>(fmt::string_view, fmt::format_args, Line);
template void detail::fail<InternalError>(fmt::string_view, fmt::format_args, Line);

std::string to_string(IntArrayRef values) {
  std::string text = "[";
  for (size_t i = 0; i < values.size(); ++i) {
    if (i > 0) text += ", ";
    text += std::to_string(values[i]);
  }
  return text += ']';
}

}  // namespace glassgrad
