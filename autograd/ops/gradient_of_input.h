#pragma once
// Internal: gradients whose operation is one of the input too, as in PyTorch: their derivative
// there is zero, not undefined.

#include "autograd/ops/op.h"

namespace glassgrad {

/// Makes the node of dx, which `rule` made of dy, with edges to dy and to the input of the rule's
/// operation.
template <class NodeType>
NodeType* record_gradient(Tensor& dx, const Tensor& dy, const Node& rule) {
  auto* node = make_node<NodeType>(dx, dy);
  node->add_next_edge(rule.next_edge(0));
  return node;
}

/// What such a node returns: the gradient of dy and, where it has that edge and somebody asks, the
/// zero of the input, which has dx's shape.
inline GradList with_zero_of_input(Tensor of_dy, const Tensor& dx, const Node& node) {
  GradList results = GradList::undefined(node.num_outputs());
  if (results.size() > 1 && node.should_compute_output(1)) results[1] = zeros_like(dx);
  results[0] = std::move(of_dy);
  return results;
}

}  // namespace glassgrad
