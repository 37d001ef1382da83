// The loss of counts: the negative log likelihood of a Poisson distribution.
#include <numbers>

#include "autograd/functions/loss.h"
#include "autograd/ops/op.h"
#include "autograd/ops/pointwise/loss.h"

namespace glassgrad {

Tensor poisson_nll_loss(Traced traced, const Tensor& target, bool log_input, bool full, double eps,
                        int64_t reduction) {
  const Tensor& x = traced.enter();
  Tensor loss = log_input ? x.exp() - target * x : x - target * (x + eps).log();
  if (full) {
    const Tensor stirling =
        target * target.log() - target + 0.5 * (2 * std::numbers::pi * target).log();
    loss = loss + stirling.masked_fill(target <= 1, 0);
  }
  return reduced(loss, to_reduce(reduction));
}

}  // namespace glassgrad
