#pragma once
// Internal: how an operation writes itself into the graph.

#include "autograd/graph/debugger.h"
#include "autograd/graph/grad_mode.h"
#include "autograd/graph/saved_tensor.h"

namespace glassgrad {

using autograd::Edge;
using autograd::EdgeList;
using autograd::gradient_edge;
using autograd::GradList;
using autograd::Node;
using autograd::SavedTensor;

/// Whether an operation on these inputs belongs into the graph.
template <class... Inputs>
bool must_record(const Inputs&... inputs) {
  return GradMode::is_enabled() && ((inputs.defined() && inputs.requires_grad()) || ...);
}

/// Makes the node of an operation that must be recorded.
template <class NodeType, class... Inputs>
NodeType* make_node(Tensor& y, const Inputs&... inputs) {
  auto* node = new NodeType;
  auto owner = intrusive_ptr<Node>::take_new(node);
  (node->add_next_edge(gradient_edge(inputs)), ...);
  node->renumber();  // a view's history may have been made anew, and inputs are older than outputs
  if (glassgrad_debugger.trap_nan) autograd::trap_nan_of_forward(*node, y, {&inputs...});
  y.impl()->grad_fn = std::move(owner);
  return node;
}

/// If the operation must be recorded: makes its node, whose edges lead to the inputs in order, sets
/// it as grad_fn of `y` and returns it, for the caller to save what backward needs; else nullptr.
template <class NodeType, class... Inputs>
NodeType* record(Tensor& y, const Inputs&... inputs) {
  return must_record(inputs...) ? make_node<NodeType>(y, inputs...) : nullptr;
}

/// The same for an operation on a list, or with several results (those are numbered in order).
template <class NodeType>
NodeType* record_lists(ArrayRef<Tensor> results, TensorList inputs) {
  bool wanted = false;
  if (GradMode::is_enabled())
    for (const Tensor& t : inputs) wanted |= t.defined() && t.requires_grad();
  if (!wanted) return nullptr;
  auto* node = new NodeType;
  const auto owner = intrusive_ptr<Node>::take_new(node);
  for (const Tensor& t : inputs) node->add_next_edge(gradient_edge(t));
  node->renumber();  // as above
  if (glassgrad_debugger.trap_nan) autograd::trap_nan_of_forward(*node, results, inputs);
  node->set_num_inputs(results.size());
  for (uint32_t i = 0; i < results.size(); ++i) {
    results[i].impl()->grad_fn = owner;
    results[i].impl()->output_nr = i;
  }
  return node;
}

}  // namespace glassgrad
