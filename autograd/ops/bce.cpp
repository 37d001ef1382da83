#include "autograd/ops/loss.h"

// Binary cross-entropy, of probabilities and of logits. A rule is one fused loop, unless there are
// weights or the gradient is to be differentiated itself: then it is composed of operations.

namespace glassgrad {

namespace {

/// The losses times their weights, which broadcast to them.
Tensor weighted(const Tensor& losses, const Tensor& weight) {
  return weight.defined() ? losses * weight : losses;
}

/// A weight in the losses' type, undefined if it is; throws unless it broadcasts to their shape.
Tensor as_weight(const Tensor& weight, const Tensor& losses) {
  if (!weight.defined()) return {};
  const Dims shape = broadcast_shapes(losses.sizes(), weight.sizes());
  check(IntArrayRef(shape) == losses.sizes(),
        "output with shape {} doesn't match the broadcast shape {}", losses.sizes(),
        IntArrayRef(shape));
  return cast(weight.detach(), losses.scalar_type());
}

}  // namespace

// l = -w (t ln x + (1 - t) ln(1 - x)).  Logarithms are bounded below by -100, so that a sure and
// wrong x costs 100 and not infinity.
// dl/dx = w (x - t) / max(x (1 - x), 1e-12);  dl/dt = w (ln(1 - x) - ln x).
struct BinaryCrossEntropyBackward0 final : SavesPairs {
  SavedTensor weight{this};

  GradList apply(GradList&& grads) override {
    const Tensor &dy = grads[0], x = self.unpack(), t = target.unpack(), w = weight.unpack();
    GradList results = GradList::undefined(2);
    if (should_compute_output(0)) results[0] = input_gradient(dy, x, t, w);
    if (should_compute_output(1))
      results[1] = share_of(weighted((log(1 - x) - log(x)) * dy, w), reduce, x);
    return results;
  }

 private:
  Tensor input_gradient(const Tensor& dy, const Tensor& x, const Tensor& t, const Tensor& w) {
    if (!GradMode::is_enabled() && !w.defined())
      return fused_loss_rule(kernels::bce_backward, reduce, dy, x, t);
    const Tensor variance = clamp_min((1 - x) * x, kernels::kLeastVariance);
    return share_of(weighted(dy * (x - t) / variance, w), reduce, x);
  }
};

Tensor binary_cross_entropy(Traced traced, const Tensor& target, const Tensor& weight,
                            int64_t reduction) {
  const Tensor& self = traced.enter();
  check(self.sizes() == target.sizes(),
        "Using a target size ({}) that is different to the input size ({}) is deprecated. Please "
        "ensure they have the same size.",
        target.sizes(), self.sizes());
  check(self.is_floating_point(),
        "\"binary_cross_entropy\" not implemented for '{}'; its input is a probability, so convert "
        "it to a floating type",
        self.scalar_type());
  check(target.scalar_type() == self.scalar_type(), "Found dtype {} but expected {}",
        target.scalar_type(), self.scalar_type());
  check(kernels::all_within_0_1(self.scalar_type(), Flat(self).data(), self.numel()),
        "all elements of input should be between 0 and 1");

  const Tensor w = as_weight(weight, self);
  const kernels::Reduce reduce = to_reduce(reduction);
  Tensor y;
  if (w.defined())
    y = reduced(fused_loss(kernels::bce, kernels::Reduce::None, self, target) * w, reduce);
  else
    y = fused_loss(kernels::bce, reduce, self, target);
  if (auto* node = record<BinaryCrossEntropyBackward0>(y, self, target)) {
    node->self.save(self);
    node->target.save(target);
    node->weight.save(w);
    node->reduce = reduce;
  }
  return y;
}

// l = w ((1 - t) x + v (m + ln(e^-m + e^(-x - m)))), m = max(-x, 0), v = 1 + (p - 1) t: no power of
// e is above 1.  dl/dx = w ((p t + 1 - t) s - p t), s = sigmoid(x); dl/dt = w (ln(1 - s) - p ln s),
// which is -w x without p.
struct BinaryCrossEntropyWithLogitsBackward0 final : SavesPairs {
  SavedTensor weight{this}, pos_weight{this};

  GradList apply(GradList&& grads) override {
    const Tensor &dy = grads[0], x = self.unpack(), t = target.unpack(), w = weight.unpack(),
                 p = pos_weight.unpack();
    GradList results = GradList::undefined(2);
    if (should_compute_output(0)) results[0] = input_gradient(dy, x, t, w, p);
    if (should_compute_output(1)) {
      const Tensor of_target = p.defined() ? log_sigmoid(-x) - log_sigmoid(x) * p : -x;
      results[1] = share_of(weighted(of_target * dy, w), reduce, x);
    }
    return results;
  }

 private:
  Tensor input_gradient(const Tensor& dy, const Tensor& x, const Tensor& t, const Tensor& w,
                        const Tensor& p) {
    if (!GradMode::is_enabled() && !w.defined() && !p.defined())
      return fused_loss_rule(kernels::bce_with_logits_backward, reduce, dy, x, t);
    const Tensor s = sigmoid(x);
    Tensor of_input = s - t;
    if (p.defined()) {
      const Tensor pt = p * t;
      of_input = (pt + 1 - t) * s - pt;
    }
    return share_of(weighted(of_input * dy, w), reduce, x);
  }
};

namespace {
// The losses with weights, outside the graph.
Tensor weighted_losses(const Tensor& x, const Tensor& t, const Tensor& w, const Tensor& p) {
  if (!p.defined())
    return weighted(fused_loss(kernels::bce_with_logits, kernels::Reduce::None, x, t), w);
  const NoGradGuard no_grad;
  const Tensor m = clamp_min(-x, 0);
  return weighted((1 - t) * x + ((p - 1) * t + 1) * (log(exp(-m) + exp(-x - m)) + m), w);
}
}  // namespace

Tensor binary_cross_entropy_with_logits(Traced traced, const Tensor& target, const Tensor& weight,
                                        const Tensor& pos_weight, int64_t reduction) {
  const Tensor& self = traced.enter();
  const ScalarType type = result_type(target, self);
  check_result_type(type, target);
  check_result_type(type, self);
  const Tensor t = cast(target, type);
  Tensor x = cast(self, type);
  if (x.sizes() != t.sizes()) {
    const Dims shape = broadcast_shapes(t.sizes(), x.sizes());
    check(IntArrayRef(shape) == t.sizes(),
          "output with shape {} doesn't match the broadcast shape {}", t.sizes(),
          IntArrayRef(shape));
    x = x.expand(shape);
  }

  const Tensor w = as_weight(weight, t), p = as_weight(pos_weight, t);
  const kernels::Reduce reduce = to_reduce(reduction);
  Tensor y = w.defined() || p.defined() ? reduced(weighted_losses(x, t, w, p), reduce)
                                        : fused_loss(kernels::bce_with_logits, reduce, x, t);
  if (auto* node = record<BinaryCrossEntropyWithLogitsBackward0>(y, x, t)) {
    node->self.save(x);
    node->target.save(t);
    node->weight.save(w);
    node->pos_weight.save(p);
    node->reduce = reduce;
  }
  return y;
}

}  // namespace glassgrad
