#pragma once
// Internal: what activation functions share.

#include <functional>

#include "autograd/kernels/activation.h"
#include "autograd/ops/binary.h"
#include "autograd/ops/unary.h"

namespace glassgrad {

/// Throws unless x is of a floating type; `kernel` is PyTorch's name of what has no other version.
inline void check_floating(const char* kernel, const Tensor& x) {
  check(x.is_floating_point(),
        "\"{}\" not implemented for '{}'; convert to a floating type first, as in x.to(kFloat)",
        kernel, x.scalar_type());
}

/// y = f(x), with the kernel's parameters at the end.
template <class Kernel, class... Parameters>
Tensor activate(Kernel kernel, const Tensor& x, const Parameters&... parameters) {
  return unary(kernel, x, x.scalar_type(), parameters...);
}

/// dx = dy * f'(x) by a fused kernel, outside the graph. `saved` is x or y, as the kernel wants it.
template <class Kernel, class... Parameters>
Tensor fused_rule(Kernel kernel, const Tensor& dy, const Tensor& saved,
                  const Parameters&... parameters) {
  const ScalarType type = saved.scalar_type();
  return binary(dy, saved, type,
                [&](IntArrayRef sizes, const kernels::Operand& dx, const kernels::Operand& g,
                    const kernels::Operand& x) { kernel(type, sizes, dx, g, x, parameters...); });
}

/// dx = dy * f'(x) of a function of straight pieces. It is linear in dy, and f' is constant around
/// every x but the corners, so the second derivative is 0: defined, as in PyTorch.
using Rule = std::function<Tensor(const Tensor& dy, const Tensor& saved)>;

struct PiecewiseLinearBackward final : Node {
  Rule rule;
  SavedTensor saved{this};
  GradList apply(GradList&& grads) override;
};

template <class AnyRule>
Tensor piecewise_linear(const AnyRule& rule, const Tensor& dy, const Tensor& saved) {
  Tensor dx = rule(dy, saved);
  if (auto* node = record<PiecewiseLinearBackward>(dx, dy, saved)) {
    node->rule = rule;
    node->saved.save(saved);
  }
  return dx;
}

// d/d(dy) is the rule again; d/d(saved) = 0.
inline GradList PiecewiseLinearBackward::apply(GradList&& grads) {
  GradList results = GradList::undefined(2);
  if (should_compute_output(0)) results[0] = piecewise_linear(rule, grads[0], saved.unpack());
  if (should_compute_output(1)) results[1] = zeros_like(grads[0]);
  return results;
}

/// A rule that saves x.
struct SavesInput : Node {
  SavedTensor self{this};
};
/// A rule that saves y.
struct SavesOutput : Node {
  SavedTensor result{this};
};

}  // namespace glassgrad
