#pragma once
// libtorch's names for watching what runs. Nothing is recorded: `grad` in a debugger and
// <glassgrad/backward_steps.h> show what a backward pass does.

#include <string>
#include <vector>

#include "util.h"

namespace at {
/// Whether functions are recorded in this scope, which they never are.
struct RecordFunctionGuard {
  explicit RecordFunctionGuard(bool = true) {}
};
struct DisableRecordFunctionGuard : RecordFunctionGuard {
  DisableRecordFunctionGuard() : RecordFunctionGuard(false) {}
};
inline bool isRecordFunctionEnabled() { return false; }
inline void enableRecordFunction(bool = true) {}
}  // namespace at

#define RECORD_FUNCTION(...) static_cast<void>(0)
#define RECORD_USER_SCOPE(...) static_cast<void>(0)

namespace torch::autograd::profiler {
/// Writes no profile.
struct RecordProfile {
  explicit RecordProfile(const std::string&) {}
  explicit RecordProfile(std::ostream&) {}
};
}  // namespace torch::autograd::profiler
