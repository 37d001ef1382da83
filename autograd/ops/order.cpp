// Running sums, sort and topk.
#include "autograd/kernels/order.h"

#include "autograd/ops/reduced_shape.h"

namespace glassgrad {
namespace {
Tensor running_sum(const Tensor& x, int64_t dim, bool reversed);
}

// --- cumsum ---

// y_i = x_0 + ... + x_i;  dL/dx_i = dL/dy_i + dL/dy_(i+1) + ...: the same sum from the other end.
struct CumsumBackward0 final : Node {
  int64_t dim;
  bool reversed;
  GradList apply(GradList&& grads) override { return {running_sum(grads[0], dim, !reversed)}; }
};

namespace {
Tensor running_sum(const Tensor& x, int64_t dim, bool reversed) {
  Tensor y = empty_tensor(x.sizes(), x.scalar_type());
  kernels::cumsum(x.sizes(), dim, y.data_ptr(), operand(x), x.scalar_type(), reversed);
  if (auto* node = record<CumsumBackward0>(y, x)) {
    node->dim = dim;
    node->reversed = reversed;
  }
  return y;
}
}  // namespace

Tensor cumsum(Traced traced, int64_t dim, optional<ScalarType> dtype) {
  const Tensor& self = traced.enter();
  if (dtype) check_supported(*dtype);
  const ScalarType type = dtype.value_or(self.is_floating_point() ? self.scalar_type() : kLong);
  const int64_t along = wrap_dim(dim, self.dim());
  if (isFloatingType(type)) return running_sum(cast(self, type), along, false);
  // Integers add as int64; a shorter type is what remains of that.
  return running_sum(self.to(type).to(kLong), along, false).to(type);
}

Tensor Tensor::cumsum(int64_t dim, optional<ScalarType> dtype, Caller caller) const {
  return glassgrad::cumsum({*this, caller}, dim, dtype);
}

// --- sort and topk ---

namespace {
struct OrderBackward : Node {
  SavedTensor indices{this};
  Dims sizes;
  int64_t dim;
  GradList apply(GradList&& grads) override {
    if (sizes.empty()) return {grads[0]};
    return {put_back(grads[0], indices.unpack(), sizes, dim)};
  }
};

template <class NodeType>
std::tuple<Tensor, Tensor> first_in_order(const Tensor& x, int64_t dim, int64_t k,
                                          bool descending) {
  Dims sizes(x.sizes());
  if (!sizes.empty()) sizes[dim] = k;
  const Tensor from = computable(x), indices = empty_tensor(sizes, kLong);
  Tensor values = empty_tensor(sizes, from.scalar_type());
  kernels::sort(x.sizes(), dim, values.data_ptr(), data<int64_t>(indices), operand(from),
                from.scalar_type(), k, descending);
  values = cast(values, x.scalar_type());
  if (auto* node = record<NodeType>(values, x)) {
    node->indices.save(indices);
    node->sizes = x.sizes();
    node->dim = dim;
  }
  return {values, indices};
}

int64_t size_along(const Tensor& x, int64_t dim) { return x.dim() == 0 ? 1 : x.sizes()[dim]; }
}  // namespace

// y_i = x_k(i);  dL/dx_k(i) = dL/dy_i, and 0 for what is not in y.  Saves the indices k.
struct SortBackward0 final : OrderBackward {};
struct SortBackward1 final : OrderBackward {};  // where it was asked to be stable
struct TopkBackward0 final : OrderBackward {};

std::tuple<Tensor, Tensor> sort(Traced traced, int64_t dim, bool descending) {
  const Tensor& self = traced.enter();
  const int64_t along = wrap_dim(dim, self.dim());
  return first_in_order<SortBackward0>(self, along, size_along(self, along), descending);
}
std::tuple<Tensor, Tensor> sort(Traced traced, optional<bool> /*stable: it always is*/, int64_t dim,
                                bool descending) {
  const Tensor& self = traced.enter();
  const int64_t along = wrap_dim(dim, self.dim());
  return first_in_order<SortBackward1>(self, along, size_along(self, along), descending);
}

Tensor argsort(Traced traced, int64_t dim, bool descending) {
  const Tensor& self = traced.enter();
  NoGradGuard no_grad;
  return std::get<1>(sort(self, dim, descending));
}

std::tuple<Tensor, Tensor> topk(Traced traced, int64_t k, int64_t dim, bool largest,
                                bool /*sorted: they always are*/) {
  const Tensor& self = traced.enter();
  const int64_t along = wrap_dim(dim, self.dim());
  check(self.scalar_type() != kBool, "\"topk_cpu\" not implemented for 'Bool'");
  check(k >= 0 && k <= size_along(self, along), "selected index k out of range");
  return first_in_order<TopkBackward0>(self, along, self.dim() == 0 ? 1 : k, largest);
}

std::tuple<Tensor, Tensor> Tensor::sort(int64_t dim, bool descending, Caller caller) const {
  return glassgrad::sort({*this, caller}, dim, descending);
}
std::tuple<Tensor, Tensor> Tensor::sort(optional<bool> stable, int64_t dim, bool descending,
                                        Caller caller) const {
  return glassgrad::sort({*this, caller}, stable, dim, descending);
}
Tensor Tensor::argsort(int64_t dim, bool descending, Caller caller) const {
  return glassgrad::argsort({*this, caller}, dim, descending);
}
std::tuple<Tensor, Tensor> Tensor::topk(int64_t k, int64_t dim, bool largest, bool sorted,
                                        Caller caller) const {
  return glassgrad::topk({*this, caller}, k, dim, largest, sorted);
}

}  // namespace glassgrad
