// Different elements, membership, and where values belong.
#include <algorithm>
#include <numeric>

#include "autograd/ops/op.h"

namespace glassgrad {

namespace {

using Unique = std::tuple<Tensor, Tensor, Tensor>;

/// Groups of equal neighbours in an order of n things: the first of each, the group of each thing,
/// and the groups' sizes.
struct Groups {
  std::vector<int64_t> first, inverse, counts;

  template <class Equal>
  Groups(const std::vector<int64_t>& order, Equal equal) : inverse(order.size()) {
    for (size_t i = 0; i < order.size(); ++i) {
      if (i == 0 || !equal(order[i - 1], order[i])) {
        first.push_back(order[i]);
        counts.push_back(0);
      }
      ++counts.back();
      inverse[static_cast<size_t>(order[i])] = static_cast<int64_t>(first.size()) - 1;
    }
  }
};

Tensor as_longs(const std::vector<int64_t>& values) {
  return tensor(detail::TensorData(values), kLong);
}
Tensor no_longs() { return empty({0}, kLong); }

/// Unique slices of dim, of x as [n, rest]: neighbours, or, sorted, all.
Unique unique_slices(const Tensor& x, int64_t dim, bool sorted, bool inverse, bool counts) {
  const int64_t n = x.sizes()[dim];
  const Tensor rows = x.movedim(dim, 0).contiguous();
  const int64_t length = n == 0 ? 0 : rows.numel() / n;
  std::vector<int64_t> order(static_cast<size_t>(n));
  std::iota(order.begin(), order.end(), 0);
  return visit(x.scalar_type(), [&]<class T>() -> Unique {
    const T* const at = data<T>(rows);
    const auto row = [=](int64_t i) { return at + i * length; };
    if (sorted)
      std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) {
        return std::lexicographical_compare(row(a), row(a) + length, row(b), row(b) + length);
      });
    const Groups groups(
        order, [&](int64_t a, int64_t b) { return std::equal(row(a), row(a) + length, row(b)); });
    return {x.index_select(dim, as_longs(groups.first)),
            inverse ? as_longs(groups.inverse) : no_longs(),
            counts ? as_longs(groups.counts) : no_longs()};
  });
}

}  // namespace

Unique unique_dim(Traced traced, int64_t dim, bool, bool return_inverse, bool return_counts) {
  const Tensor& self = traced.enter();
  const NoGradGuard no_grad;
  const Tensor x = self.detach();
  return unique_slices(x, wrap_dim(dim, x.dim()), true, return_inverse, return_counts);
}

Unique _unique2(Traced traced, bool, bool return_inverse, bool return_counts) {
  const Tensor& self = traced.enter();
  const NoGradGuard no_grad;
  auto [values, inverse, counts] =
      unique_slices(self.detach().reshape({-1}), 0, true, return_inverse, return_counts);
  return {values, return_inverse ? inverse.view(self.sizes()) : inverse, counts};
}
std::tuple<Tensor, Tensor> _unique(Traced traced, bool sorted, bool return_inverse) {
  const Tensor& self = traced.enter();
  auto [values, inverse, counts] = _unique2(self, sorted, return_inverse);
  return {values, inverse};
}

Unique unique_consecutive(Traced traced, bool return_inverse, bool return_counts,
                          optional<int64_t> dim) {
  const Tensor& self = traced.enter();
  const NoGradGuard no_grad;
  const Tensor x = self.detach();
  if (dim) return unique_slices(x, wrap_dim(*dim, x.dim()), false, return_inverse, return_counts);
  auto [values, inverse, counts] =
      unique_slices(x.reshape({-1}), 0, false, return_inverse, return_counts);
  return {values, return_inverse ? inverse.view(self.sizes()) : inverse, counts};
}

Unique unique_dim_consecutive(Traced self, int64_t dim, bool return_inverse, bool return_counts) {
  return unique_consecutive(self, return_inverse, return_counts, dim);
}

Tensor isin(Traced traced, const Tensor& test_elements, bool, bool invert) {
  const Tensor& elements = traced.enter();
  const NoGradGuard no_grad;
  const ScalarType type = promoteTypes(elements.scalar_type(), test_elements.scalar_type());
  const Tensor x = elements.detach().to(type).contiguous();
  const Tensor among = std::get<0>(test_elements.detach().to(type).reshape({-1}).sort());
  const Tensor y = empty_tensor(elements.sizes(), kBool);
  visit(type, [&]<class T>() {
    const T *first = data<T>(among), *last = first + among.numel();
    for (int64_t i = 0; i < x.numel(); ++i) {
      const T v = data<T>(x)[i];
      const T* const at = std::lower_bound(first, last, v);
      data<bool>(y)[i] = (at != last && *at == v) != invert;  // NaN is among nothing
    }
  });
  return y;
}
Tensor isin(Traced traced, const Scalar& test_element, bool assume_unique, bool invert) {
  const Tensor& elements = traced.enter();
  return isin(elements, to_tensor(test_element, elements), assume_unique, invert);
}
Tensor isin(const Scalar& element, Traced traced, bool assume_unique, bool invert) {
  const Tensor& test_elements = traced.enter();
  return isin(to_tensor(element, test_elements), test_elements, assume_unique, invert);
}

Tensor bucketize(Traced traced, const Tensor& boundaries, bool out_int32, bool right) {
  const Tensor& self = traced.enter();
  check(boundaries.dim() == 1, "boundaries tensor must be 1 dimension, but got dim({})",
        boundaries.dim());
  return searchsorted(boundaries, self, out_int32, right);
}
Tensor bucketize(const Scalar& self, Traced traced, bool out_int32, bool right) {
  const Tensor& boundaries = traced.enter();
  return bucketize(full({}, self, boundaries.options()), boundaries, out_int32, right);
}

}  // namespace glassgrad
