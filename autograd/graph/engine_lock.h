#pragma once
// Internal: one backward call at a time.

#include <functional>

namespace glassgrad::autograd {

/// Held while a backward call runs. One thread at a time holds it; a call from inside a call runs
/// under the lock that its thread already holds.
class EngineLock {
 public:
  EngineLock();  ///< waits
  ~EngineLock();
  EngineLock(const EngineLock&) = delete;
  EngineLock& operator=(const EngineLock&) = delete;

  /// Whether calls are nested so deeply that this one belongs on a stack of its own.
  bool needs_own_stack() const;
};

/// Runs `backward` on a thread of its own, under this thread's lock and mode, and waits for it.
/// Throws what it throws.
void run_on_own_stack(const std::function<void()>& backward);

}  // namespace glassgrad::autograd
