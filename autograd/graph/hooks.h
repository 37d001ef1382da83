#pragma once
// Functions that see gradients pass.

#include "../base/callbacks.h"
#include "node.h"

namespace glassgrad::autograd {

/// Hooks on one tensor, and whether it keeps its gradient. Shared by the tensor and the node that
/// computes the gradient.
struct TensorHooks : RefCounted {
  Callbacks<Tensor(const Tensor& grad)> hooks;
  TensorImpl* retains_grad = nullptr;  ///< weak: the tensor clears it when it dies
  size_t retain_after = 0;             ///< how many hooks run before the gradient is kept

  /// Runs the hooks in order; one that returns a tensor replaces the gradient.
  Tensor run(Tensor grad);
};
void dispose(TensorHooks* hooks);

/// The hooks of `tensor`, made at the first call and known to its grad_fn.
TensorHooks& hooks_of(const TensorBase& tensor);

/// What hangs on few nodes beside their operation: the hooks of the tensors it made, functions to
/// call after it has run, who made it.
struct NodeHooks : RefCounted {
  struct Output {
    uint32_t output_nr;
    intrusive_ptr<TensorHooks> hooks;
  };
  std::vector<Output> outputs;
  std::shared_ptr<Node> owner;  ///< who made the node, while a graph holds it (enter_graph)
  intrusive_ptr<Node> parent;   ///< Node::parent
  uint32_t counted_inputs = 0;  ///< by add_input_metadata
  Callbacks<void(const GradList& grad_inputs, const GradList& grad_outputs)> post;
  /// What happens outside of the graph when the node has run, in words, for a page of the pass
  /// (write_replay), which does not make it happen. `ran`: all that have run, this node the last.
  std::function<std::string(const std::vector<const Node*>& ran)> afterwards;

  /// Runs the hooks of the node's outputs on their gradients.
  void run_before(GradList& grad_outputs) const;
  void run_after(const GradList& grad_inputs, const GradList& grad_outputs) const;
};

}  // namespace glassgrad::autograd
