#pragma once
// Internal: the loop that every backward call runs.

#include <functional>

#include "autograd/graph/node.h"

namespace glassgrad::autograd {

struct Observer;

/// A place in the graph whose gradient is to be kept: that of `edge.input_nr` of `edge.function`.
struct Capture {
  Edge edge;
  Tensor grad;
};

/// Where a backward pass starts, and how.
struct BackwardCall {
  SmallVector<Edge, 2> roots;
  GradList root_grads;
  bool keep_graph = false;
  bool create_graph = false;
  /// If given: only what leads to these runs, and their gradients are kept here.
  std::vector<Capture>* captures = nullptr;
  /// With captures: leaves that accumulate as usual, besides.
  bool accumulate = true;
  Observer* observer = nullptr;
};

/// Visits every node behind the roots once, newest first, and hands gradients on.
///
/// One call at a time runs; a call from another thread waits, a call from inside a node's apply
/// runs to its end first. Throws what a node throws; gradients already accumulated stay.
void run_backward(BackwardCall&& call);

/// Calls `f` when the backward call that runs has ended: the outermost one, where it runs inside of
/// another. Not if that throws. @throws Error  unless a hook or a rule asks for it
void after_backward(std::function<void()> f);

/// The call of `tensor.backward(gradient, retain_graph, create_graph)`, checked.
BackwardCall backward_call(const Tensor& tensor, const Tensor& gradient,
                           optional<bool> retain_graph, bool create_graph);

/// autograd::backward on lists of any kind.
void backward(TensorList tensors, TensorList grad_tensors, optional<bool> retain_graph,
              bool create_graph, TensorList inputs);

}  // namespace glassgrad::autograd
