#include "autograd/kernels/copy.h"
#include "autograd/kernels/index.h"
#include "autograd/ops/op.h"
#include "autograd/ops/view_shapes.h"

// Views by explicit strides, over which every other view can be expressed.

namespace glassgrad {

namespace {

// One past the last element that the geometry reaches, in units of so many bytes. The numbers may
// be any: throws an Error where no integer holds it.
int64_t end_of(const Geometry& g, int64_t itemsize = 1) {
  int64_t end = g.offset;
  bool overflows = false;
  const bool is_empty = count_elements(g.sizes) == 0;
  if (!is_empty) overflows |= __builtin_add_overflow(end, 1, &end);
  for (size_t d = 0; d < g.sizes.size() && !is_empty; ++d) {
    int64_t reach = 0;
    overflows |= __builtin_mul_overflow(g.sizes[d] - 1, g.strides[d], &reach);
    overflows |= __builtin_add_overflow(end, reach, &end);
  }
  overflows |= __builtin_mul_overflow(end, itemsize, &end);
  check(!overflows, "Storage size calculation overflowed with sizes={} and strides={}",
        IntArrayRef(g.sizes), IntArrayRef(g.strides));
  return end;
}

// Whether two indices may share an element: false only where, sorted by stride, every dimension
// steps over all that the smaller ones reach.
bool may_overlap(const Geometry& g) {
  SmallVector<std::pair<int64_t, int64_t>, 5> steps;
  for (size_t d = 0; d < g.sizes.size(); ++d) {
    if (g.sizes[d] == 0) return false;
    if (g.sizes[d] > 1) steps.push_back({g.strides[d], g.sizes[d]});
  }
  std::sort(steps.begin(), steps.end());
  int64_t reach = 0;
  for (const auto& [stride, size] : steps) {
    if (stride <= reach) return true;
    reach += stride * (size - 1);
  }
  return false;
}

struct Memory {
  Tensor elements;
  int64_t first;  // the place in the storage that its element 0 stands for

