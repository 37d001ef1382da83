#pragma once
// Internal: how a formula of two numbers becomes an operation on tensors.

#include "autograd/ops/pointwise/unary.h"

namespace glassgrad {

/// Whether a formula of a and b knows the derivative for a. One that does not says in kUnknown what
/// PyTorch calls it.
template <class F>
concept KnowsFirstRule = requires(const Symbol& s) {
  F::rule_a(s, s, s);
};

/// What the rules of y = F::value(a, b) share that are in terms of a and b: rule_a and rule_b.
template <class F>
struct FromOperands : Node {
  using Formula = F;
  SavedTensor self{this}, other{this};

  std::string formula() const override {
    const Symbol dy("dL/dy"), a("a"), b("b");
    const std::string for_b = "dL/db = " + F::rule_b(dy, a, b).text();
    if constexpr (KnowsFirstRule<F>)
      return "dL/da = " + F::rule_a(dy, a, b).text() + "; " + for_b;
    else
      return for_b;
  }
  std::string numbers(const GradList& grads) const override {
    const Symbol dy(first_element(grads[0])), a(first_element(self.peek())),
        b(first_element(other.peek()));
    if constexpr (KnowsFirstRule<F>)
      return should_compute_output(0) ? F::rule_a(dy, a, b).text() : "";
    else
      return F::rule_b(dy, a, b).text();
  }
  Tensor differences(const GradList& grads, size_t input) const override {
    return central_differences(
        [](const double* at) { return F::value(Real(at[0]), Real(at[1])).v; },
        {self.peek(), other.peek()}, input, grads[0], (input == 0 ? self : other).peek().sizes());
  }

 protected:
  GradList composed(const GradList& grads) const {
    const Tensor a = self.unpack(), b = other.unpack();
    GradList results = GradList::undefined(2);
    if constexpr (KnowsFirstRule<F>) {
      if (should_compute_output(0)) results[0] = sum_to(F::rule_a(grads[0], a, b), a.sizes());
    } else {
      check<NotImplementedError>(!should_compute_output(0),
                                 "the derivative for '{}' is not implemented.", F::kUnknown);
    }
    if (should_compute_output(1)) results[1] = sum_to(F::rule_b(grads[0], a, b), b.sizes());
    return results;
  }
};

/// The operation of NodeType's formula on a and b, of any type that they have in common.
template <class NodeType, class Kernel>
Tensor binary_operation(Kernel kernel, const Tensor& self, const Tensor& other, ScalarType type) {
  if (is_half(type))
    return binary_operation<NodeType>(kernel, self.to(kFloat), other.to(kFloat), kFloat).to(type);
  const Tensor a = cast(self, type), b = cast(other, type);
  Tensor y = binary(a, b, type, typed(kernel, type));
  if (auto* node = record<NodeType>(y, a, b)) {
    node->self.save(a);
    node->other.save(b);
  }
  return y;
}

/// The same in a loop over the formula, for floating types; integers become floating first.
template <class NodeType>
Tensor binary_operation(const Tensor& self, const Tensor& other) {
  const ScalarType type = result_type(self, other);
  return binary_operation<NodeType>(kernels::zip_formula<typename NodeType::Formula>, self, other,
                                    isFloatingType(type) ? type : get_default_scalar_type());
}

}  // namespace glassgrad
