#include "autograd/anomaly.h"

#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "autograd/autograd.h"
#include "autograd/ops/op.h"

namespace glassgrad::autograd {

namespace {
std::atomic<bool> anomaly_enabled{false};
std::atomic<bool> checking_nan{true};

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

bool AnomalyMode::is_enabled() { return anomaly_enabled.load(std::memory_order_relaxed); }
bool AnomalyMode::should_check_nan() { return checking_nan.load(std::memory_order_relaxed); }
void AnomalyMode::set_enabled(bool enabled, bool check_nan) {
  anomaly_enabled = enabled;
  checking_nan = check_nan;
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

// --- whose turn it is ---

namespace {
std::mutex turn;
thread_local int depth = 0;
constexpr int kDepthOfOneThread = 64;

void run_on_own_thread(const std::function<void()>& backward) {
  const bool grad_mode = GradMode::is_enabled();
  std::exception_ptr error;
  std::thread([&] {
    depth = 1;
    GradMode::set_enabled(grad_mode);
    try {
      backward();
    } catch (...) {
      error = std::current_exception();
    }
  }).join();
  if (error) std::rethrow_exception(error);
}
}  // namespace

void in_turn(const std::function<void()>& backward) {
  std::unique_lock<std::mutex> lock;
  if (depth == 0) lock = std::unique_lock(turn);
  struct Level {
    Level() { ++depth; }
    ~Level() { --depth; }
  } level;
  if (depth % kDepthOfOneThread == 0)
    run_on_own_thread(backward);
  else
    backward();
}

}  // namespace glassgrad::autograd
