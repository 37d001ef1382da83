#pragma once

#include <functional>
#include <string>
#include <utility>

#include "../base/small_blocks.h"
#include "../base/smart_ptr.h"
#include "../tensor/tensor.h"

namespace glassgrad::autograd {

struct Node;

/// An arrow of the graph towards the leaves: "this gradient goes to input `input_nr` of
/// `function`". An empty edge leads to a tensor that needs no gradient.
struct Edge {
  intrusive_ptr<Node> function;
  uint32_t input_nr = 0;
  bool is_valid() const { return static_cast<bool>(function); }
};

/// One gradient per output of the forward operation on the way into a node, one per input on the
/// way out; undefined means zero.
class GradList : public SmallVector<Tensor, 3> {
 public:
  GradList() = default;
  template <class... Ts>
  requires(sizeof...(Ts) > 0 && (std::is_convertible_v<Ts&&, Tensor> && ...))
      GradList(Ts&&... tensors) {
    (emplace_back(std::forward<Ts>(tensors)), ...);
  }
  /// `count` undefined gradients.
  static GradList undefined(size_t count) {
    GradList list;
    list.resize(count);
    return list;
  }
};

inline bool any_defined(const GradList& grads) {
  for (const Tensor& grad : grads)
    if (grad.defined()) return true;
  return false;
}

using TensorHook = std::function<Tensor(const Tensor&)>;

/// Hooks on one tensor, by the number that register_hook gave (removed ones are empty), and
/// whether it keeps its gradient. Shared by the tensor and the node that computes the gradient.
struct TensorHooks : RefCounted {
  std::vector<TensorHook> hooks;
  TensorImpl* retains_grad = nullptr;  ///< weak: the tensor clears it when it dies
  size_t retain_after = 0;             ///< how many hooks run before the gradient is kept

  /// Runs the hooks in order; one that returns a tensor replaces the gradient.
  Tensor run(Tensor grad);
};
void dispose(TensorHooks* hooks);

/// The hooks of `tensor`, made at the first call and known to its grad_fn.
TensorHooks& hooks_of(const Tensor& tensor);

/// What hangs on a node beside its operation: the hooks of the tensors it made, and functions to
/// call after it has run.
struct NodeHooks : RefCounted {
  struct Output {
    uint32_t output_nr;
    intrusive_ptr<TensorHooks> hooks;
  };
  std::vector<Output> outputs;
  std::vector<std::function<void(const GradList& grad_inputs, const GradList& grad_outputs)>> post;
};
void dispose(NodeHooks* hooks);

/// A value that backward needs, remembered with the version it had: a member of a node, written
/// `SavedTensor self{this};`. The node knows all that it saves, and lets go of them once backward
/// has used them.
class SavedTensor {
 public:
  explicit SavedTensor(Node* node);
  SavedTensor(const SavedTensor&) = delete;
  SavedTensor& operator=(const SavedTensor&) = delete;

  /// Keeps an input of the operation; an undefined one is allowed.
  void save(const Tensor& input) {
    tensor_ = input;
    version_ = input.defined() ? static_cast<uint32_t>(input._version()) : 0;
  }
  /// Keeps a result of the operation; its grad_fn is dropped here, for the node would own itself.
  void save_output(const Tensor& result);

  /// The value. @throws Error if it has been changed in place or already released.
  /// A result comes back with the node that saved it, the one now running, as its grad_fn.
  Tensor unpack() const;
  bool defined() const { return tensor_.defined(); }
  void reset() { tensor_.reset(); }
  const Tensor& peek() const { return tensor_; }  ///< unchecked, for printing
  SavedTensor* next() const { return next_; }     ///< of the same node

 private:
  Tensor tensor_;
  SavedTensor* next_;
  uint32_t version_ = 0;
  uint32_t output_nr_ : 31 = 0;
  uint32_t is_output_ : 1 = false;
};

/// Where in a backward call this node stands; belongs to the engine.
struct Visit {
  uint64_t call;
  size_t index;
};

/// One operation of the recorded graph, seen from the backward side: it takes the gradients of the
/// operation's outputs and gives the gradients of its inputs.
///
/// Derived nodes are named structs `<Op>Backward` whose named members are the saved values.
struct Node : RefCounted, InSmallBlocks {
  Node();
  virtual ~Node();

