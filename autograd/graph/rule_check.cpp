// For a debugger: a rule in words, a rule held against differences, the first NaN.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "autograd/graph/debugger.h"
#include "autograd/graph/function.h"
#include "autograd/graph/record.h"

namespace glassgrad::autograd {

void explain_rule(const Node& node, const GradList& grads) {
  static std::string formula, numbers;
  formula = node.formula();
  numbers = any_defined(grads) ? node.numbers(grads) : "";
  glassgrad_debugger.formula = formula.c_str();
  glassgrad_debugger.numbers = numbers.c_str();
}

namespace {
/// Compares two gradients element by element: what a rule gave, and what differences give.
std::string compare(const Node& node, size_t input, const Tensor& by_rule,
                    const Tensor& by_differences) {
  constexpr double kTolerance = 1e-3;  // of the greatest element
  const Tensor rule = by_rule.detach().to(kDouble).contiguous();
  const double* const r = rule.data_ptr<double>();
  const double* const d = by_differences.data_ptr<double>();
  int64_t worst = -1;
  double greatest = 1e-6, error = -1;
  for (int64_t i = 0; i < rule.numel(); ++i) {
    if (d[i] != d[i]) continue;  // no differences there
    greatest = std::max(greatest, std::abs(d[i]));
    const double distance = r[i] == r[i] ? std::abs(r[i] - d[i]) : INFINITY;
    if (distance > error) error = distance, worst = i;
  }
  if (worst < 0) return fmt::format("no element of {} has differences", node.name());
  return fmt::format(
      "{}: the gradient of input {} {} central differences\n"
      "   at element {}: {:.4g} by the rule, {:.4g} by differences",
      node.name(), input, error <= kTolerance * greatest ? "agrees with" : "DIFFERS from", worst,
      r[worst], d[worst]);
}
}  // namespace

namespace {
std::string refusal(const Node& node) {
  const auto* function = dynamic_cast<const FunctionNode*>(&node);
  if (!function)
    return fmt::format(
        "{} does not know how to compute its operation once more, to take differences of",
        node.name());
  return !function->again
             ? fmt::format(
                   "{} was recorded before a debugger asked for its forward to be kept: start the "
                   "program again with `grad begin`",
                   node.name())
             : fmt::format("the forward of {} cannot run once more with copies of its arguments",
                           node.name());
}
}  // namespace

std::string verdict_on_rule(const Node& node, const GradList& grads, const GradList& results) {
  const NoGradGuard no_grad;
  std::string verdict;
  bool has_gradient = false;
  for (size_t i = 0; i < results.size(); ++i) {
    if (!results[i].defined()) continue;
    has_gradient = true;
    const Tensor differences = node.differences(grads, i);
    if (differences.defined())
      verdict += (verdict.empty() ? "" : "\n") + compare(node, i, results[i], differences);
  }
  if (!has_gradient) return fmt::format("{} gave no gradient to check", node.name());
  return verdict.empty() ? refusal(node) : verdict;
}

void check_rule(const Node& node, const GradList& grads, const GradList& results) {
  glassgrad_debugger.check = 0;
  static std::string verdict;  // the debugger reads it
  verdict = verdict_on_rule(node, grads, results);
  glassgrad_rule_checked(verdict.c_str());
}

bool is_finite(const Tensor& t) {
  return !t.defined() || !t.is_floating_point() || t.detach().isfinite().all().item<bool>();
}

namespace {
bool are_finite(const GradList& grads) {
  for (const Tensor& grad : grads)
    if (!is_finite(grad)) return false;
  return true;
}
}  // namespace

GradList apply_trapping_nan(Node& node, GradList&& grads) {
  if (node.num_outputs() == 0 || !are_finite(grads)) return node.apply(std::move(grads));
  GradList results = node.apply(GradList(grads));
  if (are_finite(results)) return results;
  glassgrad_nan_appeared(&node, &grads, nullptr);
  return node.apply(std::move(grads));
}

void trap_nan_of_forward(Node& node, const Tensor& y, std::initializer_list<const Tensor*> inputs) {
  for (const Tensor* input : inputs)
    if (!is_finite(*input)) return;
  if (!is_finite(y)) glassgrad_nan_appeared(&node, nullptr, &y);
}

void trap_nan_of_forward(Node& node, ArrayRef<Tensor> results, TensorList inputs) {
  for (const Tensor& input : inputs)
    if (!is_finite(input)) return;
  for (const Tensor& y : results)
    if (!is_finite(y)) return glassgrad_nan_appeared(&node, nullptr, &y);
}

}  // namespace glassgrad::autograd
