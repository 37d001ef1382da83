// The exponential of a matrix.
#include <cmath>

#include "autograd/functions/decomposition.h"
#include "autograd/ops/linear_algebra/decomposition.h"

namespace glassgrad {

Tensor matrix_exp(Traced traced) {
  const Tensor& self = traced.enter();
  check_square("linalg.matrix_exp", self);
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

Tensor Tensor::matrix_exp(Caller caller) const { return glassgrad::matrix_exp({*this, caller}); }

}  // namespace glassgrad
