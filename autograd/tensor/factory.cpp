// Makes tensors, without a word about their history.

#include "autograd/tensor/factory.h"

#include <algorithm>
#include <utility>

#include "autograd/base/check.h"
#include "autograd/tensor/shape.h"

namespace glassgrad {

Tensor empty_tensor(IntArrayRef sizes, ScalarType dtype) {
  return Tensor(TensorImpl::create(sizes, dtype));
}

namespace {

// The strides of a tensor without gaps whose dimensions lie in memory in the order of the
// operands', the first of which decides that can. A stretched dimension (stride 0) stays between
// its neighbours.
Dims dense_strides(IntArrayRef sizes, ArrayRef<Dims> operands) {
  // 1: b belongs inside a, -1: a inside b, 0: either.
  const auto compare = [&](int64_t a, int64_t b) {
    for (const Dims& strides : operands) {
      if (strides[a] == 0 || strides[b] == 0) continue;
      if (strides[a] != strides[b]) return strides[a] > strides[b] ? 1 : -1;
      if (sizes[a] > sizes[b]) return 1;
    }
    return 0;
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
  y.impl()->set_geometry(x.impl()->sizes, is_dense(x)
                                              ? x.impl()->strides
                                              : dense_strides(x.sizes(), x.impl()->strides));
  return y;
}

Tensor empty_common_layout(IntArrayRef sizes, ScalarType dtype, ArrayRef<Dims> operands) {
  Tensor y = empty_tensor(sizes, dtype);
  y.impl()->set_geometry(y.impl()->sizes, dense_strides(sizes, operands));
  return y;
}

namespace {

size_t rank_of(MemoryFormat format) { return format == MemoryFormat::ChannelsLast ? 4 : 5; }

/// The dimensions from the innermost outwards: C, W, H, (D,) N.
Dims channels_first_order(size_t rank) {
  Dims order{1};
  for (size_t d = rank; d-- > 2;) order.push_back(static_cast<int64_t>(d));
  order.push_back(0);
  return order;
}

/// Whether strides grow in that order, and would not in the other.
bool is_like_channels_last(IntArrayRef sizes, IntArrayRef strides) {
  if (strides[1] == 0) return false;
  int64_t least = 0;
  for (const int64_t d : channels_first_order(sizes.size())) {
    const auto i = static_cast<size_t>(d);
    if (sizes[i] == 0 || strides[i] < least) return false;
    if (d == 0 && least == strides[1]) return false;
    least = strides[i] * (sizes[i] > 1 ? sizes[i] : 1);
  }
  return true;
}

}  // namespace

Tensor empty_in_format(IntArrayRef sizes, ScalarType dtype, MemoryFormat format) {
  Tensor y = empty_tensor(sizes, dtype);
  if (format == MemoryFormat::Contiguous) return y;
  check(format != MemoryFormat::Preserve, "unsupported memory format Preserve");
  const size_t rank = rank_of(format);
  check(sizes.size() == rank, "required rank {} tensor to use channels_last{} format", rank,
        rank == 4 ? "" : "_3d");
  Dims strides(rank, 0);
  int64_t stride = 1;
  for (const int64_t d : channels_first_order(rank)) {
    strides[static_cast<size_t>(d)] = stride;
    stride *= std::max<int64_t>(sizes[static_cast<size_t>(d)], 1);
  }
  y.impl()->set_geometry(y.impl()->sizes, strides);
  return y;
}

bool TensorBase::is_contiguous(MemoryFormat format) const {
  if (format == MemoryFormat::Contiguous || format == MemoryFormat::Preserve)
    return is_contiguous();
  if (static_cast<size_t>(dim()) != rank_of(format)) return false;
  int64_t stride = 1;
  for (const int64_t d : channels_first_order(rank_of(format))) {
    const auto i = static_cast<size_t>(d);
    if (sizes()[i] == 1) continue;
    if (strides()[i] != stride) return false;
    stride *= sizes()[i];
  }
  return true;
}

MemoryFormat TensorBase::suggest_memory_format(bool) const {
  if ((dim() != 4 && dim() != 5) || !is_like_channels_last(sizes(), strides()))
    return MemoryFormat::Contiguous;
  return dim() == 4 ? MemoryFormat::ChannelsLast : MemoryFormat::ChannelsLast3d;
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
