// Which dimensions a reduction takes away, and the way back.
#include "autograd/ops/reduced_shape.h"

namespace glassgrad {

ReducedShape::ReducedShape(const Tensor& x, OptionalIntArrayRef given, bool keepdim)
    : sizes(x.sizes()), kept(x.sizes()), count(1) {
  const int64_t rank = x.dim();
  check(rank <= 64, "only tensors with up to 64 dims are supported");
  uint64_t goes = 0;
  if (!given.has_value() || given.value().empty()) {
    goes = rank == 64 ? ~uint64_t{0} : (uint64_t{1} << rank) - 1;
  } else {
    for (const int64_t dim : given.value()) {
      const int64_t d = wrap_dim(dim, rank);
      check(!(goes >> d & 1), "dim {} appears multiple times in the list of dims", d);
      goes |= uint64_t{1} << d;
    }
  }
  for (int64_t d = 0; d < rank; ++d) {
    if (goes >> d & 1) {
      dims.push_back(d);
      count *= sizes[d];
      kept[d] = 1;
      if (keepdim) result.push_back(1);
    } else {
      result.push_back(sizes[d]);
    }
  }
  y_strides = contiguous_strides(kept);
  for (const int64_t d : dims) y_strides[d] = 0;
}

Tensor spread(const Tensor& grad, IntArrayRef kept, IntArrayRef sizes) {
  if (GradMode::is_enabled()) return grad.reshape(kept).expand(sizes);
  // Both views in one: grad's dimensions other than ones are the kept ones other than ones.
  Dims strides(sizes.size(), 0);
  size_t from = 0;
  for (size_t d = 0; d < sizes.size(); ++d) {
    if (kept[d] == 1) continue;
    while (grad.sizes()[from] == 1) ++from;
    strides[d] = grad.strides()[from++];
  }
  return make_view(grad, sizes, strides);
}

Tensor put_back(const Tensor& grad, const Tensor& indices, IntArrayRef sizes, int64_t dim) {
  const Tensor zero = zeros(sizes, grad.scalar_type());
  if (GradMode::is_enabled()) return zero.scatter_add(dim, indices, grad);
  return zero.scatter_(dim, indices, grad);
}

}  // namespace glassgrad
