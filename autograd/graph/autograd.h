#pragma once
// backward, grad, anomaly detection, gradcheck: how a program gets and checks gradients.

#include <vector>

#include "accumulate_grad.h"
#include "hooks.h"

namespace glassgrad::autograd {

using Variable = Tensor;
using variable_list = std::vector<Tensor>;
using tensor_list = std::vector<Tensor>;

/// Adds dL/d(leaf) to the grad of every leaf behind `tensors`, where dL/d(tensors) = grad_tensors.
///
/// @param grad_tensors  one per tensor, of its shape or of one that the tensor broadcasts to, which
///                      is then summed; may be left out (or undefined) for one-element tensors,
///                      where it is 1
/// @param retain_graph  keep saved values for another backward; default: create_graph
/// @param create_graph  record the backward pass itself, so that gradients can be differentiated
/// @param inputs        accumulate into these only, leaves or not; default: every leaf
/// @throws Error  if a tensor does not require grad, a gradient is missing or of another shape, the
///                graph has been freed, or a saved value has been changed in place
/// Source: Griewank & Walther, "Evaluating Derivatives" (2008), ch. 3; torch.autograd.backward.
void backward(const variable_list& tensors, const variable_list& grad_tensors = {},
              optional<bool> retain_graph = nullopt, bool create_graph = false,
              const variable_list& inputs = {}, Caller = {});

/// The gradients of the sum of `outputs`, weighted with `grad_outputs`, with respect to `inputs`;
/// no tensor's grad is touched.
/// @throws Error  as backward; and, unless allow_unused, if an input is not part of the graph
///                (with allow_unused its gradient is undefined)
variable_list grad(const variable_list& outputs, const variable_list& inputs,
                   const variable_list& grad_outputs = {}, optional<bool> retain_graph = nullopt,
                   bool create_graph = false, bool allow_unused = false, Caller = {});

/// While on, backward names the operation that produced a NaN (or failed) and what made it.
struct AnomalyMode {
  static bool is_enabled() { return enabled_.load(); }
  static bool should_check_nan() { return check_nan_.load(); }
  static void set_enabled(bool enabled, bool check_nan = true);

 private:
  static constinit Atomic<bool> enabled_, check_nan_;
};

/// Anomaly detection for a scope.
class DetectAnomalyGuard {
 public:
  [[nodiscard]] explicit DetectAnomalyGuard(bool check_nan = true);
  ~DetectAnomalyGuard();
  DetectAnomalyGuard(const DetectAnomalyGuard&) = delete;
  DetectAnomalyGuard& operator=(const DetectAnomalyGuard&) = delete;

 private:
  bool was_enabled_, checked_nan_;
};

using TensorFunction = std::function<variable_list(const variable_list&)>;

/// Compares the gradients of `function` with central differences,
/// (f(x + eps) - f(x - eps)) / (2 eps), element by element.
/// @param inputs  float64 tensors; those that require grad are checked
/// @return true if |analytic - numeric| <= atol + rtol |numeric| everywhere; otherwise false, or,
///         with raise_exception, an Error that names input, output, index and both numbers
/// Source: torch.autograd.gradcheck.
bool gradcheck(const TensorFunction& function, const variable_list& inputs, double eps = 1e-6,
               double atol = 1e-5, double rtol = 1e-3, bool raise_exception = true);
/// gradcheck of the gradient, with random output gradients: second derivatives.
bool gradgradcheck(const TensorFunction& function, const variable_list& inputs,
                   const variable_list& grad_outputs = {}, double eps = 1e-6, double atol = 1e-5,
                   double rtol = 1e-3, bool raise_exception = true);

}  // namespace glassgrad::autograd
