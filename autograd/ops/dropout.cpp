// Dropout.
#include "autograd/ops/op.h"

namespace glassgrad {

// y = x m / (1 - p) with m drawn from {0, 1}, P(m = 1) = 1 - p: E(y) = x.
// Source: Srivastava et al., "Dropout" (2014), section 10 ("inverted" scaling).
Tensor dropout(Traced traced, double p, bool train) {
  const Tensor& input = traced.enter();
  check(p >= 0 && p <= 1, "dropout probability has to be between 0 and 1, but got {}", p);
  if (p == 0 || !train || input.numel() == 0) return input;
  if (p == 1) return input * zeros({}, input.options());
  const Tensor noise = empty(input.sizes(), input.options()).bernoulli_(1 - p);
  return input * noise.div_(1 - p);
}

}  // namespace glassgrad
