#pragma once
// Internal: the backward pass, for every kind of graph.

#include <cstddef>
#include <utility>

namespace glassgrad::autograd {

/// One turn of newest_first; false when no node is left.
template <class Graph>
inline bool visit_newest(Graph& graph) {
  auto node = graph.take_newest();
  if (!node) return false;
  auto grads = graph.apply(node);
  for (size_t i = 0; i < grads.size(); ++i)
    if (auto input = graph.input(node, i)) graph.hand_on(input, std::move(grads[i]));
  return true;
}

/// Visits every node once, newest first, and hands gradients on: reverse-mode differentiation.
///
/// What a node was computed from is older than the node. So when the newest of the waiting nodes
/// gets its turn, everything that was computed from it has had its own: its gradient is complete.
///
/// A Graph says what its nodes are:
///   take_newest()          removes the newest node from those that wait; null if none does
///   apply(node)            the chain rule, dL/d(input i) = dL/d(output) * d(output)/d(input i)
///   input(node, i)         where the i-th result goes; null if nobody wants it
///   hand_on(input, grad)   the first gradient to arrive is stored, the others are added; from now
///                          on the input waits for its turn
/// engine.cpp has the graph of tensors, value_backward.cpp that of Values.
template <class Graph>
void newest_first(Graph& graph) {
  while (visit_newest(graph)) {
  }
}

}  // namespace glassgrad::autograd
