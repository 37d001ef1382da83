#pragma once
// Internal: what a debugger holds on to. The scripts in debugger/ set breakpoints on the hooks and
// write the switches in the program's memory; nothing is ever called from outside.

#include "autograd/graph/node.h"

extern "C" {

/// Written by the debugger, but for the count.
struct GlassgradDebugger {
  uint64_t nodes_begun;  ///< backward steps of this program so far
  uint64_t first_stop;   ///< earlier steps pass without calling the hook
  int trap_nan;          ///< look for the operation that makes the first NaN or Inf
};
extern GlassgradDebugger glassgrad_debugger;

/// A node is about to turn the gradients of its outputs, `grads`, into those of its inputs.
void glassgrad_node_begins(glassgrad::autograd::Node* node,
                           const glassgrad::autograd::GradList* grads);
/// `added` has been added to the gradient of node->variable.
void glassgrad_gradient_accumulated(glassgrad::autograd::AccumulateGrad* node,
                                    const glassgrad::Tensor* added);
/// Finite values went into an operation and others came out. In backward the operation runs again
/// when this returns, so that it can be stepped through; in forward `grads` is null, and `result`
/// what the operation has made.
void glassgrad_nan_appeared(glassgrad::autograd::Node* node,
                            const glassgrad::autograd::GradList* grads,
                            const glassgrad::Tensor* result);
}

namespace glassgrad::autograd {

/// node.apply(grads), twice where it makes a NaN or an Inf of finite gradients: the second time
/// after glassgrad_nan_appeared.
GradList apply_trapping_nan(Node& node, GradList&& grads);

/// Calls glassgrad_nan_appeared if y is not finite and the inputs are.
void trap_nan_of_forward(Node& node, const Tensor& y, std::initializer_list<const Tensor*> inputs);

/// No NaN and no Inf in it; undefined and whole numbers are finite.
bool is_finite(const Tensor& t);

}  // namespace glassgrad::autograd
