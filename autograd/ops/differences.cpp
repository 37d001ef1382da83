// Differences, integrals and covariances.
#include "autograd/ops/reduced_shape.h"

namespace glassgrad {

// --- differences and integrals ---

Tensor diff(Traced traced, int64_t n, int64_t dim, const Tensor& prepend, const Tensor& append) {
  const Tensor& self = traced.enter();
  check(self.dim() >= 1, "diff expects input to be at least one-dimensional");
  check(n >= 0, "order must be non-negative but got {}", n);
  const int64_t along = wrap_dim(dim, self.dim());
  std::vector<Tensor> parts;
  for (const Tensor& part : {prepend, self, append})
    if (part.defined()) parts.push_back(part);
  Tensor y = parts.size() == 1 ? self : cat(parts, along);
  for (; n > 0; --n) {
    const int64_t size = y.sizes()[along], less = std::max<int64_t>(size - 1, 0);
    const Tensor right = y.narrow(along, size - less, less), left = y.narrow(along, 0, less);
    y = y.scalar_type() == kBool ? logical_xor(right, left) : right - left;
  }
  return y;
}

namespace {

/// (y_i + y_(i+1)) * dx_i / 2 along dim, which is not empty.
Tensor trapezoids(const Tensor& y, const Tensor& dx, int64_t dim) {
  const int64_t last = y.sizes()[dim] - 1;
  return (y.narrow(dim, 1, last) + y.narrow(dim, 0, last)) * dx / 2;
}
/// Distances of places x of a function along dim, in its rank.
Tensor distances(const Tensor& y, const Tensor& x, int64_t dim) {
  check(x.dim() > 0 &&
            x.sizes()[x.dim() == 1 ? 0 : wrap_dim(dim - y.dim(), x.dim())] == y.sizes()[dim],
        "trapezoid: There must be one `x` value for each sample point");
  if (x.dim() > 1) return x.diff(1, dim - y.dim());
  Dims shape(y.dim(), 1);
  shape[dim] = x.numel() - 1;
  return x.diff().view(shape);
}
bool nothing_along(const Tensor& y, int64_t dim) { return y.sizes()[dim] == 0; }

}  // namespace

Tensor trapezoid(Traced traced, const Tensor& x, int64_t dim) {
  const Tensor& y = traced.enter();
  const int64_t along = wrap_dim(dim, y.dim());
  if (nothing_along(y, along)) return y.sum(IntArrayRef(along));
  return trapezoids(y, distances(y, x, along), along).sum(IntArrayRef(along));
}
Tensor trapezoid(Traced traced, const Scalar& dx, int64_t dim) {
  const Tensor& y = traced.enter();
  const int64_t along = wrap_dim(dim, y.dim());
  if (nothing_along(y, along)) return y.sum(IntArrayRef(along));
  return trapezoids(y, full({}, dx), along).sum(IntArrayRef(along));
}
Tensor trapz(Traced y, const Tensor& x, int64_t dim) { return trapezoid(y, x, dim); }
Tensor trapz(Traced y, double dx, int64_t dim) { return trapezoid(y, Scalar(dx), dim); }
Tensor cumulative_trapezoid(Traced traced, const Tensor& x, int64_t dim) {
  const Tensor& y = traced.enter();
  const int64_t along = wrap_dim(dim, y.dim());
  return trapezoids(y, distances(y, x, along), along).cumsum(along);
}
Tensor cumulative_trapezoid(Traced traced, const Scalar& dx, int64_t dim) {
  const Tensor& y = traced.enter();
  const int64_t along = wrap_dim(dim, y.dim());
  return trapezoids(y, full({}, dx), along).cumsum(along);
}

// --- covariances ---

Tensor cov(Traced traced, int64_t correction, const Tensor& fweights, const Tensor& aweights) {
  const Tensor& self = traced.enter();
  check(self.dim() <= 2,
        "cov(): expected input to have two or fewer dimensions but got an input "
        "with {} dimensions",
        self.dim());
  check(self.scalar_type() != kBool, "cov(): bool dtype is not supported for input");
  const Tensor x = self.dim() < 2 ? self.reshape({1, -1}) : self;
  const int64_t count = x.sizes()[1];
  Tensor weights;
  if (fweights.defined()) weights = fweights;
  if (aweights.defined()) weights = weights.defined() ? weights * aweights : aweights;
  if (weights.defined())
    check(weights.dim() == 1 && weights.numel() == count,
          "cov(): expected weights to have one number for each of the {} observations", count);
  const Tensor sum = weights.defined() ? weights.sum() : full({}, count);
  const Tensor mean = (weights.defined() ? x * weights : x).sum(IntArrayRef(1), true) / sum;
  // Only weights of observations that count in part change by how much the sum is too large.
  const Tensor excess = correction != 0 && aweights.defined()
                            ? (weights * aweights).sum() * correction / sum
                            : full({}, correction);
  const Tensor norm = (sum - excess).clamp_min(0);
  const Tensor d = x - mean;
  const Tensor y = d.mm((weights.defined() ? d * weights : d).t()) / norm;
  return y.squeeze();
}
Tensor corrcoef(Traced traced) {
  const Tensor& self = traced.enter();
  check(self.dim() <= 2,
        "corrcoef(): expected input to have two or fewer dimensions but got an "
        "input with {} dimensions",
        self.dim());
  const Tensor c = cov(self);
  if (c.dim() == 0) return c / c;
  const Tensor deviations = c.diagonal().sqrt();
  return (c / deviations.unsqueeze(-1) / deviations.unsqueeze(0)).clamp(-1, 1);
}

// --- methods ---

Tensor Tensor::diff(int64_t n, int64_t dim, const Tensor& prepend, const Tensor& append,
                    Caller caller) const {
  return glassgrad::diff({*this, caller}, n, dim, prepend, append);
}
Tensor Tensor::cov(int64_t correction, const Tensor& fweights, const Tensor& aweights,
                   Caller caller) const {
  return glassgrad::cov({*this, caller}, correction, fweights, aweights);
}
Tensor Tensor::corrcoef(Caller caller) const { return glassgrad::corrcoef({*this, caller}); }

}  // namespace glassgrad
