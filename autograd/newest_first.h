#pragma once
// Internal: the backward pass, for every kind of graph.

#include <cstddef>
#include <cstdint>
#include <utility>

namespace glassgrad::autograd {

/// Visits every node once, newest first, and hands gradients on: reverse-mode differentiation.
///
/// A node may have its turn when its gradient is complete, that is when everything that was
/// computed from it has had its own. What a node was computed from is older than the node, so the
/// newest of all nodes that have a gradient is always such a one. A graph may also count: a node is
/// ready when so many gradients have arrived as edges lead to it, whatever its age.
///
/// A Graph says what its nodes are:
///   take_newest()          removes the newest node from those that are ready; null if none is
///   apply(node)            the chain rule, dL/d(input i) = dL/d(output) * d(output)/d(input i)
///   input(node, i)         where the i-th result goes; null if nobody wants it
///   hand_on(input, grad)   the first gradient to arrive is stored, the others are added
/// graph/engine.cpp has the graph of tensors, which counts; value/backward.cpp that of Values.
/// With `most`, stops after so many nodes.
template <class Graph>
void newest_first(Graph& graph, size_t most = SIZE_MAX) {
  while (auto node = most-- > 0 ? graph.take_newest() : nullptr) {
    auto grads = graph.apply(node);
    for (size_t i = 0; i < grads.size(); ++i)
      if (auto input = graph.input(node, i)) graph.hand_on(input, std::move(grads[i]));
  }
}

}  // namespace glassgrad::autograd
