#include "autograd/kernels/copy.h"
#include "autograd/kernels/join.h"
#include "autograd/ops/op.h"

// Copies in another arrangement: flip, repeat, tril, triu, one_hot.

namespace glassgrad {

// --- flip ---

// y = x read backwards along some dimensions.  dL/dx = dL/dy read backwards.
struct FlipBackward0 final : Node {
  Dims dims;
  GradList apply(GradList&& grads) override { return {grads[0].flip(dims)}; }
};

Tensor flip(Traced traced, IntArrayRef dims) {
  const Tensor& self = traced.enter();
  // Reading backwards is walking from the last element with a negative stride.
  Dims strides = self.impl()->strides;
  SmallVector<bool, 5> flipped(self.dim(), false);
  int64_t first = 0;
  for (const int64_t given : dims) {
    const int64_t dim = wrap_dim(given, self.dim());
    if (self.dim() == 0) continue;
    check(!flipped[dim], "dim {} appears multiple times in the list of dims", dim);
    flipped[dim] = true;
    first += (self.sizes()[dim] - 1) * strides[dim];
    strides[dim] = -strides[dim];
  }
  const ScalarType dtype = self.scalar_type();
  Tensor y = empty_same_layout(self, dtype);
  if (self.numel() > 0) {
    char* from = data<char>(self) + first * static_cast<int64_t>(self.itemsize());
    kernels::copy(self.sizes(), as_moved(dtype), operand(y), as_moved(dtype), {from, strides});
  }
  if (auto* node = record<FlipBackward0>(y, self)) node->dims = Dims(dims);
  return y;
}
Tensor Tensor::flip(IntArrayRef dims, Caller caller) const {
  return glassgrad::flip({*this, caller}, dims);
}

// --- roll and rot90 ---

namespace {
/// x moved by `shift` places along `dim`; what leaves at the end comes in at the front. `flat`: as
/// if x had one dimension.
Tensor rolled(const Tensor& x, int64_t shift, int64_t dim, bool flat) {
  const Tensor y = empty_tensor(x.sizes(), x.scalar_type());
  const Tensor from = flat ? x.flatten() : x, to = flat ? y.view({-1}) : y;
  const int64_t size = from.sizes()[dim];
  if (size == 0) return y;
  const int64_t first = ((size - shift % size) % size + size) % size;  // is at the front then
  to.narrow(dim, 0, size - first).copy_(from.narrow(dim, first, size - first));
  to.narrow(dim, size - first, first).copy_(from.narrow(dim, 0, first));
  return y;
}
}  // namespace

// y = x moved in a circle.  dL/dx = dL/dy moved back.
struct RollBackward0 final : Node {
  Dims shifts, dims;
  std::string formula() const override { return "dL/dx = dL/dy rolled back"; }
  GradList apply(GradList&& grads) override {
    Dims back;
    for (const int64_t shift : shifts) back.push_back(-shift);
    return {grads[0].roll(back, dims)};
  }
};

Tensor roll(Traced traced, IntArrayRef shifts, IntArrayRef dims) {
  const Tensor& self = traced.enter();
  check(shifts.size() > 0, "`shifts` required");
  const bool flat = dims.empty() && shifts.size() == 1;
  check(flat || shifts.size() == dims.size(),
        "shifts and dimensions must align. shifts: {}, dims:{}", shifts.size(), dims.size());
  Tensor y = self.detach();
  {
    const NoGradGuard no_grad;
    for (size_t i = 0; i < shifts.size(); ++i)
      y = rolled(y, shifts[i], flat ? 0 : wrap_dim(dims[i], self.dim()), flat);
  }
  if (auto* node = record<RollBackward0>(y, self)) {
    node->shifts = Dims(shifts);
    node->dims = Dims(dims);
  }
  return y;
}
Tensor Tensor::roll(IntArrayRef shifts, IntArrayRef dims, Caller caller) const {
  return glassgrad::roll({*this, caller}, shifts, dims);
}

// y = x turned by k right angles.  dL/dx = dL/dy turned back.
struct Rot90Backward0 final : Node {
  int64_t k;
  Dims dims;
  std::string formula() const override { return "dL/dx = dL/dy turned back"; }
  GradList apply(GradList&& grads) override { return {grads[0].rot90(-(k % 4), dims)}; }
};

namespace {
/// Without history.
Tensor turned(const Tensor& x, int64_t k, int64_t from, int64_t to) {
  const NoGradGuard no_grad;
  switch ((k % 4 + 4) % 4) {
    case 1:
      return x.flip({to}).transpose_(from, to);
    case 2:
      return x.flip({from, to});
    case 3:
      return x.flip({from}).transpose_(from, to);
    default:
      return x.clone(MemoryFormat::Contiguous);
  }
}
}  // namespace

Tensor rot90(Traced traced, int64_t k, IntArrayRef dims) {
  const Tensor& self = traced.enter();
  check(dims.size() == 2, "expected total rotation dims == 2, but got dims = {}", dims.size());
  check(self.dim() >= 2, "expected total dims >= 2, but got total dims = {}", self.dim());
  const int64_t from = wrap_dim(dims[0], self.dim()), to = wrap_dim(dims[1], self.dim());
  check(from != to, "expected rotation dims to be different, but got dim0 = {} and dim1 = {}",
        dims[0], dims[1]);
  Tensor y = turned(self.detach(), k, from, to);
  if (auto* node = record<Rot90Backward0>(y, self)) {
    node->k = k;
    node->dims = Dims(dims);
  }
  return y;
}
Tensor Tensor::rot90(int64_t k, IntArrayRef dims, Caller caller) const {
  return glassgrad::rot90({*this, caller}, k, dims);
}

// --- repeat ---

// y = x laid side by side.  dL/dx = dL/dy summed over the copies.
struct RepeatBackward0 final : Node {
  Dims unfolded;  ///< y's sizes, with (repetitions, size) for each dimension of x
  Dims copies;    ///< the dimensions of repetitions among them
  GradList apply(GradList&& grads) override {
    if (copies.empty()) return {grads[0]};
    return {grads[0].reshape(unfolded).sum(IntArrayRef(copies))};
  }
};

Tensor repeat(Traced traced, IntArrayRef repeats) {
  const Tensor& self = traced.enter();
  check(
      repeats.size() >= static_cast<size_t>(self.dim()),
      "Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor");
  const size_t added = repeats.size() - self.dim();
  // y[r0*s0 + i0, ...] = x[i0, ...] is a plain copy once every dimension is taken as two.
  Dims sizes, unfolded, copies, strides;
  for (size_t d = 0; d < repeats.size(); ++d) {
    copies.push_back(static_cast<int64_t>(unfolded.size()));
    unfolded.push_back(repeats[d]);
    strides.push_back(0);
    sizes.push_back(repeats[d]);
    if (d < added) continue;
    unfolded.push_back(self.sizes()[d - added]);
    strides.push_back(self.strides()[d - added]);
    sizes.back() = checked_product(sizes.back(), self.sizes()[d - added]);
  }
  for (const int64_t size : sizes)
    check(size >= 0, "Trying to create tensor with negative dimension {}: {}", size,
          IntArrayRef(sizes));
  for (const int64_t count : repeats)
    check(count >= 0, "Trying to create tensor with negative dimension {}: {}", count, repeats);
  const ScalarType dtype = self.scalar_type();
  Tensor y = empty_tensor(sizes, dtype);
  const Dims y_strides = contiguous_strides(unfolded);
  kernels::copy(unfolded, as_moved(dtype), {y.data_ptr(), y_strides}, as_moved(dtype),
                {self.data_ptr(), strides});
  if (auto* node = record<RepeatBackward0>(y, self)) {
    node->unfolded = std::move(unfolded);
    node->copies = std::move(copies);
  }
  return y;
}
Tensor Tensor::repeat(IntArrayRef repeats, Caller caller) const {
  return glassgrad::repeat({*this, caller}, repeats);
}

// --- triangles ---

// y = the lower (upper) triangle of x.  dL/dx = the same triangle of dL/dy.
struct TrilBackward0 final : Node {
  int64_t diagonal;
  GradList apply(GradList&& grads) override { return {tril(grads[0], diagonal)}; }
};
struct TriuBackward0 final : Node {
  int64_t diagonal;
  GradList apply(GradList&& grads) override { return {triu(grads[0], diagonal)}; }
};

namespace {

template <class NodeType>
Tensor triangle(const Tensor& self, int64_t diagonal, bool upper) {
  check<IndexError>(self.dim() > 0, "Dimension specified as -2 but tensor has no dimensions");
  wrap_dim(-2, self.dim());
  Tensor y = empty_tensor(self.sizes(), self.scalar_type());
  kernels::triangle(as_moved(self.scalar_type()), self.sizes(), operand(y), operand(self), diagonal,
                    upper);
  if (auto* node = record<NodeType>(y, self)) node->diagonal = diagonal;
  return y;
}

}  // namespace

Tensor tril(Traced traced, int64_t diagonal) {
  const Tensor& self = traced.enter();
  return triangle<TrilBackward0>(self, diagonal, false);
}
Tensor triu(Traced traced, int64_t diagonal) {
  const Tensor& self = traced.enter();
  return triangle<TriuBackward0>(self, diagonal, true);
}
Tensor Tensor::tril(int64_t diagonal, Caller caller) const {
  return glassgrad::tril({*this, caller}, diagonal);
}
Tensor Tensor::triu(int64_t diagonal, Caller caller) const {
  return glassgrad::triu({*this, caller}, diagonal);
}

// --- one_hot ---

Tensor one_hot(Traced traced, int64_t num_classes) {
  const Tensor& self = traced.enter();
  check(self.scalar_type() == kLong, "one_hot is only applicable to index tensor.");
  const Tensor index = self.contiguous();
  const int64_t* classes = data<int64_t>(index);
  int64_t largest = -1;
  for (int64_t i = 0; i < index.numel(); ++i) {
    check(classes[i] >= 0, "Class values must be non-negative.");
    largest = std::max(largest, classes[i]);
  }
  if (index.numel() == 0)
    check(num_classes > 0, "Can not infer total number of classes from empty tensor.");
  if (num_classes == -1) num_classes = largest + 1;
  check(largest < num_classes, "Class values must be smaller than num_classes.");

  Dims shape = self.impl()->sizes;
  shape.push_back(num_classes);
  Tensor y = zeros(shape, kLong);
  for (int64_t i = 0; i < index.numel(); ++i) data<int64_t>(y)[i * num_classes + classes[i]] = 1;
  return y;
}

}  // namespace glassgrad
