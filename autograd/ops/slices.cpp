// Views of a part: select, slice, narrow, diagonal.
// The gradient of a part is zero everywhere else.
#include <algorithm>

#include "autograd/ops/op.h"

namespace glassgrad {

// --- select ---

// y = zeros with y[.., index, ..] = g.  dL/dg = dL/dy[.., index, ..].
struct SelectBackwardBackward0 final : Node {
  int64_t dim, index;
  GradList apply(GradList&& grads) override { return {grads[0].select(dim, index)}; }
};

// y = x[.., index, ..].  dL/dx = zeros with dL/dy at `index`.
struct SelectBackward0 final : Node {
  Dims sizes;
  int64_t dim, index;
  GradList apply(GradList&& grads) override {
    Tensor grad = zeros(sizes, grads[0].scalar_type());
    copy_values(grad.select(dim, index), grads[0]);
    if (auto* node = record<SelectBackwardBackward0>(grad, grads[0])) {
      node->dim = dim;
      node->index = index;
    }
    return {grad};
  }
};

namespace {

Tensor selected(const Tensor& self, int64_t dim, int64_t index) {
  const int64_t offset = index * self.strides()[dim];
  if (dim == 0) return make_view(self, self.sizes().slice(1), self.strides().slice(1), offset);
  Dims sizes(self.sizes()), strides(self.strides());
  sizes.erase(dim);
  strides.erase(dim);
  return make_view(self, sizes, strides, offset);
}

}  // namespace

Tensor select(Traced traced, int64_t dim, int64_t index) {
  const Tensor& self = traced.enter();
  check<IndexError>(self.dim() > 0, "select() cannot be applied to a 0-dim tensor.");
  dim = wrap_dim(dim, self.dim());
  const int64_t size = self.sizes()[dim];
  check<IndexError>(index >= -size && index < size,
                    "select(): index {} out of range for tensor of size {} at dimension {}", index,
                    self.sizes(), dim);
  if (index < 0) index += size;
  Tensor y = selected(self, dim, index);
  if (auto* node = record<SelectBackward0>(y, self)) {
    node->sizes = self.impl()->sizes;
    node->dim = dim;
    node->index = index;
  }
  return y;
}
Tensor Tensor::select(int64_t dim, int64_t index, Caller caller) const {
  return glassgrad::select({*this, caller}, dim, index);
}

// --- slice and narrow ---

namespace {

/// start:end:step within bounds.
struct Range {
  int64_t dim, start, end, step;
};

Tensor sliced(const Tensor& self, const Range& range) {
  Dims sizes = self.impl()->sizes, strides = self.impl()->strides;
  const int64_t offset = range.start * strides[range.dim];
  const int64_t taken = range.end - range.start;
  sizes[range.dim] = taken == 0 ? 0 : (taken - 1) / range.step + 1;
  // A step beyond the end leaves one element, for whose stride there may be no number.
  int64_t& stride = strides[range.dim];
  if (int64_t product = 0; !__builtin_mul_overflow(stride, range.step, &product)) stride = product;
  return make_view(self, sizes, strides, offset);
}

}  // namespace

// y = zeros with y[start:end:step] = g.  dL/dg = dL/dy[start:end:step].
struct SliceBackwardBackward0 final : Node {
  Range range;
  GradList apply(GradList&& grads) override {
    return {grads[0].slice(range.dim, range.start, range.end, range.step)};
  }
};

// y = x[start:end:step].  dL/dx = zeros with dL/dy in the slice's place.
struct SliceBackward0 final : Node {
  Dims sizes;
  Range range;
  GradList apply(GradList&& grads) override {
    Tensor grad = zeros(sizes, grads[0].scalar_type());
    copy_values(sliced(grad, range), grads[0]);
    if (auto* node = record<SliceBackwardBackward0>(grad, grads[0])) node->range = range;
    return {grad};
  }
};

Tensor slice(Traced traced, int64_t dim, optional<int64_t> start, optional<int64_t> end,
             int64_t step) {
  const Tensor& self = traced.enter();
  check<IndexError>(self.dim() > 0, "slice() cannot be applied to a 0-dim tensor.");
  dim = wrap_dim(dim, self.dim());
  check(step > 0, "slice step must be positive");
  const int64_t size = self.sizes()[dim];
  const auto clip = [size](int64_t bound, int64_t lowest) {
    return std::clamp(bound < 0 ? bound + size : bound, lowest, size);
  };
  Range range{dim, clip(start.value_or(0), 0), 0, step};
  range.end = clip(end.value_or(size), range.start);
  Tensor y = sliced(self, range);
  if (auto* node = record<SliceBackward0>(y, self)) {
    node->sizes = self.impl()->sizes;
    node->range = range;
  }
  return y;
}
Tensor Tensor::slice(int64_t dim, optional<int64_t> start, optional<int64_t> end, int64_t step,
                     Caller caller) const {
  return glassgrad::slice({*this, caller}, dim, start, end, step);
}

Tensor narrow(Traced traced, int64_t dim, int64_t start, int64_t length) {
  const Tensor& self = traced.enter();
  check(self.dim() > 0, "narrow() cannot be applied to a 0-dim tensor.");
  const int64_t size = self.size(dim);
  if (start != size) start = wrap_dim(start, size);  // nothing may be taken from the very end
  check(length >= 0 && start <= size - length,
        "start ({}) + length ({}) exceeds dimension size ({}).", start, length, size);
  return slice(self, dim, start, start + length, 1);
}
Tensor Tensor::narrow(int64_t dim, int64_t start, int64_t length, Caller caller) const {
  return glassgrad::narrow({*this, caller}, dim, start, length);
}

// --- diagonal ---

namespace {

struct Diagonal {
  int64_t offset, dim1, dim2;
};

Tensor diagonal_of(const Tensor& self, const Diagonal& d) {
  Dims sizes = self.impl()->sizes, strides = self.impl()->strides;
  const int64_t skip_rows = std::clamp<int64_t>(-std::max(d.offset, -INT64_MAX), 0, sizes[d.dim1]);
  const int64_t skip_columns = std::clamp<int64_t>(d.offset, 0, sizes[d.dim2]);
  const int64_t length =
      std::max<int64_t>(std::min(sizes[d.dim1] - skip_rows, sizes[d.dim2] - skip_columns), 0);
  const int64_t step = strides[d.dim1] + strides[d.dim2];
  const int64_t first = skip_rows * strides[d.dim1] + skip_columns * strides[d.dim2];
  for (const int64_t dim : {std::max(d.dim1, d.dim2), std::min(d.dim1, d.dim2)}) {
    sizes.erase(dim);
    strides.erase(dim);
  }
  sizes.push_back(length);
  strides.push_back(step);
  return make_view(self, sizes, strides, length > 0 ? first : 0);
}

}  // namespace

// y = zeros with g on the diagonal.  dL/dg = the diagonal of dL/dy.
struct DiagonalBackwardBackward0 final : Node {
  Diagonal diagonal;
  GradList apply(GradList&& grads) override {
    return {grads[0].diagonal(diagonal.offset, diagonal.dim1, diagonal.dim2)};
  }
};

// y = the diagonal of x.  dL/dx = zeros with dL/dy on the diagonal.
struct DiagonalBackward0 final : Node {
  Dims sizes;
  Diagonal diagonal;
  GradList apply(GradList&& grads) override {
    Tensor grad = zeros(sizes, grads[0].scalar_type());
    copy_values(diagonal_of(grad, diagonal), grads[0]);
    if (auto* node = record<DiagonalBackwardBackward0>(grad, grads[0])) node->diagonal = diagonal;
    return {grad};
  }
};

Tensor diagonal(Traced traced, int64_t offset, int64_t dim1, int64_t dim2) {
  const Tensor& self = traced.enter();
  const Diagonal wrapped{offset, wrap_dim(dim1, self.dim()), wrap_dim(dim2, self.dim())};
  check(wrapped.dim1 != wrapped.dim2, "diagonal dimensions cannot be identical {}, {}", dim1, dim2);
  Tensor y = diagonal_of(self, wrapped);
  if (auto* node = record<DiagonalBackward0>(y, self)) {
    node->sizes = self.impl()->sizes;
    node->diagonal = wrapped;
  }
  return y;
}
Tensor Tensor::diagonal(int64_t offset, int64_t dim1, int64_t dim2, Caller caller) const {
  return glassgrad::diagonal({*this, caller}, offset, dim1, dim2);
}

}  // namespace glassgrad
