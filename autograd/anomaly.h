#pragma once
// Internal: anomaly detection's part in the engine, and whose turn it is to run a backward call.

#include <functional>

#include "autograd/node.h"

namespace glassgrad::autograd {

/// node.apply(grads), with an explanation of where `node` comes from if it throws or gives a NaN.
GradList apply_checked(Node& node, GradList&& grads);

/// Runs one backward call: alone in the process, and, when calls are nested too deeply for this
/// thread's stack, on a thread of its own that this one waits for.
void in_turn(const std::function<void()>& backward);

}  // namespace glassgrad::autograd
