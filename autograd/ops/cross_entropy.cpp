// Cross-entropy of logits and class labels or class probabilities, and the Kullback-Leibler
// divergence: composed of recorded operations.
#include "autograd/ops/pointwise/loss.h"

namespace glassgrad {

namespace {

int64_t class_dim(const Tensor& logits) { return logits.dim() == 1 ? 0 : 1; }

/// Weights of classes as a shape that broadcasts to [N, C, ...], undefined if `weight` is.
Tensor by_class(const Tensor& weight, const Tensor& logits) {
  if (!weight.defined()) return {};
  const int64_t dim = class_dim(logits), classes = logits.size(dim);
  check(
      weight.dim() == 1 && weight.numel() == classes,
      "cross_entropy: weight tensor should be defined either for all {} classes or no classes but "
      "got weight tensor of shape: {}",
      classes, weight.sizes());
  Dims shape(logits.dim(), 1);
  shape[dim] = classes;
  return weight.view(shape);
}

/// -sum_c q_c w_c ln p_c per sample, with q = (1 - e) t + e / C; Mean divides by the number of
/// samples.
Tensor of_probabilities(const Tensor& log_p, const Tensor& target, const Tensor& weight,
                        kernels::Reduce reduce, double smoothing) {
  check(target.is_floating_point(),
        "Expected floating point type for target with class probabilities, got {}",
        target.scalar_type());
  const int64_t dim = class_dim(log_p), classes = log_p.size(dim);
  const Tensor q =
      smoothing > 0 ? target * (1 - smoothing) + smoothing / static_cast<double>(classes) : target;
  const Tensor w = by_class(weight, log_p);
  const Tensor terms = w.defined() ? log_p * q * w : log_p * q;
  if (reduce == kernels::Reduce::None) return -terms.sum(dim);
  const Tensor sum = -terms.sum();
  if (reduce == kernels::Reduce::Sum) return sum;
  return sum / (static_cast<double>(log_p.numel()) / static_cast<double>(classes));
}

/// (1 - e) times the loss of the labels plus e times that of the uniform distribution; Mean divides
/// both by the sum of the labels' weights.
Tensor of_smoothed_labels(const Tensor& log_p, const Tensor& target, const Tensor& weight,
                          int64_t reduction, int64_t ignore_index, double smoothing) {
  const Tensor of_labels = nll_loss(log_p, target, weight, reduction, ignore_index);
  const int64_t dim = class_dim(log_p);
  const Tensor w = by_class(weight, log_p), ignored = target == ignore_index;
  Tensor uniform = -(w.defined() ? log_p * w : log_p).sum(dim);
  uniform = uniform.masked_fill(ignored, 0);
  const kernels::Reduce reduce = to_reduce(reduction);
  if (reduce == kernels::Reduce::Sum) uniform = uniform.sum();
  if (reduce == kernels::Reduce::Mean) {
    const Tensor used = target.masked_select(ignored.logical_not());
    uniform = uniform.sum();
    uniform = w.defined() ? uniform / weight.index_select(0, used).sum() : uniform / used.numel();
  }
  return of_labels * (1 - smoothing) + uniform * (smoothing / static_cast<double>(log_p.size(dim)));
}

}  // namespace

// Source: Bishop, PRML (2006), eq. 4.108; label smoothing: Szegedy et al. (2016), section 7.
Tensor cross_entropy_loss(Traced traced, const Tensor& target, const Tensor& weight,
                          int64_t reduction, int64_t ignore_index, double label_smoothing) {
  const Tensor& self = traced.enter();
  check(label_smoothing >= 0 && label_smoothing <= 1,
        "label_smoothing must be between 0.0 and 1.0. Got: {}", label_smoothing);
  check<ValueError>(self.dim() > 0, "Expected 1 or more dimensions (got 0)");
  if (self.sizes() == target.sizes()) {
    check(ignore_index < 0, "ignore_index is not supported for floating point target");
    return of_probabilities(log_softmax(self, class_dim(self)), target, weight,
                            to_reduce(reduction), label_smoothing);
  }
  check<ValueError>(self.dim() == 1 || target.dim() == 0 || self.size(0) == target.size(0),
                    "Expected input batch_size ({}) to match target batch_size ({}).", self.size(0),
                    target.dim() > 0 ? target.size(0) : 0);
  const Tensor log_p = log_softmax(self, class_dim(self));
  return label_smoothing > 0
             ? of_smoothed_labels(log_p, target, weight, reduction, ignore_index, label_smoothing)
             : nll_loss(log_p, target, weight, reduction, ignore_index);
}

// Source: Kullback & Leibler, "On Information and Sufficiency" (1951).
Tensor kl_div(Traced traced, const Tensor& target, int64_t reduction, bool log_target) {
  const Tensor& self = traced.enter();
  check(self.is_floating_point() && target.is_floating_point(),
        "kl_div: Integral inputs not supported.");
  if (log_target) return reduced(exp(target) * (target - self), to_reduce(reduction));
  // t ln t is 0 at 0, its limit.
  const Tensor negative_entropy = where(target == 0, Scalar(0.0), target * log(target));
  return reduced(negative_entropy - target * self, to_reduce(reduction));
}

}  // namespace glassgrad
