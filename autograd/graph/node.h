#pragma once
// What the graph is made of: nodes, edges, saved values, hooks.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "../base/small_blocks.h"
#include "../tensor/tensor.h"

namespace glassgrad::autograd {

struct Node;
struct NodeHooks;
class SavedTensor;
void dispose(NodeHooks* hooks);

/// An arrow of the graph towards the leaves: "this gradient goes to input `input_nr` of
/// `function`". An empty edge leads to a tensor that needs no gradient.
struct Edge {
  intrusive_ptr<Node> function;
  uint32_t input_nr = 0;
  bool is_valid() const { return static_cast<bool>(function); }
};
using EdgeList = SmallVector<Edge, 3>;

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

/// Where in a backward call a node stands.
struct Visit {
  uint64_t call;
  size_t index;
};

/// One operation of the recorded graph, seen from the backward side: it takes the gradients of the
/// operation's outputs and gives the gradients of its inputs.
///
/// Derived nodes are named structs `<Op>Backward` whose named members are the saved values.
struct Node : RefCounted, InSmallBlocks {
  Node() : Node(next_sequence_nr()) {}
  explicit Node(EdgeList edges) : Node() { set_next_edges(std::move(edges)); }
  virtual ~Node();

  /// dL/d(outputs) -> dL/d(inputs). An undefined tensor stands for zero, both ways.
  virtual GradList apply(GradList&& grads);
  /// The same on vectors, as nodes are written for libtorch; a node overrides one of the two.
  virtual std::vector<Tensor> apply(std::vector<Tensor>&& grads);
  /// The type's name without namespaces: "MulBackward0".
  virtual std::string name() const;

  // --- the rule, for those who want to understand or to doubt it ---

  /// As a text, "dL/dx = dL/dy * (1 - y) * y"; empty where nobody has written one.
  virtual std::string formula() const { return {}; }
  /// In the numbers of the first element, "-0.2517 * (1 - 0.6225) * 0.6225", or in several lines
  /// those of an element that they name; empty where numbers are not the whole truth.
  virtual std::string numbers(const GradList&) const { return {}; }
  /// The gradient of input `i` once more, by central differences of the operation in double
  /// precision; undefined where the node does not know its operation, NaN for an element whose
  /// neighbours are outside the operation's domain.
  virtual Tensor differences(const GradList&, size_t) const { return {}; }

  const Edge& next_edge(size_t i) const { return next_edges_[i]; }
  ArrayRef<Edge> next_edges() const { return next_edges_; }
  void add_next_edge(Edge edge) { next_edges_.push_back(std::move(edge)); }
  void set_next_edges(EdgeList edges) { next_edges_ = std::move(edges); }
  /// Whether anybody wants the gradient of input `i`.
  bool should_compute_output(size_t i) const { return next_edges_[i].is_valid(); }
  size_t num_outputs() const { return next_edges_.size(); }
  /// Outputs of the forward operation, whose gradients come in.
  size_t num_inputs() const { return num_inputs_; }
  void set_num_inputs(size_t count) { num_inputs_ = static_cast<uint32_t>(count); }
  /// Counts one more output of the forward operation, of a node written for libtorch: its number.
  uint32_t add_input_metadata(const TensorBase& output);
  /// While it is in a graph.
  intrusive_ptr<Node> shared_from_this() { return intrusive_ptr<Node>(this); }

  /// The node's age, a topological order: inputs are older than what was computed from them.
  uint64_t sequence_nr() const { return sequence_nr_; }
  /// Makes this the newest node.
  void renumber() { sequence_nr_ = next_sequence_nr(); }
  /// The user's line that made this node, in `file`; null: unknown.
  const char* file() const { return file_; }
  int line() const { return line_; }
  /// Of a node that a recurrent layer made for one time of its sequence: which, from 0; -1 for all
  /// others.
  int time_step() const { return time_step_ - 1; }
  /// Under anomaly detection: the node whose backward made this one.
  const Node* parent() const;

  bool has_hooks() const { return static_cast<bool>(hooks_); }
  /// Made at the first call; see hooks.h.
  NodeHooks& hooks();

  /// Drops the saved values, once backward has used them.
  virtual void release_variables();
  /// Whether a backward without retain_graph has been here.
  bool is_released() const { return is_released_; }

 protected:
  explicit Node(uint64_t sequence_nr);
  /// Notes the user's line and, under anomaly detection, the node that runs.
  void note_origin();
  /// As if made anew, but for the origin: for no backward call yet, and without hooks.
  void begin_anew();
  /// Asked when the last reference is gone: whether the node's leaf keeps it for the next graph, or
  /// has taken it along by now; or the std::shared_ptr that made the node does with it what it
  /// will.
  virtual bool kept_by_leaf();

 private:
  friend class BackwardPass;
  friend class SavedTensor;
  friend void dispose(Node* node);
  static uint64_t next_sequence_nr();

  uint32_t num_inputs_ = 1;
  uint64_t sequence_nr_;
  EdgeList next_edges_;
  const char* file_ = nullptr;
  int line_ = 0;
  bool is_released_ = false;
  uint16_t time_step_ = 0;  ///< from 1; 0: none
  union {
    Visit visit_{0, 0};   ///< belongs to the engine
    Node* next_to_free_;  ///< of a node without references: see dispose
  };
  SavedTensor* saved_ = nullptr;  ///< the first of the saved values, which are members of the node
  intrusive_ptr<NodeHooks> hooks_;
};

/// The node of a std::shared_ptr for a graph, which keeps a copy of that pointer.
intrusive_ptr<Node> enter_graph(const std::shared_ptr<Node>& node);

/// Freed in a loop: a chain of ten million nodes must not recurse.
void dispose(Node* node);

/// The node whose apply is running on this thread, null outside backward.
Node* current_node();

/// Where the gradient of `tensor` goes: its grad_fn, the accumulator of a leaf, or nowhere.
Edge gradient_edge(const Tensor& tensor);

}  // namespace glassgrad::autograd
