#include <fmt/format.h>

#include "autograd/kernels/index.h"
#include "autograd/ops/in_place.h"
#include "autograd/ops/index_ops.h"

// Indexing by integer tensors and masks. Whatever the index tensors are, they come down to a table
// of offsets into self's memory; the other dimensions are walked as they are.

namespace glassgrad {

namespace {

bool is_mask(const Tensor& index) {
  return index.scalar_type() == kBool || index.scalar_type() == kByte;
}

/// The offsets that one index tensor adds: stride * index, or those of a mask's true elements.
struct Offsets {
  Tensor values;  ///< int64
  int64_t size;   ///< of the dimension that negative values count from
  int64_t stride;
};

Offsets mask_offsets(const Tensor& self, int64_t dim, const Tensor& mask) {
  if (mask.scalar_type() == kByte)
    warn("indexing with dtype torch.uint8 is now deprecated, please use a dtype torch.bool instead.");
  for (int64_t d = 0; d < mask.dim(); ++d)
    check<IndexError>(mask.sizes()[d] == self.size(dim + d),
                      "The shape of the mask {} at index {} does not match the shape of the indexed "
                      "tensor {} at index {}",
                      mask.sizes(), d, self.sizes(), dim + d);
  const int64_t count = kernels::count_nonzero(mask.scalar_type(), mask.sizes(), operand(mask));
  const Tensor values = empty_tensor(Dims(1, count), kLong);
  kernels::nonzero_offsets(mask.scalar_type(), mask.sizes(), operand(mask),
                           self.strides().slice(dim, mask.dim()), data<int64_t>(values));
  return {values, 0, 1};
}

Offsets integer_offsets(const Tensor& self, int64_t dim, const Tensor& index, size_t position) {
  const int64_t size = self.size(dim);
  check<IndexError>(size > 0 || index.numel() == 0,
                    "index is out of bounds for dimension with size 0");
  const optional<int64_t> bad = kernels::find_outside(index.sizes(), operand(index), -size, size);
  check<IndexError>(!bad, "index {} is out of bounds for dimension {} with size {}",
                    bad.value_or(0), position, size);
  return {index, size, self.strides()[dim]};
}

/// The result's dimensions, and how self and the table of offsets are walked along them.
struct Plan {
  Dims sizes, self_strides, table_strides;
  Tensor table;

  kernels::Picked picked(const Tensor& self) const {
    return {sizes, {self.data_ptr(), self_strides}, {table.data_ptr(), table_strides}, 1};
  }
};

/// The common shape of the index tensors.
Dims index_shape(ArrayRef<Offsets> parts, const std::string& shapes) {
  Dims shape;
  try {
    for (const Offsets& part : parts) shape = broadcast_shapes(shape, part.values.sizes());
  } catch (const Error&) {
    throw IndexError(fmt::format(
        "shape mismatch: indexing tensors could not be broadcast together with shapes {}", shapes));
  }
  return shape;
}

Tensor make_table(ArrayRef<Offsets> parts, IntArrayRef shape) {
  if (parts.size() == 1 && parts[0].stride == 1 && parts[0].size == 0) return parts[0].values;
  const Tensor table = zeros(shape, kLong);
  for (const Offsets& part : parts) {
    const Dims strides = broadcast_strides(part.values, shape);
    kernels::add_offsets(shape, operand(table), {part.values.data_ptr(), strides}, part.size,
                         part.stride);
  }
  return table;
}

Plan make_plan(const Tensor& self, const IndexList& indices) {
  SmallVector<Offsets, 3> parts;
  SmallVector<bool, 5> indexed(self.dim(), false);
  std::string shapes;  // for an error text
  int64_t dim = 0;
  size_t position = 0;  // among the index tensors, a mask counting once for each dimension
  for (const Tensor& index : indices) {
    if (!index.defined()) {
      ++dim;
      continue;
    }
    const int64_t covered = is_mask(index) ? index.dim() : 1;
    parts.push_back(is_mask(index) ? mask_offsets(self, dim, index)
                                   : integer_offsets(self, dim, index, position));
    for (int64_t i = 0; i < covered; ++i, ++position, ++dim) {
      indexed[dim] = true;
      fmt::format_to(std::back_inserter(shapes), "{}{}", position > 0 ? ", " : "",
                     parts.back().values.sizes());
    }
  }

  // The indexed dimensions give way to those of the table: in their place if they are neighbours,
  // else in front.
  const Dims shape = index_shape(parts, shapes);
  Plan plan;
  plan.table = make_table(parts, shape);
  int64_t first = self.dim(), last = -1, count = 0;
  for (int64_t d = 0; d < self.dim(); ++d) {
    if (!indexed[d]) continue;
    first = std::min(first, d);
    last = d;
    ++count;
  }
  const int64_t at = last - first + 1 == count ? first : 0;
  const auto insert_table = [&] {
    plan.sizes.append(shape.begin(), shape.end());
    plan.self_strides.resize(plan.sizes.size(), 0);
    const IntArrayRef strides = plan.table.strides();
    plan.table_strides.append(strides.begin(), strides.end());
  };
  for (int64_t d = 0; d < self.dim(); ++d) {
    if (d == at) insert_table();
    if (indexed[d]) continue;
    plan.sizes.push_back(self.sizes()[d]);
    plan.self_strides.push_back(self.strides()[d]);
    plan.table_strides.push_back(0);
  }
  return plan;
}

void check_types(const IndexList& indices) {
  for (const Tensor& index : indices)
    check<IndexError>(!index.defined() || index.scalar_type() == kLong || is_mask(index),
                      "tensors used as indices must be long, byte or bool tensors");
}

struct SavedIndices {
  SmallVector<SavedTensor, 3> list;

