// Activation functions of straight pieces, each a block: the formula with its rule, the node, the
// function.

#include "autograd/ops/pointwise/bounded.h"

namespace glassgrad {

struct ReluBackward0 final : FromResult<formulas::Relu> {
  GradList apply(GradList&& grads) override { return piecewise(grads); }
};
Tensor relu(Traced traced) {
  const Tensor& x = traced.enter();
  check(x.scalar_type() != kBool, "Boolean inputs not supported for relu");
  return unary_all_types<ReluBackward0>(x);
}
Tensor Tensor::relu(Caller caller) const { return glassgrad::relu({*this, caller}); }
Tensor& Tensor::relu_(Caller caller) const {
  caller.enter();
  return unary_in_place<ReluBackward0>("relu_", *this, glassgrad::relu);
}
Tensor& relu_(Tensor& self, Caller caller) {
  caller.enter();
  return self.relu_();
}

// y = x where x > threshold, else another number.  Saves x.
struct Threshold {
  Scalar threshold, otherwise;
  template <class T>
  T value(const T& x) const {
    return where(x <= constant(x, threshold), constant(x, otherwise), x);
  }
  template <class T>
  T rule(const T& dy, const T& x) const {
    return where(x <= constant(x, threshold), 0, dy);
  }
};
struct ThresholdBackward0 final : FromInput<Threshold> {
  GradList apply(GradList&& grads) override { return piecewise(grads); }
};
Tensor threshold(Traced traced, const Scalar& threshold, const Scalar& value) {
  const Tensor& x = traced.enter();
  check(x.scalar_type() != kBool, "\"threshold_cpu\" not implemented for 'Bool'");
  if (isIntegralType(x.scalar_type()))  // both numbers have to be some of the type
    visit(x.scalar_type(), [&]<class T>() { threshold.to<T>(), value.to<T>(); });
  return unary_all_types<ThresholdBackward0>(x, {threshold, value});
}

// y = x above 0, slope x below.  Saves x.
struct LeakyRelu {
  double slope;
  template <class T>
  T value(const T& x) const {
    return where(x > 0, x, x * slope);
  }
  template <class T>
  T rule(const T& dy, const T& x) const {
    return where(x > 0, dy, dy * slope);
  }
};
struct LeakyReluBackward0 final : FromInput<LeakyRelu> {
  GradList apply(GradList&& grads) override { return piecewise(grads); }
};
Tensor leaky_relu(Traced traced, const Scalar& negative_slope) {
  const Tensor& x = traced.enter();
  check_floating("leaky_relu_cpu", x);
  return unary<LeakyReluBackward0>(x, {negative_slope.toDouble()});
}

// y = min(max(x, low), high); NaN where a bound is.  Saves x.
struct Hardtanh : Bounded {
  template <class T>
  T rule(const T& dy, const T& x) const {
    return where((x <= constant(x, low)) | (x >= constant(x, high)), 0, dy);
  }
};
struct HardtanhBackward0 final : FromInput<Hardtanh> {
  GradList apply(GradList&& grads) override { return piecewise(grads); }
};
Tensor hardtanh(Traced traced, const Scalar& min_val, const Scalar& max_val) {
  const Tensor& x = traced.enter();
  const ScalarType type = x.scalar_type();
  check(type != kBool, "Bool inputs not supported for hardtanh");
  if (isFloatingType(type)) return unary<HardtanhBackward0>(x, {min_val, max_val});
  const int64_t low = min_val.toLong(), high = max_val.toLong();
  check(type != kByte || (low >= 0 && high >= 0),
        "cannot do hardtanh on an unsigned type with negative limits");
  return unary_all_types<HardtanhBackward0>(x, {low, high});
}

Tensor relu6(Traced x) { return hardtanh(x.enter(), 0, 6); }

// y = x outside [-lambda, lambda], else 0.  Saves x.
struct Hardshrink {
  double lambda;
  template <class T>
  T value(const T& x) const {
    return where((x >= -lambda) & (x <= lambda), 0, x);
  }
  template <class T>
  T rule(const T& dy, const T& x) const {
    return where((x >= -lambda) & (x <= lambda), 0, dy);
  }
};
struct HardshrinkBackward0 final : FromInput<Hardshrink> {
  GradList apply(GradList&& grads) override { return piecewise(grads); }
};
Tensor hardshrink(Traced traced, const Scalar& lambd) {
  const Tensor& x = traced.enter();
  check_floating("hardshrink_cpu", x);
  return unary<HardshrinkBackward0>(x, {lambd.toDouble()});
}

// y = x - lambda above lambda, x + lambda below -lambda, else 0: the same rule.  Saves x.
struct Softshrink : Hardshrink {
  template <class T>
  T value(const T& x) const {
    return where(x > lambda, x - lambda, where(x < -lambda, x + lambda, 0));
  }
};
struct SoftshrinkBackward0 final : FromInput<Softshrink> {
  GradList apply(GradList&& grads) override { return piecewise(grads); }
};
Tensor softshrink(Traced traced, const Scalar& lambd) {
  const Tensor& x = traced.enter();
  check_floating("softshrink_cpu", x);
  const double lambda = lambd.toDouble();
  check(lambda >= 0, "lambda must be greater or equal to 0, but found to be {}.", lambda);
  return unary<SoftshrinkBackward0>(x, {{lambda}});
}

// y = x above 0, w x below, w one number or one per channel.
// dL/dx = dL/dy above 0, w dL/dy below;  dL/dw = sum of x dL/dy below.  Saves x and w.
struct PreluBackward0 final : Node {
  SavedTensor self{this}, weight{this};
  std::string formula() const override {
    return "dL/dx = dL/dy where x > 0, else dL/dy * w; dL/dw = sum of dL/dy * x where x <= 0";
  }
  GradList apply(GradList&& grads) override {
    const Tensor &dy = grads[0], x = self.unpack(), w = weight.unpack();
    const Tensor w_by_channel = by_channel(w, x);
    GradList results = GradList::undefined(2);
    // The sign is 1 where it counts; with it the derivative stays a function of x, with derivative
    // 0.
    if (should_compute_output(0)) results[0] = where(x > 0, x.sign() * dy, w_by_channel * dy);
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
