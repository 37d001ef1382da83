#pragma once
// Internal: the gradient of an operand that was stretched to the result's shape.

#include <memory>

#include "autograd/base/compiler.h"
#include "autograd/base/small_blocks.h"
#include "autograd/tensor/tensor_impl.h"

namespace glassgrad {

/// sum_to where something was broadcast.
Tensor sum_to_smaller(const Tensor& grad, IntArrayRef sizes);
/// The gradient of a broadcast: `grad` summed back to `sizes`; itself where they agree.
inline Tensor sum_to(Tensor grad, IntArrayRef sizes) {
  if (grad.sizes() == sizes) return grad;
  return sum_to_smaller(grad, sizes);
}

/// The sizes of N operands, kept by a node if one of them was stretched to those of the result.
/// Most are not: then nothing is kept, for their gradients have the sizes of the result's. (A graph
/// of many small operations takes as long as its memory does: with them a node would be half as
/// large again.)
template <size_t N>
class OperandSizes {
 public:
  template <class... Operands>
  void note(const Tensor& result, const Operands&... operands) {
    static_assert(sizeof...(Operands) == N);
    if ((is_stretched(*operands.impl(), *result.impl()) || ...)) [[unlikely]]
      keep(operands...);
  }

  /// Of operand `i`, whose result has the gradient `grad`.
  IntArrayRef of(size_t i, const Tensor& grad) const {
    return kept_ ? IntArrayRef(kept_->sizes[i]) : grad.sizes();
  }
  /// `grad`, of the result's shape, summed back to that of operand `i`.
  Tensor sum_to(size_t i, Tensor grad) const {
    if (!kept_) return grad;
    return glassgrad::sum_to(std::move(grad), kept_->sizes[i]);
  }

 private:
  /// It has fewer elements or dimensions then. Of nothing, both may have 0 elements: perhaps.
  static bool is_stretched(const TensorImpl& operand, const TensorImpl& result) {
    return operand.numel != result.numel || operand.dim() != result.dim() || result.numel == 0;
  }

  template <class... Operands>
  GLASSGRAD_NOINLINE void keep(const Operands&... operands) {
    kept_.reset(new Kept{{}, {operands.impl()->sizes...}});
  }

  struct Kept : InSmallBlocks {
    Dims sizes[N];
  };
  std::unique_ptr<Kept> kept_;
};

}  // namespace glassgrad
