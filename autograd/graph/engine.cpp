// The walk from the roots of a backward call to the leaves.

#include "autograd/graph/engine.h"

#include <algorithm>

#include "autograd/base/check.h"
#include "autograd/base/scoped.h"
#include "autograd/graph/backward_pass.h"
#include "autograd/graph/debugger.h"
#include "autograd/graph/engine_lock.h"
#include "autograd/graph/grad_mode.h"
#include "autograd/graph/hooks.h"
#include "autograd/graph/in_place.h"
#include "autograd/graph/observer.h"
#include "autograd/graph/zero_gradient.h"
#include "autograd/newest_first.h"

namespace glassgrad::autograd {

void run_backward(BackwardCall&& call) {
  const AutoGradMode mode(call.create_graph);
  const EngineLock lock;
  if (lock.needs_own_stack()) return run_on_own_stack([&] { run_backward(std::move(call)); });
  BackwardPass pass(call);
  pass.walk();
}

// --- the walk: count the incoming edges; take the newest ready node, apply its rule, hand the
// --- results on, count down ---

BackwardPass::BackwardPass(BackwardCall& call) : BackwardPass(call, Empty()) {
  for (size_t i = 0; i < call_.roots.size(); ++i)
    deliver(task_of(call_.roots[i]), call_.roots[i].input_nr, std::move(call_.root_grads[i]));
  for (size_t i = 0; i < tasks_.size(); ++i)
    for (const Edge& edge : tasks_[i].node->next_edges_)
      if (edge.is_valid()) ++task_of(edge).pending;
  if (call_.captures) mark_needed();

  for (Task& task : tasks_)
    if (task.pending == 0) make_ready(task);
}

Task* BackwardPass::take_newest() {
  if (ready_.empty()) return nullptr;
  std::pop_heap(ready_.begin(), ready_.end());
  Task* const newest = ready_.back().task;
  ready_.pop_back();
  return newest;
}

GradList BackwardPass::apply(Task* task) {
  if (call_.captures) keep_captures(*task);
  if (task->needed && task->node->hooks_) task->node->hooks_->run_before(task->grads);
  if (task->needed && any_defined(task->grads)) return apply_rule(*task->node, task->grads);
  task->grads.clear();
  return GradList::undefined(task->node->num_outputs());
}

const Edge* BackwardPass::input(Task* task, size_t i) {
  const Edge& edge = task->node->next_edges_[i];
  return edge.is_valid() ? &edge : nullptr;
}

void BackwardPass::hand_on(const Edge* edge, Tensor&& grad) {
  const Visit& visit = edge->function->visit_;
  check(visit.call == number_,
        "backward: another call walks the same graph; finish one walk (backward_steps) before the "
        "next begins");
  Task& next = tasks_[visit.index];
  if (grad.defined()) deliver(next, edge->input_nr, std::move(grad));
  if (--next.pending == 0) make_ready(next);
}

/// The first gradient to arrive is shared, the others are added: to it, if nobody else sees it.
void BackwardPass::deliver(Task& task, uint32_t input_nr, Tensor&& grad) {
  Tensor& sum = task.grads[input_nr];
  if (!sum.defined())
    sum = std::move(grad);
  else if (!is_sole_owner(sum) || !add_flat(sum, grad, 1))
    sum = sum.add(grad);
}

void BackwardPass::make_ready(Task& task) {
  ready_.push_back({task.node->sequence_nr(), &task});
  std::push_heap(ready_.begin(), ready_.end());
}

// --- around it: the call's marks in the nodes, and one node's rule ---

namespace {
constinit thread_local Node* running = nullptr;  // its rule
BackwardPass* outermost = nullptr;               // guarded by the engine's lock, as the next one
uint64_t calls_made = 0;

/// The turn of a node: in this scope it is the one that runs, and all who look on have heard of it.
struct Turn {
  Turn(Node& node, const GradList& grads, const BackwardPass* pass, Observer* observer)
      : mark(running, &node) {
    begin_node(node, grads, pass);
    if (observer) observer->begins(node, grads);
    is_observed = observer || autograd::is_observed(node);
  }

  const Scoped<Node*> mark;
  bool is_observed;
};
}  // namespace

Node* current_node() { return running; }

void BackwardPass::walk(size_t most) {
  const Scoped around(outermost, outermost ? outermost : this);
  newest_first(*this, most);
  if (ready_.empty())
    for (size_t i = 0; i < at_end_.size(); ++i) std::function(std::move(at_end_[i]))();
}

void BackwardPass::at_end(std::function<void()> f) {
  check(outermost, "after_backward: expected a backward call that runs; call it from a hook");
  outermost->at_end_.push_back(std::move(f));
}

void after_backward(std::function<void()> f) { BackwardPass::at_end(std::move(f)); }

BackwardPass::BackwardPass(BackwardCall& call, Empty)
    : call_(call), number_(++calls_made), nodes_before_(glassgrad_debugger.nodes_begun) {}

BackwardPass::~BackwardPass() {
  if (glassgrad_debugger.walk == this) glassgrad_debugger.walk = nullptr;
  for (Task& task : tasks_) task.node->visit_ = task.outer_visit;
  if (call_.captures) forget_captures();
}

Task& BackwardPass::task_of(const Edge& edge) {
  Node& node = *edge.function;
  if (node.visit_.call == number_) return tasks_[node.visit_.index];
  const Visit outer = std::exchange(node.visit_, {number_, tasks_.size()});
  return tasks_.emplace_back(&node, outer);
}

GradList BackwardPass::apply_rule(Node& node, GradList& grads) {
  const Turn turn(node, grads, this, call_.observer);
  GradList results =
      turn.is_observed ? apply_observed(node, grads, call_.observer) : node.apply(std::move(grads));
  grads.clear();
  if (!call_.keep_graph) {
    node.is_released_ = true;
    node.release_variables();
  }
  if (results.size() != node.num_outputs()) {
    check<InternalError>(results.size() < node.num_outputs(),
                         "{} has {} inputs, but its rule gave {} gradients", node.name(),
                         node.num_outputs(), results.size());
    results.resize(node.num_outputs());
  }
  return results;
}

}  // namespace glassgrad::autograd
