#pragma once
// Internal: how a formula of one number becomes an operation on tensors.

#include "autograd/formulas/elementary.h"
#include "autograd/formulas/symbol.h"
#include "autograd/graph/zero_gradient.h"
#include "autograd/kernels/pointwise.h"
#include "autograd/ops/binary.h"
#include "autograd/ops/op.h"
#include "autograd/ops/pointwise/differences.h"
#include "autograd/ops/pointwise/recorded.h"

namespace glassgrad {

using formulas::Symbol;
using kernels::Padded;
using kernels::Usual;

/// A number of the forward, for differences.
using Real = kernels::Number<double, kernels::ScalarFunctions>;

// --- rules ---

/// dx = rule(dy, saved) as a kernel for run_binary.
template <class Way = Usual, class F>
auto rule_kernel(const F& formula, ScalarType type) {
  return [&formula, type](IntArrayRef sizes, const kernels::Operand& dx, const kernels::Operand& dy,
                          const kernels::Operand& saved) {
    kernels::backward<Way>(formula, type, sizes, dx, dy, saved);
  };
}

/// What the rules of y = F::value(x) share. A node says in its apply which of the ways below it
/// takes, so that a debugger stops in the operation's own block.
///
/// Saved is x or y, by the name under which the node's member shows it.
template <class F>
struct PointwiseRule : Node, F {
  using Formula = F;

 protected:
  /// dx by recorded operations, which can be differentiated in turn.
  GradList composed(const GradList& grads, const SavedTensor& saved) const {
    return {F::rule(grads[0], saved.unpack())};
  }

  /// dx in one loop, unless the gradient is to be differentiated. It takes the place of dy where
  /// nobody else sees that.
  template <class Way>
  GradList fused(GradList& grads, const SavedTensor& saved) const {
    if (GradMode::is_enabled()) return composed(grads, saved);
    const F& formula = *this;
    const Tensor v = saved.unpack();
    if (!autograd::is_sole_owner(grads[0]) || !are_alike(*grads[0].impl(), *v.impl()))
      return {fused_rule<Way>(formula, grads[0], v)};
    Tensor dx = std::move(grads[0]);
    run_binary(dx, dx, v, rule_kernel<Way>(formula, v.scalar_type()));
    return {std::move(dx)};
  }

  /// For a function of straight pieces. Its rule is linear in dy, and its derivative constant but
  /// at the corners, so that the second derivative is 0: defined, as in PyTorch.
  GradList piecewise(const GradList& grads, const SavedTensor& saved) const;

  static std::string text_of(const Symbol& dx) { return "dL/dx = " + dx.text(); }
};

/// dx = rule(dy, saved) in one loop, outside the graph.
template <class Way = Usual, class F>
Tensor fused_rule(const F& formula, const Tensor& dy, const Tensor& saved) {
  const ScalarType type = saved.scalar_type();
  return binary(dy, saved, type, rule_kernel<Way>(formula, type));
}

template <class F>
struct PiecewiseLinearBackward;

template <class F>
Tensor piecewise_rule(const F& formula, const Tensor& dy, const Tensor& saved) {
  Tensor dx = fused_rule(formula, dy, saved);
  if (auto* node = record<PiecewiseLinearBackward<F>>(dx, dy, saved)) {
    static_cast<F&>(*node) = formula;
    node->saved.save(saved);
  }
  return dx;
}

// dx = rule(dy, x).  d/d(dy) is the rule again; d/dx = 0.
template <class F>
struct PiecewiseLinearBackward final : Node, F {
  SavedTensor saved{this};
  GradList apply(GradList&& grads) override {
    GradList results = GradList::undefined(2);
    if (should_compute_output(0))
      results[0] = piecewise_rule(static_cast<const F&>(*this), grads[0], saved.unpack());
    if (should_compute_output(1)) results[1] = zeros_like(grads[0]);
    return results;
  }
};

template <class F>
GradList PointwiseRule<F>::piecewise(const GradList& grads, const SavedTensor& saved) const {
  return {piecewise_rule(static_cast<const F&>(*this), grads[0], saved.unpack())};
}

/// A rule in terms of x.
template <class F>
struct FromInput : PointwiseRule<F> {
  SavedTensor self{this};

  void save(const Tensor& x, const Tensor&) { self.save(x); }
  GradList composed(const GradList& grads) const { return PointwiseRule<F>::composed(grads, self); }
  template <class Way = Usual>
  GradList fused(GradList& grads) const {
    return PointwiseRule<F>::template fused<Way>(grads, self);
  }
  GradList piecewise(const GradList& grads) const {
    return PointwiseRule<F>::piecewise(grads, self);
  }

  std::string formula() const override {
    return this->text_of(F::rule(Symbol("dL/dy"), Symbol("x")));
  }
  std::string numbers(const GradList& grads) const override {
    return F::rule(Symbol(first_element(grads[0])), Symbol(first_element(self.peek()))).text();
  }
  Tensor differences(const GradList& grads, size_t) const override {
    return central_differences([formula = static_cast<const F&>(*this)](
                                   const double* x) { return formula.value(Real(*x)).v; },
                               {self.peek()}, 0, grads[0], grads[0].sizes());
  }
};

/// A rule in terms of y, which the forward has computed anyway.
template <class F>
struct FromResult : PointwiseRule<F> {
  SavedTensor result{this};

