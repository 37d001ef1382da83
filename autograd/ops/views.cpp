// Views under another shape: view, reshape, flatten, expand.
#include "autograd/ops/view_shapes.h"

#include <algorithm>

#include "autograd/ops/op.h"

namespace glassgrad {

// --- shapes and strides ---

Dims infer_shape(IntArrayRef shape, int64_t numel) {
  Dims sizes(shape);
  int64_t known = 1;
  int64_t inferred = -1;
  for (size_t d = 0; d < sizes.size(); ++d) {
    if (sizes[d] == -1) {
      check(inferred == -1, "only one dimension can be inferred");
      inferred = static_cast<int64_t>(d);
      continue;
    }
    check(sizes[d] >= 0, "invalid shape dimension {}", sizes[d]);
    known = int64_t(uint64_t(known) * uint64_t(sizes[d]));  // what wraps around does not fit
  }
  const bool fits = inferred == -1 ? known == numel : known > 0 ? numel % known == 0 : numel == 0;
  check(fits, "shape '{}' is invalid for input of size {}", shape, numel);
  if (inferred == -1) return sizes;
  check(known > 0,
        "cannot reshape tensor of 0 elements into shape {} because the unspecified dimension size "
        "-1 can be any value and is ambiguous",
        shape);
  sizes[inferred] = numel / known;
  return sizes;
}

optional<Dims> view_strides(IntArrayRef sizes, IntArrayRef strides, IntArrayRef shape) {
  const int64_t numel = count_elements(sizes);
  if (numel == 0 && sizes == shape) return Dims(strides);
  if (numel == 0) return contiguous_strides(shape);

  // From the right: dimensions that one step walks through evenly form a run, and each run must be
  // the product of neighbouring dimensions of the new shape.
  Dims result(shape.size(), 1);
  size_t next = shape.size();  // dimensions of `shape` from here on are done
  for (size_t d = sizes.size(); d > 0;) {
    const int64_t step = strides[d - 1];
    int64_t run = sizes[--d];
    while (d > 0 && (sizes[d - 1] == 1 || strides[d - 1] == run * step)) run *= sizes[--d];
    int64_t covered = 1;
    while (next > 0 && (covered < run || shape[next - 1] == 1)) {
      result[--next] = covered * step;
      covered *= shape[next];
    }
    if (covered != run) return nullopt;
  }
  return result;
}

// --- view and reshape ---

// y has x's elements in x's order.  dL/dx = dL/dy in x's shape.
struct ViewBackward0 : Node {
  Dims sizes;
  GradList apply(GradList&& grads) override { return {grads[0].reshape(sizes)}; }
};
struct ReshapeAliasBackward0 final : ViewBackward0 {};
struct UnsafeViewBackward0 final : ViewBackward0 {};

Tensor Tensor::view(IntArrayRef size, Caller caller) const {
  caller.enter();
  Dims sizes = infer_shape(size, numel());
  optional<Dims> strides = view_strides(this->sizes(), this->strides(), sizes);
  check(strides.has_value(),
        "view size is not compatible with input tensor's size and stride (at least one dimension "
        "spans across two contiguous subspaces). Use .reshape(...) instead.");
  Tensor y = make_view(*this, sizes, *strides);
  if (auto* node = record<ViewBackward0>(y, *this)) node->sizes = impl()->sizes;
  return y;
}

Tensor Tensor::view(ScalarType dtype, Caller caller) const {
  caller.enter();
  check(dtype != ScalarType::Undefined,
        "view: expected a type that tensors can hold, but got Undefined");
  const auto from = static_cast<int64_t>(itemsize()), to = static_cast<int64_t>(elementSize(dtype));
  const auto text = [&] {
    return fmt::format("to view {} as {} (different element sizes), but got", scalar_type(), dtype);
  };
  Tensor y = detach();
  Dims sizes = this->sizes(), strides = this->strides();
  if (from != to) {
    check(dim() > 0, "self.dim() cannot be 0 to view {} as {} (different element sizes)",
          scalar_type(), dtype);
    check(strides.back() == 1, "self.stride(-1) must be 1 {} {}", text(), strides.back());
    check(sizes.back() * from % to == 0, "self.size(-1) must be divisible by {} {} {}", to / from,
          text(), sizes.back());
    check(storage_offset() * from % to == 0, "self.storage_offset() must be divisible by {} {} {}",
          to / from, text(), storage_offset());
    sizes.back() = sizes.back() * from / to;
    for (size_t d = 0; d + 1 < strides.size(); ++d) {
      check(strides[d] * from % to == 0, "self.stride({}) must be divisible by {} {} {}", d,
            to / from, text(), strides[d]);
      strides[d] = strides[d] * from / to;
    }
  }
  y.impl()->dtype = dtype;
  y.impl()->set_geometry(sizes, strides);
  return y;
}

Tensor reshape(Traced traced, IntArrayRef shape) {
  const Tensor& self = traced.enter();
  Dims sizes = infer_shape(shape, self.numel());
  if (optional<Dims> strides = view_strides(self.sizes(), self.strides(), sizes)) {
    Tensor y = make_view(self, sizes, *strides);
    if (auto* node = record<ReshapeAliasBackward0>(y, self)) node->sizes = self.impl()->sizes;
    return y;
  }
  // The copy is ours alone, so it may take the new shape without being a view of anything.
  return unsafe_view(self.clone(MemoryFormat::Contiguous), sizes);
}

Tensor unsafe_view(const Tensor& own, IntArrayRef sizes) {
  const Tensor from = own.contiguous();
  Tensor y = alias(from);
  y.impl()->set_contiguous(sizes);
  if (auto* node = record<UnsafeViewBackward0>(y, from)) node->sizes = from.impl()->sizes;
  return y;
}
Tensor Tensor::reshape(IntArrayRef shape, Caller caller) const {
  return glassgrad::reshape({*this, caller}, shape);
}

Tensor flatten(Traced traced, int64_t start_dim, int64_t end_dim) {
  const Tensor& self = traced.enter();
  const int64_t rank = self.dim();
  start_dim = wrap_dim(start_dim, rank);
  end_dim = wrap_dim(end_dim, rank);
  check(start_dim <= end_dim, "flatten() has invalid args: start_dim cannot come after end_dim");
  if (rank == 0) return self.reshape({1});
  if (start_dim == end_dim) return self;
  const IntArrayRef sizes = self.sizes();
  Dims shape(sizes.slice(0, start_dim));
  shape.push_back(count_elements(sizes.slice(start_dim, end_dim - start_dim + 1)));
  const IntArrayRef rest = sizes.slice(end_dim + 1);
  shape.append(rest.begin(), rest.end());
  return self.reshape(shape);
}
Tensor Tensor::flatten(int64_t start_dim, int64_t end_dim, Caller caller) const {
  return glassgrad::flatten({*this, caller}, start_dim, end_dim);
}

// --- expand ---

// y repeats x without copying.  dL/dx = dL/dy summed over the repetitions.
struct ExpandBackward0 final : Node {
  Dims sizes;
  GradList apply(GradList&& grads) override { return {sum_to(grads[0], sizes)}; }
};

Tensor expand(Traced traced, IntArrayRef size, bool) {
  const Tensor& self = traced.enter();
  const IntArrayRef old_sizes = self.sizes(), old_strides = self.strides();
  check(size.size() >= old_sizes.size(),
        "expand({}{{{}}}, size={}): the number of sizes provided ({}) must be greater or equal to "
        "the number of dimensions in the tensor ({})",
        self.toString(), old_sizes, size, size.size(), old_sizes.size());
  const size_t added = size.size() - old_sizes.size();
  Dims sizes(size), strides(size.size(), 0);
  for (size_t d = size.size(); d-- > 0;) {
    const bool exists = d >= added;
    if (sizes[d] == -1) {
      check(
          exists,
          "The expanded size of the tensor (-1) isn't allowed in a leading, non-existing dimension "
          "{}",
          d);
      sizes[d] = old_sizes[d - added];
    }
    const int64_t old_size = exists ? old_sizes[d - added] : 1;
    check(old_size == sizes[d] || (old_size == 1 && sizes[d] >= 0),
          "The expanded size of the tensor ({}) must match the existing size ({}) at non-singleton "
          "dimension {}.  Target sizes: {}.  Tensor sizes: {}",
          size[d], old_size, d, size, old_sizes);
    // Stretched, every step stays where it is; and so for all of a scalar.
    if (old_size != sizes[d] || old_sizes.empty()) continue;
    const bool last = d + 1 == size.size();
    strides[d] = exists ? old_strides[d - added] : last ? 1 : sizes[d + 1] * strides[d + 1];
  }
  Tensor y = make_view(self, sizes, strides);
  if (auto* node = record<ExpandBackward0>(y, self)) node->sizes = self.impl()->sizes;
  return y;
}
Tensor Tensor::expand(IntArrayRef size, bool implicit, Caller caller) const {
  return glassgrad::expand({*this, caller}, size, implicit);
}
Tensor broadcast_to(Traced traced, IntArrayRef size) {
  const Tensor& self = traced.enter();
  return self.expand(size);
}

std::vector<Tensor> broadcast_tensors(TensorList tensors, Caller caller) {
  caller.enter();
  Dims shape;
  for (const Tensor& t : tensors) shape = broadcast_shapes(shape, t.sizes());
  std::vector<Tensor> results;
  results.reserve(tensors.size());
  for (const Tensor& t : tensors)
    results.push_back(t.sizes() == IntArrayRef(shape) ? t : t.expand(shape));
  return results;
}

}  // namespace glassgrad
