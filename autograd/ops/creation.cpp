// Tensors of fixed values. Nothing here has a gradient: the results depend on no tensor's values.

#include <algorithm>
#include <cmath>

#include "autograd/functions/in_place.h"
#include "autograd/kernels/range.h"
#include "autograd/ops/creation.h"
#include "autograd/ops/op.h"

namespace glassgrad {

// --- what every factory does ---

Tensor new_tensor(IntArrayRef size, ScalarType dtype, const TensorOptions& options,
                  MemoryFormat format) {
  check_options(dtype, options);
  for (int64_t n : size) {
    check(n >= 0, "Trying to create tensor with negative dimension {}: {}", n, size);
  }
  return empty_in_format(size, dtype, format);
}

Tensor new_tensor_like(const Tensor& self, const TensorOptions& options,
                       optional<MemoryFormat> memory_format) {
  const ScalarType dtype = options.dtype_opt().value_or(self.scalar_type());
  check_options(dtype, options);
  if (!memory_format) memory_format = options.memory_format_opt();
  const MemoryFormat format = memory_format.value_or(MemoryFormat::Preserve);
  return format == MemoryFormat::Preserve ? empty_same_layout(self, dtype)
                                          : empty_in_format(self.sizes(), dtype, format);
}

void check_options(ScalarType dtype, const TensorOptions& options) {
  check_supported(dtype);
  check(!options.pinned_memory(),
        "Pinned memory requires CUDA: make the tensor without pinned_memory");
  check(options.device().is_cpu(), "Device {} is not available: tensors live on the cpu",
        options.device().str());
  check(options.layout() == kStrided, "Layout Sparse is not available: tensors are Strided");
}

Tensor finish(Tensor t, const TensorOptions& options) {
  if (options.requires_grad()) t.set_requires_grad(true);
  return t;
}

namespace {

// Every element, in whatever order: factories only make dense tensors.
Tensor filled(Tensor t, const Scalar& value, const TensorOptions& options) {
  if (is_half(t.scalar_type())) return finish(t.fill_(value), options);
  visit(t.scalar_type(), [&]<class T>() { std::fill_n(data<T>(t), t.numel(), value.to<T>()); });
  return finish(std::move(t), options);
}

// The type that a number alone asks for.
ScalarType natural_type(const Scalar& value) {
  return value.isFloatingPoint() ? get_default_scalar_type() : value.type();
}

}  // namespace

// --- one value ---

Tensor empty(IntArrayRef size, const TensorOptions& options, optional<MemoryFormat> format,
             Caller caller) {
  caller.enter();
  if (!format) format = options.memory_format_opt();
  const ScalarType dtype = options.dtype();
  return finish(new_tensor(size, dtype, options, format.value_or(MemoryFormat::Contiguous)),
                options);
}

Tensor zeros(IntArrayRef size, const TensorOptions& options, Caller caller) {
  caller.enter();
  return filled(new_tensor(size, options.dtype(), options), 0, options);
}

Tensor ones(IntArrayRef size, const TensorOptions& options, Caller caller) {
  caller.enter();
  return filled(new_tensor(size, options.dtype(), options), 1, options);
}

Tensor full(IntArrayRef size, const Scalar& value, const TensorOptions& options, Caller caller) {
  caller.enter();
  const ScalarType dtype = options.dtype_opt().value_or(natural_type(value));
  return filled(new_tensor(size, dtype, options), value, options);
}

Tensor scalar_tensor(const Scalar& value, const TensorOptions& options, Caller caller) {
  caller.enter();
  return filled(new_tensor({}, options.dtype(), options), value, options);
}

Tensor empty_like(const Tensor& self, const TensorOptions& options,
                  optional<MemoryFormat> memory_format, Caller caller) {
  caller.enter();
  return finish(new_tensor_like(self, options, memory_format), options);
}

Tensor zeros_like(const Tensor& self, const TensorOptions& options,
                  optional<MemoryFormat> memory_format, Caller caller) {
  caller.enter();
  return filled(new_tensor_like(self, options, memory_format), 0, options);
}

Tensor ones_like(const Tensor& self, const TensorOptions& options,
                 optional<MemoryFormat> memory_format, Caller caller) {
  caller.enter();
  return filled(new_tensor_like(self, options, memory_format), 1, options);
}

Tensor full_like(const Tensor& self, const Scalar& value, const TensorOptions& options,
                 optional<MemoryFormat> memory_format, Caller caller) {
  caller.enter();
  return filled(new_tensor_like(self, options, memory_format), value, options);
}

Tensor Tensor::new_empty(IntArrayRef size, TensorOptions given, Caller caller) const {
  caller.enter();
  return empty(size, options().merge_in(given));
}

Tensor Tensor::new_empty_strided(IntArrayRef size, IntArrayRef stride, TensorOptions given,
                                 Caller caller) const {
  caller.enter();
  return empty_strided(size, stride, options().merge_in(given));
}

Tensor Tensor::new_zeros(IntArrayRef size, TensorOptions given, Caller caller) const {
  caller.enter();
  return zeros(size, options().merge_in(given));
}

Tensor Tensor::new_ones(IntArrayRef size, TensorOptions given, Caller caller) const {
  caller.enter();
  return ones(size, options().merge_in(given));
}

Tensor Tensor::new_full(IntArrayRef size, const Scalar& value, TensorOptions given,
                        Caller caller) const {
  caller.enter();
  return full(size, value, options().merge_in(given));
}

// --- the identity ---

Tensor eye(int64_t n, const TensorOptions& options, Caller caller) {
  caller.enter();
  return eye(n, n, options);
}

Tensor eye(int64_t n, int64_t m, const TensorOptions& options, Caller caller) {
  caller.enter();
  check(n >= 0, "n must be greater or equal to 0, got {}", n);
  check(m >= 0, "m must be greater or equal to 0, got {}", m);
  if (is_half(options.dtype())) return finish(eye(n, m, kFloat).to(options.dtype()), options);
  const Tensor t = zeros({n, m}, options.requires_grad(false));
  visit(t.scalar_type(), [&]<class T>() {
    for (int64_t i = 0; i < std::min(n, m); ++i) data<T>(t)[i * m + i] = T(1);
  });
  return finish(t, options);
}

// --- ranges ---

namespace {

// ceil((end - start) / step), checked.
template <class T>
int64_t range_length(T start, T end, T step, double quotient) {
  check(step > 0 || step < 0, "step must be nonzero");
  check(std::isfinite(double(start)) && std::isfinite(double(end)),
        "unsupported range: {:g} -> {:g}", double(start), double(end));
  check((step > 0 && end >= start) || (step < 0 && end <= start),
        "upper bound and larger bound inconsistent with step sign");
  const double length = std::ceil(quotient);
  check(length >= 0 && length < 0x1p63, "invalid size, possible overflow?");
  return int64_t(length);
}

// The bounds are taken in double for floating types and int32 or uint8, but in int64 for int64.
template <class T>
Tensor arange_as(const Scalar& start, const Scalar& end, const Scalar& step) {
  using Bound = std::conditional_t<std::is_floating_point_v<T>, double, int64_t>;
  const Bound first = start.to<Bound>(), last = end.to<Bound>(), by = step.to<Bound>();
  const double quotient = std::is_same_v<T, int64_t>
                              ? double(int64_t(uint64_t(last) - uint64_t(first))) / double(by)
                              : (end.toDouble() - start.toDouble()) / step.toDouble();
  const int64_t n = range_length(first, last, by, quotient);
  Tensor t = empty_tensor(n, scalar_type_of<T>);
  kernels::arange(data<T>(t), n, first, by);
  return t;
}

// Calls f with the C++ type of any dtype but bool, which has no ranges.
template <class F>
Tensor visit_numbers(const char* kernel, ScalarType dtype, F&& f) {
  check<NotImplementedError>(dtype != kBool, "\"{}\" not implemented for 'Bool'", kernel);
  if (is_half(dtype)) return f.template operator()<float>().to(dtype);
  return visit(dtype, [&]<class T>() -> Tensor {
    if constexpr (std::is_same_v<T, bool>) {
      return Tensor();
    } else {
      return f.template operator()<T>();
    }
  });
}

}  // namespace

Tensor arange(const Scalar& end, const TensorOptions& options, Caller caller) {
  caller.enter();
  return arange(0, end, options);
}

Tensor arange(const Scalar& start, const Scalar& end, const TensorOptions& options, Caller caller) {
  caller.enter();
  return arange(start, end, 1, options);
}

Tensor arange(const Scalar& start, const Scalar& end, const Scalar& step,
              const TensorOptions& options, Caller caller) {
  caller.enter();
  const bool integral = start.isIntegral(true) && end.isIntegral(true) && step.isIntegral(true);
  const ScalarType dtype =
      options.dtype_opt().value_or(integral ? kLong : get_default_scalar_type());
  check_options(dtype, options);
  return finish(
      visit_numbers("arange_cpu", dtype, [&]<class T>() { return arange_as<T>(start, end, step); }),
      options);
}

Tensor linspace(const Scalar& start, const Scalar& end, int64_t steps, const TensorOptions& options,
                Caller caller) {
  caller.enter();
  check(steps >= 0, "number of steps must be non-negative");
  const ScalarType dtype = options.dtype();
  check_options(dtype, options);
  if (steps <= 1) return full(steps, start, options.dtype(dtype));  // of any type, bool too
  return finish(visit_numbers("linspace_cpu", dtype,
                              [&]<class T>() {
                                Tensor t = empty_tensor(steps, scalar_type_of<T>);
                                kernels::linspace(data<T>(t), steps, start.to<T>(), end.to<T>());
                                return t;
                              }),
                options);
}

// --- memory of somebody else ---

namespace {

// Bytes from the first element to the end of the farthest one.
size_t extent(IntArrayRef sizes, IntArrayRef strides, ScalarType dtype) {
  int64_t last = 0;
  for (size_t d = 0; d < sizes.size(); ++d) {
    if (sizes[d] == 0) return 0;
    last += (sizes[d] - 1) * strides[d];
  }
  return size_t(last + 1) * elementSize(dtype);
}

}  // namespace

Tensor from_blob(void* data, IntArrayRef sizes, IntArrayRef strides,
                 const std::function<void(void*)>& deleter, const TensorOptions& options,
                 Caller caller) {
  caller.enter();
  const ScalarType dtype = options.dtype();
  check_options(dtype, options);
  check(sizes.size() == strides.size(),
        "from_blob: mismatch in length of strides and shape, got sizes {} and strides {}", sizes,
        strides);
  for (size_t d = 0; d < sizes.size(); ++d) {
    check(sizes[d] >= 0 && strides[d] >= 0,
          "from_blob: sizes and strides must not be negative, got sizes {} and strides {}", sizes,
          strides);
  }
  intrusive_ptr<TensorImpl> impl =
      TensorImpl::over(Storage::wrap(data, extent(sizes, strides, dtype), deleter), dtype);
  impl->set_geometry(sizes, strides);
  return finish(Tensor(std::move(impl)), options);
}

Tensor from_blob(void* data, IntArrayRef sizes, IntArrayRef strides, const TensorOptions& options,
                 Caller caller) {
  caller.enter();
  return from_blob(data, sizes, strides, nullptr, options);
}

Tensor from_blob(void* data, IntArrayRef sizes, const std::function<void(void*)>& deleter,
                 const TensorOptions& options, Caller caller) {
  caller.enter();
  return from_blob(data, sizes, contiguous_strides(sizes), deleter, options);
}

Tensor from_blob(void* data, IntArrayRef sizes, const TensorOptions& options, Caller caller) {
  caller.enter();
  return from_blob(data, sizes, contiguous_strides(sizes), nullptr, options);
}

}  // namespace glassgrad