  void save(const Tensor&, const Tensor& y) { result.save_output(y); }
  GradList composed(const GradList& grads) const {
    return PointwiseRule<F>::composed(grads, result);
  }
  template <class Way = Usual>
  GradList fused(GradList& grads) const {
    return PointwiseRule<F>::template fused<Way>(grads, result);
  }
  GradList piecewise(const GradList& grads) const {
    return PointwiseRule<F>::piecewise(grads, result);
  }

  std::string formula() const override {
    return this->text_of(F::rule(Symbol("dL/dy"), Symbol("y")));
  }
  std::string numbers(const GradList& grads) const override {
    return F::rule(Symbol(first_element(grads[0])), Symbol(first_element(result.peek()))).text();
  }
  Tensor differences(const GradList& grads, size_t) const override {
    const NoGradGuard no_grad;
    Tensor x = result.peek().detach().to(kDouble, false, /*copy=*/true).contiguous();
    double* const at = x.data_ptr<double>();
    for (int64_t i = 0; i < x.numel(); ++i) at[i] = F::inverse(at[i]);
    return central_differences([formula = static_cast<const F&>(*this)](
                                   const double* x) { return formula.value(Real(*x)).v; },
                               {x}, 0, grads[0], grads[0].sizes());
  }
};

/// A rule that needs dy alone. A formula that jumps at 0 has a kPlace, where the slope is that of
/// almost everywhere.
template <class F>
struct Linear : Node, F {
  using Formula = F;
  void save(const Tensor&, const Tensor&) {}
  GradList composed(const GradList& grads) const { return {F::rule(grads[0])}; }

  std::string formula() const override { return "dL/dx = " + F::rule(Symbol("dL/dy")).text(); }
  std::string numbers(const GradList& grads) const override {
    return F::rule(Symbol(first_element(grads[0]))).text();
  }
  Tensor differences(const GradList& grads, size_t) const override {
    return central_differences([formula = static_cast<const F&>(*this)](
                                   const double* x) { return formula.value(Real(*x)).v; },
                               {full({}, place(), kDouble)}, 0, grads[0], grads[0].sizes());
  }

 private:
  static double place() {
    if constexpr (requires { F::kPlace; })
      return F::kPlace;
    else
      return 0;
  }
};

// --- functions ---

/// y = value(x) in memory of its own, not recorded; x of a floating type.
template <class Way, class F>
Tensor evaluate(const F& formula, const Tensor& x) {
  if (!is_dense(x)) return evaluate<Way>(formula, x.detach().contiguous());
  Tensor y = empty_same_layout(x, x.scalar_type());
  kernels::forward<Way>(formula, x.scalar_type(), y.data_ptr(), x.data_ptr(), x.numel());
  return y;
}
/// The same for every type.
template <class F>
Tensor evaluate_all_types(const F& formula, const Tensor& x) {
  if (!is_dense(x)) return evaluate_all_types(formula, x.detach().contiguous());
  Tensor y = empty_same_layout(x, x.scalar_type());
  kernels::forward_all_types(formula, x.scalar_type(), y.data_ptr(), x.data_ptr(), x.numel());
  return y;
}

/// y as the result of an operation on x.
template <class NodeType>
Tensor recorded(Tensor y, const Tensor& x, const typename NodeType::Formula& formula = {}) {
  if (auto* node = record<NodeType>(y, x)) {
    static_cast<typename NodeType::Formula&>(*node) = formula;
    node->save(x, y);
  }
  return y;
}

/// The operation of NodeType's formula on x; integers become floating first.
template <class NodeType, class Way = Usual>
Tensor unary(const Tensor& self, const typename NodeType::Formula& formula = {}) {
  if (is_half(self.scalar_type()))
    return unary<NodeType, Way>(self.to(kFloat), formula).to(self.scalar_type());
  const Tensor x = to_floating(self);
  return recorded<NodeType>(evaluate<Way>(formula, x), x, formula);
}
/// The same on a tensor of any type.
template <class NodeType>
Tensor unary_all_types(const Tensor& x, const typename NodeType::Formula& formula = {}) {
  if (is_half(x.scalar_type()))
    return unary_all_types<NodeType>(x.to(kFloat), formula).to(x.scalar_type());
  return recorded<NodeType>(evaluate_all_types(formula, x), x, formula);
}

/// x = value(x) in place, with history where it must be recorded. `general` is the operation.
template <class NodeType, class Way = Usual>
Tensor& unary_in_place(const char* op, const Tensor& self, Tensor (*general)(Traced)) {
  check_in_place(op, self);
  if (must_record(self) || !is_dense(self) || !self.is_floating_point() ||
      is_half(self.scalar_type()))
    return assign_in_place(op, self, false, general);
  kernels::forward<Way>(typename NodeType::Formula(), self.scalar_type(), self.data_ptr(),
                        self.data_ptr(), self.numel());
  bump_version(self);
  return mutable_handle(self);
}

}  // namespace glassgrad
