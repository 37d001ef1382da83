// matmul is made of the other products and of views; each of those records its own node.
#include "autograd/ops/products.h"

namespace glassgrad {
namespace {

Dims joined(IntArrayRef front, IntArrayRef back) {
  Dims all(front);
  all.append(back.begin(), back.end());
  return all;
}
IntArrayRef without_last(IntArrayRef sizes, size_t count) {
  return sizes.slice(0, sizes.size() - count);
}

/// [..., N, K] x [K] or [K, M]: the leading dimensions are rows of one large matrix.
Tensor rows_times(const Tensor& rows, const Tensor& other) {
  const IntArrayRef front = without_last(rows.sizes(), 1);
  const int64_t inner = rows.sizes().back();
  const Tensor flat = rows.reshape({count_elements(front), inner});
  if (other.dim() == 1) return unsafe_view(mv(flat, other), front);
  return unsafe_view(mm(flat, other), joined(front, other.sizes()[1]));
}

/// [..., N, K] x [..., K, M] with broadcast leading dimensions.
Tensor batches_times(const Tensor& a, const Tensor& b) {
  const Dims batch = broadcast_shapes(without_last(a.sizes(), 2), without_last(b.sizes(), 2));
  const int64_t n = a.size(-2), k = a.size(-1), m = b.size(-1), count = count_elements(batch);
  const Tensor left = a.expand(joined(batch, {n, k})).reshape({count, n, k});
  const Tensor right = b.expand(joined(batch, {b.size(-2), m})).reshape({count, b.size(-2), m});
  return unsafe_view(bmm(left, right), joined(batch, {n, m}));
}

}  // namespace

Tensor matmul(Traced traced, const Tensor& other) {
  const Tensor& self = traced.enter();
  const int64_t a = self.dim(), b = other.dim();
  check(a > 0 && b > 0, "both arguments to matmul need to be at least 1D, but they are {}D and {}D",
        a, b);
  if (a == 1 && b == 1) return dot(self, other);
  if (a == 2 && b == 1) return mv(self, other);
  if (a == 1 && b == 2) return mm(self.unsqueeze(0), other).squeeze_(0);
  if (a == 2 && b == 2) return mm(self, other);
  if (b <= 2) return rows_times(self, other);
  if (a == 1) return rows_times(other.transpose(-1, -2), self);
  if (a == 2)
    check_inner_sizes(count_elements(without_last(other.sizes(), 2)) * other.size(-1),
                      other.size(-2), self.size(1), self.size(0));
  return batches_times(self, other);
}

Tensor Tensor::matmul(const Tensor& other, Caller caller) const {
  return glassgrad::matmul({*this, caller}, other);
}

}  // namespace glassgrad
