// The walk back through the graph of Values.
#include <array>

#include "autograd/base/error.h"
#include "autograd/newest_first.h"
#include "autograd/value/stepping.h"
#include "autograd/value/value.h"

namespace glassgrad {

namespace {

/// The graph behind one root. Creation order is the order of memory: from the root on, the newest
/// waiting node is the next one that has a gradient, downwards in its chunk, then in older chunks.
class ValueGraph {
 public:
  explicit ValueGraph(ValueNode* root) : chunk_(ValueChunk::of(root)), at_(root + 1) {
    hand_on(root, 1);
  }

  ValueNode* take_newest() {
    while (waiting_here_ == 0) {
      if (waiting_elsewhere_ == 0) return nullptr;
      go_to_older_chunk();
    }
    do --at_;
    while (!at_->accumulates);
#if defined(__GNUC__)
    __builtin_prefetch(at_ - 32, /*for writing*/ 1);  // as for allocate_value_node
#endif
    --waiting_here_;
    at_->accumulates = false;
    return at_;
  }

  static std::array<double, 2> apply(const ValueNode* node) {
    return {node->partial[0] * node->grad, node->partial[1] * node->grad};
  }

  static ValueNode* input(const ValueNode* node, size_t i) { return node->parent[i]; }

  void hand_on(ValueNode* input, double grad) {
    if (input->accumulates) {
      input->grad += grad;
      return;
    }
    wait_in(ValueChunk::of(input));
    input->grad = grad;
    input->accumulates = true;
  }

 private:
  void go_to_older_chunk() {
    chunk_ = chunk_->older;
    at_ = chunk_->end();
    waiting_here_ = std::exchange(chunk_->waiting, 0);
    waiting_elsewhere_ -= waiting_here_;
  }

  void wait_in(ValueChunk* chunk) {
    if (chunk == chunk_) {
      ++waiting_here_;
      return;
    }
    if (chunk->arena != chunk_->arena) [[unlikely]]
      refuse_foreign_node();
    ++chunk->waiting;
    ++waiting_elsewhere_;
  }

  [[noreturn]] void refuse_foreign_node() {
    while (take_newest()) {
    }
    throw Error(
        "Value::backward: expected a graph made by one thread, found a part that another thread "
        "made; compute both in one thread, or pass the number, data(), between them");
  }

  ValueChunk* chunk_;  // the one we are in
  ValueNode* at_;      // all newer nodes have had their turn
  size_t waiting_here_ = 0;
  size_t waiting_elsewhere_ = 0;
};

/// The same for a debugger, which stops at each node before the chain rule.
class SteppedValueGraph : public ValueGraph {
 public:
  explicit SteppedValueGraph(ValueNode* root) : ValueGraph(root), root_(root) {}

  std::array<double, 2> apply(const ValueNode* node) {
    if (++glassgrad_values.nodes_begun >= glassgrad_values.first_stop)
      glassgrad_value_begins(node, root_);
    return ValueGraph::apply(node);
  }

 private:
  const ValueNode* root_;
};

}  // namespace

void Value::backward() const {
  if (is_leaf()) {
    node_->grad += 1;
    return;
  }
  if (glassgrad_values.stepping) [[unlikely]] {
    SteppedValueGraph graph(node_);
    return autograd::newest_first(graph);
  }
  ValueGraph graph(node_);
  autograd::newest_first(graph);
}

}  // namespace glassgrad