  /// dL/d(outputs) -> dL/d(inputs). An undefined tensor stands for zero, both ways.
  virtual GradList apply(GradList&& grads) = 0;
  /// The type's name without namespaces: "MulBackward0".
  virtual std::string name() const;
  /// The last reference is gone. True: somebody keeps the node for its next use, or it is gone too.
  virtual bool rest() { return false; }

  // --- the rule, for those who want to understand or to doubt it ---

  /// As a text, "dL/dx = dL/dy * (1 - y) * y"; empty where nobody has written one.
  virtual std::string formula() const { return {}; }
  /// In the numbers of the first element, "-0.2517 * (1 - 0.6225) * 0.6225"; empty where those are
  /// not the whole truth.
  virtual std::string numbers(const GradList&) const { return {}; }
  /// The gradient of input `i` once more, by central differences of the operation in double
  /// precision; undefined where the node does not know its operation, NaN for an element whose
  /// neighbours are outside the operation's domain.
  virtual Tensor differences(const GradList&, size_t) const { return {}; }

  const Edge& next_edge(size_t i) const { return next_edges_[i]; }
  ArrayRef<Edge> next_edges() const { return next_edges_; }
  size_t num_outputs() const { return next_edges_.size(); }
  size_t num_inputs() const { return num_inputs_; }
  void add_next_edge(Edge edge) { next_edges_.push_back(std::move(edge)); }
  /// Whether anybody wants the gradient of input `i`.
  bool should_compute_output(size_t i) const { return next_edges_[i].is_valid(); }
  uint64_t sequence_nr() const { return sequence_nr_; }
  /// The user's line that made this node.
  const char* file() const { return file_; }
  int line() const { return line_; }
  /// Makes this the newest node.
  void renumber();
  NodeHooks& hooks();
  /// Drops the saved values, once backward has used them.
  void release_variables() {
    for (SavedTensor* saved = saved_; saved; saved = saved->next()) saved->reset();
  }
  /// Notes the user's line and, under anomaly detection, the node that runs.
  void note_origin();

  uint64_t sequence_nr_;  ///< creation order, which is a topological order: inputs are older
  SmallVector<Edge, 3> next_edges_;
  uint32_t num_inputs_ = 1;     ///< outputs of the forward operation
  int line_ = 0;                ///< in file_
  const char* file_ = nullptr;  ///< where the user's program made this; null: unknown
  bool released_ = false;       ///< a backward without retain_graph has been here
  union {
    Visit visit_{0, 0};
    Node* next_dead_;  ///< of a node that waits to be freed: see dispose
  };
  SavedTensor* saved_ = nullptr;  ///< the first of the saved values, which are members of the node
  intrusive_ptr<NodeHooks> hooks_;
  intrusive_ptr<Node> parent_;  ///< under anomaly detection: the node whose backward made this one
};

inline SavedTensor::SavedTensor(Node* node) : next_(std::exchange(node->saved_, this)) {}

/// Freed in a loop: a chain of ten million nodes must not recurse.
void dispose(Node* node);

/// The end of a path: adds the incoming gradient to `variable.grad()`.
///
/// A leaf knows one at most. It owns the leaf while a graph refers to it; between graphs it rests,
/// and the leaf owns it.
struct AccumulateGrad final : Node {
  explicit AccumulateGrad(Tensor variable);
  ~AccumulateGrad() override;
  GradList apply(GradList&& grads) override;
  std::string name() const override { return "torch::autograd::AccumulateGrad"; }
  std::string formula() const override { return "parameter.grad += dL/dparameter"; }
  std::string numbers(const GradList& grads) const override;
  bool rest() override;
  /// As if made anew, for another graph.
  void wake(Tensor leaf);

  Tensor variable;  ///< undefined while it rests
};

/// The node whose apply is running on this thread, null outside backward.
Node* current_node();

/// Where the gradient of `tensor` goes: its grad_fn, the accumulator of a leaf, or nowhere.
Edge gradient_edge(const Tensor& tensor);

}  // namespace glassgrad::autograd
