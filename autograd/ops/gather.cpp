#include "autograd/graph/in_place.h"
#include "autograd/kernels/index.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/index_ops.h"
#include "autograd/ops/saves_index.h"
#include "autograd/tensor/indexing.h"

// Picking with an index for every element. Along one dimension: gather reads, scatter writes,
// scatter_add adds. In row-major order: take reads, put writes or adds.

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

// --- in row-major order ---

// y = x at places of its row-major order.  dL/dx = dL/dy added up there.  Saves the places.
struct TakeBackward0 final : Node {
  SavedTensor index{this};
  Dims sizes;
  std::string formula() const override { return "dL/dx_k = sum of dL/dy_i over i taken from k"; }
  GradList apply(GradList&& grads) override {
    return {zeros(sizes, grads[0].scalar_type()).put(index.unpack(), grads[0], true)};
  }
};

Tensor take(Traced traced, const Tensor& index) {
  const Tensor& self = traced.enter();
  check(index.scalar_type() == kLong, "take(): Expected a long tensor for index, but got {}",
        index.scalar_type());
  check<IndexError>(index.numel() == 0 || self.numel() > 0,
                    "take(): tried to take from an empty tensor");
  IndexList places;
  places.push_back(index);
  Tensor y = index_by_tensors(self.detach().reshape({-1}), places);
  if (auto* node = record<TakeBackward0>(y, self)) {
    node->index.save(index);
    node->sizes = self.impl()->sizes;
  }
  return y;
}

Tensor take_along_dim(Traced traced, const Tensor& indices, optional<int64_t> dim) {
  const Tensor& self = traced.enter();
  check(indices.scalar_type() == kLong,
        "torch.take_along_dim(): dtype of indices should be Long but got {}",
        indices.scalar_type());
  if (!dim) return self.reshape({-1}).gather(0, indices.reshape({-1}));
  check(self.dim() == indices.dim(),
        "torch.take_along_dim(): input and indices should have the same number of dimensions, but "
        "got {} dimensions for input, and {} dimensions for indices",
        self.dim(), indices.dim());
  const int64_t along = wrap_dim(*dim, self.dim());
  Dims sizes(self.sizes()), index_sizes(indices.sizes());
  sizes[along] = index_sizes[along] = 1;
  Dims common = broadcast_shapes(sizes, index_sizes), wide = common;
  wide[along] = self.sizes()[along];
  common[along] = indices.sizes()[along];
  return self.expand(wide).gather(along, indices.expand(common));
}

// y = x with a source written, or added, at places.  dL/dx = dL/dy, without what was written over;
// dL/dsource = dL/dy at the places.  Saves those.
struct PutBackward0 final : Node {
  SavedTensor index{this};
  Dims source_sizes;
  bool accumulate;
  std::string formula() const override {
    return accumulate ? "dL/dx = dL/dy; dL/dsource_i = dL/dy_k, k the place of i"
                      : "dL/dx = dL/dy, 0 at the places; dL/dsource_i = dL/dy_k, k the place of i";
  }
  GradList apply(GradList&& grads) override {
    const Tensor &dy = grads[0], at = index.unpack();
    GradList results = GradList::undefined(2);
    if (should_compute_output(0))
      results[0] = accumulate ? dy : dy.put(at, zeros(source_sizes, dy.scalar_type()));
    if (should_compute_output(1)) results[1] = dy.take(at).reshape(source_sizes);
    return results;
  }
};

Tensor put(Traced traced, const Tensor& index, const Tensor& source, bool accumulate) {
  const Tensor& self = traced.enter();
  check(index.scalar_type() == kLong, "put_(): Expected a long tensor for index, but got {}",
        index.scalar_type());
  check(self.scalar_type() == source.scalar_type(),
        "put_(): self and source expected to have the same dtype, but got self.dtype = {} and "
        "source.dtype = {}",
        self.scalar_type(), source.scalar_type());
  check(index.numel() == source.numel(),
        "put_(): Expected source and index to have the same number of elements, but got "
        "source.numel() = {}, index.numel() = {}",
        source.numel(), index.numel());
  Tensor y = self.detach().clone(MemoryFormat::Contiguous);
  if (index.numel() > 0) {
    const NoGradGuard no_grad;
    IndexList places;
    places.push_back(index.reshape({-1}));
    put_by_tensors(y.view({-1}), places, source.detach().reshape({-1}), accumulate);
  }
  if (auto* node = record<PutBackward0>(y, self, source)) {
    node->index.save(index);
    node->source_sizes = source.impl()->sizes;
    node->accumulate = accumulate;
  }
  return y;
}
Tensor& Tensor::put_(const Tensor& index, const Tensor& source, bool accumulate,
                     Caller caller) const {
  caller.enter();
  check_overlap(*this, source, Overlap::kNone);
  return assign_in_place("put_", *this, source.requires_grad(), [&](const Tensor& self) {
    return glassgrad::put(self, index, unaliased(source, *this), accumulate);
  });
}

Tensor Tensor::take(const Tensor& index, Caller caller) const {
  return glassgrad::take({*this, caller}, index);
}
Tensor Tensor::take_along_dim(const Tensor& indices, optional<int64_t> dim, Caller caller) const {
  return glassgrad::take_along_dim({*this, caller}, indices, dim);
}
Tensor Tensor::put(const Tensor& index, const Tensor& source, bool accumulate,
                   Caller caller) const {
  return glassgrad::put({*this, caller}, index, source, accumulate);
}

}  // namespace glassgrad
