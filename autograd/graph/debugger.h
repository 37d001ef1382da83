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
  int explain;           ///< write down the rule of each node before it begins: the two below
  int check;             ///< hold the rule that runs next, or now, against differences, once
  const char* formula;   ///< Node::formula
  const char* numbers;   ///< Node::numbers
  const void* walk;      ///< the BackwardPass that runs, null outside
  const glassgrad::autograd::Node* node;  ///< whose turn has come last in it
  /// glassgrad_write_replay, so that every program has it
  const char* (*write_replay)(const glassgrad::TensorImpl* loss, const char* path);
};
extern GlassgradDebugger glassgrad_debugger;

/// A node is about to turn the gradients of its outputs, `grads`, into those of its inputs.
void glassgrad_node_begins(glassgrad::autograd::Node* node,
                           const glassgrad::autograd::GradList* grads);
/// `added` has been added to the gradient of node->variable.
void glassgrad_gradient_accumulated(glassgrad::autograd::AccumulateGrad* node,
                                    const glassgrad::Tensor* added);
/// What came out of `check`, a few lines.
void glassgrad_rule_checked(const char* verdict);
/// write_replay(loss, path) for a debugger, which calls this one function itself. Empty, or what
/// went wrong. (Above this room, in inspect/replay.cpp.)
const char* glassgrad_write_replay(const glassgrad::TensorImpl* loss, const char* path);
/// Finite values went into an operation and others came out. In backward the operation runs again
/// when this returns, so that it can be stepped through; in forward `grads` is null, and `result`
/// what the operation has made.
void glassgrad_nan_appeared(glassgrad::autograd::Node* node,
                            const glassgrad::autograd::GradList* grads,
                            const glassgrad::Tensor* result);
}

namespace glassgrad::autograd {

/// A node is about to run: counts it, and calls the hook for a debugger that waits.
inline void begin_node(Node& node, const GradList& grads, const void* walk);
/// Fills in formula and numbers.
void explain_rule(const Node& node, const GradList& grads);
/// What comes out of comparing the results with Node::differences, a few lines.
std::string verdict_on_rule(const Node& node, const GradList& grads, const GradList& results);
/// Tells it to glassgrad_rule_checked.
void check_rule(const Node& node, const GradList& grads, const GradList& results);

/// node.apply(grads), twice where it makes a NaN or an Inf of finite gradients: the second time
/// after glassgrad_nan_appeared.
GradList apply_trapping_nan(Node& node, GradList&& grads);

/// Calls glassgrad_nan_appeared if y is not finite and the inputs are.
void trap_nan_of_forward(Node& node, const Tensor& y, std::initializer_list<const Tensor*> inputs);
/// The same of an operation with several results, or on a list.
void trap_nan_of_forward(Node& node, ArrayRef<Tensor> results, TensorList inputs);

inline void begin_node(Node& node, const GradList& grads, const void* walk) {
  glassgrad_debugger.walk = walk;
  glassgrad_debugger.node = &node;
  if (++glassgrad_debugger.nodes_begun < glassgrad_debugger.first_stop) return;
  if (glassgrad_debugger.explain) explain_rule(node, grads);
  glassgrad_node_begins(&node, &grads);
}

/// No NaN and no Inf in it; undefined and whole numbers are finite.
bool is_finite(const Tensor& t);

}  // namespace glassgrad::autograd
