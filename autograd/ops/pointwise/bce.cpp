// Binary cross-entropy, of probabilities and of logits. A rule is one fused loop, unless there are
// weights or the gradient is to be differentiated itself: then it is composed of operations.

#include "autograd/ops/pointwise/loss.h"

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

// l = -(t ln x + (1 - t) ln(1 - x)).  Logarithms are bounded below by -100, so that a sure and
// wrong x costs 100 and not infinity; the rule's divisor by what PyTorch bounds it with, a float.
struct BinaryCrossEntropy {
  template <class T>
  static T value(const T& x, const T& t) {
    const T log_x = log(x), log_rest = log(1 - x);
    return (t - 1) * where(log_rest < -100, -100, log_rest) - t * where(log_x < -100, -100, log_x);
  }
  template <class T, class N>
  static T rule(const T& dl, const T& x, const T& t, const N& n) {
    const T variance = (1 - x) * x;
    return dl * (x - t) / where(variance < kLeast, kLeast, variance) / n;
  }
  /// dL/dt
  template <class T, class N>
  static T rule_t(const T& dl, const T& x, const N& n) {
    return (log(1 - x) - log(x)) * dl / n;
  }
  static constexpr double kLeast = 1e-12f;
};

struct BinaryCrossEntropyBackward0 final : LossRule<BinaryCrossEntropy> {
  SavedTensor weight{this};

  GradList apply(GradList&& grads) override {
    const Tensor& dl = grads[0];
    GradList results = GradList::undefined(2);
    if (!weight.defined()) {
      if (should_compute_output(0)) results[0] = input_gradient(dl);
      if (should_compute_output(1)) results[1] = rule_t(dl, self.unpack(), count());
      return results;
    }
    const Tensor x = self.unpack(), t = target.unpack(), w = weight.unpack();
    if (should_compute_output(0)) results[0] = share_of(rule(dl, x, t, 1) * w, reduce, x);
    if (should_compute_output(1)) results[1] = share_of(rule_t(dl, x, 1) * w, reduce, x);
    return results;
  }
  std::string formula() const override {
    return LossRule::formula() + (weight.defined() ? " * w_i" : "");
  }
  std::string numbers(const GradList& grads) const override {
    return weight.defined() ? "" : LossRule::numbers(grads);
  }
  Tensor differences(const GradList& grads, size_t input) const override {
    const Tensor d = LossRule::differences(grads, input);
    return weight.defined() ? d * weight.peek() : d;
  }
};

/// The target in the shape of the input: [N] or [1] beside [N, 1], dimensions of one left out.
static Tensor beside(const Tensor& self, const Tensor& target) {
  if (target.sizes() == self.sizes()) return target;
  return target.squeeze().expand(self.squeeze().sizes()).reshape(self.sizes());
}

Tensor binary_cross_entropy(Traced traced, const Tensor& given, const Tensor& weight,
                            int64_t reduction) {
  const Tensor& self = traced.enter();
  const Tensor target = beside(self, given);
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
    y = reduced(losses(BinaryCrossEntropy(), kernels::Reduce::None, self, target) * w, reduce);
  else
    y = losses(BinaryCrossEntropy(), reduce, self, target);
  if (auto* node = record<BinaryCrossEntropyBackward0>(y, self, target)) {
    node->self.save(self);
    node->target.save(target);
    node->weight.save(w);
    node->reduce = reduce;
  }
  return y;
}

// Of p = sigmoid(x): l = (1 - t) x + m + ln(e^-m + e^(-x - m)), m = max(-x, 0): no power of e is
// above 1.
struct BceWithLogits {
  template <class T>
  static T value(const T& x, const T& t) {
    const T m = where(-x < 0, 0, -x);
    return ((1 - t) * x + m) + log(exp(-m) + exp(-x - m));
  }
  template <class T, class N>
  static T rule(const T& dl, const T& x, const T& t, const N& n) {
    return (logistic(x) - t) * dl / n;
  }
};

