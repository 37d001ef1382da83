// The exponential of a matrix.
#include <cmath>

#include "autograd/functions/decomposition.h"
#include "autograd/ops/op.h"

namespace glassgrad {

Tensor matrix_exp(Traced traced) {
  const Tensor& self = traced.enter();
  check(self.is_floating_point(),
        "linalg.matrix_exp: Expected a floating point tensor as input, "
        "but got {}",
        self.scalar_type());
  check(self.dim() >= 2 && self.size(-1) == self.size(-2),
        "linalg.matrix_exp: A must be batches of square matrices, but they are {}", self.sizes());
  const int64_t n = self.size(-1);
  // With |A / 2^s| <= 1 the terms beyond the 18th are below a double's precision.
  constexpr int64_t kTerms = 18;
  const double norm = self.numel() == 0 ? 0 : self.detach().abs().sum(-2).max().item<double>();
  const int64_t squarings =
      norm > 1 && std::isfinite(norm) ? static_cast<int64_t>(std::ceil(std::log2(norm))) : 0;
  const Tensor a = self / std::ldexp(1.0, static_cast<int>(squarings));
  const Tensor one = eye(n, self.options()).expand(self.sizes());
  Tensor y = one;
  for (int64_t k = kTerms; k > 0; --k) y = one + matmul(a, y) / k;
  for (int64_t s = 0; s < squarings; ++s) y = matmul(y, y);
  return y;
}
Tensor linalg::matrix_exp(Traced self) { return glassgrad::matrix_exp(self); }

}  // namespace glassgrad
