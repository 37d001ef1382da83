#pragma once
// Nodes of the graph that a program writes itself, as libtorch's generated code does: a subclass of
// torch::autograd::Node, a std::shared_ptr that makes it, and functions that put it into a graph.

#include <memory>
#include <utility>
#include <vector>

#include "names.h"

namespace torch::autograd {

using edge_list = glassgrad::autograd::EdgeList;

/// For `std::shared_ptr<MyNode>(new MyNode(), deleteNode)`. Graphs of any depth are freed in a
/// loop.
inline void deleteNode(Node* node) { delete node; }

namespace detail {
template <class F>
void for_each_tensor(const F& f, const Tensor& tensor) {
  f(tensor);
}
template <class F>
void for_each_tensor(const F& f, const optional<Tensor>& tensor) {
  f(tensor.value_or(Tensor()));
}
template <class F>
void for_each_tensor(const F& f, TensorList tensors) {
  for (const Tensor& tensor : tensors) f(tensor);
}
template <class F>
void for_each_tensor(const F& f, const std::vector<Tensor>& tensors) {
  for (const Tensor& tensor : tensors) f(tensor);
}
}  // namespace detail

/// Whether an operation on these tensors (or lists of tensors) belongs into the graph.
template <class... Tensors>
bool compute_requires_grad(const Tensors&... tensors) {
  bool wanted = false;
  const auto ask = [&](const Tensor& t) { wanted |= t.defined() && t.requires_grad(); };
  (detail::for_each_tensor(ask, tensors), ...);
  return wanted && GradMode::is_enabled();
}

/// Where the gradients of these tensors (or lists of tensors) go, in order.
template <class... Tensors>
edge_list collect_next_edges(const Tensors&... tensors) {
  edge_list edges;
  if (!GradMode::is_enabled()) return edges;
  const auto add = [&](const Tensor& t) {
    edges.push_back(t.defined() ? glassgrad::autograd::gradient_edge(t) : Edge());
  };
  (detail::for_each_tensor(add, tensors), ...);
  return edges;
}

namespace impl {
inline Edge gradient_edge(const Tensor& tensor) {
  return glassgrad::autograd::gradient_edge(tensor);
}
inline void set_gradient_edge(const Tensor& tensor, Edge edge) {
  tensor.impl()->grad_fn = std::move(edge.function);
  tensor.impl()->output_nr = edge.input_nr;
}
}  // namespace impl

/// Makes `tensor` the next output of the node's forward operation.
inline void create_gradient_edge(const Tensor& tensor, const std::shared_ptr<Node>& node) {
  impl::set_gradient_edge(tensor, {node, node->add_input_metadata(tensor)});
}
inline void set_history(const Tensor& tensor, const std::shared_ptr<Node>& node) {
  if (tensor.defined())
    create_gradient_edge(tensor, node);
  else
    node->add_input_metadata(tensor);
}
inline void set_history(const std::vector<Tensor>& tensors, const std::shared_ptr<Node>& node) {
  for (const Tensor& tensor : tensors) set_history(tensor, node);
}
inline void set_history(std::vector<Tensor>&& tensors, const std::shared_ptr<Node>& node) {
  set_history(tensors, node);
}

/// A value that backward needs, with the version that it had. An output is saved after set_history.
class SavedVariable {
 public:
  SavedVariable() = default;
  SavedVariable(const Tensor& tensor, bool is_output, bool = false)
      : holder_(std::make_shared<Holder>()) {
    if (is_output && tensor.defined())
      holder_->value.save_output(tensor);
    else
      holder_->value.save(tensor);
  }
  SavedVariable(const optional<Tensor>& tensor, bool is_output, bool = false)
      : SavedVariable(tensor.value_or(Tensor()), is_output) {}
  /// Called in `apply`; an output's node is the one that runs, whatever is given.
  /// @throws Error  if the value has been changed in place or is released
  template <class... Given>
  Tensor unpack(Given&&...) const {
    return holder_ ? holder_->value.unpack() : Tensor();
  }
  void reset_data() {
    if (holder_) holder_->value.reset();
  }
  void reset_grad_function() {}

 private:
  struct Holder : Node {
    SavedTensor value{this};
  };
  std::shared_ptr<Holder> holder_;
};

}  // namespace torch::autograd
