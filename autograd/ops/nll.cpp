// Losses of class labels.
#include "autograd/kernels/nll.h"

#include "autograd/ops/gradient_of_input.h"
#include "autograd/ops/pointwise/loss.h"

namespace glassgrad {

namespace {

kernels::Classes classes_of(IntArrayRef sizes, int64_t ignore_index) {
  kernels::Classes shape{1, sizes.size() == 1 ? sizes[0] : sizes[1], 1, ignore_index};
  if (sizes.size() > 1) shape.samples = sizes[0];
  for (size_t d = 2; d < sizes.size(); ++d) shape.inner *= sizes[d];
  return shape;
}

void check_weight(const char* prefix, const Tensor& weight, int64_t classes) {
  check(!weight.defined() || (weight.dim() == 1 && weight.numel() == classes),
        "{}weight tensor should be defined either for all {} classes or no classes but got weight "
        "tensor of shape: {}",
        prefix, classes, weight.defined() ? weight.sizes() : IntArrayRef());
}

/// Labels as int64, in contiguous memory.
Tensor check_labels(const Tensor& self, const Tensor& target, const Tensor& weight) {
  check(self.is_floating_point(),
        "\"nll_loss_out_frame\" not implemented for '{}'; convert to a floating type first, as in "
        "x.to(kFloat)",
        self.scalar_type());
  check<ValueError>(self.dim() > 0, "Expected 1 or more dimensions (got 0)");
  if (self.dim() <= 2) {
    check(target.dim() <= 1, "0D or 1D target tensor expected, multi-target not supported");
    const bool matches =
        self.dim() == 1 ? target.dim() == 0 : target.dim() == 1 && self.size(0) == target.size(0);
    check(matches, "size mismatch (got input: {}, target: {})", self.sizes(), target.sizes());
  } else {
    Dims expected(self.sizes());
    expected.erase(1);
    check(IntArrayRef(expected) == target.sizes(), "Expected target size {}, got {}",
          IntArrayRef(expected), target.sizes());
  }
  check(
      target.scalar_type() == kLong || target.scalar_type() == kByte,
      "expected scalar type Long but found {}\n  the target of {} holds class numbers: convert it "
      "with target.to(torch::kLong); class probabilities have the input's shape {}",
      target.scalar_type(), target.sizes(), self.sizes());
  check_weight("", weight, classes_of(self.sizes(), 0).classes);
  check(!weight.defined() || weight.scalar_type() == self.scalar_type(),
        "expected scalar type {} but found {}", self.scalar_type(),
        weight.defined() ? weight.scalar_type() : kFloat);
  return target.to(kLong).contiguous();
}

}  // namespace

// The loss is linear in x: y = A x, where A holds -w[t_i] (for Mean divided by their sum) at
// [i, t_i]. Both its rule, dx = A^T dy, and the rule of that rule save the labels and weights.
struct LabelRule : Node {
  SavedTensor target{this}, weight{this};
  kernels::Classes shape;
  kernels::Reduce reduce;
  double total_weight;
  Dims sizes;  // of x
};

// dx = A^T dy.  dL/d(dy) = A dL/d(dx): the loss again;  dL/dx = 0.
struct NllLossBackwardBackward0 final : LabelRule {
  GradList apply(GradList&& grads) override {
    const Tensor of_dy = nll_loss(grads[0], target.unpack(), weight.unpack(),
                                  static_cast<int64_t>(reduce), shape.ignored);
    return with_zero_of_input(of_dy, grads[0], *this);
  }
};

// l_i = -w[t_i] x[i, t_i].  dl_i/dx[i, t_i] = -w[t_i], all else 0.
struct NllLossBackward0 : LabelRule {
  std::string formula() const override { return "dL/dx[i, t_i] = -dL/dl_i * w[t_i], all else 0"; }
  GradList apply(GradList&& grads) override {
    const Flat dy(grads[0]);
    const Tensor t = target.unpack(), w = weight.unpack();
    const ScalarType type = grads[0].scalar_type();
    Tensor dx = empty_tensor(sizes, type);
    kernels::nll_backward(type, reduce, dx.data_ptr(), dy.data(), data<int64_t>(t),
                          w.defined() ? w.data_ptr() : nullptr, total_weight, shape);
    if (GradMode::is_enabled()) {
      auto* node = record_gradient<NllLossBackwardBackward0>(dx, grads[0], *this);
      node->target.save(t);
      if (w.defined()) node->weight.save(w);
      node->shape = shape;
      node->reduce = reduce;
    }
    return {dx};
  }
};
struct NllLoss2DBackward0 final : NllLossBackward0 {};  // of x with more than two dimensions

namespace {
template <class NodeType>
Tensor pick_labels(const Tensor& self, const Tensor& labels, const Tensor& weight,
                   kernels::Reduce reduce, const kernels::Classes& shape,
                   IntArrayRef target_sizes) {
  const Flat x(self);
  const Tensor w = weight.defined() ? weight.detach().contiguous() : Tensor();
  const ScalarType type = self.scalar_type();
  Tensor y = empty_tensor(reduce == kernels::Reduce::None ? target_sizes : IntArrayRef(), type);
  const double total_weight =
      kernels::nll(type, reduce, y.data_ptr(), x.data(), data<int64_t>(labels),
                   w.defined() ? w.data_ptr() : nullptr, shape);
  if (auto* node = record<NodeType>(y, self)) {
    node->target.save(labels);
    if (w.defined()) node->weight.save(w);
    node->shape = shape;
    node->reduce = reduce;
    node->total_weight = total_weight;
    node->sizes = self.impl()->sizes;
  }
  return y;
}
}  // namespace

Tensor nll_loss(Traced traced, const Tensor& target, const Tensor& weight, int64_t reduction,
                int64_t ignore_index) {
  const Tensor& self = traced.enter();
  const Tensor labels = check_labels(self, target, weight);
  const kernels::Classes shape = classes_of(self.sizes(), ignore_index);
  const int64_t bad = kernels::first_out_of_range(data<int64_t>(labels), shape);
  check<IndexError>(bad == ignore_index,
                    "Target {} is out of bounds.\n  an input of shape {} has {} classes, 0 to {}",
                    bad, self.sizes(), shape.classes, shape.classes - 1);

  const kernels::Reduce reduce = to_reduce(reduction);
  return self.dim() <= 2
             ? pick_labels<NllLossBackward0>(self, labels, weight, reduce, shape, target.sizes())
             : pick_labels<NllLoss2DBackward0>(self, labels, weight, reduce, shape, target.sizes());
}

}  // namespace glassgrad
