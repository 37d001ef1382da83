#pragma once
// Internal: what losses of pairs (x_i, t_i) share.

#include <algorithm>

#include "autograd/kernels/loss.h"
#include "autograd/kernels/pointwise.h"
#include "autograd/ops/pointwise/unary.h"

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

/// y = the losses value(x_i, t_i) of pairs of one shape and type: as many, or one number.
template <class Way = kernels::Usual, class F>
Tensor losses(const F& formula, kernels::Reduce reduce, const Tensor& self, const Tensor& target) {
  const Flat x(self), t(target);
  const ScalarType type = self.scalar_type();
  Tensor y = empty_tensor(reduce == kernels::Reduce::None ? self.sizes() : IntArrayRef(), type);
  kernels::losses<Way>(formula, type, reduce, y.data_ptr(), x.data(), t.data(), self.numel());
  return y;
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

/// What the rules of losses l_i = F::value(x_i, t_i) share. They save x and t.
template <class F>
struct LossRule : Node, F {
  SavedTensor self{this}, target{this};
  kernels::Reduce reduce;

  /// By how many the losses were divided.
  double count() const {
    return reduce == kernels::Reduce::Mean
               ? static_cast<double>(std::max<int64_t>(self.peek().numel(), 1))
               : 1.0;
  }
  /// dL/dx in one loop, or of recorded operations where it is to be differentiated.
  Tensor input_gradient(const Tensor& dy) const {
    const Tensor x = self.unpack(), t = target.unpack();
    if (GradMode::is_enabled()) return F::rule(dy, x, t, count());
    const Flat flat_x(x), flat_t(t), flat_dy(dy);
    Tensor dx = empty_tensor(x.sizes(), x.scalar_type());
    kernels::loss_gradients(static_cast<const F&>(*this), x.scalar_type(), reduce, dx.data_ptr(),
                            flat_dy.data(), flat_x.data(), flat_t.data(), x.numel());
    return dx;
  }

  std::string formula() const override {
    const Symbol n = reduce == kernels::Reduce::Mean ? Symbol("N") : Symbol::nothing();
    return "dL/dx_i = " + F::rule(Symbol("dL/dl"), Symbol("x_i"), Symbol("t_i"), n).text();
  }
  std::string numbers(const GradList& grads) const override {
    const Symbol n = reduce == kernels::Reduce::Mean ? Symbol(count()) : Symbol::nothing();
    return F::rule(Symbol(first_element(grads[0])), Symbol(first_element(self.peek())),
                   Symbol(first_element(target.peek())), n)
        .text();
  }
  Tensor differences(const GradList& grads, size_t input) const override {
    const auto loss = [formula = static_cast<const F&>(*this)](const double* at) {
      return formula.value(Real(at[0]), Real(at[1])).v;
    };
    const Tensor& x = self.peek();
    return central_differences(loss, {x, target.peek()}, input, share(grads[0]), x.sizes());
  }

 protected:
  /// The gradient that reaches each loss.
  Tensor share(const Tensor& dy) const {
    const NoGradGuard no_grad;
    return (dy.to(kDouble) / count()).expand(self.peek().sizes());
  }
};

}  // namespace glassgrad
