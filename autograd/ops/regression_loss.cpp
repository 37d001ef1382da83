#include "autograd/ops/loss.h"

// Losses of the difference d = x - t, each a block: formula, rule, function. The gradient of t is
// that of x with the other sign. A rule is one fused loop, unless the gradient is to be
// differentiated itself: then it is composed of recorded operations.

namespace glassgrad {

namespace {

/// A rule for losses of x - t: derived ones give dL/dx.
struct DifferenceRule : SavesPairs {
  virtual Tensor fused(const Tensor& dy, const Tensor& x, const Tensor& t) = 0;
  virtual Tensor composed(const Tensor& dy, const Tensor& x, const Tensor& t) = 0;

  GradList apply(GradList&& grads) override {
    const Tensor x = self.unpack(), t = target.unpack();
    Tensor dx = GradMode::is_enabled() ? composed(share_of(grads[0], reduce, x), x, t)
                                       : fused(grads[0], x, t);
    GradList results = GradList::undefined(2);
    if (should_compute_output(1)) results[1] = -dx;
    if (should_compute_output(0)) results[0] = std::move(dx);
    return results;
  }
};

/// x and t as one floating type and one shape.
struct Pair {
  Tensor x, t;
  Pair(const char* kernel, const Tensor& self, const Tensor& target) {
    const ScalarType type = result_type(self, target);
    check(isFloatingType(type),
          "\"{}\" not implemented for '{}'; convert to a floating type first, as in x.to(kFloat)",
          kernel, type);
    x = cast(self, type);
    t = cast(target, type);
    if (x.sizes() == t.sizes()) return;
    warn(fmt::format(
        "Using a target size ({}) that is different to the input size ({}). This will likely lead "
        "to incorrect results due to broadcasting. Please ensure they have the same size.",
        target.sizes(), self.sizes()));
    const Dims shape = broadcast_shapes(x.sizes(), t.sizes());
    x = x.expand(shape);
    t = t.expand(shape);
  }
};

template <class NodeType>
NodeType* record_difference(Tensor& y, const Pair& pair, kernels::Reduce reduce) {
  auto* node = record<NodeType>(y, pair.x, pair.t);
  if (node) {
    node->self.save(pair.x);
    node->target.save(pair.t);
    node->reduce = reduce;
  }
  return node;
}

}  // namespace

// l = d^2.  dl/dx = 2 d.
struct MseLossBackward0 final : DifferenceRule {
  Tensor fused(const Tensor& dy, const Tensor& x, const Tensor& t) override {
    return fused_loss_rule(kernels::mse_backward, reduce, dy, x, t);
  }
  Tensor composed(const Tensor& share, const Tensor& x, const Tensor& t) override {
    return 2 * share * (x - t);
  }
};

Tensor mse_loss(Traced traced, const Tensor& target, int64_t reduction) {
  const Tensor& self = traced.enter();
  const kernels::Reduce reduce = to_reduce(reduction);
  const Pair pair("mse_cpu", self, target);
  Tensor y = fused_loss(kernels::mse, reduce, pair.x, pair.t);
  record_difference<MseLossBackward0>(y, pair, reduce);
  return y;
}

// l = |d|.  dl/dx = sign d, 0 at 0.
struct L1LossBackward0 final : DifferenceRule {
  Tensor fused(const Tensor& dy, const Tensor& x, const Tensor& t) override {
    return fused_loss_rule(kernels::l1_backward, reduce, dy, x, t);
  }
  Tensor composed(const Tensor& share, const Tensor& x, const Tensor& t) override {
    return share * sign(x - t);
  }
};

Tensor l1_loss(Traced traced, const Tensor& target, int64_t reduction) {
  const Tensor& self = traced.enter();
  const kernels::Reduce reduce = to_reduce(reduction);
  if (!isFloatingType(result_type(self, target))) return reduced(abs(self - target), reduce);
  const Pair pair("l1_cpu", self, target);
  Tensor y = fused_loss(kernels::l1, reduce, pair.x, pair.t);
  record_difference<L1LossBackward0>(y, pair, reduce);
  return y;
}

// l = d^2 / (2 beta) for |d| < beta, else |d| - beta / 2.  dl/dx = d / beta, limited to +-1.
// Source: Girshick, "Fast R-CNN" (2015), eq. 3.
struct SmoothL1LossBackward0 final : DifferenceRule {
  double beta;
  Tensor fused(const Tensor& dy, const Tensor& x, const Tensor& t) override {
    return fused_loss_rule(kernels::smooth_l1_backward, reduce, dy, x, t, beta);
  }
  Tensor composed(const Tensor& share, const Tensor& x, const Tensor& t) override {
    return share * clamp((x - t) / beta, -1, 1);
  }
};

Tensor smooth_l1_loss(Traced traced, const Tensor& target, int64_t reduction, double beta) {
  const Tensor& self = traced.enter();
  check(beta >= 0, "smooth_l1_loss does not support negative values for beta.");
  if (beta == 0) return l1_loss(self, target, reduction);
  const kernels::Reduce reduce = to_reduce(reduction);
  const Pair pair("smooth_l1_cpu", self, target);
  Tensor y = fused_loss(kernels::smooth_l1, reduce, pair.x, pair.t, beta);
  if (auto* node = record_difference<SmoothL1LossBackward0>(y, pair, reduce)) node->beta = beta;
  return y;
}

// l = d^2 / 2 for |d| <= delta, else delta (|d| - delta / 2).  dl/dx = d, limited to +-delta.
// Source: Huber, "Robust Estimation of a Location Parameter" (1964).
struct HuberLossBackward0 final : DifferenceRule {
  double delta;
  Tensor fused(const Tensor& dy, const Tensor& x, const Tensor& t) override {
    return fused_loss_rule(kernels::huber_backward, reduce, dy, x, t, delta);
  }
  Tensor composed(const Tensor& share, const Tensor& x, const Tensor& t) override {
    return share * clamp(x - t, -delta, delta);
  }
};

Tensor huber_loss(Traced traced, const Tensor& target, int64_t reduction, double delta) {
  const Tensor& self = traced.enter();
  check(delta > 0, "huber_loss does not support non-positive values for delta.");
  const kernels::Reduce reduce = to_reduce(reduction);
  const Pair pair("huber_cpu", self, target);
  Tensor y = fused_loss(kernels::huber, reduce, pair.x, pair.t, delta);
  if (auto* node = record_difference<HuberLossBackward0>(y, pair, reduce)) node->delta = delta;
  return y;
}

}  // namespace glassgrad
