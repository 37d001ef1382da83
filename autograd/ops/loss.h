#pragma once
// Internal: what losses of pairs (x_i, t_i) share.

#include <algorithm>

#include "autograd/kernels/loss.h"
#include "autograd/ops/op.h"

namespace glassgrad {

/// None stands for every other number too, as in PyTorch.
inline kernels::Reduce to_reduce(int64_t reduction) {
  return reduction == Reduction::Mean  ? kernels::Reduce::Mean
         : reduction == Reduction::Sum ? kernels::Reduce::Sum
                                       : kernels::Reduce::None;
}

/// The elements of x in contiguous memory, copied there if they lie otherwise.
class Flat {
 public:
  explicit Flat(const Tensor& x)
      : copy_(x.is_contiguous() ? Tensor() : x.detach().contiguous()),
        data_(copy_.defined() ? copy_.data_ptr() : x.data_ptr()) {}
  void* data() const { return data_; }

 private:
  Tensor copy_;
  void* data_;
};

/// y = losses of pairs of one shape and type: as many, or one number.
template <class Kernel, class... Parameters>
Tensor fused_loss(Kernel kernel, kernels::Reduce reduce, const Tensor& self, const Tensor& target,
                  const Parameters&... parameters) {
  const Flat x(self), t(target);
  const ScalarType type = self.scalar_type();
  Tensor y = empty_tensor(reduce == kernels::Reduce::None ? self.sizes() : IntArrayRef(), type);
  kernel(type, reduce, y.data_ptr(), x.data(), t.data(), self.numel(), parameters...);
  return y;
}

/// dL/dx of such a loss by a fused kernel.
template <class Kernel, class... Parameters>
Tensor fused_loss_rule(Kernel kernel, kernels::Reduce reduce, const Tensor& grad,
                       const Tensor& self, const Tensor& target, const Parameters&... parameters) {
  const Flat x(self), t(target), dy(grad);
  const ScalarType type = self.scalar_type();
  Tensor dx = empty_tensor(self.sizes(), type);
  kernel(type, reduce, dx.data_ptr(), dy.data(), x.data(), t.data(), self.numel(), parameters...);
  return dx;
}

/// The losses themselves, their mean or their sum, by recorded operations.
inline Tensor reduced(const Tensor& losses, kernels::Reduce reduce) {
  if (reduce == kernels::Reduce::None) return losses;
  return reduce == kernels::Reduce::Mean ? losses.mean() : losses.sum();
}

/// The gradient that reaches each loss, as a factor: dL/dy, divided by n for Mean. (No loss at all:
/// not by 0, which would be NaN in the second derivative.)
inline Tensor share_of(const Tensor& dy, kernels::Reduce reduce, const Tensor& x) {
  return reduce == kernels::Reduce::Mean ? dy / std::max<int64_t>(x.numel(), 1) : dy;
}

/// A rule that saves x and t.
struct SavesPairs : Node {
  SavedTensor self{this}, target{this};
  kernels::Reduce reduce;
};

}  // namespace glassgrad
