#pragma once
// Internal: anomaly detection's part in the engine.

#include "autograd/node.h"

namespace glassgrad::autograd {

/// node.apply(grads), with an explanation of where `node` comes from if it throws or gives a NaN.
GradList apply_checked(Node& node, GradList&& grads);

}  // namespace glassgrad::autograd
