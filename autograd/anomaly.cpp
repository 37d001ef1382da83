#include "autograd/anomaly.h"

#include "autograd/autograd.h"
#include "autograd/debugger.h"
#include "autograd/ops/op.h"

namespace glassgrad::autograd {

namespace {
// What made the node, and what made the backward pass that made it, for a node of a second
// derivative.
void explain(const Node& node) {
  warn(
      fmt::format("Error detected in {}. Traceback of forward call that caused the error:\n"
                  "  operation number {} of this program",
                  node.name(), node.sequence_nr()));
  const Node* at = &node;
  while ((at = at->parent_.get()))
    warn(
        fmt::format("Traceback of forward call that induced the previous calculation:\n"
                    "  backward of {}, operation number {}",
                    at->name(), at->sequence_nr()));
}

bool has_nan(const Tensor& t) {
  return t.is_floating_point() && isnan(t.detach()).any().item<bool>();
}
}  // namespace

constinit Atomic<bool> AnomalyMode::enabled_{false};
constinit Atomic<bool> AnomalyMode::check_nan_{true};
void AnomalyMode::set_enabled(bool enabled, bool check_nan) {
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

bool is_finite(const Tensor& t) {
  return !t.defined() || !t.is_floating_point() || isfinite(t.detach()).all().item<bool>();
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

GradList apply_checked(Node& node, GradList&& grads) {
  GradList results;
  try {
    results = node.apply(std::move(grads));
  } catch (...) {
    explain(node);
    throw;
  }
  if (!AnomalyMode::should_check_nan()) return results;
  for (size_t i = 0; i < results.size(); ++i)
    if (results[i].defined() && has_nan(results[i])) {
      explain(node);
      throw Error(
          fmt::format("Function '{}' returned nan values in its {}th output.", node.name(), i));
    }
  return results;
}

}  // namespace glassgrad::autograd
