#include "autograd/ops/activation.h"

// Activation functions of straight pieces, each a block: formula, rule, function.

namespace glassgrad {

// y = max(x, 0).  dL/dx = dL/dy where y > 0, else 0.  Saves y: x can then be freed or overwritten.
struct ReluBackward0 final : SavesOutput {
  GradList apply(GradList&& grads) override {
    const auto rule = [](const Tensor& dy, const Tensor& y) {
      return fused_rule(kernels::threshold_backward, dy, y, 0.0);
    };
    return {piecewise_linear(rule, grads[0], result.unpack())};
  }
};

Tensor relu(Traced traced) {
  const Tensor& self = traced.enter();
  check(self.scalar_type() != kBool, "Boolean inputs not supported for relu");
  Tensor y = activate(kernels::relu, self);
  if (auto* node = record<ReluBackward0>(y, self)) node->result.save_output(y);
  return y;
}
Tensor Tensor::relu(Caller caller) const { return glassgrad::relu({*this, caller}); }
Tensor& Tensor::relu_(Caller caller) const {
  caller.enter();
  return unary_in_place("relu_", kernels::relu, *this, &glassgrad::relu);
}
Tensor& relu_(Tensor& self, Caller caller) {
  caller.enter();
  return self.relu_();
}

// y = x where x > t, else a constant.  dL/dx = dL/dy where x > t, else 0.  Saves x.
struct ThresholdBackward0 final : SavesInput {
  double threshold;
  GradList apply(GradList&& grads) override {
    const auto rule = [t = threshold](const Tensor& dy, const Tensor& x) {
      return fused_rule(kernels::threshold_backward, dy, x, t);
    };
    return {piecewise_linear(rule, grads[0], self.unpack())};
  }
};

Tensor threshold(Traced traced, const Scalar& threshold, const Scalar& value) {
  const Tensor& self = traced.enter();
  check(self.scalar_type() != kBool, "\"threshold_cpu\" not implemented for 'Bool'");
  Tensor y = activate(kernels::threshold, self, threshold.toDouble(), value.toDouble());
  if (auto* node = record<ThresholdBackward0>(y, self)) {
    node->self.save(self);
    node->threshold = threshold.toDouble();
  }
  return y;
}

// y = x above 0, slope x below.  dL/dx = dL/dy above 0, slope dL/dy below.  Saves x.
struct LeakyReluBackward0 final : SavesInput {
  double slope;
  GradList apply(GradList&& grads) override {
    const auto rule = [s = slope](const Tensor& dy, const Tensor& x) {
      return fused_rule(kernels::leaky_relu_backward, dy, x, s);
    };
    return {piecewise_linear(rule, grads[0], self.unpack())};
  }
};

Tensor leaky_relu(Traced traced, const Scalar& negative_slope) {
  const Tensor& self = traced.enter();
  check_floating("leaky_relu_cpu", self);
  Tensor y = activate(kernels::leaky_relu, self, negative_slope.toDouble());
  if (auto* node = record<LeakyReluBackward0>(y, self)) {
    node->self.save(self);
    node->slope = negative_slope.toDouble();
  }
  return y;
}

// y = min(max(x, low), high).  dL/dx = dL/dy where low < x < high, else 0.  Saves x.
struct HardtanhBackward0 final : SavesInput {
  double low, high;
  GradList apply(GradList&& grads) override {
    const auto rule = [l = low, h = high](const Tensor& dy, const Tensor& x) {
      return fused_rule(kernels::hardtanh_backward, dy, x, l, h);
    };
    return {piecewise_linear(rule, grads[0], self.unpack())};
  }
};

Tensor hardtanh(Traced traced, const Scalar& min_val, const Scalar& max_val) {
  const Tensor& self = traced.enter();
  const ScalarType type = self.scalar_type();
  check(type != kBool, "Bool inputs not supported for hardtanh");
  double low = min_val.toDouble(), high = max_val.toDouble();
  if (!isFloatingType(type)) {
    low = static_cast<double>(min_val.toLong());
    high = static_cast<double>(max_val.toLong());
  }
  check(type != kByte || (low >= 0 && high >= 0),
        "cannot do hardtanh on an unsigned type with negative limits");
  Tensor y = activate(kernels::clamp, self, low, high);
  if (auto* node = record<HardtanhBackward0>(y, self)) {
    node->self.save(self);
    node->low = low;
    node->high = high;
  }
  return y;
}

Tensor relu6(Traced traced) {
  const Tensor& self = traced.enter();
  return hardtanh(self, 0, 6);
}

// y = x outside [-l, l], else 0.  dL/dx = dL/dy outside, else 0.  Saves x.
struct HardshrinkBackward0 : SavesInput {
  double lambda;
  GradList apply(GradList&& grads) override {
    const auto rule = [l = lambda](const Tensor& dy, const Tensor& x) {
      return fused_rule(kernels::shrink_backward, dy, x, l);
    };
    return {piecewise_linear(rule, grads[0], self.unpack())};
  }
};
// y = x - l above l, x + l below -l, else 0: the same rule.
struct SoftshrinkBackward0 final : HardshrinkBackward0 {};

namespace {
template <class NodeType, class Kernel>
Tensor shrink(Kernel kernel, const Tensor& self, double lambda) {
  Tensor y = activate(kernel, self, lambda);
  if (auto* node = record<NodeType>(y, self)) {
    node->self.save(self);
    node->lambda = lambda;
  }
  return y;
}
}  // namespace

Tensor hardshrink(Traced traced, const Scalar& lambd) {
  const Tensor& self = traced.enter();
  check_floating("hardshrink_cpu", self);
  return shrink<HardshrinkBackward0>(kernels::hardshrink, self, lambd.toDouble());
}

Tensor softshrink(Traced traced, const Scalar& lambd) {
  const Tensor& self = traced.enter();
  check_floating("softshrink_cpu", self);
  const double lambda = lambd.toDouble();
  check(lambda >= 0, "lambda must be greater or equal to 0, but found to be {}.", lambda);
  return shrink<SoftshrinkBackward0>(kernels::softshrink, self, lambda);
}

// y = x above 0, w x below, w one number or one per channel.
// dL/dx = dL/dy above 0, w dL/dy below;  dL/dw = sum of x dL/dy below.  Saves x and w.
struct PreluBackward0 final : Node {
  SavedTensor self{this}, weight{this};
  GradList apply(GradList&& grads) override {
    const Tensor &dy = grads[0], x = self.unpack(), w = weight.unpack();
    const Tensor w_by_channel = by_channel(w, x);
    GradList results = GradList::undefined(2);
    if (should_compute_output(0)) results[0] = where(x > 0, dy, w_by_channel * dy);
    if (should_compute_output(1)) {
      const Tensor below = where(x > 0, Scalar(0), x * dy);
      results[1] = sum_to(below, w_by_channel.sizes()).reshape(w.sizes());
    }
    return results;
  }

