#pragma once
// Internal: who is told that training begins.

#include <vector>

#include "autograd/base/atomic.h"
#include "autograd/tensor/tensor.h"

namespace glassgrad::autograd {

/// Called by every optimizer at its first step, once the gradients are there, with all that it
/// changes. Modules look then whether one of theirs has been left out (nn/unregistered.cpp); null
/// until there is a module.
extern constinit Atomic<void (*)(const std::vector<Tensor>& parameters)> at_first_step;

}  // namespace glassgrad::autograd
