// Runs a rule under the eyes of those who look on.

#include "autograd/graph/observer.h"

#include <algorithm>

#include "autograd/base/compiler.h"
#include "autograd/graph/hooks.h"
#include "autograd/graph/zero_gradient.h"

namespace glassgrad::autograd {

constinit Atomic<GradList (*)(Node&, GradList&&)> checked_apply{nullptr};
constinit thread_local std::vector<Tensor>* unpacked_values = nullptr;

namespace {
GradList apply_checked(Node& node, GradList& grads) {
  const auto apply = checked_apply.load();
  return apply ? apply(node, std::move(grads)) : apply_trapping_nan(node, std::move(grads));
}
}  // namespace

GLASSGRAD_NOINLINE GradList apply_observed(Node& node, GradList& grads, Observer* observer) {
  const GradList given = grads;
  GradList results = is_checked() ? apply_checked(node, grads) : node.apply(std::move(grads));
  for (size_t i = 0; i < std::min(results.size(), node.num_outputs()); ++i)
    lend_apart(results[i], node.next_edge(i));
  if (observer) observer->ended(node, given, results);
  if (glassgrad_debugger.check) check_rule(node, given, results);
  if (node.has_hooks()) node.hooks().run_after(results, given);
  return results;
}

}  // namespace glassgrad::autograd
