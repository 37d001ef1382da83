#include "autograd/engine.h"

#include <algorithm>

#include "autograd/anomaly.h"
#include "autograd/autograd.h"
#include "autograd/backward_steps.h"
#include "autograd/check.h"
#include "autograd/debugger.h"
#include "autograd/newest_first.h"
#include "autograd/ops/op.h"
#include "autograd/scoped.h"
#include "autograd/turn.h"
#include "autograd/zero_gradient.h"

// --- where a debugger stops: functions that do nothing, each on lines of its own ---

#define GLASSGRAD_HOOK __attribute__((noinline, used))

GlassgradDebugger glassgrad_debugger = {0, 0, 0};

GLASSGRAD_HOOK void glassgrad_node_begins(glassgrad::autograd::Node* node,
                                          const glassgrad::autograd::GradList* grads) {
  asm volatile("" : : "r"(node), "r"(grads));
}

GLASSGRAD_HOOK void glassgrad_gradient_accumulated(glassgrad::autograd::AccumulateGrad* node,
                                                   const glassgrad::Tensor* added) {
  asm volatile("" : : "r"(node), "r"(added));
}

GLASSGRAD_HOOK void glassgrad_nan_appeared(glassgrad::autograd::Node* node,
                                           const glassgrad::autograd::GradList* grads,
                                           const glassgrad::Tensor* result) {
  asm volatile("" : : "r"(node), "r"(grads), "r"(result));
}

namespace glassgrad::autograd {

constinit thread_local std::vector<Tensor>* unpacked_values = nullptr;

namespace {

constinit thread_local Node* running = nullptr;  // its rule

uint64_t calls_made = 0;  // guarded by the engine's turn

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

  /// Visits one node, with an account of it.
  bool step(BackwardStep& step) {
    if (ready_.empty()) return false;
    Node* const node = ready_[0].task->node;
    step.node = intrusive_ptr<Node>(node);
    step.produced.resize(node->num_outputs());
    const Scoped watch(watched_, &step);
    newest_first(*this, 1);
    return true;
  }

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
      sum = sum + grad;
  }

  static bool any_defined(const GradList& grads) {
    for (const Tensor& grad : grads)
      if (grad.defined()) return true;
    return false;
  }

  GradList apply_rule(Node& node, GradList& grads) {
    const Scoped mark(running, &node);
    if (++glassgrad_debugger.nodes_begun >= glassgrad_debugger.first_stop)
      glassgrad_node_begins(&node, &grads);
    GradList results =
        is_observed(node) ? apply_observed(node, std::move(grads)) : node.apply(std::move(grads));
    grads.clear();
    if (!call_.keep_graph) {
      node.released_ = true;
      node.release_variables();
    }
    if (results.size() != node.num_outputs()) results.resize(node.num_outputs());
    return results;
  }

  /// Whether anybody looks on: backward_steps, a debugger, anomaly detection or post hooks.
  bool is_observed(const Node& node) const {
    return watched_ || glassgrad_debugger.trap_nan || AnomalyMode::is_enabled() || node.hooks_;
  }

  GLASSGRAD_NOINLINE GradList apply_observed(Node& node, GradList&& grads) {
    const GradList given = grads;
    GradList results = apply_checking(node, std::move(grads));
    if (watched_) {
      watched_->upstream.assign(given.begin(), given.end());
      watched_->produced.assign(results.begin(), results.end());
      watched_->produced.resize(node.num_outputs());
    }
    if (node.hooks_)
      for (auto& hook : node.hooks_->post) hook(results, given);
    return results;
  }

  GradList apply_checking(Node& node, GradList&& grads) {
    const Scoped reading(unpacked_values, watched_ ? &watched_->saved : nullptr);
    if (AnomalyMode::is_enabled()) return apply_checked(node, std::move(grads));
    if (glassgrad_debugger.trap_nan) return apply_trapping_nan(node, std::move(grads));
    return node.apply(std::move(grads));
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
  BackwardStep* watched_ = nullptr;  ///< of backward_steps: what to fill in
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
  const Turn turn;
  state_ = std::make_unique<State>(std::move(call));
  state_->backward.begin();
}
SteppedBackward::~SteppedBackward() {
  const Turn turn;
  state_.reset();
}

bool SteppedBackward::step(BackwardStep& step) {
  const AutoGradMode mode(state_->call.create_graph);
  const Turn turn;
  return state_->backward.step(step);
}

void run_backward(BackwardCall& call) {
  const AutoGradMode mode(call.create_graph);
  const Turn turn;
  if (turn.needs_own_stack()) return run_on_own_stack([&] { run_backward(call); });
  Backward backward(call);
  backward.begin();
  newest_first(backward);
}

}  // namespace glassgrad::autograd

// --- gdb's commands, loaded with a program that lies in a folder which gdb trusts ---

#if defined(__ELF__) && !defined(NDEBUG)
// The section stands in the hooks' file, or a static link would drop it. 4: a Python script, its
// name, its text. It finds debugger/ beside the sources that the debug information names.
asm(R"(
  .pushsection ".debug_gdb_scripts", "MS", %progbits, 1
  .byte 4
  .ascii "glassgrad\n"
  .ascii "import gdb, os\n"
  .ascii "hook = gdb.lookup_global_symbol('glassgrad_node_begins')\n"
  .ascii "if hook:\n"
  .ascii "    root = os.path.dirname(os.path.dirname(hook.symtab.fullname()))\n"
  .ascii "    script = os.path.join(root, 'debugger', 'glassgrad_gdb.py')\n"
  .ascii "    if os.path.exists(script):\n"
  .ascii "        gdb.execute('source ' + script)\n"
  .byte 0
  .popsection
)");
#endif