  /// w as a shape that broadcasts to x: [C] becomes [C, 1, 1] for x [N, C, H, W].
  static Tensor by_channel(const Tensor& w, const Tensor& x) {
    if (w.numel() == 1) return w.reshape({});
    Dims shape(x.dim() > 1 ? x.dim() - 1 : 1, 1);
    shape[0] = w.numel();
    return w.reshape(shape);
  }
};

Tensor prelu(Traced traced, const Tensor& weight) {
  const Tensor& self = traced.enter();
  check(weight.dim() <= 1,
        "prelu: Expected `weight` to be a scalar or 1D tensor, but got ndim = {}", weight.dim());
  check(self.scalar_type() == weight.scalar_type(), "Found dtype {} but expected {}",
        weight.scalar_type(), self.scalar_type());
  if (weight.numel() != 1) {
    check(self.dim() > 0, "Not allow zero-dim input tensor.");
    const int64_t channels = self.dim() > 1 ? self.size(1) : 1;
    check(channels == weight.numel(),
          "Mismatch of parameter numbers and input channel size. Found parameter numbers = {} and "
          "channel size = {}.",
          weight.numel(), channels);
  }
  const Tensor x = self.detach();
  Tensor y = where(x > 0, x, PreluBackward0::by_channel(weight.detach(), x) * x);
  if (auto* node = record<PreluBackward0>(y, self, weight)) {
    node->self.save(self);
    node->weight.save(weight);
  }
  return y;
}

}  // namespace glassgrad
