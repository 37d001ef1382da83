// Where a mask is true: masked_select and masked_scatter; and where that is: nonzero.
#include <algorithm>

#include "autograd/kernels/index.h"
#include "autograd/ops/op.h"

namespace glassgrad {

namespace {

/// The offsets, under `strides`, of the elements of `shape` at which mask is true.
Tensor true_offsets(const Tensor& mask, IntArrayRef shape, IntArrayRef strides) {
  const Dims steps = broadcast_strides(mask, shape);
  const kernels::Operand read{mask.data_ptr(), steps};
  const Tensor offsets =
      empty_tensor(Dims(1, kernels::count_nonzero(mask.scalar_type(), shape, read)), kLong);
  kernels::nonzero_offsets(mask.scalar_type(), shape, read, strides, data<int64_t>(offsets));
  return offsets;
}

kernels::Picked picked_at(const Tensor& self, const Tensor& offsets) {
  static const int64_t still[] = {0};
  return {offsets.sizes(), {self.data_ptr(), still}, operand(offsets), 1};
}

}  // namespace

// --- masked_select ---

// y = the elements of x where mask is true.  dL/dx = zeros with dL/dy there.  Saves mask.
struct MaskedSelectBackward0 final : Node {
  Dims sizes;
  SavedTensor mask{this};
  GradList apply(GradList&& grads) override {
    const Tensor at = mask.unpack();
    const Dims shape = broadcast_shapes(at.sizes(), sizes);
    const Tensor zero = zeros(shape, grads[0].scalar_type());
    return {sum_to(masked_scatter(zero, at, grads[0]), sizes)};
  }
};

Tensor masked_select(Traced traced, const Tensor& mask) {
  const Tensor& self = traced.enter();
  check(mask.scalar_type() == kBool || mask.scalar_type() == kByte,
        "masked_select: expected BoolTensor or ByteTensor for mask");
  if (mask.scalar_type() == kByte)
    warn(
        "masked_select received a mask with dtype torch.uint8, this behavior is now deprecated,"
        "please use a mask with dtype torch.bool instead.");
  const Dims shape = broadcast_shapes(mask.sizes(), self.sizes());
  const Tensor offsets = true_offsets(mask, shape, broadcast_strides(self, shape));
  Tensor y = empty_tensor(offsets.sizes(), self.scalar_type());
  kernels::gather(self.itemsize(), picked_at(self, offsets), operand(y));
  if (auto* node = record<MaskedSelectBackward0>(y, self)) {
    node->sizes = self.impl()->sizes;
    node->mask.save(mask);
  }
  return y;
}
Tensor Tensor::masked_select(const Tensor& mask, Caller caller) const {
  return glassgrad::masked_select({*this, caller}, mask);
}

// --- masked_scatter ---

// y = x, with source's elements in order where mask is true.
// dL/dx = dL/dy with zeros there;  dL/dsource = dL/dy from there, zeros for what was not used.
// Saves mask.
struct MaskedScatterBackward0 final : Node {
  SavedTensor mask{this};
  Dims self_sizes, source_sizes;
  GradList apply(GradList&& grads) override {
    const Tensor at = mask.unpack();
    GradList results = GradList::undefined(2);
    if (should_compute_output(0)) results[0] = sum_to(grads[0].masked_fill(at, 0), self_sizes);
    if (should_compute_output(1)) {
      const Tensor used = grads[0].masked_select(at);
      const int64_t unused = count_elements(source_sizes) - used.numel();
      const Tensor rest = zeros({unused}, grads[0].scalar_type());
      results[1] = (unused > 0 ? cat({used, rest}) : used).reshape(source_sizes);
    }
    return results;
  }
};

Tensor masked_scatter(Traced traced, const Tensor& mask, const Tensor& source) {
  const Tensor& self = traced.enter();
  check(self.scalar_type() == source.scalar_type(),
        "masked_scatter: expected self and source to have same dtypes but got {} and {}",
        self.scalar_type(), source.scalar_type());
  check(mask.scalar_type() == kBool || mask.scalar_type() == kByte,
        "masked_scatter: expected BoolTensor or ByteTensor for mask");
  const Dims shape = broadcast_shapes(mask.sizes(), self.sizes());
  Tensor y = empty_tensor(shape, self.scalar_type());
  copy_values(y, self);
  const Tensor offsets = true_offsets(mask, shape, y.strides());
  check(
      offsets.numel() <= source.numel(),
      "masked_scatter: expected as many elements in source as mask has true ones ({}), but got {}",
      offsets.numel(), source.numel());
  const Tensor values = source.detach().contiguous();
  static const int64_t one[] = {1};
  kernels::scatter(y.itemsize(), picked_at(y, offsets), {values.data_ptr(), one});
  if (auto* node = record<MaskedScatterBackward0>(y, self, source)) {
    node->mask.save(mask);
    node->self_sizes = self.impl()->sizes;
    node->source_sizes = source.impl()->sizes;
  }
  return y;
}

Tensor Tensor::masked_scatter(const Tensor& mask, const Tensor& source, Caller caller) const {
  return glassgrad::masked_scatter({*this, caller}, mask, source);
}

// --- nonzero ---

Tensor nonzero(Traced traced) {
  const Tensor& self = traced.enter();
  const IntArrayRef sizes = self.sizes();
  const ScalarType dtype = self.scalar_type();
  const int64_t count = kernels::count_nonzero(dtype, sizes, operand(self));
  const Tensor places = empty_tensor(Dims(1, count), kLong);
  kernels::nonzero_offsets(dtype, sizes, operand(self), contiguous_strides(sizes),
                           data<int64_t>(places));

  // One column for each dimension, and a column's elements lie together, as in PyTorch.
  Tensor y = empty_tensor({self.dim(), count}, kLong);
  for (int64_t d = self.dim(); d-- > 0;) {
    int64_t* column = data<int64_t>(y) + d * count;
    for (int64_t i = 0; i < count; ++i) {
      int64_t& place = data<int64_t>(places)[i];
      column[i] = place % sizes[d];
      place /= sizes[d];
    }
  }
  Dims shape, strides;
  shape.push_back(count);
  shape.push_back(self.dim());
  strides.push_back(1);
  strides.push_back(count);
  y.impl()->set_geometry(shape, strides);
  return y;
}
Tensor Tensor::nonzero(Caller caller) const { return glassgrad::nonzero({*this, caller}); }

}  // namespace glassgrad
