// What a backward pass does besides where it is to keep gradients: call.captures.

#include <algorithm>

#include "autograd/base/compiler.h"
#include "autograd/graph/backward_pass.h"
#include "autograd/graph/zero_gradient.h"

namespace glassgrad::autograd {

namespace {
bool is_leaf(const Node& node) { return node.num_outputs() == 0; }
/// The pass with captures whose node runs on this thread, as far as it still exists.
constinit thread_local const BackwardPass* walking = nullptr;
}  // namespace

bool BackwardPass::is_wanted(const Edge& edge) {
  if (!edge.is_valid()) return false;
  const Visit& visit = edge.function->visit_;
  return !walking || visit.call != walking->number_ || walking->tasks_[visit.index].wanted;
}

GLASSGRAD_NOINLINE void BackwardPass::mark_needed() {
  for (size_t i = 0; i < tasks_.size(); ++i) {
    tasks_[i].needed = tasks_[i].wanted = false;
    for (const Capture& capture : *call_.captures)
      if (capture.edge.function.get() == tasks_[i].node) {
        tasks_[i].wanted = true;
        tasks_[i].needed = is_leaf(*tasks_[i].node) && call_.accumulate;
      }
  }
  // From the oldest operation to the newest, so that it is known of an operation's inputs.
  SmallVector<size_t, 8> order;
  for (size_t i = 0; i < tasks_.size(); ++i)
    if (!is_leaf(*tasks_[i].node)) order.push_back(i);
  std::sort(order.begin(), order.end(), [this](size_t a, size_t b) {
    return tasks_[a].node->sequence_nr() < tasks_[b].node->sequence_nr();
  });
  for (const size_t i : order) {
    for (const Edge& edge : tasks_[i].node->next_edges())
      if (edge.is_valid() && tasks_[edge.function->visit_.index].wanted)
        tasks_[i].needed = tasks_[i].wanted = true;
  }
}

GLASSGRAD_NOINLINE void BackwardPass::forget_captures() {
  if (walking == this) walking = nullptr;
}

GLASSGRAD_NOINLINE void BackwardPass::keep_captures(const Task& task) {
  walking = this;
  if (call_.accumulate && is_leaf(*task.node)) return;  // goes into the leaf
  for (Capture& capture : *call_.captures)
    if (capture.edge.function.get() == task.node) {
      capture.grad = task.grads[capture.edge.input_nr];
      lend_apart(capture.grad, capture.edge);
    }
}

}  // namespace glassgrad::autograd
