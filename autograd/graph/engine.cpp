#include "autograd/graph/engine.h"

#include <algorithm>

#include "autograd/base/check.h"
#include "autograd/base/scoped.h"
#include "autograd/graph/debugger.h"
#include "autograd/graph/engine_lock.h"
#include "autograd/graph/grad_mode.h"
#include "autograd/graph/in_place.h"
#include "autograd/graph/observer.h"
#include "autograd/graph/zero_gradient.h"
#include "autograd/newest_first.h"

namespace glassgrad::autograd {

namespace {

constinit thread_local Node* running = nullptr;  // its rule

uint64_t calls_made = 0;  // guarded by the engine's lock

/// One node on its way through a backward call.
struct Task {
  Task(Node* node, Visit outer) : node(node), outer_visit(outer) {
    grads.resize(node->num_inputs());
  }

  Node* node;
  Visit outer_visit;   ///< the node's mark for a backward call around this one
  GradList grads;      ///< the sums of what has been delivered, one per output of the operation
  size_t pending = 0;  ///< edges that have not delivered yet
  bool needed = true;
};

class Backward {
 public:
  explicit Backward(BackwardCall& call) : call_(call), number_(++calls_made) {}
  ~Backward() {
    for (Task& task : tasks_) task.node->visit_ = task.outer_visit;
  }

  /// Counts the incoming edges; newest_first does the rest.
  void begin() {
    for (size_t i = 0; i < call_.roots.size(); ++i)
      deliver(task_of(call_.roots[i]), call_.roots[i].input_nr, std::move(call_.root_grads[i]));
    for (size_t i = 0; i < tasks_.size(); ++i)
      for (const Edge& edge : tasks_[i].node->next_edges_)
        if (edge.is_valid()) ++task_of(edge).pending;
    if (call_.captures) mark_needed();

    for (Task& task : tasks_)
      if (task.pending == 0) make_ready(task);
  }

  /// The node whose turn is next, null at the end.
  Node* next() const { return ready_.empty() ? nullptr : ready_[0].task->node; }

  // ---- the graph, as newest_first sees it ----

  /// The newest of the nodes to which every edge has delivered.
  Task* take_newest() {
    if (ready_.empty()) return nullptr;
    std::pop_heap(ready_.begin(), ready_.end());
    Task* const newest = ready_.back().task;
    ready_.pop_back();
    return newest;
  }

  /// The node's rule, applied to what has been delivered. Nothing delivered is a gradient of zero.
  GradList apply(Task* task) {
    if (call_.captures) keep_captures(*task->node, task->grads);
    if (task->needed && task->node->hooks_) run_hooks(*task->node->hooks_, task->grads);
    if (task->needed && any_defined(task->grads)) return apply_rule(*task->node, task->grads);
    task->grads.clear();
    return GradList::undefined(task->node->num_outputs());
  }

  static const Edge* input(Task* task, size_t i) {
    const Edge& edge = task->node->next_edges_[i];
    return edge.is_valid() ? &edge : nullptr;
  }

  void hand_on(const Edge* edge, Tensor&& grad) {
    const Visit& visit = edge->function->visit_;
    check(
        visit.call == number_,
        "backward: another call walks the same graph; finish one walk (backward_steps) before the "
        "next begins");
    Task& next = tasks_[visit.index];
    if (grad.defined()) deliver(next, edge->input_nr, std::move(grad));
    if (--next.pending == 0) make_ready(next);
  }

 private:
  /// The task of the node that an edge leads to, made when the node is first met.
  Task& task_of(const Edge& edge) {
    Node& node = *edge.function;
    if (node.visit_.call == number_) return tasks_[node.visit_.index];
    const Visit outer = std::exchange(node.visit_, {number_, tasks_.size()});
    return tasks_.emplace_back(&node, outer);
  }

  /// The first gradient to arrive is shared, the others are added: to it, if nobody else sees it.
  void deliver(Task& task, uint32_t input_nr, Tensor&& grad) {
    Tensor& sum = task.grads[input_nr];
    if (!sum.defined())
      sum = std::move(grad);
    else if (!is_sole_owner(sum) || !add_flat(sum, grad, 1))
      sum = sum.add(grad);
  }

