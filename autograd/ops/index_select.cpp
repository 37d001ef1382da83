// Picking whole slices along one dimension: index_select reads, index_add adds, index_fill fills.
#include "autograd/graph/in_place.h"
#include "autograd/kernels/index.h"
#include "autograd/ops/saves_index.h"

namespace glassgrad {

namespace {

/// The slices of self at `index` of `dim`, for kernels, with all that it refers to. Self and sizes
/// are those of a vector where self is a scalar.
struct PickedSlices {
  Tensor self, index;
  Dims sizes, self_strides, table_strides;
  int64_t step;

  PickedSlices(const Tensor& s, int64_t dim, const Tensor& i)
      : self(s), index(cast(i, kLong).contiguous()), sizes(s.sizes()), self_strides(s.strides()) {
    if (sizes.empty()) {
      sizes.push_back(1);
      self_strides.push_back(1);
    }
    sizes[dim] = index.numel();
    step = self_strides[dim];
    self_strides[dim] = 0;
    table_strides.resize(sizes.size());
    table_strides[dim] = 1;
  }
  optional<int64_t> find_outside(int64_t low, int64_t high) const {
    return kernels::find_outside(Dims(1, index.numel()), {index.data_ptr(), Dims(1, 1)}, low, high);
  }
  kernels::Picked picked() const {
    return {sizes, {self.data_ptr(), self_strides}, {index.data_ptr(), table_strides}, step};
  }
};

int64_t size_of(const Tensor& self, int64_t dim) { return self.dim() == 0 ? 1 : self.sizes()[dim]; }

/// `bad`: the first index that is outside, if any is.
void check_none_outside(optional<int64_t> bad, const Tensor& self, int64_t dim) {
  check<IndexError>(!bad,
                    "index out of range in self\n  index {}, but dimension {} of {} has size {}",
                    bad.value_or(0), dim, self.sizes(), size_of(self, dim));
}

}  // namespace

// --- index_select ---

// y[.., i, ..] = x[.., index[i], ..].  dL/dx = zeros with the slices of dL/dy added.  Saves index.
struct IndexSelectBackward0 final : SavesIndex {
  Dims sizes;
  GradList apply(GradList&& grads) override {
    const Tensor zero = zeros(sizes, grads[0].scalar_type());
    return {zero.index_add_(dim, index.unpack(), grads[0])};
  }
};

Tensor index_select(Traced traced, int64_t dim, const Tensor& index) {
  const Tensor& self = traced.enter();
  dim = wrap_dim(dim, self.dim());
  check<IndexError>(index.dim() <= 1, "index_select(): Index is supposed to be a vector");
  check(index.scalar_type() == kLong || index.scalar_type() == kInt,
        "index_select(): Expected dtype int32 or int64 for index");
  const PickedSlices slices(self, dim, index);
  const int64_t size = size_of(self, dim);
  const optional<int64_t> bad = slices.find_outside(0, size);
  check(!bad || dim != 1, "INDICES element is out of DATA bounds, id={} axis_dim={}",
        bad.value_or(0), size);
  check_none_outside(bad, self, dim);

  check<IndexError>(self.dim() > 0 || index.numel() == 1,
                    "index_select(): Index to scalar can have only 1 value, got {} value(s)",
                    index.numel());
  Tensor y =
      empty_tensor(self.dim() == 0 ? self.sizes() : IntArrayRef(slices.sizes), self.scalar_type());
  const Dims strides = contiguous_strides(slices.sizes);
  kernels::gather(self.itemsize(), slices.picked(), {y.data_ptr(), strides});
  if (auto* node = record<IndexSelectBackward0>(y, self)) {
    node->sizes = self.impl()->sizes;
    node->save(dim, index);
  }
  return y;
}
Tensor Tensor::index_select(int64_t dim, const Tensor& index, Caller caller) const {
  return glassgrad::index_select({*this, caller}, dim, index);
}

// --- index_add ---

namespace {

void write_index_add(const Tensor& target, int64_t dim, const Tensor& index, const Tensor& source) {
  check<IndexError>(index.dim() <= 1,
                    "index_add_(): Index is supposed to be a vector, but got dim: {} with type: {} "
                    "and size: {}",
                    index.dim(), index.scalar_type(), index.sizes());
  check(index.scalar_type() == kLong || index.scalar_type() == kInt,
        "index_add_(): Expected dtype int32/int64 for index but got: {}", index.scalar_type());
  check(target.scalar_type() == source.scalar_type(),
        "index_add_(): self ({}) and source ({}) must have the same scalar type",
        target.scalar_type(), source.scalar_type());
  check(source.dim() == target.dim(),
        "index_add_(): self {} and source {} must have the same number of dimensions",
        target.sizes(), source.sizes());
  check(
      index.numel() == size_of(source, dim),
      "index_add_(): Number of indices ({}) should be equal to source.size(dim): ({}), for dim: {}",
      index.numel(), size_of(source, dim), dim);
  for (int64_t d = 0; d < target.dim(); ++d)
    check(
        d == dim || source.sizes()[d] == target.sizes()[d],
        "The size of tensor a ({}) must match the size of tensor b ({}) at non-singleton dimension "
        "{}",
        target.sizes()[d], source.sizes()[d], d < dim ? d : d - 1);
  const PickedSlices slices(target, dim, index);
  check_none_outside(slices.find_outside(0, size_of(target, dim)), target, dim);
  const Dims strides = source.dim() == 0 ? Dims(1, 0) : source.impl()->strides;
  kernels::scatter_add(target.scalar_type(), slices.picked(), {source.data_ptr(), strides});
}

}  // namespace

// y = x, with alpha * source[.., i, ..] added to y[.., index[i], ..].
// dL/dx = dL/dy;  dL/dsource = alpha * the slices of dL/dy at index.  Saves index.
struct IndexAddBackward0 final : SavesIndex {
  Scalar alpha;
  GradList apply(GradList&& grads) override {
    GradList results{grads[0], Tensor()};
    if (should_compute_output(1)) {
      results[1] = grads[0].index_select(dim, index.unpack());
      if (!alpha.equal(1)) results[1] = results[1] * alpha;
    }
    return results;
  }
};

Tensor index_add(Traced traced, int64_t dim, const Tensor& index, const Tensor& source,
                 const Scalar& alpha) {
  const Tensor& self = traced.enter();
  dim = wrap_dim(dim, self.dim());
  Tensor y = self.detach().clone(MemoryFormat::Contiguous);
  write_index_add(y, dim, index, alpha.equal(1) ? source : source.detach() * alpha);
  if (auto* node = record<IndexAddBackward0>(y, self, source)) {
    node->save(dim, index);
    node->alpha = alpha;
  }
  return y;
}

Tensor Tensor::index_add(int64_t dim, const Tensor& index, const Tensor& source,
                         const Scalar& alpha, Caller caller) const {
  return glassgrad::index_add({*this, caller}, dim, index, source, alpha);
}

Tensor& Tensor::index_add_(int64_t dim, const Tensor& index, const Tensor& source,
                           const Scalar& alpha, Caller caller) const {
  caller.enter();
  dim = wrap_dim(dim, this->dim());
  InPlace<IndexAddBackward0> change("index_add_", *this, source);
  write_index_add(*this, dim, index,
                  alpha.equal(1) ? read_apart(source, *this) : source.detach() * alpha);
  if (auto* node = change.node()) {
    node->save(dim, index);
    node->alpha = alpha;
  }
  return change.finish();
}

// --- index_fill ---

namespace {

void write_index_fill(const Tensor& target, int64_t dim, const Tensor& index, const Scalar& value) {
  check<IndexError>(index.scalar_type() == kLong, "index_fill_(): Expected dtype int64 for index.");
  check(index.dim() <= 1, "Index has to be a vector/scalar");
  const int64_t size = size_of(target, dim);
  const PickedSlices slices(target, dim, index);
  const optional<int64_t> bad = slices.find_outside(-size, size);
  check<IndexError>(!bad, "index {} is out of bounds for dimension {} with size {}",
                    bad.value_or(0), dim, size);
  // Negative indices count from the end.
  const Tensor table = zeros({slices.index.numel()}, kLong);
  kernels::add_offsets(table.sizes(), operand(table), {slices.index.data_ptr(), table.strides()},
                       size, 1);
  kernels::Picked picked = slices.picked();
  picked.table.data = table.data_ptr();
  const Tensor one = full({}, value, target.scalar_type());
  const Dims still(slices.sizes.size(), 0);
  kernels::scatter(target.itemsize(), picked, {one.data_ptr(), still});
}

}  // namespace

// y = x, with y[.., index[i], ..] = value.  dL/dx = dL/dy with zeros there.  Saves index.
struct IndexFillBackward0 final : SavesIndex {
  GradList apply(GradList&& grads) override {
    return {index_fill(grads[0], dim, index.unpack(), 0)};
  }
};

Tensor index_fill(Traced traced, int64_t dim, const Tensor& index, const Scalar& value) {
  const Tensor& self = traced.enter();
  dim = wrap_dim(dim, self.dim());
  Tensor y = self.detach().clone();
  write_index_fill(y, dim, index, value);
  if (auto* node = record<IndexFillBackward0>(y, self)) node->save(dim, index);
  return y;
}

Tensor Tensor::index_fill(int64_t dim, const Tensor& index, const Scalar& value,
                          Caller caller) const {
  return glassgrad::index_fill({*this, caller}, dim, index, value);
}

Tensor& Tensor::index_fill_(int64_t dim, const Tensor& index, const Scalar& value,
                            Caller caller) const {
  caller.enter();
  dim = wrap_dim(dim, this->dim());
  InPlace<IndexFillBackward0> change("index_fill_", *this);
  write_index_fill(*this, dim, index, value);
  if (auto* node = change.node()) node->save(dim, index);
  return change.finish();
}

}  // namespace glassgrad
