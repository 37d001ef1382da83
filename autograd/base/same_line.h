#pragma once
// Internal: the line of the program, across code of the user's that the library calls.

#include "autograd/base/caller.h"

namespace glassgrad {

/// While it lives, hooks and rules of the user's may call operations; afterwards the line of an
/// error and of the next nodes is the one from before again, not that of a hook that has ended.
struct SameLine {
  SameLine() = default;
  SameLine(const SameLine&) = delete;
  ~SameLine() { forward_line = line, forward_operation = operation; }

  const Caller line = forward_line;
  const char* const operation = forward_operation;
};

}  // namespace glassgrad
