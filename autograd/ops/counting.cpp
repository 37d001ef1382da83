// Counts and places: how many elements there are of a kind, where one belongs. None of them has a
// gradient.

#include <algorithm>
#include <cmath>

#include "autograd/ops/op.h"
#include "autograd/types/element.h"
#include "autograd/types/visit.h"

namespace glassgrad {

Tensor bincount(Traced traced, const Tensor& weights, int64_t minlength) {
  const Tensor& self = traced.enter();
  check(minlength >= 0, "minlength should be >= 0");
  check(self.dim() == 1 && !self.is_floating_point() && self.scalar_type() != kBool,
        "bincount only supports 1-d non-negative integral inputs.");
  const NoGradGuard no_grad;
  const Tensor x = self.to(kLong).contiguous();
  const int64_t* at = data<int64_t>(x);
  int64_t size = minlength;
  for (int64_t i = 0; i < x.numel(); ++i) {
    check(at[i] >= 0, "bincount only supports 1-d non-negative integral inputs.");
    size = std::max(size, at[i] + 1);
  }
  if (!weights.defined()) {
    Tensor counts = zeros({size}, kLong);
    for (int64_t i = 0; i < x.numel(); ++i) ++data<int64_t>(counts)[at[i]];
    return counts;
  }
  check(weights.dim() == 1 && weights.numel() == x.numel(),
        "weights should be 1-d and have the same length as input");
  const Tensor w =
      (weights.scalar_type() == kFloat ? weights : weights.to(kDouble)).detach().contiguous();
  Tensor sums = zeros({size}, w.scalar_type());
  visit_floating(w.scalar_type(), [&]<class T>() {
    for (int64_t i = 0; i < x.numel(); ++i) data<T>(sums)[at[i]] += data<T>(w)[i];
  });
  return sums;
}
Tensor Tensor::bincount(const Tensor& weights, int64_t minlength, Caller caller) const {
  return glassgrad::bincount({*this, caller}, weights, minlength);
}

Tensor histc(Traced traced, int64_t bins, const Scalar& min, const Scalar& max) {
  const Tensor& self = traced.enter();
  check(bins > 0, "histc: bins must be > 0, but got {} for dimension 0", bins);
  check(self.is_floating_point(), "\"histogram_cpu\" not implemented for '{}'", self.scalar_type());
  const NoGradGuard no_grad;
  const Tensor x = self.detach().to(kDouble).contiguous();
  double low = min.toDouble(), high = max.toDouble();
  if (low == high && x.numel() > 0) {
    low = x.min().item<double>();
    high = x.max().item<double>();
  }
  if (low == high) low -= 1, high += 1;
  check(std::isfinite(low) && std::isfinite(high), "histc: range of [{}, {}] is not finite", low,
        high);
  check(low < high, "histc: max must be larger than min");
  Tensor counts = zeros({bins}, self.scalar_type());
  visit_floating(self.scalar_type(), [&]<class T>() {
    for (int64_t i = 0; i < x.numel(); ++i) {
      const double v = data<double>(x)[i];
      if (!(v >= low && v <= high)) continue;
      const auto bin = static_cast<int64_t>((v - low) / (high - low) * static_cast<double>(bins));
      data<T>(counts)[std::min(bin, bins - 1)] += 1;  // the last bin has both its ends
    }
  });
  return counts;
}
Tensor Tensor::histc(int64_t bins, const Scalar& min, const Scalar& max, Caller caller) const {
  return glassgrad::histc({*this, caller}, bins, min, max);
}

std::tuple<Tensor, Tensor> histogram(Traced traced, int64_t bins, optional<ArrayRef<double>> range,
                                     const Tensor& weight, bool density) {
  const Tensor& self = traced.enter();
  check(bins > 0, "histogram(): bins must be > 0, but got {}", bins);
  check(!range || range->size() == 2, "histogram(): range should have 2 elements per dimension");
  double low = 0, high = 1;
  if (range) {
    low = (*range)[0], high = (*range)[1];
    check(low <= high, "histogram(): min should not exceed max, but got min {} max {}", low, high);
  } else if (self.numel() > 0) {
    low = self.min().item<double>(), high = self.max().item<double>();
  }
  if (low == high) low -= 0.5, high += 0.5;
  return histogram(self, linspace(low, high, plus(bins, int64_t{1}), self.scalar_type()), weight,
                   density);
}
std::tuple<Tensor, Tensor> histogram(Traced traced, const Tensor& edges, const Tensor& weight,
                                     bool density) {
  const Tensor& self = traced.enter();
  check(self.is_floating_point(), "\"histogram_cpu\" not implemented for '{}'", self.scalar_type());
  check(edges.dim() == 1 && edges.numel() > 1,
        "histogram(): expected a vector of at least two edges, but got {}", edges.sizes());
  check(!weight.defined() || weight.sizes() == self.sizes(),
        "histogram(): expected a weight for each element of {}, but got weights of {}",
        self.sizes(), weight.defined() ? weight.sizes() : IntArrayRef());
  const NoGradGuard no_grad;
  const Tensor x = self.flatten(), last = edges[-1];
  const int64_t bins = edges.numel() - 1;
  // An element on an edge belongs to the part behind it; on the last, before it.
  const Tensor part = (searchsorted(edges, x, false, true) - 1).clamp_max(bins - 1);
  const Tensor inside = logical_and(x >= edges[0], x <= last);
  const Tensor counted = weight.defined() ? weight.flatten().to(x.scalar_type()) : ones_like(x);
  Tensor counts = zeros({bins}, x.scalar_type())
                      .index_add(0, part.masked_select(inside), counted.masked_select(inside));
  if (density) counts = counts / (counts.sum() * edges.diff());
  return {counts, edges.clone()};
}

Tensor searchsorted(Traced traced, const Tensor& self, bool out_int32, bool right) {
  const Tensor& sorted_sequence = traced.enter();
  const bool shared = sorted_sequence.dim() == 1;  // one sequence for all values
  check(sorted_sequence.dim() > 0,
        "torch.searchsorted(): input value can be a scalar only when "
        "sorted_sequence dimension is 1, but we got sorted_sequence with dim 0");
  const auto outer = [](const Tensor& t) { return t.sizes().slice(0, t.sizes().size() - 1); };
  check(shared || (sorted_sequence.dim() == self.dim() && outer(sorted_sequence) == outer(self)),
        "torch.searchsorted(): boundaries tensor should be 1 dimension or the first N-1 dimensions "
        "of boundaries tensor and input value tensor must match, but we got boundaries tensor {} "
        "and input value tensor {}",
        sorted_sequence.sizes(), self.sizes());
  check(sorted_sequence.scalar_type() == self.scalar_type(),
        "torch.searchsorted(): input value tensor and boundary tensor should have same dtype, but "
        "got boundaries tensor of {} and input value tensor of {}",
        sorted_sequence.scalar_type(), self.scalar_type());
  const NoGradGuard no_grad;
  const Tensor edges = computable(sorted_sequence).contiguous(), x = computable(self).contiguous();
  const int64_t n = edges.sizes().back(), per_line = shared ? x.numel() : x.sizes().back();
  Tensor places = empty_tensor(x.sizes(), kLong);
  visit(x.scalar_type(), [&]<class T>() {
    for (int64_t i = 0; i < x.numel(); ++i) {
      const T* first = data<T>(edges) + (shared ? 0 : i / per_line * n);
      const T v = data<T>(x)[i];
      const T* at =
          right ? std::upper_bound(first, first + n, v) : std::lower_bound(first, first + n, v);
      data<int64_t>(places)[i] = at - first;
    }
  });
  return out_int32 ? places.to(kInt) : places;
}

}  // namespace glassgrad
