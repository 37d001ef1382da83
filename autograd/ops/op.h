#pragma once
// Internal: what every file of autograd/ops needs to define an operation.

#include "autograd/base/check.h"
#include "autograd/functions.h"
#include "autograd/graph/in_place.h"
#include "autograd/graph/record.h"
#include "autograd/graph/view.h"
#include "autograd/kernels/loops.h"
#include "autograd/ops/sum_to.h"
#include "autograd/tensor/factory.h"
#include "autograd/tensor/promotion.h"
#include "autograd/tensor/shape.h"

namespace glassgrad {

/// The elements of `own`, a fresh result that nobody else holds, in another shape: no view of it.
Tensor unsafe_view(const Tensor& own, IntArrayRef sizes);

/// A number as a tensor, of the type that comes out beside `other`.
inline Tensor to_tensor(const Scalar& number, const Tensor& other) {
  return full({}, number, result_type(other, number));
}

/// @throws NotImplementedError naming the kernel, for elements that are no floating-point numbers
inline void check_floating(const char* kernel, const Tensor& x) {
  check<NotImplementedError>(
      x.is_floating_point(),
      "\"{}\" not implemented for '{}'; convert to a floating type first, as in x.to(kFloat)",
      kernel, x.scalar_type());
}

/// x or, where its elements have 16 bits, their values as floats: what most kernels compute with.
inline Tensor computable(const Tensor& x) {
  return is_half(x.scalar_type()) ? x.detach().to(kFloat) : x;
}
/// For kernels over any strides.
inline kernels::Operand operand(const Tensor& x) { return {x.data_ptr(), x.strides()}; }
/// For kernels that walk over memory as it lies.
inline Tensor contiguous_values(const Tensor& x) { return x.detach().contiguous(); }
template <class T>
T* data(const Tensor& x) {
  return static_cast<T*>(x.impl()->data);
}

}  // namespace glassgrad
