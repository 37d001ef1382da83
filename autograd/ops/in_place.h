#pragma once
// Internal: history of an in-place operation with a node of its own.

#include "autograd/ops/op.h"

namespace glassgrad {

/// Begun before `self` changes, finished after:
///   InPlace<ScatterBackward0> change("scatter_", self, source);
///   ... write into self ...
///   if (auto* node = change.node()) ... save what backward needs ...
///   return change.finish();
/// The node's edges lead to self's old value and to the inputs, in order.
template <class NodeType>
class InPlace {
 public:
  template <class... Inputs>
  InPlace(const char* op, const Tensor& self, const Inputs&... inputs) : self_(self) {
    check_in_place(op, self);
    if (!must_record(self, inputs...)) return;
    SmallVector<Edge, 3> edges;
    edges.push_back(gradient_edge(self));
    (edges.push_back(gradient_edge(inputs)), ...);
    node_ = new NodeType;
    owner_ = intrusive_ptr<Node>(node_);
    node_->next_edges_ = std::move(edges);
  }

  NodeType* node() { return node_; }
  Tensor& finish() {
    bump_version(self_);
    if (node_) rebase_history(self_, {owner_, 0});
    return mutable_handle(self_);
  }

 private:
  const Tensor& self_;
  NodeType* node_ = nullptr;
  intrusive_ptr<Node> owner_;
};

}  // namespace glassgrad
