// Losses with margins, composed of recorded operations.
#include "autograd/functions/distance.h"
#include "autograd/ops/op.h"
#include "autograd/ops/pointwise/loss.h"

namespace glassgrad {
// --- of targets 1 and -1 ---

Tensor hinge_embedding_loss(Traced traced, const Tensor& target, double margin, int64_t reduction) {
  const Tensor& x = traced.enter();
  const Tensor zero = zeros_like(x);
  return reduced(where(target != 1, (margin - x).clamp_min(0), zero) + where(target != -1, x, zero),
                 to_reduce(reduction));
}

Tensor cosine_embedding_loss(Traced traced, const Tensor& input2, const Tensor& target,
                             double margin, int64_t reduction) {
  const Tensor& input1 = traced.enter();
  const int64_t rank = target.dim();
  check(rank <= 1, "0D or 1D target tensor expected, multi-target not supported");
  check(input1.dim() == rank + 1,
        "{}D target tensor expects {}D input tensors, but found inputs with sizes {} and {}.", rank,
        rank + 1, input1.sizes(), input2.sizes());
  const auto square = [&](const Tensor& x) { return (x * x).sum(rank) + 1e-12; };
  const Tensor cosine = (input1 * input2).sum(rank) / (square(input1) * square(input2)).sqrt();
  const Tensor zero = zeros_like(cosine);
  return reduced(where(target == 1, 1 - cosine, zero) +
                     where(target == -1, (cosine - margin).clamp_min(0), zero),
                 to_reduce(reduction));
}

Tensor margin_ranking_loss(Traced traced, const Tensor& input2, const Tensor& target, double margin,
                           int64_t reduction) {
  const Tensor& input1 = traced.enter();
  return reduced((-target * (input1 - input2) + margin).clamp_min(0), to_reduce(reduction));
}

Tensor soft_margin_loss(Traced traced, const Tensor& target, int64_t reduction) {
  const Tensor& x = traced.enter();
  return reduced((-target * x).exp().log1p(), to_reduce(reduction));
}

// --- of class ids ---

namespace {

/// [N, C] of [N, C] or [C].
Tensor with_batch(const Tensor& x) { return x.dim() == 2 ? x : x.reshape({1, -1}); }

/// A loss for each row, or one if there was a vector.
Tensor reduced_rows(const Tensor& loss, const Tensor& self, int64_t reduction) {
  return reduced(self.dim() < 2 ? loss.reshape({}) : loss, to_reduce(reduction));
}

}  // namespace

Tensor multi_margin_loss(Traced traced, const Tensor& target, const Scalar& p_,
                         const Scalar& margin, const Tensor& weight, int64_t reduction) {
  const Tensor& self = traced.enter();
  const int64_t p = p_.to<int64_t>();
  check(p == 1 || p == 2, "only p == 1 and p == 2 supported");
  check(self.dim() <= 2 && self.numel() > 0,
        "Expected non-empty vector or matrix with optional 0-dim batch size, but got: {}",
        self.sizes());
  const Tensor x = with_batch(self);
  check(target.dim() <= 1 && target.numel() == x.size(0), "inconsistent target size, got: {}",
        target.sizes());
  const Tensor index = target.reshape({-1, 1});
  check(!((index < 0).logical_or(index >= x.size(1))).any().item<bool>(), "target out of range");
  Tensor z = (margin - x.gather(1, index) + x).relu();
  if (p == 2) z = z.square();
  if (weight.defined()) {
    check(weight.dim() <= 1 && weight.numel() == x.size(1), "inconsistent weight size: {}",
          weight.sizes());
    z = z * weight.index_select(0, index.reshape({-1})).unsqueeze(1);
  }
  const Tensor others = ones_like(x.detach()).scatter(1, index, 0);
  return reduced_rows((z * others).sum(1) / x.size(1), self, reduction);
}

Tensor multilabel_margin_loss(Traced traced, const Tensor& target, int64_t reduction) {
  const Tensor& self = traced.enter();
  check(self.dim() <= 2 && self.numel() > 0,
        "Expected non-empty vector or matrix with optional 0-dim batch size, but got: {}",
        self.sizes());
  check(target.sizes() == self.sizes(), "inconsistent size {} for argument #2 'target'",
        target.sizes());
  const Tensor x = with_batch(self), ids = with_batch(target).contiguous();
  const int64_t n = x.size(0), c = x.size(1);
  check(!((ids < -1).logical_or(ids >= c)).any().item<bool>(),
        "argument #2 'target' is out of range");
  // [N, K, 1]: the k-th id is before the first -1;  [N, 1, C]: class j is none of those.
  const Tensor is_listed = (ids >= 0).to(kLong).cumprod(1);
  const Tensor index = ids * is_listed;  // any class for those that are not listed
  const Tensor is_other =
      zeros({n, c}, kLong).scatter_add(1, index, is_listed).eq(0).to(x.scalar_type());
  const Tensor pairs = is_listed.to(x.scalar_type()).unsqueeze(2) * is_other.unsqueeze(1);
  const Tensor z = (1 - x.gather(1, index).unsqueeze(2) + x.unsqueeze(1)).relu();
  return reduced_rows((z * pairs).sum({1, 2}) / c, self, reduction);
}

// --- of other kinds ---

Tensor triplet_margin_loss(Traced traced, const Tensor& positive, const Tensor& negative,
                           double margin, double p, double eps, bool swap, int64_t reduction) {
  const Tensor& anchor = traced.enter();
  check(anchor.dim() == positive.dim() && positive.dim() == negative.dim(),
        "All inputs should have same dimension but got {}D, {}D and {}D inputs.", anchor.dim(),
        positive.dim(), negative.dim());
  const Tensor near = pairwise_distance(anchor, positive, p, eps);
  Tensor far = pairwise_distance(anchor, negative, p, eps);
  if (swap) far = minimum(far, pairwise_distance(positive, negative, p, eps));
  return reduced((margin + near - far).clamp_min(0), to_reduce(reduction));
}

}  // namespace glassgrad
