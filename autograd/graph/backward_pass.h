#pragma once
// Internal: one backward call on its way through the graph.

#include <functional>
#include <vector>

#include "autograd/base/large_vector.h"
#include "autograd/graph/engine.h"

namespace glassgrad::autograd {

/// One node on its way through a backward call.
struct Task {
  Task(Node* node, Visit outer) : node(node), outer_visit(outer) {
    grads.resize(node->num_inputs());
  }

  Node* node;
  Visit outer_visit;   ///< the node's mark for a backward call around this one
  GradList grads;      ///< the sums of what has been delivered, one per output of the operation
  size_t pending = 0;  ///< edges that have not delivered yet
  bool needed = true;  ///< whether the rule runs
  bool wanted = true;  ///< whether its gradient is kept, or leads to one that is
};

/// The graph behind the roots of a call, as newest_first walks it.
class BackwardPass {
 public:
  /// Counts the edges that lead to each node. (What throws meanwhile finds a whole object: the
  /// marks in the nodes are taken back.)
  explicit BackwardPass(BackwardCall& call);
  ~BackwardPass();
  BackwardPass(const BackwardPass&) = delete;
  BackwardPass& operator=(const BackwardPass&) = delete;

  /// The node whose turn is next, null at the end.
  Node* next() const { return ready_.empty() ? nullptr : ready_[0].task->node; }
  /// Runs so many nodes, and after the last one what after_backward was given.
  void walk(size_t most = SIZE_MAX);

  /// Of an edge of the node that runs: whether its call has any use for the gradient that goes
  /// there.
  static bool is_wanted(const Edge& edge);

  /// Calls `f` when the outermost of the passes that run has ended. @throws Error if none runs
  static void at_end(std::function<void()> f);

  // What newest_first asks of a graph: see there. (Inline functions without a body are for
  // engine.cpp alone.)
  inline Task* take_newest();
  inline GradList apply(Task* task);
  inline static const Edge* input(Task* task, size_t i);
  inline void hand_on(const Edge* edge, Tensor&& grad);

 private:
  struct Empty {};
  BackwardPass(BackwardCall& call, Empty);

  /// The task of the node that an edge leads to, made when the node is first met.
  inline Task& task_of(const Edge& edge);
  inline void deliver(Task& task, uint32_t input_nr, Tensor&& grad);
  inline void make_ready(Task& task);
  inline GradList apply_rule(Node& node, GradList& grads);

  // With captures (captures.cpp): only nodes on the way to them run.
  void mark_needed();
  void keep_captures(const Task& task);
  void forget_captures();

  /// A task to which every edge has delivered. No task is made, or moves, from then on.
  struct Ready {
    uint64_t sequence_nr;
    Task* task;
    bool operator<(const Ready& other) const { return sequence_nr < other.sequence_nr; }
  };

  BackwardCall& call_;
  const uint64_t number_;        ///< of the call
  const uint64_t nodes_before_;  ///< backward steps of the program, for a debugger
  LargeVector<Task, 8> tasks_;
  SmallVector<Ready, 8> ready_;  ///< a heap, the newest node on top
  std::vector<std::function<void()>> at_end_;
};

}  // namespace glassgrad::autograd
