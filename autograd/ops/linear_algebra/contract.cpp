// Products over several dimensions, made of reshaping, multiplication and matrix products.

#include <algorithm>

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/op.h"

namespace glassgrad {

// y = a x b along a dimension of length 3.  dL/da = b x dL/dy;  dL/db = dL/dy x a.  Saves both.
struct LinalgCrossBackward0 final : Node {
  SavedTensor self{this}, other{this};
  int64_t dim;
  std::string formula() const override { return "dL/da = b x dL/dy; dL/db = dL/dy x a"; }
  GradList apply(GradList&& grads) override {
    const Tensor a = self.unpack(), b = other.unpack();
    GradList results = GradList::undefined(2);
    if (should_compute_output(0)) results[0] = sum_to(cross(b, grads[0], dim), a.sizes());
    if (should_compute_output(1)) results[1] = sum_to(cross(grads[0], a, dim), b.sizes());
    return results;
  }
};

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
  const ScalarType type = result_type(self, other);
  if (!both_are(type, self, other)) return cross(cast(self, type), cast(other, type), along);
  const Tensor a = self.detach().expand(shape), b = other.detach().expand(shape);
  const auto next = [along](const Tensor& x, int64_t places) { return x.roll({-places}, {along}); };
  Tensor y = next(a, 1) * next(b, 2) - next(a, 2) * next(b, 1);
  if (auto* node = record<LinalgCrossBackward0>(y, self, other)) {
    node->self.save(self);
    node->other.save(other);
    node->dim = along;
  }
  return y;
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
  return unsafe_view(self.reshape(a) * other.reshape(b), sizes);
}
Tensor Tensor::kron(const Tensor& other, Caller caller) const {
  return glassgrad::kron({*this, caller}, other);
}

Tensor tensordot(Traced traced, const Tensor& given, IntArrayRef dims_self,
                 IntArrayRef dims_other) {
  Tensor self = traced.enter(), other = given;
  check(dims_self.size() == dims_other.size(),
        "both dimension lists should have same length, got {} and {}", dims_self, dims_other);
  // [outer, summed] x [summed, outer].
  Dims left, right, sizes, summed_self, summed_other;
  int64_t inner = 1;
  for (size_t i = 0; i < dims_self.size(); ++i) {
    const int64_t a = wrap_dim(dims_self[i], self.dim()), b = wrap_dim(dims_other[i], other.dim());
    // A size of 1 stretches: the other tensor is summed.
    const bool differ = self.sizes()[a] != other.sizes()[b];
    if (differ && self.sizes()[a] == 1) other = other.sum(b, /*keepdim=*/true);
    if (differ && other.sizes()[b] == 1) self = self.sum(a, /*keepdim=*/true);
    check(
        self.sizes()[a] == other.sizes()[b],
        "contracted dimensions need to match, but first has size {} in dim {} and second has size "
        "{} in dim {}",
        self.sizes()[a], a, other.sizes()[b], b);
    summed_self.push_back(a);
    summed_other.push_back(b);
    inner *= self.sizes()[a];
  }
  const auto outer = [&sizes](const Tensor& x, const Dims& summed, Dims& order) {
    int64_t count = 1;
    for (int64_t d = 0; d < x.dim(); ++d) {
      if (std::find(summed.begin(), summed.end(), d) != summed.end()) continue;
      order.push_back(d);
      sizes.push_back(x.sizes()[d]);
      count *= x.sizes()[d];
    }
    return count;
  };
  const int64_t rows = outer(self, summed_self, left), cols = outer(other, summed_other, right);
  for (const int64_t d : summed_self) left.push_back(d);
  Dims order(summed_other);
  for (const int64_t d : right) order.push_back(d);
  const Tensor a = self.permute(left).reshape({rows, inner});
  const Tensor b = other.permute(order).reshape({inner, cols});
  return mm(a, b).reshape(sizes);
}

}  // namespace glassgrad
