// Indexing by integer tensors and masks. Whatever the index tensors are, they come down to a table
// of offsets into self's memory; the other dimensions are walked as they are.
#include <algorithm>

#include "autograd/graph/in_place.h"
#include "autograd/kernels/index.h"
#include "autograd/ops/index_ops.h"
#include "autograd/ops/op.h"

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
  int64_t dimensions;  ///< of self that are indexed: a mask has several
  bool is_mask;
};

Offsets mask_offsets(const Tensor& self, int64_t dim, const Tensor& mask) {
  if (mask.scalar_type() == kByte)
    warn(
        "indexing with dtype torch.uint8 is now deprecated, please use a dtype torch.bool "
        "instead.");
  for (int64_t d = 0; d < mask.dim(); ++d)
    check<IndexError>(
        mask.sizes()[d] == self.size(dim + d),
        "The shape of the mask {} at index {} does not match the shape of the indexed "
        "tensor {} at index {}",
        mask.sizes(), d, self.sizes(), dim + d);
  const int64_t count = kernels::count_nonzero(mask.scalar_type(), mask.sizes(), operand(mask));
  const Tensor values = empty_tensor(Dims(1, count), kLong);
  kernels::nonzero_offsets(mask.scalar_type(), mask.sizes(), operand(mask),
                           self.strides().slice(dim, mask.dim()), data<int64_t>(values));
  return {values, 0, 1, mask.dim(), true};
}

/// The index tensors, and which dimensions of self they index.
struct Parts {
  SmallVector<Offsets, 3> list;
  SmallVector<bool, 5> indexed;

  Parts(const Tensor& self, const IndexList& indices) : indexed(self.dim(), false) {
    int64_t dim = 0;
    for (const Tensor& index : indices) {
      if (!index.defined()) {
        ++dim;
        continue;
      }
      if (is_mask(index))
        list.push_back(mask_offsets(self, dim, index));
      else
        list.push_back({index, self.size(dim), self.stride(dim), 1, false});
      for (int64_t i = 0; i < list.back().dimensions; ++i) indexed[dim++] = true;
    }
  }

  /// "[2], [3]"; a mask counts once for each of its dimensions.
  std::string shapes() const {
    std::string text;
    for (const Offsets& part : list)
      for (int64_t i = 0; i < part.dimensions; ++i)
        text += (text.empty() ? "" : ", ") + to_string(part.values.sizes());
    return text;
  }

  /// The common shape of the index tensors.
  Dims table_shape() const {
    Dims shape;
    try {
      for (const Offsets& part : list) shape = broadcast_shapes(shape, part.values.sizes());
    } catch (const Error&) {
      fail_after_latest_call<IndexError>(
          "shape mismatch: indexing tensors could not be broadcast together with shapes {}",
          shapes());
    }
    return shape;
  }

  /// Where the table's dimensions go: in place of the indexed ones if those are neighbours, else
  /// in front.
  int64_t table_dim() const {
    const bool* first = std::find(indexed.begin(), indexed.end(), true);
    const bool* gap = std::find(first, indexed.end(), false);
    return std::find(gap, indexed.end(), true) == indexed.end() ? first - indexed.begin() : 0;
  }

  /// Throws unless all indices are within their dimension, where anything is to be picked at all.
  void check_bounds(IntArrayRef table_shape, IntArrayRef result_shape) const {
    int64_t position = 0;
    for (const Offsets& part : list) {
      check<IndexError>(part.is_mask || part.size > 0 || count_elements(table_shape) == 0,
                        "index is out of bounds for dimension with size 0");
      if (!part.is_mask && count_elements(result_shape) > 0) {
        const optional<int64_t> bad =
            kernels::find_outside(part.values.sizes(), operand(part.values), -part.size, part.size);
        check<IndexError>(!bad, "index {} is out of bounds for dimension {} with size {}",
                          bad.value_or(0), position, part.size);
      }
      position += part.dimensions;
    }
  }

  Tensor make_table(IntArrayRef shape) const {
    if (list.size() == 1 && list[0].is_mask) return list[0].values;
    const Tensor table = zeros(shape, kLong);
    for (const Offsets& part : list) {
      const Dims strides = broadcast_strides(part.values, shape);
      kernels::add_offsets(shape, operand(table), {part.values.data_ptr(), strides}, part.size,
                           part.stride);
    }
    return table;
  }
};

