#pragma once
// Internal: what a debugger holds on to in the backward pass of Values, as
// autograd/graph/debugger.h for tensors.

#include "autograd/value/node.h"

extern "C" {

/// Written by the debugger, but for the count.
struct GlassgradValues {
  uint64_t nodes_begun;  ///< steps of the walks so far, while stepping
  uint64_t first_stop;   ///< earlier steps pass without calling the hook
  int stepping;          ///< backward calls the hook at each node
};
extern GlassgradValues glassgrad_values;

/// A node on the way back from `root` is about to hand its gradient on.
void glassgrad_value_begins(const glassgrad::ValueNode* node, const glassgrad::ValueNode* root);
}
