// The backward pass one node at a time, in words.

#include "autograd/inspect/backward_steps.h"

#include <fmt/format.h>

#include <fstream>
#include <unordered_map>
#include <unordered_set>

#include "autograd/base/scoped.h"
#include "autograd/graph/accumulate_grad.h"
#include "autograd/graph/engine_lock.h"
#include "autograd/graph/hooks.h"
#include "autograd/graph/observer.h"
#include "autograd/graph/stepped_backward.h"
#include "autograd/inspect/replay_page.h"
#include "autograd/ops/pointwise/differences.h"

namespace glassgrad::autograd {

/// Writes down what a rule is given, what it reads and what it makes.
struct Account final : Observer {
  explicit Account(BackwardStep& step) : step(step) {}
  ~Account() override { unpacked_values = outer; }
  void begins(Node& node, const GradList& grads) override {
    step.upstream.assign(grads.begin(), grads.end());
    step.numbers_ = node.numbers(grads);
    unpacked_values = &step.saved;
  }
  void ended(Node& node, const GradList&, const GradList& results) override {
    unpacked_values = outer;
    step.produced.assign(results.begin(), results.end());
    step.produced.resize(node.num_outputs());
  }

  BackwardStep& step;
  std::vector<Tensor>* const outer = unpacked_values;
};

struct BackwardSteps::Pass {
  explicit Pass(BackwardCall&& call) : backward(std::move(call)) {}
  SteppedBackward backward;
  size_t number = 0;
};

BackwardSteps::BackwardSteps(const Tensor& loss, const Tensor& gradient, bool retain_graph)
    : pass_(new Pass(backward_call(loss, gradient, retain_graph, false))) {}
BackwardSteps::BackwardSteps(BackwardSteps&& other) noexcept
    : pass_(std::exchange(other.pass_, nullptr)), step_(std::move(other.step_)) {}
BackwardSteps::~BackwardSteps() { delete pass_; }

bool BackwardSteps::advance() {
  step_ = BackwardStep();
  step_.number = ++pass_->number;
  Node* const node = pass_->backward.next();
  if (!node) return false;
  step_.node = intrusive_ptr<Node>(node);
  step_.produced.resize(node->num_outputs());
  Account account(step_);
  pass_->backward.step(account);
  return true;
}

BackwardSteps backward_steps(const Tensor& loss, const Tensor& gradient, bool retain_graph) {
  return BackwardSteps(loss, gradient, retain_graph);
}

// --- a pass that leaves no trace ---

namespace {

/// The nodes behind `root`.
std::vector<Node*> nodes_behind(Node* root) {
  std::vector<Node*> found = {root};
  std::unordered_set<Node*> known = {root};
  for (size_t i = 0; i < found.size(); ++i)
    for (const Edge& edge : found[i]->next_edges())
      if (edge.is_valid() && known.insert(edge.function.get()).second)
        found.push_back(edge.function.get());
  return found;
}

/// As long as this lives, no interior tensor of the graph keeps its gradient.
class RetainsNothing {
 public:
  explicit RetainsNothing(const std::vector<Node*>& nodes) {
    for (Node* node : nodes)
      if (node->has_hooks())
        for (const auto& output : node->hooks().outputs)
          if (output.hooks->retains_grad)
            kept_.emplace_back(output.hooks, std::exchange(output.hooks->retains_grad, nullptr));
  }
  RetainsNothing(const RetainsNothing&) = delete;
  RetainsNothing& operator=(const RetainsNothing&) = delete;
  ~RetainsNothing() {
    for (const auto& [hooks, tensor] : kept_) hooks->retains_grad = tensor;
  }

 private:
  std::vector<std::pair<intrusive_ptr<TensorHooks>, TensorImpl*>> kept_;
};

}  // namespace

void rehearse_backward(const Tensor& loss, const std::function<bool(const BackwardStep&)>& see) {
  const EngineLock lock;
  // A debugger neither stops in this pass nor counts it.
  const Scoped quiet(glassgrad_debugger, [] {
    GlassgradDebugger none{};
    none.first_stop = UINT64_MAX;
    return none;
  }());
  BackwardCall call = backward_call(loss, {}, true, false);
  const std::vector<Node*> nodes = nodes_behind(call.roots[0].function.get());
  const RetainsNothing nothing(nodes);
  std::vector<Capture> leaves;  // get their gradients here instead of in .grad
  std::unordered_map<Node*, size_t> places;
  for (Node* node : nodes)
    if (dynamic_cast<AccumulateGrad*>(node)) {
      places[node] = leaves.size();
      leaves.push_back({{intrusive_ptr<Node>(node), 0}, {}});
    }
  call.captures = &leaves;
  call.accumulate = false;
  SteppedBackward backward(std::move(call));
  size_t number = 0;
  while (Node* const node = backward.next()) {
    BackwardStep step;
    step.node = intrusive_ptr<Node>(node);
    {
      Account account(step);
      backward.step(account);
      const auto leaf = places.find(node);
      if (leaf != places.end() && leaves[leaf->second].grad.defined())
        account.begins(*node, {leaves[leaf->second].grad});
    }
    if (step.upstream.empty()) continue;  // no gradient came here
    step.number = ++number;
    if (!see(step)) return;
  }
}

// --- words ---

std::string BackwardStep::title() const {
  const auto* accumulator = dynamic_cast<const AccumulateGrad*>(node.get());
  if (!accumulator) return node->name();
  const std::string& name = accumulator->variable.name();
  return fmt::format("AccumulateGrad of {}", name.empty() ? "a leaf without name" : name);
}

std::string forward_line_of(const Node& node) {
  if (!node.file() || node.num_outputs() == 0) return "";
  const std::string file = node.file();
  return fmt::format("{}:{}", file.substr(file.find_last_of('/') + 1), node.line());
}

std::string forward_source_of(const Node& node) {
  if (forward_line_of(node).empty()) return "";
  std::ifstream file(node.file());
  std::string text;
  for (int i = 0; i < node.line(); ++i)
    if (!std::getline(file, text)) return "";
  const size_t first = text.find_first_not_of(" \t");
  return first == std::string::npos ? "" : text.substr(first);
}

// --- formulas ---

std::string BackwardStep::formula() const { return node->formula(); }

namespace {
/// The gradient whose first element the formula with numbers gives: that of the first input that
/// wants one. Undefined where the numbers are not the whole truth, for the gradient is a sum over
/// elements to which the input was broadcast.
Tensor explained(const BackwardStep& step) {
  for (const Tensor& grad : step.produced)
    if (grad.defined()) return grad.numel() < step.upstream[0].numel() ? Tensor() : grad;
  return {};
}
}  // namespace

std::string BackwardStep::numbers() const {
  if (upstream.empty()) return "";
  if (numbers_.find('\n') != std::string::npos) return numbers_;  // which say where each goes
  const Tensor result = explained(*this);
  if (!produced.empty() && !result.defined()) return "";
  return result.defined() && !numbers_.empty()
             ? fmt::format("{} = {:.4g}", numbers_, first_element(result))
             : numbers_;
}

}  // namespace glassgrad::autograd
