// Makes tensors, without a word about their history.

#include "autograd/tensor/factory.h"

#include <utility>

#include "autograd/tensor/shape.h"

namespace glassgrad {

Tensor empty_tensor(IntArrayRef sizes, ScalarType dtype) {
  return Tensor(TensorImpl::create(sizes, dtype));
}

namespace {

// The strides of a tensor without gaps whose dimensions lie in memory in the order of x's. A
// stretched dimension (stride 0) stays between its neighbours.
Dims dense_strides(const Tensor& x) {
  const IntArrayRef sizes = x.sizes(), strides = x.strides();
  // 1: b belongs inside a, -1: a inside b, 0: either.
  const auto compare = [&](int64_t a, int64_t b) {
    if (strides[a] == 0 || strides[b] == 0) return 0;
    if (strides[a] != strides[b]) return strides[a] > strides[b] ? 1 : -1;
    return sizes[a] > sizes[b] ? 1 : 0;
  };
  Dims order;  // from the innermost dimension outwards
  for (size_t d = sizes.size(); d-- > 0;) {
    order.push_back(static_cast<int64_t>(d));
    size_t at = order.size() - 1;
    for (size_t i = at; i-- > 0;) {
      const int decision = compare(order[i], order[at]);
      if (decision < 0) break;
      if (decision == 0) continue;
      std::swap(order[i], order[at]);
      at = i;
    }
  }
  Dims dense(sizes.size(), 0);
  int64_t stride = 1;
  for (int64_t d : order) {
    dense[d] = stride;
    if (sizes[d] > 1) stride *= sizes[d];
  }
  return dense;
}

}  // namespace

Tensor empty_same_layout(const Tensor& x, ScalarType dtype) {
  Tensor y = empty_tensor(x.sizes(), dtype);
  if (x.is_contiguous()) return y;
  y.impl()->set_geometry(x.impl()->sizes, is_dense(x) ? x.impl()->strides : dense_strides(x));
  return y;
}

Tensor alias(const Tensor& x) {
  const TensorImpl& from = *x.impl();
  intrusive_ptr<TensorImpl> shared = TensorImpl::sharing(from);
  shared->sizes = from.sizes;
  shared->strides = from.strides;
  shared->numel = from.numel;
  shared->is_contiguous = from.is_contiguous;
  return Tensor(std::move(shared));
}

}  // namespace glassgrad
