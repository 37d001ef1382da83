// Copies: clone, contiguous, to, copy_; and filling.
#include "autograd/kernels/copy.h"

#include <cmath>
#include <cstring>

#include "autograd/ops/op.h"

namespace glassgrad {

namespace {
/// Where one of the types has 16 bits.
void copy_through_float(const Tensor& self, const Tensor& source) {
  const ScalarType from = source.scalar_type(), to = self.scalar_type();
  if (is_half(from)) {
    const Tensor read = contiguous_values(source), wide = empty_tensor(source.sizes(), kFloat);
    kernels::widen(from, data<float>(wide), data<uint16_t>(read), read.numel());
    copy_values(self, wide);
  } else {
    const Tensor read = contiguous_values(source.detach().to(kFloat));
    const Tensor narrow = empty_tensor(source.sizes(), to);
    kernels::narrow(to, data<uint16_t>(narrow), data<float>(read), read.numel());
    copy_values(self, narrow);
  }
}
}  // namespace

void copy_values(const Tensor& self, const Tensor& source) {
  const TensorImpl &to = *self.impl(), &from = *source.impl();
  if (to.dtype == from.dtype && to.is_contiguous && from.is_contiguous && to.sizes == from.sizes) {
    if (to.numel > 0 && to.data != from.data)
      std::memmove(to.data, from.data, to.numel * elementSize(to.dtype));
    return;
  }
  if (to.dtype != from.dtype && (is_half(to.dtype) || is_half(from.dtype)))
    return copy_through_float(self, source);
  // Memory that overlaps under another order must be read before it is written.
  Tensor read = source;
  if (to.storage == from.storage && !(to.strides == from.strides && to.data == from.data)) {
    read = empty_tensor(source.sizes(), source.scalar_type());
    copy_values(read, source);
  }
  const Dims strides = broadcast_strides(read, self.sizes());
  kernels::copy(self.sizes(), as_moved(to.dtype), operand(self), as_moved(from.dtype),
                {read.data_ptr(), strides});
}

namespace {
Tensor copied(const Tensor& self, ScalarType dtype, MemoryFormat format) {
  const bool keep_layout = format == MemoryFormat::Preserve;
  Tensor y =
      keep_layout ? empty_same_layout(self, dtype) : empty_in_format(self.sizes(), dtype, format);
  if (keep_layout && is_dense(self) && dtype == self.scalar_type()) {
    if (self.numel() > 0) std::memcpy(y.data_ptr(), self.data_ptr(), self.nbytes());
  } else {
    copy_values(y, self);
  }
  return y;
}
}  // namespace

// y = x.  dL/dx = dL/dy.
struct CloneBackward0 final : Node {
  GradList apply(GradList&& grads) override { return {grads[0]}; }
};

Tensor clone(Traced traced, optional<MemoryFormat> format) {
  const Tensor& self = traced.enter();
  Tensor y = copied(self, self.scalar_type(), format.value_or(MemoryFormat::Preserve));
  record<CloneBackward0>(y, self);
  return y;
}
Tensor Tensor::clone(optional<MemoryFormat> format, Caller caller) const {
  return glassgrad::clone({*this, caller}, format);
}

Tensor Tensor::contiguous(MemoryFormat format, Caller caller) const {
  caller.enter();
  check(format != MemoryFormat::Preserve,
        "preserve memory format is unsupported by the contiguous operator");
  return is_contiguous(format) ? *this : clone(format);
}

// y = x as another type.  dL/dx = dL/dy as x's type.
struct ToCopyBackward0 final : Node {
  ScalarType dtype;
  GradList apply(GradList&& grads) override { return {grads[0].to(dtype)}; }
};

namespace {
Tensor in_type_and_format(const Tensor& self, ScalarType dtype, bool copy, MemoryFormat format) {
  const bool stays = format == MemoryFormat::Preserve || self.suggest_memory_format() == format;
  if (dtype == self.scalar_type() && !copy && stays) return self;
  check_supported(dtype);
  Tensor y = copied(self, dtype, format);
  if (isFloatingType(dtype))
    if (auto* node = record<ToCopyBackward0>(y, self)) node->dtype = self.scalar_type();
  return y;
}
}  // namespace

Tensor Tensor::to(ScalarType dtype, bool, bool copy, Caller caller) const {
  caller.enter();
  return in_type_and_format(*this, dtype, copy, MemoryFormat::Preserve);
}
Tensor Tensor::to(TypeMeta dtype, bool non_blocking, bool copy, Caller caller) const {
  caller.enter();
  return to(dtype.toScalarType(), non_blocking, copy);
}
Tensor Tensor::to(const TensorOptions& options, bool, bool copy, Caller caller) const {
  caller.enter();
  check(!options.requires_grad(),
        "to(options) expects unset requires_grad flag, but got options.requires_grad set as true");
  if (options.has_device()) (void)to(options.device());
  return in_type_and_format(*this, options.dtype_opt().value_or(scalar_type()), copy,
                            options.memory_format_opt().value_or(MemoryFormat::Preserve));
}
Tensor Tensor::to(Device device, bool non_blocking, bool copy, Caller caller) const {
  caller.enter();
  check<NotImplementedError>(
      device.is_cpu(), "to: expected the cpu, the only device here, but got {}", device.str());
  return to(scalar_type(), non_blocking, copy);
}
Tensor Tensor::to(DeviceType device, bool non_blocking, bool copy, Caller caller) const {
  caller.enter();
  return to(Device(device), non_blocking, copy);
}
Tensor Tensor::to(Device device, ScalarType dtype, bool non_blocking, bool copy,
                  Caller caller) const {
  caller.enter();
  (void)to(device);
  return to(dtype, non_blocking, copy);
}
Tensor Tensor::to(optional<ScalarType> dtype, optional<Layout> layout, optional<Device> device,
                  optional<bool> pin_memory, bool non_blocking, bool copy,
                  optional<MemoryFormat> format, Caller caller) const {
  caller.enter();
  const auto options = TensorOptions().dtype(dtype).layout(layout).device(device);
  return to(options.pinned_memory(pin_memory).memory_format(format), non_blocking, copy);
}
Tensor Tensor::pin_memory(optional<Device>, Caller caller) const {
  caller.enter();
  check<NotImplementedError>(
      false, "pin_memory: expected a graphics card to pin memory for, but there is but the cpu");
  return {};
}
Tensor Tensor::to(const Tensor& other, bool non_blocking, bool copy, Caller caller) const {
  caller.enter();
  return to(other.scalar_type(), non_blocking, copy);
}

// self = source, in place: self's old value has no influence, and source gets the gradient.
struct CopyBackwards final : Node {
  Dims source_sizes;
  ScalarType source_dtype;
  GradList apply(GradList&& grads) override {
    return {zeros_like(grads[0]), cast(sum_to(grads[0], source_sizes), source_dtype)};
  }
  std::string name() const override { return "torch::autograd::CopyBackwards"; }
};

Tensor& Tensor::copy_(const Tensor& source, bool, Caller caller) const {
  caller.enter();
  check_defined(source, 1, "src");
  check_in_place("copy_", *this, source.requires_grad());
  if (is_same(source)) return mutable_handle(*this);
  const Dims shape = broadcast_shapes(sizes(), source.sizes());
  check(IntArrayRef(shape) == sizes(), "output with shape {} doesn't match the broadcast shape {}",
        sizes(), IntArrayRef(shape));
  check_overlap(*this, source);
  CopyBackwards* node = nullptr;
  intrusive_ptr<Node> owner;
  if (is_floating_point() && must_record(*this, source)) {
    Edge before = gradient_edge(*this), from = gradient_edge(source);
    owner = intrusive_ptr<Node>(node = new CopyBackwards);
    node->source_sizes = source.impl()->sizes;
    node->source_dtype = source.scalar_type();
    node->add_next_edge(std::move(before));
    node->add_next_edge(std::move(from));
  }
  copy_values(*this, source);
  bump_version(*this);
  if (node) rebase_history(*this, {owner, 0});
  return mutable_handle(*this);
}

// self = value everywhere, in place.  dL/dself = 0.
struct FillBackward0 final : Node {
  GradList apply(GradList&& grads) override { return {zeros_like(grads[0])}; }
};
struct ZeroBackward0 final : Node {
  GradList apply(GradList&& grads) override { return {zeros_like(grads[0])}; }
};

namespace {
template <class NodeType>
Tensor& fill_in_place(const Tensor& self, const Scalar& value) {
  if (is_half(self.scalar_type())) return self.copy_(full({}, value, kFloat));
  visit(self.scalar_type(), [&]<class T>() { (void)value.to<T>(); });  // it fits
  InPlace<NodeType> change(self);
  const ScalarType dtype = self.scalar_type();
  const int64_t integer = dtype == kBool          ? value.toBool()
                          : isFloatingType(dtype) ? 0
                                                  : value.toLong();
  static constexpr int64_t one = 1;
  if (self.is_contiguous() && value.equal(0) && !std::signbit(value.toDouble()))
    std::memset(self.data_ptr(), 0, self.nbytes());
  else if (self.is_contiguous())
    kernels::fill(self.numel(), dtype, {self.data_ptr(), one}, value.toDouble(), integer);
  else
    kernels::fill(self.sizes(), dtype, operand(self), value.toDouble(), integer);
  return change.finish();
}
}  // namespace

Tensor& Tensor::fill_(const Scalar& value, Caller caller) const {
  caller.enter();
  return fill_in_place<FillBackward0>(*this, value);
}
Tensor& Tensor::fill_(const Tensor& value, Caller caller) const {
  caller.enter();
  check(value.dim() == 0,
        "fill_ only supports 0-dimension value tensor but got tensor with {} dimensions.",
        value.dim());
  return value.requires_grad() ? copy_(value) : fill_(value.item());
}
Tensor& Tensor::zero_(Caller caller) const {
  caller.enter();
  if (!is_contiguous() || must_record(*this)) return fill_in_place<ZeroBackward0>(*this, 0);
  std::memset(data_ptr(), 0, nbytes());
  bump_version(*this);
  return mutable_handle(*this);
}

}  // namespace glassgrad
