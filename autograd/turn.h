#pragma once
// Internal: whose turn it is to run a backward call.

#include <functional>

namespace glassgrad::autograd {

/// The right to run a backward call, for a scope. One thread at a time has it; a call from inside a
/// call runs in the turn that its thread already has.
class Turn {
 public:
  Turn();  ///< waits
  ~Turn();
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

  /// Whether calls are nested so deeply that this one belongs on a stack of its own.
  bool needs_own_stack() const;
};

/// Runs `backward` on a thread of its own, in this thread's turn and mode, and waits for it. Throws
/// what it throws.
void run_on_own_stack(const std::function<void()>& backward);

}  // namespace glassgrad::autograd
