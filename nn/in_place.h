#pragma once
// Internal: how functions with the option `inplace` apply it.

#include "autograd/functions/creation.h"
#include "autograd/graph/grad_mode.h"

namespace glassgrad::nn {

/// function(input); with inplace, its result is written into `input`. A copy goes into the graph
/// then: backward needs the values that the function has seen.
template <class Function>
Tensor apply(Traced traced, bool inplace, const Function& function,
             const char* operation = __builtin_FUNCTION()) {
  const Tensor& input = traced.enter(operation);
  if (!inplace) return function(input);
  const bool recorded = GradMode::is_enabled() && input.requires_grad();
  return input.copy_(function(recorded ? input.clone() : input));
}

}  // namespace glassgrad::nn
