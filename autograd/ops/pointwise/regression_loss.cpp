// Losses of the difference d = x - t, each a block: the formula with its rule, the node, the
// function. The gradient of t is that of x with the other sign.

#include "autograd/ops/pointwise/loss.h"

namespace glassgrad {

namespace {

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

/// A loss that NodeType's formula describes.
template <class NodeType>
Tensor difference_loss(const Pair& pair, int64_t reduction,
                       const typename NodeType::Formula& formula = {}) {
  const kernels::Reduce reduce = to_reduce(reduction);
  Tensor y = losses(formula, reduce, pair.x, pair.t);
  if (auto* node = record<NodeType>(y, pair.x, pair.t)) {
    static_cast<typename NodeType::Formula&>(*node) = formula;
    node->self.save(pair.x);
    node->target.save(pair.t);
    node->reduce = reduce;
  }
  return y;
}

}  // namespace

/// Rules for losses of x - t.
template <class F>
struct DifferenceRule : LossRule<F> {
  using Formula = F;

 protected:
  GradList both_gradients(const GradList& grads) const {
    Tensor dx = this->input_gradient(grads[0]);
    GradList results = GradList::undefined(2);
    if (this->should_compute_output(1)) results[1] = -dx;
    if (this->should_compute_output(0)) results[0] = std::move(dx);
    return results;
  }
};

// l = d^2.
struct Mse {
  template <class T>
  static T value(const T& x, const T& t) {
    return (x - t) * (x - t);
  }
  template <class T, class N>
  static T rule(const T& dl, const T& x, const T& t, const N& n) {
    return 2 / n * (x - t) * dl;
  }
};
struct MseLossBackward0 final : DifferenceRule<Mse> {
  GradList apply(GradList&& grads) override { return both_gradients(grads); }
};
Tensor mse_loss(Traced x, const Tensor& target, int64_t reduction) {
  return difference_loss<MseLossBackward0>({"mse_cpu", x.enter(), target}, reduction);
}

// l = |d|.  Its derivative is sign d, 0 at 0.
struct L1 {
  template <class T>
  static T value(const T& x, const T& t) {
    return abs(x - t);
  }
  template <class T, class N>
  static T rule(const T& dl, const T& x, const T& t, const N& n) {
    return dl / n * sign(x - t);
  }
};
struct L1LossBackward0 final : DifferenceRule<L1> {
  GradList apply(GradList&& grads) override { return both_gradients(grads); }
};
Tensor l1_loss(Traced traced, const Tensor& target, int64_t reduction) {
  const Tensor& x = traced.enter();
  if (!isFloatingType(result_type(x, target)))
    return reduced(abs(x - target), to_reduce(reduction));
  return difference_loss<L1LossBackward0>({"l1_cpu", x, target}, reduction);
}

// l = d^2 / (2 beta) for |d| < beta, else |d| - beta / 2.
// Source: Girshick, "Fast R-CNN" (2015), eq. 3.
struct SmoothL1 {
  double beta;
  template <class T>
  T value(const T& x, const T& t) const {
    const T z = abs(x - t);
    return where(z < beta, 0.5 * z * z / beta, z - 0.5 * beta);
  }
  template <class T, class N>
  T rule(const T& dl, const T& x, const T& t, const N& n) const {
    const T d = x - t, inside(in_double(1 / n * d * dl) / beta);  // as PyTorch's scalar code
    return where(in_double(d) <= -beta, -(1 / n * dl),
                 where(in_double(d) >= beta, 1 / n * dl, inside));
  }
};
struct SmoothL1LossBackward0 final : DifferenceRule<SmoothL1> {
  GradList apply(GradList&& grads) override { return both_gradients(grads); }
};
Tensor smooth_l1_loss(Traced traced, const Tensor& target, int64_t reduction, double beta) {
  const Tensor& x = traced.enter();
  check(beta >= 0, "smooth_l1_loss does not support negative values for beta.");
  if (beta == 0) return l1_loss(x, target, reduction);
  return difference_loss<SmoothL1LossBackward0>({"smooth_l1_cpu", x, target}, reduction, {beta});
}

// l = d^2 / 2 for |d| <= delta, else delta (|d| - delta / 2).
// Source: Huber, "Robust Estimation of a Location Parameter" (1964).
struct Huber {
  double delta;
  template <class T>
  T value(const T& x, const T& t) const {
    const T z = abs(x - t);
    return where(z <= delta, 0.5 * z * z, delta * (z - 0.5 * delta));
  }
  template <class T, class N>
  T rule(const T& dl, const T& x, const T& t, const N& n) const {
    const T d = x - t, most(in_double(1 / n * dl) * delta);  // as PyTorch's scalar code
    return where(in_double(d) <= -delta, -most, where(in_double(d) >= delta, most, 1 / n * d * dl));
  }
};
struct HuberLossBackward0 final : DifferenceRule<Huber> {
  GradList apply(GradList&& grads) override { return both_gradients(grads); }
};
Tensor huber_loss(Traced traced, const Tensor& target, int64_t reduction, double delta) {
  const Tensor& x = traced.enter();
  check(delta > 0, "huber_loss does not support non-positive values for delta.");
  return difference_loss<HuberLossBackward0>({"huber_cpu", x, target}, reduction, {delta});
}

}  // namespace glassgrad