/// The result's dimensions, and how self and the table of offsets are walked along them.
struct Plan {
  Dims sizes, self_strides, table_strides;
  Tensor table;

  Plan(const Tensor& self, const IndexList& indices) {
    const Parts parts(self, indices);
    const Dims shape = parts.table_shape(), strides = contiguous_strides(shape);
    const int64_t at = parts.table_dim();
    for (int64_t d = 0; d < self.dim(); ++d) {
      if (d == at)
        for (size_t i = 0; i < shape.size(); ++i) push_back(shape[i], 0, strides[i]);
      if (!parts.indexed[d]) push_back(self.sizes()[d], self.strides()[d], 0);
    }
    parts.check_bounds(shape, sizes);
    table = parts.make_table(shape);
  }
  void push_back(int64_t size, int64_t self_stride, int64_t table_stride) {
    sizes.push_back(size);
    self_strides.push_back(self_stride);
    table_strides.push_back(table_stride);
  }
  kernels::Picked picked(const Tensor& self) const {
    return {sizes, {self.data_ptr(), self_strides}, {table.data_ptr(), table_strides}, 1};
  }
};

void check_types(const IndexList& indices) {
  for (const Tensor& index : indices)
    check<IndexError>(!index.defined() || index.scalar_type() == kLong || is_mask(index),
                      "tensors used as indices must be long, byte or bool tensors");
}

/// As many saved tensors as there are indices.
struct SavesIndices : Node {
  std::vector<std::unique_ptr<SavedTensor>> list;

  void save(const IndexList& indices) {
    for (const Tensor& index : indices) list.emplace_back(new SavedTensor(this))->save(index);
  }
  IndexList unpack() const {
    IndexList indices;
    for (const auto& saved : list) indices.push_back(saved->unpack());
    return indices;
  }
};

}  // namespace

// --- reading ---

// y = x[indices].  dL/dx = zeros with dL/dy added at the places read.  Saves the indices.
struct IndexBackward0 final : SavesIndices {
  Dims sizes;
  GradList apply(GradList&& grads) override {
    const Tensor grad = zeros(sizes, grads[0].scalar_type());
    put_by_tensors(grad, unpack(), grads[0], true);
    return {grad};
  }
};

Tensor index_by_tensors(const Tensor& self, const IndexList& indices) {
  check_types(indices);
  const Plan plan(self, indices);
  Tensor y = empty_tensor(plan.sizes, self.scalar_type());
  kernels::gather(self.itemsize(), plan.picked(self), operand(y));
  if (auto* node = record<IndexBackward0>(y, self)) {
    node->sizes = self.impl()->sizes;
    node->save(indices);
  }
  return y;
}

// --- writing ---

// x[indices] = values, or += values.
// dL/dx = dL/dy with zeros at the places written (dL/dy itself for +=);
// dL/dvalues = dL/dy[indices], summed where values were broadcast.  Saves the indices.
struct IndexPutBackward0 final : SavesIndices {
  bool accumulate;
  Dims values_sizes;
  ScalarType values_dtype;
  GradList apply(GradList&& grads) override {
    const IndexList at = unpack();
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
  const Plan plan(self, indices);
  bool fits = values.dim() <= static_cast<int64_t>(plan.sizes.size());
  for (int64_t d = 1; d <= values.dim() && fits; ++d) {
    const int64_t size = values.sizes()[values.dim() - d];
    fits = size == 1 || size == plan.sizes[plan.sizes.size() - d];
  }
  check(
      fits,
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
  check(
      self.scalar_type() == values.scalar_type() ||
          (!accumulate && is_masked_fill(indices, values)),
      "Index put requires the source and destination dtypes match, got {} for the destination and "
      "{} for the source.",
      self.scalar_type(), values.scalar_type());
  InPlace<IndexPutBackward0> change("index_put_", self, values);
  write_values(self, indices, read_apart(cast(values.detach(), self.scalar_type()), self),
               accumulate);
  if (auto* node = change.node()) {
    node->save(indices);
    node->accumulate = accumulate;
    node->values_sizes = values.impl()->sizes;
    node->values_dtype = values.scalar_type();
  }
  change.finish();
}

}  // namespace glassgrad