// With weights w, and pos_weight q for t = 1:  l = w ((1 - t) x + v (m + ln(e^-m + e^(-x - m)))),
// v = 1 + (q - 1) t.  dl/dx = w ((q t + 1 - t) s - q t), s = sigmoid(x); dl/dt = w (ln(1 - s) - q
// ln s), which is -w x without q.
struct BinaryCrossEntropyWithLogitsBackward0 final : LossRule<BceWithLogits> {
  SavedTensor weight{this}, pos_weight{this};

  GradList apply(GradList&& grads) override {
    const Tensor &dl = grads[0], x = self.unpack(), t = target.unpack(), w = weight.unpack(),
                 q = pos_weight.unpack();
    GradList results = GradList::undefined(2);
    if (should_compute_output(0))
      results[0] =
          w.defined() || q.defined() ? weighted_gradient(dl, x, t, w, q) : input_gradient(dl);
    if (should_compute_output(1)) {
      const Tensor of_target = q.defined() ? log_sigmoid(-x) - log_sigmoid(x) * q : -x;
      results[1] = share_of(weighted(of_target * dl, w), reduce, x);
    }
    return results;
  }
  std::string formula() const override {
    if (pos_weight.defined())
      return "dL/dx_i = dL/dl * w_i * ((q t_i + 1 - t_i) s - q t_i) / N, s = sigmoid(x_i)";
    return LossRule::formula() + (weight.defined() ? " * w_i" : "");
  }
  std::string numbers(const GradList& grads) const override {
    return weight.defined() || pos_weight.defined() ? "" : LossRule::numbers(grads);
  }
  Tensor differences(const GradList& grads, size_t input) const override {
    const Tensor w = weight.peek().defined() ? weight.peek() : ones_like(self.peek()),
                 q = pos_weight.peek().defined() ? pos_weight.peek() : ones_like(self.peek());
    const auto loss = [](const double* at) {  // the loss of a 1, q times, or of a 0
      const Real x(at[0]), t(at[1]), w(at[2]), q(at[3]);
      return (w * (t * q * BceWithLogits::value(x, Real(1)) +
                   (1 - t) * BceWithLogits::value(x, Real(0))))
          .v;
    };
    return central_differences(loss, {self.peek(), target.peek(), w, q}, input, share(grads[0]),
                               self.peek().sizes());
  }

 private:
  Tensor weighted_gradient(const Tensor& dl, const Tensor& x, const Tensor& t, const Tensor& w,
                           const Tensor& q) {
    const Tensor s = sigmoid(x);
    Tensor of_input = s - t;
    if (q.defined()) {
      const Tensor qt = q * t;
      of_input = (qt + 1 - t) * s - qt;
    }
    return share_of(weighted(of_input * dl, w), reduce, x);
  }
};

namespace {
// The losses with weights, outside the graph.
Tensor weighted_losses(const Tensor& x, const Tensor& t, const Tensor& w, const Tensor& p) {
  if (!p.defined())
    return weighted(losses<Padded>(BceWithLogits(), kernels::Reduce::None, x, t), w);
  const NoGradGuard no_grad;
  const Tensor m = clamp_min(-x, 0);
  return weighted((1 - t) * x + ((p - 1) * t + 1) * (log(exp(-m) + exp(-x - m)) + m), w);
}
}  // namespace

Tensor binary_cross_entropy_with_logits(Traced traced, const Tensor& target, const Tensor& weight,
                                        const Tensor& pos_weight, int64_t reduction) {
  const Tensor& self = traced.enter();
  const ScalarType type = result_type(target, self);
  check(
      isFloatingType(type),
      "\"binary_cross_entropy_with_logits\" not implemented for '{}'; its input is a real number, "
      "so convert it to a floating type",
      type);
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
                                        : losses<Padded>(BceWithLogits(), reduce, x, t);
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
