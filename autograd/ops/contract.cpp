// Products over several dimensions, made of reshaping, multiplication and matrix products.

#include "autograd/ops/op.h"

namespace glassgrad {

Tensor cross(Traced traced, const Tensor& other, optional<int64_t> dim) {
  const Tensor& self = traced.enter();
  const Dims shape = broadcast_shapes(self.sizes(), other.sizes());
  int64_t along = 0;
  if (dim) {
    along = wrap_dim(*dim, static_cast<int64_t>(shape.size()));
  } else {
    while (along < static_cast<int64_t>(shape.size()) && shape[along] != 3) ++along;
    check(along < static_cast<int64_t>(shape.size()), "no dimension of size 3 in input");
  }
  check(shape[along] == 3, "linalg.cross: inputs dimension {} must have length 3. Got {} and {}",
        along, self.sizes(), other.sizes());
  // c_i = a_(i+1) b_(i+2) - a_(i+2) b_(i+1), indices modulo 3.
  const Tensor a = self.expand(shape), b = other.expand(shape);
  const auto next = [along](const Tensor& x, int64_t places) { return x.roll({-places}, {along}); };
  return next(a, 1) * next(b, 2) - next(a, 2) * next(b, 1);
}
Tensor Tensor::cross(const Tensor& other, optional<int64_t> dim, Caller caller) const {
  return glassgrad::cross({*this, caller}, other, dim);
}

Tensor kron(Traced traced, const Tensor& other) {
  const Tensor& self = traced.enter();
  const size_t rank = std::max(self.sizes().size(), other.sizes().size());
  // a[i, 1, j, 1] b[1, k, 1, l] is the product at [i, k, j, l], that is at [i K + k, j L + l].
  Dims a(2 * rank, 1), b(2 * rank, 1), sizes(rank, 1);
  for (size_t back = 1; back <= rank; ++back) {
    const size_t d = rank - back;
    if (back <= self.sizes().size()) a[2 * d] = self.sizes()[self.sizes().size() - back];
    if (back <= other.sizes().size()) b[2 * d + 1] = other.sizes()[other.sizes().size() - back];
    sizes[d] = a[2 * d] * b[2 * d + 1];
  }
  return (self.reshape(a) * other.reshape(b)).reshape(sizes);
}
Tensor Tensor::kron(const Tensor& other, Caller caller) const {
  return glassgrad::kron({*this, caller}, other);
}

}  // namespace glassgrad
