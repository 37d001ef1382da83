// The backward pass one node at a time, in words.

#include "autograd/inspect/backward_steps.h"

#include <fstream>
#include <map>

#include "autograd/graph/accumulate_grad.h"
#include "autograd/graph/observer.h"
#include "autograd/graph/stepped_backward.h"
#include "autograd/ops/loss.h"
#include "autograd/ops/op.h"

namespace glassgrad::autograd {

namespace {
/// Writes down what a rule is given, what it reads and what it makes.
struct Account final : Observer {
  explicit Account(BackwardStep& step) : step(step) {}
  ~Account() override { unpacked_values = outer; }
  void begins(Node&, const GradList& grads) override {
    step.upstream.assign(grads.begin(), grads.end());
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
}  // namespace

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

namespace {

/// A rule for reading: g stands for the upstream gradient, 0 and 1 for the saved values in the
/// order in which the rule reads them.
struct Rule {
  const char* formula;
  const char* numbers;
};

const std::map<std::string, Rule>& rules() {
  static const std::map<std::string, Rule> table = {
      {"AddBackward0", {"dL/da = dL/dy, dL/db = alpha dL/dy", "{g}"}},
      {"AddBackward1", {"dL/dx = dL/dy", "{g}"}},
      {"SubBackward0", {"dL/da = dL/dy, dL/db = -alpha dL/dy", "{g}"}},
      {"SubBackward1", {"dL/dx = dL/dy", "{g}"}},
      {"RsubBackward1", {"dL/dx = -alpha dL/dy", ""}},
      {"NegBackward0", {"dL/dx = -dL/dy", "-{g}"}},
      {"MulBackward0", {"dL/da = dL/dy * b, dL/db = dL/dy * a", "{g} * {0}"}},
      {"MulBackward1", {"dL/dx = dL/dy * c", ""}},
      {"DivBackward0", {"dL/da = dL/dy / b, dL/db = -dL/dy * a / b^2", "{g} / {0}"}},
      {"DivBackward1", {"dL/dx = dL/dy / c", ""}},
      {"RemainderBackward0", {"dL/da = dL/dy, dL/db = -dL/dy * floor(a / b)", "{g}"}},
      {"PowBackward0", {"dL/dx = dL/dy * p x^(p - 1)", ""}},
      {"PowBackward1", {"dL/da = dL/dy * b a^(b - 1), dL/db = dL/dy * y ln a", ""}},
      {"MaximumBackward0", {"dL/da = dL/dy where a > b, half of it where a = b", ""}},
      {"MinimumBackward0", {"dL/da = dL/dy where a < b, half of it where a = b", ""}},
      {"WhereBackward0", {"dL/da = dL/dy where the condition holds, dL/db elsewhere", ""}},
      {"MaskedFillBackward0", {"dL/dx = dL/dy where the mask is 0, else 0", ""}},
      {"ClampBackward1", {"dL/dx = dL/dy where min <= x <= max, else 0", ""}},

      {"AbsBackward0", {"dL/dx = dL/dy * sign(x)", "{g} * sign({0})"}},
      {"ExpBackward0", {"dL/dx = dL/dy * y", "{g} * {0}"}},
      {"Expm1Backward0", {"dL/dx = dL/dy * (y + 1)", "{g} * ({0} + 1)"}},
      {"LogBackward0", {"dL/dx = dL/dy / x", "{g} / {0}"}},
      {"Log1PBackward0", {"dL/dx = dL/dy / (1 + x)", "{g} / (1 + {0})"}},
      {"Log2Backward0", {"dL/dx = dL/dy / (x ln 2)", "{g} / ({0} * 0.6931)"}},
      {"Log10Backward0", {"dL/dx = dL/dy / (x ln 10)", "{g} / ({0} * 2.303)"}},
      {"SqrtBackward0", {"dL/dx = dL/dy / (2 y)", "{g} / (2 * {0})"}},
      {"RsqrtBackward0", {"dL/dx = -dL/dy * y^3 / 2", "-{g} * {0}^3 / 2"}},
      {"ReciprocalBackward0", {"dL/dx = -dL/dy * y^2", "-{g} * {0}^2"}},
      {"SinBackward0", {"dL/dx = dL/dy * cos x", "{g} * cos {0}"}},
      {"CosBackward0", {"dL/dx = -dL/dy * sin x", "-{g} * sin {0}"}},
      {"TanBackward0", {"dL/dx = dL/dy * (1 + y^2)", "{g} * (1 + {0}^2)"}},
      {"ErfBackward0", {"dL/dx = dL/dy * 2/sqrt(pi) e^(-x^2)", "{g} * 1.128 * e^(-{0}^2)"}},

      {"SigmoidBackward0", {"dL/dx = dL/dy * y * (1 - y)", "{g} * {0} * (1 - {0})"}},
      {"TanhBackward0", {"dL/dx = dL/dy * (1 - y^2)", "{g} * (1 - {0}^2)"}},
      {"LogSigmoidBackward0", {"dL/dx = dL/dy * sigmoid(-x)", "{g} * (1 - sigmoid({0}))"}},
      {"SiluBackward0", {"dL/dx = dL/dy * s (1 + x (1 - s)), s = sigmoid(x)", ""}},
      {"MishBackward0",
       {"dL/dx = dL/dy * (t + x (1 - t^2) sigmoid(x)), t = tanh(ln(1 + e^x))", ""}},
      {"SoftplusBackward0", {"dL/dx = dL/dy * sigmoid(beta x)", ""}},
      {"GeluBackward0", {"dL/dx = dL/dy * (P(X <= x) + x p(x)), X ~ N(0, 1)", ""}},
      {"EluBackward0", {"dL/dx = scale dL/dy where x > 0, else scale dL/dy * alpha e^x", ""}},
      {"CeluBackward0", {"dL/dx = dL/dy where x > 0, else dL/dy * e^(x / alpha)", ""}},
      {"ReluBackward0", {"dL/dx = dL/dy where y > 0, else 0", ""}},
      {"LeakyReluBackward0", {"dL/dx = dL/dy where x > 0, else slope dL/dy", ""}},
      {"ThresholdBackward0", {"dL/dx = dL/dy where x > threshold, else 0", ""}},
      {"HardtanhBackward0", {"dL/dx = dL/dy where min < x < max, else 0", ""}},
      {"HardshrinkBackward0", {"dL/dx = dL/dy where |x| > lambda, else 0", ""}},
      {"SoftshrinkBackward0", {"dL/dx = dL/dy where |x| > lambda, else 0", ""}},
      {"SoftmaxBackward0", {"dL/dx_i = y_i (dL/dy_i - sum_j dL/dy_j y_j)", ""}},
      {"LogSoftmaxBackward0", {"dL/dx_i = dL/dy_i - e^y_i sum_j dL/dy_j", ""}},

      {"SumBackward0", {"dL/dx_i = dL/dy", "{g}"}},
      {"MeanBackward0", {"dL/dx_i = dL/dy / N", "{g} / {n}"}},
      {"MseLossBackward0", {"dL/dx_i = dL/dl * 2 (x_i - t_i) / N", "{g} * 2 * ({0} - {1}) / {n}"}},
      {"L1LossBackward0", {"dL/dx_i = dL/dl * sign(x_i - t_i) / N", "{g} * sign({0} - {1}) / {n}"}},
      {"SmoothL1LossBackward0", {"dL/dx_i = dL/dl * clamp((x_i - t_i) / beta, -1, 1) / N", ""}},
      {"HuberLossBackward0", {"dL/dx_i = dL/dl * clamp(x_i - t_i, -delta, delta) / N", ""}},
      {"BinaryCrossEntropyBackward0",
       {"dL/dp_i = dL/dl * (p_i - t_i) / (p_i (1 - p_i)) / N",
        "{g} * ({0} - {1}) / ({0} * (1 - {0})) / {n}"}},
      {"BinaryCrossEntropyWithLogitsBackward0",
       {"dL/dx_i = dL/dl * (sigmoid(x_i) - t_i) / N", "{g} * (sigmoid({0}) - {1}) / {n}"}},
      {"NllLossBackward0", {"dL/dx[i, t_i] = -dL/dl_i * w[t_i], all else 0", ""}},

      {"AddmmBackward0",
       {"y = x W^T + b: dL/db = column sums of dL/dy, dL/dx = dL/dy W, dL/dW = (dL/dy)^T x", ""}},
      {"MmBackward0", {"y = A B: dL/dA = dL/dy B^T, dL/dB = A^T dL/dy", ""}},
      {"torch::autograd::AccumulateGrad", {"parameter.grad += dL/dparameter", "{g}"}},
  };
  return table;
}

/// Whether an operation that may divide by the number of elements does: a loss, unless it is told
/// otherwise.
bool is_mean(const Node& node) {
  const auto* loss = dynamic_cast<const SavesPairs*>(&node);
  return !loss || loss->reduce == kernels::Reduce::Mean;
}

std::string first_element(const Tensor& t) {
  if (!t.defined() || t.numel() == 0) return "0";
  return fmt::format("{:.4g}", t.detach().flatten().select(0, 0).item<double>());
}

void replace_all(std::string& text, const std::string& what, const std::string& with) {
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

/// The gradient whose first element the formula with numbers gives: that of the first input, in a
/// product also of the second. Undefined where the formula is not the whole truth: the gradient is
/// a sum over elements to which the input was broadcast, or the loss has weights.
Tensor filled_in(const BackwardStep& step) {
  Tensor result;
  for (const Tensor& grad : step.produced) {
    if (!result.defined()) result = grad;
    if (step.node->name() != "MulBackward0") break;
  }
  const bool is_summed = result.defined() && result.numel() < step.upstream[0].numel();
  const bool has_weights =
      dynamic_cast<const SavesPairs*>(step.node.get()) && step.saved.size() > 2;
  return is_summed || has_weights ? Tensor() : result;
}

}  // namespace

std::string BackwardStep::formula() const {
  const auto found = rules().find(node->name());
  if (found == rules().end()) return "";
  std::string text = found->second.formula;
  if (!is_mean(*node)) replace_all(text, " / N", "");
  return text;
}

std::string BackwardStep::numbers() const {
  const auto found = rules().find(node->name());
  if (found == rules().end() || !*found->second.numbers || upstream.empty()) return "";
  const Tensor result = filled_in(*this);
  if (!produced.empty() && !result.defined()) return "";
  std::string text = found->second.numbers;
  if (!is_mean(*node)) replace_all(text, " / {n}", "");
  const auto in_brackets = [](const std::string& number) {
    return number[0] == '-' ? fmt::format("({})", number) : number;
  };
  replace_all(text, "{g}", first_element(upstream[0]));
  if (text.find("{0}") != std::string::npos && saved.empty()) return "";
  if (text.find("{1}") != std::string::npos && saved.size() < 2) return "";
  for (size_t i = 0; i < saved.size() && i < 2; ++i)
    replace_all(text, fmt::format("{{{}}}", i), in_brackets(first_element(saved[i])));
  if (result.defined()) replace_all(text, "{n}", std::to_string(result.numel()));
  if (text.starts_with("--")) text = text.substr(2);
  return result.defined() ? fmt::format("{} = {}", text, first_element(result)) : text;
}

}  // namespace glassgrad::autograd
