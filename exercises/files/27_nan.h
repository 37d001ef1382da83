// 27 Find it: a NaN that only backward sees.
#pragma once
#include <glassgrad.h>

namespace torch = glassgrad;

// ln x where x > 0, else 0. Its values are right.
torch::Tensor log_or_zero(const torch::Tensor& x) {
  // hole: mend it: the logarithm must not see what it cannot take
  // blank: return torch::where(x > 0, x.log(), torch::zeros_like(x));
  // where hands the gradient 0 to the branch that was not taken, and the log multiplies it by
  // 1/0: 0 times infinity is NaN. So the logarithm gets a harmless 1 there.
  const torch::Tensor safe = torch::where(x > 0, x, torch::ones_like(x));
  return torch::where(x > 0, safe.log(), torch::zeros_like(x));
  // end
}
