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

Tensor pdist(Traced traced, double p) {
  const Tensor& self = traced.enter();
  check(self.dim() == 2, "pdist only supports 2D tensors, got: {}D", self.dim());
  check(self.is_floating_point(), "pdist only supports floating-point dtypes");
  check(p >= 0, "pdist only supports non-negative p values");
  const int64_t n = self.sizes()[0];
  const Tensor first = empty_tensor({n * (n - 1) / 2}, kLong), second = first.clone();
  int64_t *a = data<int64_t>(first), *b = data<int64_t>(second);
  for (int64_t i = 0; i < n; ++i)
    for (int64_t j = i + 1; j < n; ++j) *a++ = i, *b++ = j;
  return (self.index_select(0, first) - self.index_select(0, second)).norm(Scalar(p), 1);
}

}  // namespace glassgrad
