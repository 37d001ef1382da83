// Views with other dimensions: transpose, permute, squeeze, unsqueeze, and the same in place.
#include <algorithm>

#include "autograd/graph/in_place.h"
#include "autograd/ops/op.h"

namespace glassgrad {

namespace {

/// Gives self itself another geometry over its memory; `save` gets the node if there is one.
template <class NodeType, class Save>
Tensor& change_geometry(const Tensor& self, Dims sizes, Dims strides, Save save) {
  InPlace<NodeType> change(self);
  if (NodeType* node = change.node()) save(*node);
  self.impl()->set_geometry(sizes, strides);
  return change.finish();
}

}  // namespace

// --- transpose ---

// y = x with two dimensions exchanged.  dL/dx = dL/dy with the same two exchanged.
struct TransposeBackward0 : Node {
  int64_t dim0, dim1;
  GradList apply(GradList&& grads) override { return {grads[0].transpose(dim0, dim1)}; }
};
struct TransposeBackward1 final : TransposeBackward0 {};  // transpose_

Tensor transpose(Traced traced, int64_t dim0, int64_t dim1) {
  const Tensor& self = traced.enter();
  dim0 = wrap_dim(dim0, self.dim());
  dim1 = wrap_dim(dim1, self.dim());
  Dims sizes = self.impl()->sizes, strides = self.impl()->strides;
  if (dim0 != dim1) {
    std::swap(sizes[dim0], sizes[dim1]);
    std::swap(strides[dim0], strides[dim1]);
  }
  Tensor y = make_view(self, sizes, strides);
  if (auto* node = record<TransposeBackward0>(y, self)) {
    node->dim0 = dim0;
    node->dim1 = dim1;
  }
  return y;
}
Tensor Tensor::transpose(int64_t dim0, int64_t dim1, Caller caller) const {
  return glassgrad::transpose({*this, caller}, dim0, dim1);
}

Tensor& Tensor::transpose_(int64_t dim0, int64_t dim1, Caller caller) const {
  caller.enter();
  dim0 = wrap_dim(dim0, dim());
  dim1 = wrap_dim(dim1, dim());
  Dims sizes = impl()->sizes, strides = impl()->strides;
  if (dim0 != dim1) {
    std::swap(sizes[dim0], sizes[dim1]);
    std::swap(strides[dim0], strides[dim1]);
  }
  return change_geometry<TransposeBackward1>(*this, std::move(sizes), std::move(strides),
                                             [&](auto& node) {
                                               node.dim0 = dim0;
                                               node.dim1 = dim1;
                                             });
}

// y = x^T.  dL/dx = (dL/dy)^T.
struct TBackward0 : Node {
  GradList apply(GradList&& grads) override { return {grads[0].t()}; }
};
struct TBackward1 final : TBackward0 {};  // t_

Tensor t(Traced traced) {
  const Tensor& self = traced.enter();
  check(self.dim() <= 2, "t() expects a tensor with <= 2 dimensions, but self is {}D", self.dim());
  Dims sizes = self.impl()->sizes, strides = self.impl()->strides;
  std::reverse(sizes.begin(), sizes.end());
  std::reverse(strides.begin(), strides.end());
  Tensor y = make_view(self, sizes, strides);
  record<TBackward0>(y, self);
  return y;
}
Tensor Tensor::t(Caller caller) const { return glassgrad::t({*this, caller}); }

Tensor& Tensor::t_(Caller caller) const {
  caller.enter();
  check(dim() <= 2, "t_() expects a tensor with <= 2 dimensions, but self is {}D", dim());
  Dims sizes = impl()->sizes, strides = impl()->strides;
  std::reverse(sizes.begin(), sizes.end());
  std::reverse(strides.begin(), strides.end());
  return change_geometry<TBackward1>(*this, std::move(sizes), std::move(strides), [](auto&) {});
}

// y's dimension d is x's dimension dims[d].  dL/dx = dL/dy permuted back.
struct PermuteBackward0 final : Node {
  Dims dims;
  GradList apply(GradList&& grads) override {
    Dims inverse(dims.size(), 0);
    for (size_t d = 0; d < dims.size(); ++d) inverse[dims[d]] = static_cast<int64_t>(d);
    return {grads[0].permute(inverse)};
  }
};

Tensor permute(Traced traced, IntArrayRef dims) {
  const Tensor& self = traced.enter();
  const size_t rank = self.dim();
  check(
      dims.size() == rank,
      "permute(sparse_coo): number of dimensions in the tensor input does not match the length of "
      "the desired ordering of dimensions i.e. input.dim() = {} is not equal to len(dims) = {}",
      rank, dims.size());
  Dims order(rank, 0), sizes(rank, 0), strides(rank, 0);
  for (size_t d = 0; d < rank; ++d) {
    order[d] = wrap_dim(dims[d], rank);
    check(std::find(order.begin(), order.begin() + d, order[d]) == order.begin() + d,
          "permute(): duplicate dims are not allowed.");
    sizes[d] = self.sizes()[order[d]];
    strides[d] = self.strides()[order[d]];
  }
  Tensor y = make_view(self, sizes, strides);
  if (auto* node = record<PermuteBackward0>(y, self)) node->dims = std::move(order);
  return y;
}
Tensor Tensor::permute(IntArrayRef dims, Caller caller) const {
  return glassgrad::permute({*this, caller}, dims);
}

// --- squeeze and unsqueeze ---

namespace {

struct Shape {
  Dims sizes, strides;
};

// Without the dimensions of size one; `dim`: only that one.
Shape squeezed(const Tensor& x, optional<int64_t> dim) {
  Shape result;
  for (int64_t d = 0; d < x.dim(); ++d) {
    if (x.sizes()[d] == 1 && d == dim.value_or(d)) continue;
    result.sizes.push_back(x.sizes()[d]);
    result.strides.push_back(x.strides()[d]);
  }
  return result;
}

Shape unsqueezed(const Tensor& x, int64_t dim) {
  Shape result{x.impl()->sizes, x.impl()->strides};
  result.sizes.insert(dim, 1);
  result.strides.insert(dim, dim < x.dim() ? x.sizes()[dim] * x.strides()[dim] : 1);
  return result;
}

}  // namespace

// y = x without dimensions of size one.  dL/dx = dL/dy with them put back.
struct SqueezeBackward0 : Node {
  Dims sizes;
  GradList apply(GradList&& grads) override {
    Tensor grad = grads[0];
    for (size_t d = 0; d < sizes.size(); ++d)
      if (sizes[d] == 1) grad = grad.unsqueeze(static_cast<int64_t>(d));
    return {grad};
  }
};
struct SqueezeBackward2 final : SqueezeBackward0 {};  // squeeze_

Tensor squeeze(Traced traced) {
  const Tensor& self = traced.enter();
  Shape shape = squeezed(self, nullopt);
  Tensor y = make_view(self, shape.sizes, shape.strides);
  if (auto* node = record<SqueezeBackward0>(y, self)) node->sizes = self.impl()->sizes;
  return y;
}
Tensor Tensor::squeeze(Caller caller) const { return glassgrad::squeeze({*this, caller}); }

Tensor& Tensor::squeeze_(Caller caller) const {
  caller.enter();
  Shape shape = squeezed(*this, nullopt);
  return change_geometry<SqueezeBackward2>(*this, std::move(shape.sizes), std::move(shape.strides),
                                           [&](auto& node) { node.sizes = impl()->sizes; });
}

// y = x without `dim` if its size is one.  dL/dx = dL/dy with it put back.
struct SqueezeBackward1 : Node {
  int64_t dim;
  bool went;
  GradList apply(GradList&& grads) override { return {went ? grads[0].unsqueeze(dim) : grads[0]}; }
};
struct SqueezeBackward3 final : SqueezeBackward1 {};  // squeeze_

Tensor squeeze(Traced traced, int64_t dim) {
  const Tensor& self = traced.enter();
  dim = wrap_dim(dim, self.dim());
  Shape shape = squeezed(self, dim);
  Tensor y = make_view(self, shape.sizes, shape.strides);
  if (auto* node = record<SqueezeBackward1>(y, self)) {
    node->dim = dim;
    node->went = y.dim() < self.dim();
  }
  return y;
}
Tensor Tensor::squeeze(int64_t dim, Caller caller) const {
  return glassgrad::squeeze({*this, caller}, dim);
}

Tensor& Tensor::squeeze_(int64_t dim, Caller caller) const {
  caller.enter();
  dim = wrap_dim(dim, this->dim());
  Shape shape = squeezed(*this, dim);
  const bool goes = static_cast<int64_t>(shape.sizes.size()) < this->dim();
  return change_geometry<SqueezeBackward3>(*this, std::move(shape.sizes), std::move(shape.strides),
                                           [&](auto& node) {
                                             node.dim = dim;
                                             node.went = goes;
                                           });
}

// y = x with a dimension of size one more.  dL/dx = dL/dy without it.
struct UnsqueezeBackward0 : Node {
  int64_t dim;
  GradList apply(GradList&& grads) override { return {grads[0].squeeze(dim)}; }
};
struct UnsqueezeBackward1 final : UnsqueezeBackward0 {};  // unsqueeze_

Tensor unsqueeze(Traced traced, int64_t dim) {
  const Tensor& self = traced.enter();
  dim = wrap_dim(dim, self.dim() + 1);
  Shape shape = unsqueezed(self, dim);
  Tensor y = make_view(self, shape.sizes, shape.strides);
  if (auto* node = record<UnsqueezeBackward0>(y, self)) node->dim = dim;
  return y;
}
Tensor Tensor::unsqueeze(int64_t dim, Caller caller) const {
  return glassgrad::unsqueeze({*this, caller}, dim);
}

Tensor& Tensor::unsqueeze_(int64_t dim, Caller caller) const {
  caller.enter();
  dim = wrap_dim(dim, this->dim() + 1);
  Shape shape = unsqueezed(*this, dim);
  return change_geometry<UnsqueezeBackward1>(
      *this, std::move(shape.sizes), std::move(shape.strides), [&](auto& node) { node.dim = dim; });
}

}  // namespace glassgrad
