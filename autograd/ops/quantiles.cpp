// Reductions that are made of others: norms of a type, both extremes, means without NaN, quantiles.
#include <algorithm>
#include <cmath>
#include <limits>

#include "autograd/ops/reduced_shape.h"

namespace glassgrad {

// --- norms ---

Tensor norm(Traced traced, const optional<Scalar>& p, ScalarType dtype) {
  const Tensor& self = traced.enter();
  return norm(cast(self, dtype), p.value_or(2));
}
Tensor norm(Traced traced, const optional<Scalar>& p, IntArrayRef dim, bool keepdim,
            ScalarType dtype) {
  const Tensor& self = traced.enter();
  return norm(cast(self, dtype), p, dim, keepdim);
}
Tensor frobenius_norm(Traced traced, IntArrayRef dim, bool keepdim) {
  const Tensor& self = traced.enter();
  check(dim.size() <= 2, "Expected at most 2 dimensions, but got {} dimensions instead.",
        dim.size());
  return norm(self, 2, dim, keepdim);
}

// --- extremes ---

std::tuple<Tensor, Tensor> aminmax(Traced traced, optional<int64_t> dim, bool keepdim) {
  const Tensor& self = traced.enter();
  if (dim) return {self.amin(IntArrayRef(*dim), keepdim), self.amax(IntArrayRef(*dim), keepdim)};
  check(self.numel() > 0,
        "aminmax(): cannot compute aminmax over an empty dimension as the operation has no "
        "identity.");
  Tensor least = self.amin(), most = self.amax();
  if (!keepdim) return {least, most};
  const Dims shape(self.dim(), 1);
  return {least.reshape(shape), most.reshape(shape)};
}

// --- without NaN ---

Tensor nanmean(Traced traced, OptionalIntArrayRef dim, bool keepdim, optional<ScalarType> dtype) {
  const Tensor& self = traced.enter();
  check(self.is_floating_point(),
        "nanmean(): expected input to have floating point dtype but got {}", self.scalar_type());
  return nansum(self, dim, keepdim, dtype) / (~isnan(self)).sum(dim, keepdim);
}

// --- quantiles ---

namespace {

Tensor quantiles(const char* op, const Tensor& self, const Tensor& q, optional<int64_t> dim,
                 bool keepdim, std::string_view interpolation, bool without_nan) {
  check(self.numel() > 0, "{}() input tensor must be non-empty", op);
  check(q.dim() <= 1, "{}() q must be a scalar or 1D tensor", op);
  check(self.is_floating_point(), "{}() input tensor must be either float or double dtype", op);
  check(self.scalar_type() == q.scalar_type(),
        "{}() q tensor must be same dtype as the input tensor", op);
  const bool known = interpolation == "linear" || interpolation == "lower" ||
                     interpolation == "higher" || interpolation == "midpoint" ||
                     interpolation == "nearest";
  check(known,
        "{}() interpolation must be one of linear, lower, higher, midpoint or nearest, but got {}",
        op, interpolation);
  check(((q >= 0) & (q <= 1)).all().item<bool>(), "{}() q must be in the range [0, 1]", op);

  // The values along the last dimension, those of q along another behind it.
  const int64_t rank = std::max<int64_t>(self.dim(), 1);
  const int64_t along = wrap_dim(dim.value_or(0), rank);
  const Tensor flat = !dim || self.dim() == 0 ? self.reshape({1, -1}) : self.movedim(along, -1);
  const Tensor sorted = std::get<0>(flat.sort(-1));  // NaN behind all numbers
  const Tensor numbers = (~isnan(flat)).sum(IntArrayRef(-1), true);
  const int64_t n = flat.sizes().back();
  const Tensor count = without_nan ? numbers.clamp_min(1) : full_like(numbers, n);
  Tensor rank_of = q.reshape({-1}) * (count - 1).to(q.scalar_type());  // [.., q]
  if (!without_nan) rank_of = rank_of.masked_fill(numbers < n, static_cast<double>(n - 1));

  if (interpolation == "lower") rank_of = floor(rank_of);
  if (interpolation == "higher") rank_of = ceil(rank_of);
  if (interpolation == "nearest") rank_of = round(rank_of);
  const Tensor below = rank_of.to(kLong);
  Tensor y = sorted.gather(-1, below);
  if (interpolation == "linear" || interpolation == "midpoint") {
    const Tensor above = ceil(rank_of).to(kLong);
    const Tensor weight = interpolation == "midpoint" ? full_like(rank_of, 0.5)
                                                      : rank_of - below.to(rank_of.scalar_type());
    y = lerp(y, sorted.gather(-1, above), weight);
  }

  // [.., q]: q in front, and the dimension back where it was kept.
  if (!dim || self.dim() == 0) y = y.reshape({-1});
  Tensor result = y.movedim(-1, 0);  // [q, ..]
  if (keepdim) {
    Dims shape(self.sizes());
    for (size_t d = 0; d < shape.size(); ++d)
      if (!dim || static_cast<int64_t>(d) == along) shape[d] = 1;
    shape.insert(0, q.numel());
    result = result.reshape(shape);
  }
  return q.dim() == 0 ? result.squeeze(0) : result;
}
Tensor checked_q(const char* op, double q, const Tensor& self) {
  check(q >= 0 && q <= 1, "{}() q must be in the range [0, 1] but got {}", op, q);
  return full({}, q, self.options());
}

}  // namespace

Tensor quantile(Traced traced, const Tensor& q, optional<int64_t> dim, bool keepdim,
                std::string_view interpolation) {
  return quantiles("quantile", traced.enter(), q, dim, keepdim, interpolation, false);
}
Tensor quantile(Traced traced, double q, optional<int64_t> dim, bool keepdim,
                std::string_view interpolation) {
  const Tensor& self = traced.enter();
  return quantiles("quantile", self, checked_q("quantile", q, self), dim, keepdim, interpolation,
                   false);
}
Tensor nanquantile(Traced traced, const Tensor& q, optional<int64_t> dim, bool keepdim,
                   std::string_view interpolation) {
  return quantiles("nanquantile", traced.enter(), q, dim, keepdim, interpolation, true);
}
Tensor nanquantile(Traced traced, double q, optional<int64_t> dim, bool keepdim,
                   std::string_view interpolation) {
  const Tensor& self = traced.enter();
  return quantiles("nanquantile", self, checked_q("nanquantile", q, self), dim, keepdim,
                   interpolation, true);
}

Tensor msort(Traced traced) {
  const Tensor& self = traced.enter();
  return std::get<0>(sort(self, 0));
}

// --- methods ---

Tensor Tensor::norm(const optional<Scalar>& p, ScalarType dtype, Caller caller) const {
  return glassgrad::norm({*this, caller}, p, dtype);
}
Tensor Tensor::norm(const optional<Scalar>& p, IntArrayRef dim, bool keepdim, ScalarType dtype,
                    Caller caller) const {
  return glassgrad::norm({*this, caller}, p, dim, keepdim, dtype);
}
std::tuple<Tensor, Tensor> Tensor::aminmax(optional<int64_t> dim, bool keepdim,
                                           Caller caller) const {
  return glassgrad::aminmax({*this, caller}, dim, keepdim);
}
Tensor Tensor::nanmean(OptionalIntArrayRef dim, bool keepdim, optional<ScalarType> dtype,
                       Caller caller) const {
  return glassgrad::nanmean({*this, caller}, dim, keepdim, dtype);
}
Tensor Tensor::quantile(double q, optional<int64_t> dim, bool keepdim,
                        std::string_view interpolation, Caller caller) const {
  return glassgrad::quantile({*this, caller}, q, dim, keepdim, interpolation);
}
Tensor Tensor::quantile(const Tensor& q, optional<int64_t> dim, bool keepdim,
                        std::string_view interpolation, Caller caller) const {
  return glassgrad::quantile({*this, caller}, q, dim, keepdim, interpolation);
}
Tensor Tensor::nanquantile(double q, optional<int64_t> dim, bool keepdim,
                           std::string_view interpolation, Caller caller) const {
  return glassgrad::nanquantile({*this, caller}, q, dim, keepdim, interpolation);
}
Tensor Tensor::nanquantile(const Tensor& q, optional<int64_t> dim, bool keepdim,
                           std::string_view interpolation, Caller caller) const {
  return glassgrad::nanquantile({*this, caller}, q, dim, keepdim, interpolation);
}
Tensor Tensor::msort(Caller caller) const { return glassgrad::msort({*this, caller}); }

}  // namespace glassgrad