  GradList apply_rule(Node& node, GradList& grads) {
    const Scoped mark(running, &node);
    begin_node(node, grads);
    GradList results = call_.observer || is_observed(node)
                           ? apply_observed(node, std::move(grads), call_.observer)
                           : node.apply(std::move(grads));
    grads.clear();
    if (!call_.keep_graph) {
      node.released_ = true;
      node.release_variables();
    }
    if (results.size() != node.num_outputs()) results.resize(node.num_outputs());
    return results;
  }

  GLASSGRAD_NOINLINE static void run_hooks(const NodeHooks& hooks, GradList& grads) {
    for (const auto& [output_nr, of_output] : hooks.outputs)
      if (grads[output_nr].defined())
        grads[output_nr] = of_output->run(std::move(grads[output_nr]));
  }

  GLASSGRAD_NOINLINE void keep_captures(const Node& node, const GradList& grads) {
    if (call_.accumulate && node.num_outputs() == 0) return;  // goes into the leaf
    for (Capture& capture : *call_.captures)
      if (capture.edge.function.get() == &node) capture.grad = grads[capture.edge.input_nr];
  }

  /// With captures only nodes on the way to them run. Inputs are older than what they made, so in
  /// order of creation every node's inputs have been decided before it.
  GLASSGRAD_NOINLINE void mark_needed() {
    SmallVector<size_t, 8> order;
    for (size_t i = 0; i < tasks_.size(); ++i) order.push_back(i);
    std::sort(order.begin(), order.end(), [this](size_t a, size_t b) {
      return tasks_[a].node->sequence_nr() + 1 < tasks_[b].node->sequence_nr() + 1;
    });
    SmallVector<char, 16> leads(tasks_.size(), 0);
    for (const size_t i : order) {
      Task& task = tasks_[i];
      task.needed = false;
      for (const Edge& edge : task.node->next_edges_)
        if (edge.is_valid() && leads[edge.function->visit_.index]) task.needed = true;
      leads[i] = task.needed;
      for (const Capture& capture : *call_.captures)
        if (capture.edge.function.get() == task.node) {
          leads[i] = true;
          if (call_.accumulate && task.node->num_outputs() == 0) task.needed = true;
        }
    }
  }

  /// A task that waits for its turn; all tasks have been made by then and stay where they are.
  struct Ready {
    uint64_t sequence_nr;
    Task* task;
    bool operator<(const Ready& other) const { return sequence_nr < other.sequence_nr; }
  };
  void make_ready(Task& task) {
    ready_.push_back({task.node->sequence_nr(), &task});
    std::push_heap(ready_.begin(), ready_.end());
  }

  BackwardCall& call_;
  const uint64_t number_;
  SmallVector<Task, 8> tasks_;
  SmallVector<Ready, 8> ready_;  ///< a heap, the newest node on top
};

}  // namespace

Node* current_node() { return running; }

struct SteppedBackward::State {
  explicit State(BackwardCall&& given) : call(std::move(given)), backward(call) {}
  BackwardCall call;
  Backward backward;
};

SteppedBackward::SteppedBackward(BackwardCall&& call) {
  const EngineLock lock;
  state_ = std::make_unique<State>(std::move(call));
  state_->backward.begin();
}
SteppedBackward::~SteppedBackward() {
  const EngineLock lock;
  state_.reset();
}

Node* SteppedBackward::next() const { return state_->backward.next(); }

void SteppedBackward::step(Observer& observer) {
  const AutoGradMode mode(state_->call.create_graph);
  const EngineLock lock;
  const Scoped watch(state_->call.observer, &observer);
  newest_first(state_->backward, 1);
}

void run_backward(BackwardCall& call) {
  const AutoGradMode mode(call.create_graph);
  const EngineLock lock;
  if (lock.needs_own_stack()) return run_on_own_stack([&] { run_backward(call); });
  Backward backward(call);
  backward.begin();
  newest_first(backward);
}

}  // namespace glassgrad::autograd
