#pragma once
// Internal: how an elementwise kernel of two operands meets tensors.

#include "autograd/kernels/binary.h"
#include "autograd/ops/op.h"
#include "autograd/types/element.h"

namespace glassgrad {

/// A scalar as a kernel operand of `type`, where it may wrap around, read over and over with a
/// stride of zero.
class ScalarOperand {
 public:
  ScalarOperand(const Scalar& value, ScalarType type) {
    visit(type, [&]<class T>() { new (bytes_) T(converted<T>(value)); });
  }
  const void* data() const { return bytes_; }

 private:
  alignas(8) unsigned char bytes_[8];
};

/// The type of a result of both, for a function of floating numbers alone.
/// @throws NotImplementedError  for others, naming PyTorch's kernel: "`kernel`_cpu"
inline ScalarType floating_result_type(const char* kernel, const Tensor& a, const Tensor& b) {
  const ScalarType type = result_type(a, b);
  check<NotImplementedError>(isFloatingType(type), "\"{}_cpu\" not implemented for '{}'", kernel,
                             type);
  return type;
}

/// A kernel for one type.
using BinaryKernel = void (*)(ScalarType, IntArrayRef, const kernels::Operand&,
                              const kernels::Operand&, const kernels::Operand&);
inline auto typed(BinaryKernel kernel, ScalarType type) {
  return [=](IntArrayRef sizes, const kernels::Operand& y, const kernels::Operand& a,
             const kernels::Operand& b) { kernel(type, sizes, y, a, b); };
}

/// Whether `row` has the shape of y's last dimensions: it is the same for all that come before.
inline bool is_row_of(const TensorImpl& row, const TensorImpl& y) {
  const size_t rank = row.sizes.size();
  return row.numel > 0 && rank < y.sizes.size() &&
         IntArrayRef(y.sizes.end() - rank, rank) == IntArrayRef(row.sizes);
}

/// The dimensions from the one with the largest stride inwards.
inline Dims memory_order(const Dims& strides) {
  Dims order;
  for (size_t d = 0; d < strides.size(); ++d) {
    order.push_back(static_cast<int64_t>(d));
    for (size_t i = d; i > 0 && strides[order[i - 1]] < strides[order[i]]; --i)
      std::swap(order[i - 1], order[i]);
  }
  return order;
}
inline Dims permuted(const Dims& numbers, const Dims& order) {
  Dims result;
  for (int64_t d : order) result.push_back(numbers[d]);
  return result;
}

/// An empty result of operands that are stretched to `sizes`, in the order in memory that they
/// have.
inline Tensor empty_for(IntArrayRef sizes, ScalarType type, TensorList operands) {
  SmallVector<Dims, 3> strides;
  bool contiguous = true;
  for (const Tensor& x : operands) {
    contiguous &= x.is_contiguous();
    Dims& all = strides.emplace_back(sizes.size() - x.dim(), 0);
    for (int64_t d = 0; d < x.dim(); ++d)
      all.push_back(x.sizes()[d] == sizes[all.size()] ? x.strides()[d] : 0);
  }
  return contiguous ? empty_tensor(sizes, type) : empty_common_layout(sizes, type, strides);
}

/// Calls kernel(sizes, y, a, b) with the simplest description of y = f(a, b): flat where all are
/// contiguous or one is a single number, rows for one row, as a bias is, else with broadcast
/// strides. y's shape is the broadcast one.
template <class Kernel>
void run_binary(const Tensor& y, const Tensor& a, const Tensor& b, const Kernel& kernel) {
  static constexpr int64_t zero = 0, one = 1;
  const TensorImpl &iy = *y.impl(), &ia = *a.impl(), &ib = *b.impl();
  if (iy.is_contiguous && ia.is_contiguous && ib.is_contiguous) {
    const bool whole_a = ia.numel == iy.numel, whole_b = ib.numel == iy.numel;
    if ((whole_a || ia.numel == 1) && (whole_b || ib.numel == 1))
      return kernel(iy.numel, {iy.data, one}, {ia.data, whole_a ? one : zero},
                    {ib.data, whole_b ? one : zero});
    if (whole_a && is_row_of(ib, iy)) {
      const int64_t sizes[] = {iy.numel / ib.numel, ib.numel};
      const int64_t rows[] = {ib.numel, 1}, same_row[] = {0, 1};
      return kernel(sizes, {iy.data, rows}, {ia.data, rows}, {ib.data, same_row});
    }
  }
  const Dims sa = broadcast_strides(a, iy.sizes), sb = broadcast_strides(b, iy.sizes);
  if (iy.is_contiguous) return kernel(iy.sizes, operand(y), {ia.data, sa}, {ib.data, sb});
  // Neighbours in memory are walked one by one.
  const Dims order = memory_order(iy.strides);
  const Dims sizes = permuted(iy.sizes, order), to = permuted(iy.strides, order),
             from_a = permuted(sa, order), from_b = permuted(sb, order);
  kernel(sizes, {iy.data, to}, {ia.data, from_a}, {ib.data, from_b});
}

/// A new tensor of type `y_type` for y = f(a, b), where a and b have the same type.
template <class Kernel>
Tensor binary(const Tensor& a, const Tensor& b, ScalarType y_type, const Kernel& kernel) {
  static constexpr int64_t one = 1;
  const TensorImpl &ia = *a.impl(), &ib = *b.impl();
  const bool same_sizes = ia.sizes == ib.sizes;
  if (same_sizes && ia.is_contiguous && ib.is_contiguous) {  // spares a tenth of a small product
    Tensor y = empty_tensor(ia.sizes, y_type);
    kernel(ia.numel, {y.data_ptr(), one}, {ia.data, one}, {ib.data, one});
    return y;
  }
  Tensor y = same_sizes && ia.strides == ib.strides
                 ? empty_same_layout(a, y_type)
                 : empty_for(broadcast_shapes(ia.sizes, ib.sizes), y_type, {a, b});
  run_binary(y, a, b, kernel);
  return y;
}

/// y = f(a, scalar), where `scalar` has a's type.
template <class Kernel>
void run_binary_scalar(const Tensor& y, const Tensor& a, const ScalarOperand& scalar,
                       const Kernel& kernel) {
  static constexpr int64_t zero = 0, one = 1;
  const TensorImpl &iy = *y.impl(), &ia = *a.impl();
  const kernels::Operand b{const_cast<void*>(scalar.data()), zero};
  if (iy.is_contiguous && ia.is_contiguous)
    return kernel(iy.numel, {iy.data, one}, {ia.data, one}, b);
  const Dims zeros(iy.sizes.size(), 0);
  kernel(iy.sizes, operand(y), operand(a), {b.data, zeros});
}
template <class Kernel>
Tensor binary_scalar(const Tensor& a, const Scalar& b, ScalarType y_type, const Kernel& kernel) {
  Tensor y = empty_same_layout(a, y_type);
  run_binary_scalar(y, a, ScalarOperand(b, a.scalar_type()), kernel);
  return y;
}

/// self = f(self, other) without history, straight into self's memory. False if types, shapes or
/// overlapping memory ask for the general way.
template <class Kernel>
bool binary_in_place(const Tensor& self, const Tensor& other, const Kernel& kernel) {
  const TensorImpl &a = *self.impl(), &b = *other.impl();
  if (must_record(self, other) || a.dtype != b.dtype || is_half(a.dtype)) return false;
  const bool same_sizes = a.sizes == b.sizes, overlap = a.storage == b.storage;
  if (overlap && !(a.data == b.data && a.strides == b.strides && same_sizes)) return false;
  if (!same_sizes && !(broadcast_shapes(a.sizes, b.sizes) == a.sizes)) return false;
  run_binary(self, self, other, kernel);
  bump_version(self);
  return true;
}
template <class Kernel>
bool scalar_in_place(const Tensor& self, const Scalar& other, const Kernel& kernel) {
  if (must_record(self) || result_type(self, other) != self.scalar_type() ||
      is_half(self.scalar_type()))
    return false;
  run_binary_scalar(self, self, ScalarOperand(other, self.scalar_type()), kernel);
  bump_version(self);
  return true;
}

}  // namespace glassgrad