  kernels::Operand at(const Geometry& g) const {
    const size_t offset = (g.offset - first) * elements.itemsize();
    return {static_cast<char*>(elements.data_ptr()) + offset, g.strides};
  }
};

// y[j] = sum of x[i] over all i that `from` puts where `to` puts j, divided by the number of
// elements that `base` puts there.
Tensor move_between(const Tensor& x, const Geometry& from, const Geometry& to,
                    const Geometry& base) {
  if (is_half(x.scalar_type()))
    return move_between(computable(x), from, to, base).to(x.scalar_type());
  const ScalarType dtype = x.scalar_type();
  const int64_t first = std::min(from.offset, to.offset);
  const int64_t end = std::max(end_of(from), end_of(to));
  const Memory sums{zeros({end - first}, dtype), first};
  kernels::add_into(dtype, from.sizes, sums.at(from), operand(x));
  if (may_overlap(base)) {
    const Memory counts{zeros({end - first}, dtype), first};
    const Tensor one = ones({}, dtype);
    kernels::add_into(dtype, base.sizes, counts.at(base),
                      {one.data_ptr(), Dims(base.sizes.size(), 0)});
    sums.elements.div_(counts.elements.clamp_min(1));
  }
  Tensor y = empty_tensor(to.sizes, dtype);
  kernels::copy(to.sizes, dtype, operand(y), dtype, sums.at(to));
  return y;
}

}  // namespace

// y = as_strided_backward(g).  Its adjoint goes the same way back: dL/dg = the elements of dL/dy
// that lie under the view.
struct AsStridedBackwardBackward0 final : Node {
  Geometry from, to, base;
  GradList apply(GradList&& grads) override;
};

static Tensor move_recorded(const Tensor& x, const Geometry& from, const Geometry& to,
                            const Geometry& base) {
  Tensor y = move_between(x, from, to, base);
  if (auto* node = record<AsStridedBackwardBackward0>(y, x)) {
    node->from = from;
    node->to = to;
    node->base = base;
  }
  return y;
}

GradList AsStridedBackwardBackward0::apply(GradList&& grads) {
  return {move_recorded(grads[0], to, from, base)};
}

Tensor as_strided_backward(const Tensor& grad, const Geometry& base, const Geometry& view) {
  return move_recorded(grad, view, base, base);
}

// y = x.as_strided(...).  dL/dx[j] = sum of dL/dy[i] over all i that lie on x[j]; where several j
// share a place, each gets an equal part.
struct AsStridedBackward0 final : Node {
  Geometry base, view;
  GradList apply(GradList&& grads) override { return {as_strided_backward(grads[0], base, view)}; }
};

intrusive_ptr<Node> make_as_strided_node(const Tensor& base, IntArrayRef sizes, IntArrayRef strides,
                                         int64_t storage_offset) {
  auto* node = new AsStridedBackward0;
  intrusive_ptr<Node> owner(node);
  node->base = geometry_of(base);
  node->view = {Dims(sizes), Dims(strides), storage_offset};
  node->add_next_edge(gradient_edge(base));
  return owner;
}

namespace {
/// A geometry within `storage`, in elements of `itemsize` bytes. @throws Error  if it reaches
/// beyond
Geometry geometry_within(const Storage& storage, size_t itemsize, IntArrayRef size,
                         IntArrayRef stride, int64_t offset) {
  check(size.size() == stride.size(), "mismatch in length of strides and shape");
  for (size_t d = 0; d < size.size(); ++d) {
    check(stride[d] >= 0,
          "as_strided: Negative strides are not supported at the moment, got strides: {}", stride);
    check(size[d] >= 0, "Storage size calculation overflowed with sizes={} and strides={}", size,
          stride);
  }
  check(offset >= 0, "Tensor: invalid storage offset {}", offset);
  Geometry view{Dims(size), Dims(stride), offset};
  const auto needed = static_cast<size_t>(end_of(view, static_cast<int64_t>(itemsize)));
  check(count_elements(size) == 0 || needed <= storage.nbytes(),
        "setStorage: sizes {}, strides {}, storage offset {}, and itemsize {} requiring a storage "
        "size of {} are out of bounds for storage of size {}",
        size, stride, offset, itemsize, needed, storage.nbytes());
  return view;
}
}  // namespace

Tensor as_strided(Traced traced, IntArrayRef size, IntArrayRef stride,
                  optional<int64_t> storage_offset) {
  const Tensor& self = traced.enter();
  const int64_t old_offset = self.storage_offset();
  const int64_t offset = storage_offset.value_or(old_offset);
  Geometry view = geometry_within(self.storage(), self.itemsize(), size, stride, offset);
  Tensor y = make_view(self, view.sizes, view.strides, offset - old_offset);
  if (auto* node = record<AsStridedBackward0>(y, self)) {
    node->base = geometry_of(self);
    node->view = std::move(view);
  }
  return y;
}
Tensor Tensor::as_strided(IntArrayRef size, IntArrayRef stride, optional<int64_t> storage_offset,
                          Caller caller) const {
  return glassgrad::as_strided({*this, caller}, size, stride, storage_offset);
}

// --- set_ ---

// Not recorded: memory and geometry are exchanged, as by set_data, and the change is counted.
namespace {
const Tensor& exchange(const Tensor& self, intrusive_ptr<Storage> storage, const Geometry& view) {
  check_in_place("set_", self);
  check(!self.is_view(), "set_: expected a tensor that is no view of another: use detach() first");
  check(!must_record(self),
        "set_: the memory of a result cannot be exchanged: use it under "
        "NoGradGuard, or on detach()");
  TensorImpl& impl = *self.impl();
  impl.storage = std::move(storage);
  impl.data =
      static_cast<char*>(impl.storage->data()) + static_cast<size_t>(view.offset) * self.itemsize();
  impl.set_geometry(view.sizes, view.strides);
  bump_version(self);
  return self;
}
}  // namespace

const Tensor& Tensor::set_(const Tensor& source, Caller caller) const {
  caller.enter();
  check(scalar_type() == source.scalar_type(), "set_: expected a tensor of type {}, but got {}",
        scalar_type(), source.scalar_type());
  check(!must_record(source),
        "set_: the derivative for the source is not implemented: use source.detach()");
  return exchange(*this, source.impl()->storage, geometry_of(source));
}
const Tensor& Tensor::set_(const Storage& source, int64_t storage_offset, IntArrayRef size,
                           IntArrayRef stride, Caller caller) const {
  caller.enter();
  check(source.use_count() > 0, "set_: expected the storage of a tensor");
  const Dims strides = stride.empty() ? contiguous_strides(size) : Dims(stride);
  const Geometry view = geometry_within(source, itemsize(), size, strides, storage_offset);
  // Tensors share storages, which count their owners.
  return exchange(*this, intrusive_ptr<Storage>(const_cast<Storage*>(&source)), view);
}
const Tensor& Tensor::set_(const Storage& source, Caller caller) const {
  return set_(source, 0, static_cast<int64_t>(source.nbytes() / itemsize()), {}, caller);
}
const Tensor& Tensor::set_(Caller caller) const {
  caller.enter();
  return exchange(*this, Storage::allocate(0), {{0}, {1}, 0});
}

}  // namespace glassgrad
