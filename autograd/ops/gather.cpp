// Picking with an index for every element along one dimension: gather reads, scatter writes,
// scatter_add adds. In row-major order: take.cpp.
#include "autograd/kernels/index.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/saves_index.h"

namespace glassgrad {

namespace {

/// x, or for a scalar a vector over its one element. No history.
Tensor at_least_vector(const Tensor& x) {
  if (x.dim() > 0) return x;
  Tensor vector = alias(x);
  vector.impl()->set_contiguous({1});
  return vector;
}

/// The first dimension but `except_dim` in which index is larger than `outer`; -1 if there is none.
int64_t too_large(const Tensor& index, const Tensor& outer, int64_t except_dim) {
  for (int64_t d = 0; d < index.dim(); ++d)
    if (d != except_dim && index.sizes()[d] > at_least_vector(outer).sizes()[d]) return d;
  return -1;
}

/// What self[index] along dim means for kernels, with all that it refers to.
struct PickedAlong {
  Tensor self, index;
  Dims self_strides;
  int64_t step;

  PickedAlong(const Tensor& s, int64_t dim, const Tensor& i)
      : self(at_least_vector(s)), index(at_least_vector(i)), self_strides(self.strides()) {
    const int64_t size = self.sizes()[dim];
    const optional<int64_t> bad = kernels::find_outside(index.sizes(), operand(index), 0, size);
    check(!bad, "index {} is out of bounds for dimension {} with size {}", bad.value_or(0), dim,
          size);
    step = self_strides[dim];
    self_strides[dim] = 0;
  }
  kernels::Picked picked() const {
    return {index.sizes(), {self.data_ptr(), self_strides}, operand(index), step};
  }
};

/// g with zeros around it: elements of a larger source that the index did not reach.
Tensor widened(const Tensor& g, IntArrayRef sizes) {
  if (g.sizes() == sizes) return g;
  const Tensor whole = zeros(sizes, g.scalar_type());
  if (g.numel() == 0) return whole;
  // A scalar counts as a vector, on either side.
  Tensor part = whole.dim() == 0 ? whole.view({1}) : whole;
  if (g.dim() == 0) part = part.narrow(0, 0, 1);
  for (int64_t d = 0; d < g.dim(); ++d) part = part.narrow(d, 0, g.sizes()[d]);
  part.copy_(g);
  return whole;
}

}  // namespace

// --- gather ---

// y[i][j] = x[index[i][j]][j].  dL/dx = zeros with dL/dy added at the places read.  Saves index.
struct GatherBackward0 final : SavesIndex {
  Dims sizes;
  GradList apply(GradList&& grads) override {
    const Tensor zero = zeros(sizes, grads[0].scalar_type());
    return {zero.scatter_add_(dim, index.unpack(), grads[0])};
  }
};

Tensor gather(Traced traced, int64_t dim, const Tensor& index, bool /*sparse_grad*/) {
  const Tensor& self = traced.enter();
  dim = wrap_dim(dim, self.dim());
  check(index.numel() == 0 || index.scalar_type() == kLong,
        "gather(): Expected dtype int64 for index");
  Tensor y = empty_tensor(index.sizes(), self.scalar_type());
  if (index.numel() > 0) {
    check(std::max<int64_t>(index.dim(), 1) == std::max<int64_t>(self.dim(), 1),
          "Index tensor must have the same number of dimensions as input tensor");
    const int64_t bad = too_large(index, self, dim);
    check(bad < 0,
          "Size does not match at dimension {} expected index {} to be smaller than self {} apart "
          "from dimension {}",
          bad, index.sizes(), self.sizes(), dim);
    const PickedAlong along(self, dim, index);
    kernels::gather(self.itemsize(), along.picked(), operand(at_least_vector(y)));
  }
  if (auto* node = record<GatherBackward0>(y, self)) {
    node->sizes = self.impl()->sizes;
    node->save(dim, index);
  }
  return y;
}
Tensor Tensor::gather(int64_t dim, const Tensor& index, bool, Caller caller) const {
  return glassgrad::gather({*this, caller}, dim, index);
}

// --- scatter ---

namespace {

/// Throws unless source[i][j] can go to target[index[i][j]][j]. Scalars come without a source.
void check_scatter(const Tensor& target, int64_t dim, const Tensor& index, const Tensor* source) {
  check(index.numel() == 0 || index.scalar_type() == kLong,
        "scatter(): Expected dtype int64 for index");
  check(!source || source->scalar_type() == target.scalar_type(),
        "scatter(): Expected self.dtype to be equal to src.dtype");
  if (index.numel() == 0) return;
  const int64_t rank = std::max<int64_t>(index.dim(), 1);
  check(rank == std::max<int64_t>(target.dim(), 1),
        "Index tensor must have the same number of dimensions as self tensor");
  if (!source) {
    check(too_large(index, target, dim) < 0,
          "Expected index {} to be smaller than self {} apart from dimension {}", index.sizes(),
          target.sizes(), dim);
    return;
  }
  check(rank == std::max<int64_t>(source->dim(), 1),
        "Index tensor must have the same number of dimensions as src tensor");
  check(
      too_large(index, target, dim) < 0 && too_large(index, *source, -1) < 0,
      "Expected index {} to be smaller than self {} apart from dimension {} and to be smaller size "
      "than src {}",
      index.sizes(), target.sizes(), dim, source->sizes());
}

void write_scatter(const Tensor& target, int64_t dim, const Tensor& index, const Tensor& source) {
  check_scatter(target, dim, index, &source);
  if (index.numel() == 0) return;
  const PickedAlong along(target, dim, index);
  kernels::scatter(target.itemsize(), along.picked(), operand(at_least_vector(source)));
}

void write_scatter(const Tensor& target, int64_t dim, const Tensor& index, const Scalar& value) {
  check_scatter(target, dim, index, nullptr);
  if (index.numel() == 0) return;
  const PickedAlong along(target, dim, index);
  const Tensor one = full({}, value, target.scalar_type());
  const Dims still(along.index.dim(), 0);
  kernels::scatter(target.itemsize(), along.picked(), {one.data_ptr(), still});
}

void write_scatter_add(const Tensor& target, int64_t dim, const Tensor& index,
                       const Tensor& source) {
  check_scatter(target, dim, index, &source);
  if (index.numel() == 0) return;
  const PickedAlong along(target, dim, index);
  kernels::scatter_add(target.scalar_type(), along.picked(), operand(at_least_vector(source)));
}

}  // namespace

// y = x, with y[index[i][j]][j] = source[i][j].
// dL/dx = dL/dy with zeros at the places written;  dL/dsource = dL/dy gathered.  Saves index.
struct ScatterBackward0 final : SavesIndex {
  Dims source_sizes;
  GradList apply(GradList&& grads) override {
    const Tensor at = index.unpack();
    GradList results = GradList::undefined(2);
    if (should_compute_output(0)) results[0] = scatter(grads[0], dim, at, 0);
    if (should_compute_output(1)) results[1] = widened(grads[0].gather(dim, at), source_sizes);
    return results;
  }
};

Tensor scatter(Traced traced, int64_t dim, const Tensor& index, const Tensor& source) {
  const Tensor& self = traced.enter();
  dim = wrap_dim(dim, self.dim());
  Tensor y = self.detach().clone(MemoryFormat::Contiguous);
  write_scatter(y, dim, index, source);
  if (auto* node = record<ScatterBackward0>(y, self, source)) {
    node->save(dim, index);
    node->source_sizes = source.impl()->sizes;
  }
  return y;
}

Tensor Tensor::scatter(int64_t dim, const Tensor& index, const Tensor& source,
                       Caller caller) const {
  return glassgrad::scatter({*this, caller}, dim, index, source);
}

Tensor& Tensor::scatter_(int64_t dim, const Tensor& index, const Tensor& source,
                         Caller caller) const {
  caller.enter();
  dim = wrap_dim(dim, this->dim());
  InPlace<ScatterBackward0> change("scatter_", *this, source);
  write_scatter(*this, dim, index, read_apart(source, *this));
  if (auto* node = change.node()) {
    node->save(dim, index);
    node->source_sizes = source.impl()->sizes;
  }
  return change.finish();
}

// The same with one value for all.
struct ScatterBackward1 final : SavesIndex {
  GradList apply(GradList&& grads) override { return {scatter(grads[0], dim, index.unpack(), 0)}; }
};

Tensor scatter(Traced traced, int64_t dim, const Tensor& index, const Scalar& value) {
  const Tensor& self = traced.enter();
  dim = wrap_dim(dim, self.dim());
  Tensor y = self.detach().clone(MemoryFormat::Contiguous);
  write_scatter(y, dim, index, value);
  if (auto* node = record<ScatterBackward1>(y, self)) node->save(dim, index);
  return y;
}

Tensor Tensor::scatter(int64_t dim, const Tensor& index, const Scalar& value, Caller caller) const {
  return glassgrad::scatter({*this, caller}, dim, index, value);
}

Tensor& Tensor::scatter_(int64_t dim, const Tensor& index, const Scalar& value,
                         Caller caller) const {
  caller.enter();
  dim = wrap_dim(dim, this->dim());
  InPlace<ScatterBackward1> change("scatter_", *this);
  write_scatter(*this, dim, index, value);
  if (auto* node = change.node()) node->save(dim, index);
  return change.finish();
}

// --- scatter_add ---

// y = x, with source[i][j] added to y[index[i][j]][j].
// dL/dx = dL/dy;  dL/dsource = dL/dy gathered.  Saves index.
struct ScatterAddBackward0 final : SavesIndex {
  Dims source_sizes;
  GradList apply(GradList&& grads) override {
    GradList results{grads[0], Tensor()};
    if (should_compute_output(1))
      results[1] = widened(grads[0].gather(dim, index.unpack()), source_sizes);
    return results;
  }
};

Tensor scatter_add(Traced traced, int64_t dim, const Tensor& index, const Tensor& source) {
  const Tensor& self = traced.enter();
  dim = wrap_dim(dim, self.dim());
  Tensor y = self.detach().clone(MemoryFormat::Contiguous);
  write_scatter_add(y, dim, index, source);
  if (auto* node = record<ScatterAddBackward0>(y, self, source)) {
    node->save(dim, index);
    node->source_sizes = source.impl()->sizes;
  }
  return y;
}
Tensor Tensor::scatter_add(int64_t dim, const Tensor& index, const Tensor& source,
                           Caller caller) const {
  return glassgrad::scatter_add({*this, caller}, dim, index, source);
}

Tensor& Tensor::scatter_add_(int64_t dim, const Tensor& index, const Tensor& source,
                             Caller caller) const {
  caller.enter();
  dim = wrap_dim(dim, this->dim());
  InPlace<ScatterAddBackward0> change("scatter_add_", *this, source);
  write_scatter_add(*this, dim, index, read_apart(source, *this));
  if (auto* node = change.node()) {
    node->save(dim, index);
    node->source_sizes = source.impl()->sizes;
  }
  return change.finish();
}

}  // namespace glassgrad
