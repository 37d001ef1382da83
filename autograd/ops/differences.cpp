// Differences, integrals and covariances.
#include <algorithm>

#include "autograd/ops/reduced_shape.h"

namespace glassgrad {

// --- differences and integrals ---

Tensor diff(Traced traced, int64_t n, int64_t dim, const Tensor& prepend, const Tensor& append) {
  const Tensor& self = traced.enter();
  check(self.dim() >= 1, "diff expects input to be at least one-dimensional");
  check(n >= 0, "order must be non-negative but got {}", n);
  const int64_t along = wrap_dim(dim, self.dim());
  if (n == 0) return self.clone();  // PyTorch's answer, whatever is put before and behind
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

Tensor slope(const Tensor& y, double spacing, int64_t dim, int64_t edge_order) {
  const int64_t n = y.sizes()[dim];
  check(n > edge_order, "torch.gradient expected each dimension size to be at least edge_order+1");
  const auto at = [&](int64_t i) { return y.narrow(dim, i < 0 ? n + i : i, 1); };
  const auto end = [&](int64_t i, int64_t step) {
    if (edge_order == 1) return (at(i + step) - at(i)) * static_cast<double>(step);
    return (at(i) * -1.5 + at(i + step) * 2 - at(i + 2 * step) * 0.5) * static_cast<double>(step);
  };
  const Tensor inside = (y.narrow(dim, 2, n - 2) - y.narrow(dim, 0, n - 2)) / 2;
  return cat({end(0, 1), inside, end(-1, -1)}, dim) / spacing;
}

std::vector<Tensor> slopes(const Tensor& y, double spacing, IntArrayRef dims, int64_t edge_order) {
  check(edge_order == 1 || edge_order == 2,
        "torch.gradient only supports edge_order=1 and edge_order=2.");
  const Tensor real = y.is_floating_point() ? y : y.to(get_default_scalar_type());
  std::vector<Tensor> all;
  for (const int64_t dim : dims)
    all.push_back(slope(real, spacing, wrap_dim(dim, y.dim()), edge_order));
  return all;
}

Dims every_dimension(const Tensor& y) {
  Dims dims;
  for (int64_t d = 0; d < y.dim(); ++d) dims.push_back(d);
  return dims;
}

}  // namespace

std::vector<Tensor> gradient(Traced traced, const optional<Scalar>& spacing, optional<int64_t> dim,
                             int64_t edge_order) {
  const Tensor& self = traced.enter();
  const double apart = spacing ? spacing->toDouble() : 1;
  return slopes(self, apart, dim ? Dims{*dim} : every_dimension(self), edge_order);
}
std::vector<Tensor> gradient(Traced self, const Scalar& spacing, IntArrayRef dim,
                             int64_t edge_order) {
  return slopes(self.enter(), spacing.toDouble(), dim, edge_order);
}
std::vector<Tensor> gradient(Traced self, IntArrayRef dim, int64_t edge_order) {
  return slopes(self.enter(), 1, dim, edge_order);
}

namespace {

/// (y_i + y_(i+1)) * dx_i / 2 along dim.
template <class Distance>
Tensor doubled_trapezoids(const Tensor& y, const Distance& dx, int64_t dim) {
  const int64_t last = std::max<int64_t>(y.sizes()[dim] - 1, 0);
  return (y.slice(dim, 1) + y.slice(dim, 0, last)) * dx;
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
  return doubled_trapezoids(y, distances(y, x, along), along).sum(IntArrayRef(along)) / 2.0;
}
Tensor trapezoid(Traced traced, const Scalar& dx, int64_t dim) {
  const Tensor& y = traced.enter();
  const int64_t along = wrap_dim(dim, y.dim());
  if (nothing_along(y, along)) return y.sum(IntArrayRef(along));
  // dx times the sum of all, the first and the last of them by halves.
  const Tensor ends = y.select(along, 0) + y.select(along, -1);
  return (y.sum(IntArrayRef(along)) - ends * 0.5) * dx;
}
Tensor trapz(Traced y, const Tensor& x, int64_t dim) { return trapezoid(y, x, dim); }
Tensor trapz(Traced y, double dx, int64_t dim) { return trapezoid(y, Scalar(dx), dim); }
Tensor cumulative_trapezoid(Traced traced, const Tensor& x, int64_t dim) {
  const Tensor& y = traced.enter();
  const int64_t along = wrap_dim(dim, y.dim());
  return doubled_trapezoids(y, distances(y, x, along), along).cumsum(along) / 2.0;
}
Tensor cumulative_trapezoid(Traced traced, const Scalar& dx, int64_t dim) {
  const Tensor& y = traced.enter();
  const int64_t along = wrap_dim(dim, y.dim());
  return doubled_trapezoids(y, Scalar(dx.toDouble() / 2), along).cumsum(along);
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
