// p-norms, what is made of them, and logsumexp.
#include <cmath>

#include "autograd/functions/decomposition.h"
#include "autograd/kernels/reduce.h"
#include "autograd/ops/reduced_shape.h"

namespace glassgrad {
namespace {

/// y in the shape of the result: its own memory, so that it is no view.
Tensor in_result_shape(const Tensor& y, const ReducedShape& r) {
  Tensor own = y.contiguous();
  own.impl()->set_contiguous(r.result);
  return own;
}

/// The norm without history.
Tensor compute_norm(const Tensor& x, double p, const ReducedShape& r) {
  if (is_half(x.scalar_type())) return compute_norm(computable(x), p, r).to(x.scalar_type());
  if (p == 2 || p == 1) {
    Tensor y = empty_tensor(r.result, x.scalar_type());
    const auto kernel = p == 1 ? kernels::absolute_sum : kernels::euclidean_norm;
    kernel(r.sizes, operand(y, r), operand(x), x.scalar_type());
    return y;
  }
  NoGradGuard no_grad;
  if (r.count == 0) return zeros(r.result, x.scalar_type());
  const IntArrayRef dims = r.dims;
  Tensor y;
  if (p == INFINITY)
    y = x.abs().amax(dims, true);
  else if (p == -INFINITY)
    y = x.abs().amin(dims, true);
  else if (p == 0)
    y = (x != 0).to(x.scalar_type()).sum(dims, true);
  else
    y = x.abs().pow(p).sum(dims, true).pow(1 / p);
  return in_result_shape(y, r);
}

/// dL/dx for y = (sum |x_i|^p)^(1/p); `grad` and y with the dimensions that went as ones.
///   dy/dx_i = sign(x_i) |x_i|^(p-1) / y^(p-1), and 0 where that is 0/0: at the tip of the cone.
/// For p = +-infinity the elements that reach y share the gradient evenly.
Tensor norm_backward(const Tensor& grad, const Tensor& x, const Tensor& y, double p,
                     IntArrayRef dims) {
  if (p == 0) return zeros_like(x);
  if (p == 1) return x.sign() * grad;
  if (std::isinf(p)) {
    const Tensor reaches = x.abs().eq(y).logical_or(x.isnan().logical_and(y.isnan()));
    const Tensor share = grad / reaches.sum(dims, true);
    return x.sign() * where(reaches, share, 0);
  }
  const Tensor at_zero = y == 0;
  const Tensor divisor = y.masked_fill(at_zero, 1);
  if (p == 2) return grad * (x / divisor).masked_fill(at_zero, 0);
  const Tensor scale = (grad / divisor.pow(p - 1)).masked_fill(at_zero, 0);
  if (p > 2) return x * x.abs().pow(p - 2) * scale;
  // Below 2 the power of |x| has no value (or no derivative) at 0.
  const Tensor zero = x == 0;
  return x.sign() * x.abs().masked_fill(zero, 1).pow(p - 1).masked_fill(zero, 0) * scale;
}

struct NormBackward : Node {
  SavedTensor x{this}, y{this};
  ReducedShape r;
  double p;
  GradList apply(GradList&& grads) override {
    return {
        norm_backward(grads[0].reshape(r.kept), x.unpack(), y.unpack().reshape(r.kept), p, r.dims)};
  }
};

template <class NodeType>
Tensor norm_with(const Tensor& x, double p, const ReducedShape& r) {
  check(x.is_floating_point(),
        "norm(): input dtype should be either floating point or complex. Got {} instead.",
        x.scalar_type());
  Tensor y = compute_norm(x, p, r);
  if (auto* node = record<NodeType>(y, x)) {
    node->x.save(x);
    node->y.save_output(y);
    node->r = r;
    node->p = p;
  }
  return y;
}

}  // namespace

// The rule is norm_backward's.  Saves x and y.  Over everything, and over some dimensions.
struct NormBackward0 final : NormBackward {};
struct NormBackward1 final : NormBackward {};

Tensor norm(Traced traced, const Scalar& p) {
  const Tensor& self = traced.enter();
  return norm_with<NormBackward0>(self, p.toDouble(), ReducedShape(self, nullopt, false));
}

Tensor norm(Traced traced, const optional<Scalar>& p, IntArrayRef dim, bool keepdim) {
  const Tensor& self = traced.enter();
  return norm_with<NormBackward1>(self, p.value_or(2).toDouble(), ReducedShape(self, dim, keepdim));
}

Tensor Tensor::norm(const Scalar& p, Caller caller) const {
  return glassgrad::norm({*this, caller}, p);
}
Tensor Tensor::norm(const optional<Scalar>& p, IntArrayRef dim, bool keepdim, Caller caller) const {
  return glassgrad::norm({*this, caller}, p, dim, keepdim);
}

struct LinalgVectorNormBackward0 final : NormBackward {};  // of linalg::vector_norm

Tensor linalg::vector_norm(Traced traced, const Scalar& ord, OptionalIntArrayRef dim, bool keepdim,
                           optional<ScalarType> dtype) {
  const Tensor& self = traced.enter();
  check(self.is_floating_point(),
        "linalg.vector_norm: Expected a floating point or complex tensor as input. Got {}",
        self.scalar_type());
  const Tensor x = dtype ? cast(self, *dtype) : self;
  return norm_with<LinalgVectorNormBackward0>(x, ord.toDouble(), ReducedShape(x, dim, keepdim));
}

// y = ||a - b||.  norm_backward's rule for a, and the opposite for b.  Saves a, b and y.
struct DistBackward0 final : Node {
  SavedTensor self{this}, other{this}, result{this};
  double p;
  GradList apply(GradList&& grads) override {
    const Tensor a = self.unpack(), b = other.unpack(), difference = a - b;
    const Tensor g = norm_backward(grads[0], difference, result.unpack(), p, {});
    GradList results = GradList::undefined(2);
    if (should_compute_output(0)) results[0] = sum_to(g, a.sizes());
    if (should_compute_output(1)) results[1] = sum_to(-g, b.sizes());
    return results;
  }
};

Tensor dist(Traced traced, const Tensor& other, const Scalar& p) {
  const Tensor& self = traced.enter();
  const ScalarType type = result_type(self, other);
  if (!both_are(type, self, other)) return dist(cast(self, type), cast(other, type), p);
  Tensor y = norm(self.detach() - other.detach(), p);
  if (auto* node = record<DistBackward0>(y, self, other)) {
    node->self.save(self);
    node->other.save(other);
    node->result.save_output(y);
    node->p = p.toDouble();
  }
  return y;
}
Tensor Tensor::dist(const Tensor& other, const Scalar& p, Caller caller) const {
  return glassgrad::dist({*this, caller}, other, p);
}

// --- renorm ---

namespace {
/// What each part of x of norm n is multiplied with: m / (n + 1e-7) where n > m, else 1.
Tensor shrinking(const Tensor& lengths, double most) {
  return cast(where(lengths > most, most / (lengths + 1e-7), 1.0), lengths.scalar_type());
}
}  // namespace

// y = f x, f = m / (n + 1e-7) of the parts whose norm n is more than m, else 1.
// dL/dx = f dL/dy + df/dn (sum x dL/dy) dn/dx, df/dn = -f / (n + 1e-7).  Saves x.
struct RenormBackward0 final : Node {
  SavedTensor self{this};
  Dims dims;
  double p, most;
  GradList apply(GradList&& grads) override {
    const ScalarType type = grads[0].scalar_type(), wide = is_half(type) ? kFloat : type;
    const Tensor x = cast(self.unpack(), wide), g = cast(grads[0], wide),
                 n = norm(x, p, dims, true);
    const Tensor f = shrinking(n, most), slope = (-f / (n + 1e-7)).masked_fill(n <= most, 0);
    const Tensor of_n = slope * (x * g).sum(IntArrayRef(dims), true);
    return {cast(f * g + norm_backward(of_n, x, n, p, dims), type)};
  }
};

Tensor renorm(Traced traced, const Scalar& p, int64_t dim, const Scalar& maxnorm) {
  const Tensor& self = traced.enter();
  check(p.toDouble() > 0, "renorm: non-positive norm not supported");
  check(maxnorm.toDouble() >= 0, "renorm: expected maxnorm to be >= 0 but got {}",
        maxnorm.toDouble());
  check(self.dim() > 1, "renorm: input needs at least 2 dimensions, got {} dimensions", self.dim());
  Dims others;
  for (int64_t d = 0; d < self.dim(); ++d)
    if (d != wrap_dim(dim, self.dim())) others.push_back(d);
  const Tensor x = self.detach();
  Tensor y = x * shrinking(norm(x, p, others, true), maxnorm.toDouble());
  if (auto* node = record<RenormBackward0>(y, self)) {
    node->self.save(self);
    node->dims = std::move(others);
    node->p = p.toDouble();
    node->most = maxnorm.toDouble();
  }
  return y;
}
Tensor Tensor::renorm(const Scalar& p, int64_t dim, const Scalar& maxnorm, Caller caller) const {
  return glassgrad::renorm({*this, caller}, p, dim, maxnorm);
}

// --- logsumexp ---

// y = ln sum e^x_i;  dL/dx_i = dL/dy * e^(x_i - y).  Saves x and y.
struct LogsumexpBackward0 final : Node {
  SavedTensor x{this}, y{this};
  Dims kept;
  GradList apply(GradList&& grads) override {
    return {grads[0].reshape(kept) * (x.unpack() - y.unpack().reshape(kept)).exp()};
  }
};

Tensor logsumexp(Traced traced, IntArrayRef dim, bool keepdim) {
  const Tensor& self = traced.enter();
  const Tensor x = to_floating(self);
  const ReducedShape r(x, dim, keepdim);
  Tensor y;
  {
    NoGradGuard no_grad;
    const IntArrayRef dims = r.dims;
    if (r.count == 0) {
      y = full(r.result, -INFINITY, x.scalar_type());
    } else {
      // e^(x - max) cannot overflow; an infinite maximum would give inf - inf.
      const Tensor largest = x.amax(dims, true);
      const Tensor shift = largest.masked_fill(largest.abs() == INFINITY, 0);
      y = in_result_shape((x - shift).exp().sum(dims, true).log() + shift, r);
    }
  }
  if (auto* node = record<LogsumexpBackward0>(y, x)) {
    node->x.save(x);
    node->y.save_output(y);
    node->kept = r.kept;
  }
  return y;
}

Tensor Tensor::logsumexp(IntArrayRef dim, bool keepdim, Caller caller) const {
  return glassgrad::logsumexp({*this, caller}, dim, keepdim);
}

}  // namespace glassgrad
