// Softmax and its logarithm along a dimension. A rule is one fused kernel, unless the gradient is
// to be differentiated itself: then it is composed of recorded operations.
#include "autograd/kernels/softmax.h"

#include "autograd/ops/op.h"

namespace glassgrad {

namespace {

/// x seen as [outer, size, inner] around a dimension.
struct Around {
  int64_t outer = 1, size = 1, inner = 1;
  Around(const Tensor& x, int64_t dim) {
    const IntArrayRef sizes = x.sizes();
    for (size_t d = 0; d < sizes.size(); ++d)
      (int64_t(d) < dim ? outer : int64_t(d) == dim ? size : inner) *= sizes[d];
  }
};

using SoftmaxKernel = void (*)(ScalarType, void*, const void*, int64_t, int64_t, int64_t);
using SoftmaxRule = void (*)(ScalarType, void*, const void*, const void*, int64_t, int64_t,
                             int64_t);

Tensor normalise(SoftmaxKernel kernel, const Tensor& self, int64_t dim) {
  const Tensor x = self.detach().contiguous();
  Tensor y = empty_tensor(x.sizes(), x.scalar_type());
  const Around around(x, dim);
  if (x.numel() > 0)
    kernel(x.scalar_type(), y.data_ptr(), x.data_ptr(), around.outer, around.size, around.inner);
  return y;
}

Tensor fused_rule(SoftmaxRule kernel, const Tensor& grad, const Tensor& y, int64_t dim) {
  const Tensor dy = grad.contiguous();
  Tensor dx = empty_tensor(y.sizes(), y.scalar_type());
  const Around around(y, dim);
  if (y.numel() > 0)
    kernel(y.scalar_type(), dx.data_ptr(), dy.data_ptr(), y.data_ptr(), around.outer, around.size,
           around.inner);
  return dx;
}

/// A rule that saves y.
struct SoftmaxRuleBase : Node {
  SavedTensor result{this};
  int64_t dim;
};

template <class NodeType>
Tensor recorded_normalise(SoftmaxKernel kernel, const char* name, const Tensor& self, int64_t dim,
                          optional<ScalarType> dtype) {
  const Tensor x = cast(self, dtype.value_or(self.scalar_type()));
  dim = wrap_dim(dim, x.dim());
  check(x.is_floating_point(), "\"{}_{}kernel_impl\" not implemented for '{}'",
        dim + 1 < x.dim() ? "softmax" : name, dim + 1 < x.dim() ? "" : "lastdim_", x.scalar_type());
  Tensor y = normalise(kernel, x, dim);
  if (auto* node = record<NodeType>(y, x)) {
    node->result.save_output(y);
    node->dim = dim;
  }
  return y;
}

}  // namespace

// y_i = e^x_i / sum_j e^x_j.  dL/dx_i = y_i (dL/dy_i - sum_j dL/dy_j y_j).  Saves y.
struct SoftmaxBackward0 final : SoftmaxRuleBase {
  std::string formula() const override { return "dL/dx_i = y_i (dL/dy_i - sum_j dL/dy_j y_j)"; }
  GradList apply(GradList&& grads) override {
    const Tensor& dy = grads[0];
    const Tensor y = result.unpack();
    if (!GradMode::is_enabled()) return {fused_rule(kernels::softmax_backward, dy, y, dim)};
    return {y * (dy - (dy * y).sum(dim, true))};
  }
};

Tensor softmax(Traced traced, int64_t dim, optional<ScalarType> dtype) {
  const Tensor& self = traced.enter();
  return recorded_normalise<SoftmaxBackward0>(kernels::softmax, "softmax", self, dim, dtype);
}
Tensor Tensor::softmax(int64_t dim, optional<ScalarType> dtype, Caller caller) const {
  return glassgrad::softmax({*this, caller}, dim, dtype);
}

// y_i = x_i - ln sum_j e^x_j.  dL/dx_i = dL/dy_i - e^y_i sum_j dL/dy_j.  Saves y.
struct LogSoftmaxBackward0 final : SoftmaxRuleBase {
  std::string formula() const override { return "dL/dx_i = dL/dy_i - e^y_i sum_j dL/dy_j"; }
  GradList apply(GradList&& grads) override {
    const Tensor& dy = grads[0];
    const Tensor y = result.unpack();
    if (!GradMode::is_enabled()) return {fused_rule(kernels::log_softmax_backward, dy, y, dim)};
    return {dy - exp(y) * dy.sum(dim, true)};
  }
};

Tensor log_softmax(Traced traced, int64_t dim, optional<ScalarType> dtype) {
  const Tensor& self = traced.enter();
  return recorded_normalise<LogSoftmaxBackward0>(kernels::log_softmax, "log_softmax", self, dim,
                                                 dtype);
}
Tensor Tensor::log_softmax(int64_t dim, optional<ScalarType> dtype, Caller caller) const {
  return glassgrad::log_softmax({*this, caller}, dim, dtype);
}

}  // namespace glassgrad
