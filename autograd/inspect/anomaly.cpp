// Anomaly detection: runs a rule, and explains where its node comes from if it throws or gives a
// NaN.

#include "autograd/base/error.h"
#include "autograd/base/scoped.h"
#include "autograd/functions.h"
#include "autograd/graph/autograd.h"
#include "autograd/graph/observer.h"
#include "autograd/inspect/backward_steps.h"
#include "autograd/types/format.h"

namespace glassgrad::autograd {

namespace {
// "tutorial.cpp:26: return sigmoid(z);"
std::string forward_place(const Node& node) {
  const std::string place = forward_line_of(node), source = forward_source_of(node);
  if (place.empty()) return "at a line that is not known";
  return source.empty() ? place : place + ": " + source;
}

// What made the node, and what made the backward pass that made it, for a node of a second
// derivative.
void explain(const Node& node) {
  warn(
      fmt::format("Error detected in {}. Traceback of forward call that caused the error:\n"
                  "  {}, operation number {} of this program",
                  node.name(), forward_place(node), node.sequence_nr()));
  const Node* at = &node;
  while ((at = at->parent()))
    warn(
        fmt::format("Traceback of forward call that induced the previous calculation:\n"
                    "  backward of {}, {}, operation number {}",
                    at->name(), forward_place(*at), at->sequence_nr()));
}

bool has_nan(const Tensor& t) {
  return t.is_floating_point() && isnan(t.detach()).any().item<bool>();
}

// The element of `t` that belongs to element `index` of a tensor with `sizes`, where shapes agree.
std::string element_text(const Tensor& t, IntArrayRef sizes, int64_t index) {
  const Tensor values = t.detach().flatten();
  if (t.sizes() != sizes && t.numel() != 1) return "";
  return fmt::format("{:.6g}",
                     values.select(0, t.numel() == 1 ? 0 : index).to(kDouble).item<double>());
}

int64_t first_nan(const Tensor& t) {
  return isnan(t.detach().flatten()).to(kInt).argmax().item<int64_t>();
}

// What the rule of `node` read where `result` became NaN. Applies the rule once more.
std::string cause(Node& node, const GradList& grads, const Tensor& result) {
  const int64_t index = first_nan(result);
  std::string text = fmt::format("element {} is the first", index);
  for (size_t i = 0; i < grads.size(); ++i)
    if (grads[i].defined())
      if (const std::string value = element_text(grads[i], result.sizes(), index); !value.empty())
        text += fmt::format("; the gradient that came in is {} there", value);
  std::vector<Tensor> saved;
  try {
    const Scoped reading(unpacked_values, &saved);
    node.apply(GradList(grads));
  } catch (...) {
  }
  for (size_t i = 0; i < saved.size(); ++i)
    if (const std::string value = element_text(saved[i], result.sizes(), index); !value.empty())
      text += fmt::format("; saved value {} is {}", i, value);
  return text;
}
GradList apply_checked(Node& node, GradList&& grads) {
  GradList results;
  try {
    results = node.apply(GradList(grads));
  } catch (...) {
    explain(node);
    throw;
  }
  if (!AnomalyMode::should_check_nan()) return results;
  for (size_t i = 0; i < results.size(); ++i)
    if (results[i].defined() && has_nan(results[i])) {
      explain(node);
      throw Error(
          fmt::format("Function '{}' returned nan values in its {}th output. It was made at {}. "
                      "In that output {}.",
                      node.name(), i, forward_place(node), cause(node, grads, results[i])));
    }
  return results;
}
}  // namespace

constinit Atomic<bool> AnomalyMode::enabled_{false};
constinit Atomic<bool> AnomalyMode::check_nan_{true};
void AnomalyMode::set_enabled(bool enabled, bool check_nan) {
  checked_apply.store(enabled ? apply_checked : nullptr);
  enabled_.store(enabled);
  check_nan_.store(check_nan);
}

DetectAnomalyGuard::DetectAnomalyGuard(bool check_nan)
    : was_enabled_(AnomalyMode::is_enabled()), checked_nan_(AnomalyMode::should_check_nan()) {
  static const bool warned = [] {
    warn(
        "This mode should be enabled only for debugging as the different tests will slow down your "
        "program execution.");
    return true;
  }();
  (void)warned;
  AnomalyMode::set_enabled(true, check_nan);
}
DetectAnomalyGuard::~DetectAnomalyGuard() { AnomalyMode::set_enabled(was_enabled_, checked_nan_); }

}  // namespace glassgrad::autograd
