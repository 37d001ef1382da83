// Dropout of whole channels, and dropout that keeps mean and variance.
#include <cmath>

#include "autograd/functions/embedding.h"
#include "autograd/ops/op.h"

namespace glassgrad {
namespace {

/// One number for each element, or for each channel.
Tensor empty_noise(const Tensor& x, bool features) {
  if (!features) return empty(x.sizes(), x.options());
  check(x.dim() >= 2, "Feature dropout requires at least 2 dimensions in the input");
  Dims sizes(x.dim(), 1);
  sizes[0] = x.sizes()[0];
  sizes[1] = x.sizes()[1];
  return empty(sizes, x.options());
}

// y = x m / (1 - p), m drawn from {0, 1}, P(m = 1) = 1 - p. With alpha:
//   y = a (x m + alpha' (1 - m)) + b,  alpha' = -1.7581,  a, b so that mean 0 and variance 1 stay.
Tensor dropped(Traced traced, double p, bool train, bool features, bool alpha,
               const char* operation = __builtin_FUNCTION()) {
  const Tensor& input = traced.enter(operation);
  check(p >= 0 && p <= 1, "dropout probability has to be between 0 and 1, but got {}", p);
  if (p == 0 || !train || input.numel() == 0) return input;
  if (p == 1) return input * zeros({}, input.options());
  const Tensor noise = empty_noise(input, features).bernoulli_(1 - p);
  if (!alpha) return input * noise.div_(1 - p);
  constexpr double kAlpha = 1.7580993408473766;
  const double a = 1 / std::sqrt((kAlpha * kAlpha * p + 1) * (1 - p));
  const Tensor shift = noise.add(-1).mul_(kAlpha * a).add_(kAlpha * a * p);
  return input * noise.mul_(a) + shift;
}

}  // namespace

Tensor feature_dropout(Traced input, double p, bool train) {
  return dropped(input, p, train, true, false);
}
Tensor alpha_dropout(Traced input, double p, bool train) {
  return dropped(input, p, train, false, true);
}
Tensor feature_alpha_dropout(Traced input, double p, bool train) {
  return dropped(input, p, train, true, true);
}

}  // namespace glassgrad
