// The backward pass one node at a time, in words.

#include "autograd/inspect/backward_steps.h"

#include <fmt/format.h>

#include <fstream>

#include "autograd/graph/accumulate_grad.h"
#include "autograd/graph/observer.h"
#include "autograd/graph/stepped_backward.h"
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
  const Tensor result = explained(*this);
  if (!produced.empty() && !result.defined()) return "";
  return result.defined() && !numbers_.empty()
             ? fmt::format("{} = {:.4g}", numbers_, first_element(result))
             : numbers_;
}

}  // namespace glassgrad::autograd