  void save(const IndexList& indices) {
    for (const Tensor& index : indices) list.emplace_back(index);
  }
  IndexList unpack() const {
    IndexList indices;
    for (const SavedTensor& saved : list) indices.push_back(saved.unpack());
    return indices;
  }
  void reset() {
    for (SavedTensor& saved : list) saved.reset();
  }
};

}  // namespace

// --- reading ---

// y = x[indices].  dL/dx = zeros with dL/dy added at the places read.  Saves the indices.
struct IndexBackward0 final : Node {
  Dims sizes;
  SavedIndices indices;
  GradList apply(GradList&& grads) override {
    const Tensor grad = zeros(sizes, grads[0].scalar_type());
    put_by_tensors(grad, indices.unpack(), grads[0], true);
    return {grad};
  }
  void release_variables() override { indices.reset(); }
};

Tensor index_by_tensors(const Tensor& self, const IndexList& indices) {
  check_types(indices);
  const Plan plan = make_plan(self, indices);
  Tensor y = empty_tensor(plan.sizes, self.scalar_type());
  kernels::gather(self.itemsize(), plan.picked(self), operand(y));
  if (auto* node = record<IndexBackward0>(y, self)) {
    node->sizes = self.impl()->sizes;
    node->indices.save(indices);
  }
  return y;
}

// --- writing ---

// x[indices] = values, or += values.
// dL/dx = dL/dy with zeros at the places written (dL/dy itself for +=);
// dL/dvalues = dL/dy[indices], summed where values were broadcast.  Saves the indices.
struct IndexPutBackward0 final : Node {
  SavedIndices indices;
  bool accumulate;
  Dims values_sizes;
  ScalarType values_dtype;
  GradList apply(GradList&& grads) override {
    const IndexList at = indices.unpack();
    GradList results = GradList::undefined(2);
    if (should_compute_output(1))
      results[1] = cast(sum_to(index_by_tensors(grads[0], at), values_sizes), values_dtype);
    if (should_compute_output(0)) {
      results[0] = grads[0];
      if (!accumulate) {
        results[0] = grads[0].clone();
        put_by_tensors(results[0], at, zeros({}, grads[0].scalar_type()), false);
      }
    }
    return results;
  }
  void release_variables() override { indices.reset(); }
};

namespace {

/// Masks alone, and one value: a fill, which takes any type.
bool is_masked_fill(const IndexList& indices, const Tensor& values) {
  for (const Tensor& index : indices)
    if (index.defined() && !is_mask(index)) return false;
  return values.numel() == 1;
}

void write_values(const Tensor& self, const IndexList& indices, const Tensor& values,
                  bool accumulate) {
  const Plan plan = make_plan(self, indices);
  bool fits = values.dim() <= static_cast<int64_t>(plan.sizes.size());
  for (int64_t d = 1; d <= values.dim() && fits; ++d) {
    const int64_t size = values.sizes()[values.dim() - d];
    fits = size == 1 || size == plan.sizes[plan.sizes.size() - d];
  }
  check(fits,
        "shape mismatch: value tensor of shape {} cannot be broadcast to indexing result of shape {}",
        values.sizes(), IntArrayRef(plan.sizes));
  const Dims strides = broadcast_strides(values, plan.sizes);
  const kernels::Operand from{values.data_ptr(), strides};
  if (accumulate)
    kernels::scatter_add(self.scalar_type(), plan.picked(self), from);
  else
    kernels::scatter(self.itemsize(), plan.picked(self), from);
}

}  // namespace

void put_by_tensors(const Tensor& self, const IndexList& indices, const Tensor& values,
                    bool accumulate) {
  check_types(indices);
  check(self.scalar_type() == values.scalar_type() ||
            (!accumulate && is_masked_fill(indices, values)),
        "Index put requires the source and destination dtypes match, got {} for the destination and "
        "{} for the source.",
        self.scalar_type(), values.scalar_type());
  InPlace<IndexPutBackward0> change("index_put_", self, values);
  // What is read must not change while it is written.
  Tensor source = cast(values.detach(), self.scalar_type());
  if (source.is_alias_of(self)) source = source.clone();
  write_values(self, indices, source, accumulate);
  if (auto* node = change.node()) {
    node->indices.save(indices);
    node->accumulate = accumulate;
    node->values_sizes = values.impl()->sizes;
    node->values_dtype = values.scalar_type();
  }
  change.finish();
}

}  // namespace glassgrad
