#pragma once
// Internal: who looks on while the rules of nodes run.

#include "autograd/graph/autograd.h"
#include "autograd/graph/debugger.h"

namespace glassgrad::autograd {

/// Looks on at one backward call.
struct Observer {
  virtual ~Observer() = default;
  /// The rule of `node` is about to run.
  virtual void begins(Node& node, const GradList& grads) = 0;
  /// It has run.
  virtual void ended(Node& node, const GradList& grads, const GradList& results) = 0;
};

/// Runs node.apply(grads) for anomaly detection while that is on; else null.
extern constinit Atomic<GradList (*)(Node& node, GradList&& grads)> checked_apply;

/// Whether a NaN in the results is looked for.
inline bool is_checked() { return glassgrad_debugger.trap_nan || checked_apply.load(); }

/// Whether anybody looks on: a debugger that explains or traps NaN, anomaly detection or the node's
/// post hooks.
inline bool is_observed(const Node& node) {
  return is_checked() || glassgrad_debugger.explain || node.has_hooks();
}

/// node.apply(grads), which takes the gradients, under the eyes of all who look on; `observer` may
/// be null.
GradList apply_observed(Node& node, GradList& grads, Observer* observer);

/// Where SavedTensor::unpack tells of the values that a rule reads; null: nowhere.
extern constinit thread_local std::vector<Tensor>* unpacked_values;

}  // namespace glassgrad::autograd
