// Distances of vectors, composed of other operations.
#include "autograd/functions/distance.h"

#include "autograd/ops/op.h"

namespace glassgrad {

Tensor cosine_similarity(Traced traced, const Tensor& x2, int64_t dim, double eps) {
  const Tensor& x1 = traced.enter();
  const ScalarType type = promoteTypes(x1.scalar_type(), x2.scalar_type());
  check(isFloatingType(type), "expected common dtype to be floating point, yet common dtype is {}",
        type);
  const std::vector<Tensor> both = broadcast_tensors({x1.to(type), x2.to(type)});
  const auto unit = [&](const Tensor& x) {
    return x / x.square().sum(dim, true).clamp_min(eps * eps).sqrt();
  };
  return (unit(both[0]) * unit(both[1])).sum(dim);
}

Tensor pairwise_distance(Traced traced, const Tensor& x2, double p, double eps, bool keepdim) {
  const Tensor difference = traced.enter() - x2 + eps;
  return difference.norm(Scalar(p), difference.dim() - 1, keepdim);
}

Tensor cdist(Traced traced, const Tensor& x2, double p, optional<int64_t>) {
  const Tensor& x1 = traced.enter();
  check(x1.dim() >= 2, "cdist only supports at least 2D tensors, X1 got: {}D", x1.dim());
  check(x2.dim() >= 2, "cdist only supports at least 2D tensors, X2 got: {}D", x2.dim());
  check(x1.sizes().back() == x2.sizes().back(),
        "X1 and X2 must have the same number of columns. X1: {} X2: {}", x1.sizes().back(),
        x2.sizes().back());
  check(p >= 0, "cdist only supports non-negative p values");
  return norm(x1.unsqueeze(-2) - x2.unsqueeze(-3), p, IntArrayRef(-1), false);
}

Tensor pdist(Traced traced, double p) {
  const Tensor& self = traced.enter();
  check(self.dim() == 2, "pdist only supports 2D tensors, got: {}D", self.dim());
  check(self.is_floating_point(), "pdist only supports floating-point dtypes");
  check(p >= 0, "pdist only supports non-negative p values");
  const int64_t n = self.sizes()[0];
  const Tensor pairs = triu_indices(n, n, 1);
  return (self.index_select(0, pairs[0]) - self.index_select(0, pairs[1])).norm(Scalar(p), 1);
}

}  // namespace glassgrad
