#include "autograd/backward_steps.h"

#include <fstream>
#include <map>

#include "autograd/engine.h"
#include "autograd/ops/op.h"

namespace glassgrad::autograd {

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
  return pass_->backward.step(step_);
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

namespace {

/// A rule for reading: g stands for the upstream gradient, 0 and 1 for the saved values in the
/// order in which the rule reads them.
struct Rule {
  const char* formula;
  const char* numbers;
};

const std::map<std::string, Rule>& rules() {
  static const std::map<std::string, Rule> table = {
      {"SigmoidBackward0", {"dL/dx = dL/dy * y * (1 - y)", "{g} * {0} * (1 - {0})"}},
      {"TanhBackward0", {"dL/dx = dL/dy * (1 - y^2)", "{g} * (1 - {0}^2)"}},
      {"ExpBackward0", {"dL/dx = dL/dy * y", "{g} * {0}"}},
      {"LogBackward0", {"dL/dx = dL/dy / x", "{g} / {0}"}},
      {"SqrtBackward0", {"dL/dx = dL/dy / (2 y)", "{g} / (2 * {0})"}},
      {"ReciprocalBackward0", {"dL/dx = -dL/dy * y^2", "-{g} * {0}^2"}},
      {"NegBackward0", {"dL/dx = -dL/dy", "-{g}"}},
      {"AddBackward0", {"dL/da = dL/dy, dL/db = dL/dy", "{g}"}},
      {"SubBackward0", {"dL/da = dL/dy, dL/db = -dL/dy", "{g}"}},
      {"MulBackward0", {"dL/da = dL/dy * b, dL/db = dL/dy * a", "{g} * {0}"}},
      {"DivBackward0", {"dL/da = dL/dy / b, dL/db = -dL/dy * a / b^2", "{g} / {0}"}},
      {"SumBackward0", {"dL/dx_i = dL/dy", "{g}"}},
      {"MeanBackward0", {"dL/dx_i = dL/dy / N", "{g} / {n}"}},
      {"MseLossBackward0", {"dL/dx_i = dL/dl * 2 (x_i - t_i) / N", "{g} * 2 * ({0} - {1}) / {n}"}},
      {"BinaryCrossEntropyBackward0",
       {"dL/dp_i = dL/dl * (p_i - t_i) / (p_i (1 - p_i)) / N",
        "{g} * ({0} - {1}) / ({0} * (1 - {0})) / {n}"}},
      {"AddmmBackward0",
       {"y = x W^T + b: dL/db = column sums of dL/dy, dL/dx = dL/dy W, dL/dW = (dL/dy)^T x", ""}},
      {"MmBackward0", {"y = A B: dL/dA = dL/dy B^T, dL/dB = A^T dL/dy", ""}},
      {"torch::autograd::AccumulateGrad", {"parameter.grad += dL/dparameter", "{g}"}},
  };
  return table;
}

std::string first_element(const Tensor& t) {
  if (!t.defined() || t.numel() == 0) return "0";
  return fmt::format("{:.4g}", t.detach().flatten().select(0, 0).item<double>());
}

void replace_all(std::string& text, const std::string& what, const std::string& with) {
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

}  // namespace

std::string BackwardStep::formula() const {
  const auto found = rules().find(node->name());
  return found == rules().end() ? "" : found->second.formula;
}

std::string BackwardStep::numbers() const {
  const auto found = rules().find(node->name());
  if (found == rules().end() || !*found->second.numbers || upstream.empty()) return "";
  std::string text = found->second.numbers;
  const auto in_brackets = [](const std::string& number) {
    return number[0] == '-' ? fmt::format("({})", number) : number;
  };
  replace_all(text, "{g}", first_element(upstream[0]));
  Tensor result;
  for (const Tensor& grad : produced)
    if (grad.defined() && !result.defined()) result = grad;
  if (text.find("{0}") != std::string::npos && saved.empty()) return "";
  if (text.find("{1}") != std::string::npos && saved.size() < 2) return "";
  for (size_t i = 0; i < saved.size() && i < 2; ++i)
    replace_all(text, fmt::format("{{{}}}", i), in_brackets(first_element(saved[i])));
  if (result.defined()) replace_all(text, "{n}", std::to_string(result.numel()));
  if (text.starts_with("--")) text = text.substr(2);
  return result.defined() ? fmt::format("{} = {}", text, first_element(result)) : text;
}

}  // namespace glassgrad::autograd
