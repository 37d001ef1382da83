#pragma once
// Internal: how a formula of three numbers becomes an operation on tensors.

#include "autograd/ops/pointwise/unary.h"

namespace glassgrad {

/// What the rules of y = F::value(a, b, c) share: rule_a, rule_b and rule_c of dL/dy, a, b and c.
/// What a rule does not read, by F::reads, is not saved for it, and undefined in its call.
template <class F>
struct FromThree : Node, F {
  using Formula = F;
  SavedTensor self{this}, second{this}, third{this};
  OperandSizes<3> sizes;

  std::string formula() const override {
    const Symbol dy("dL/dy"), a("a"), b("b"), c("c");
    return "dL/da = " + F::rule_a(dy, a, b, c).text() +
           "; dL/db = " + F::rule_b(dy, a, b, c).text() +
           "; dL/dc = " + F::rule_c(dy, a, b, c).text();
  }
  std::string numbers(const GradList& grads) const override {
    const Symbol dy(first_element(grads[0])), a(first_element(self.peek())),
        b(first_element(second.peek())), c(first_element(third.peek()));
    return should_compute_output(0) ? F::rule_a(dy, a, b, c).text() : "";
  }
  Tensor differences(const GradList& grads, size_t input) const override {
    const auto value = [formula = static_cast<const F&>(*this)](const double* at) {
      return formula.value(Real(at[0]), Real(at[1]), Real(at[2])).v;
    };
    const auto known = [](const SavedTensor& saved) {  // of what no rule reads, any number
      return saved.peek().defined() ? saved.peek() : ones({}, kDouble);
    };
    return central_differences(value, {known(self), known(second), known(third)}, input, grads[0],
                               sizes.of(input, grads[0]));
  }

  void save(const Tensor& y, const Tensor& a, const Tensor& b, const Tensor& c) {
    unsigned read = 0;
    for (size_t i = 0; i < 3; ++i)
      if (should_compute_output(i)) read |= F::reads[i];
    if (read & 1) self.save(a);
    if (read & 2) second.save(b);
    if (read & 4) third.save(c);
    sizes.note(y, a, b, c);
  }

 protected:
  GradList composed(const GradList& grads) const {
    const Tensor a = self.unpack(), b = second.unpack(), c = third.unpack();
    GradList results = GradList::undefined(3);
    if (should_compute_output(0)) results[0] = sizes.sum_to(0, F::rule_a(grads[0], a, b, c));
    if (should_compute_output(1)) results[1] = sizes.sum_to(1, F::rule_b(grads[0], a, b, c));
    if (should_compute_output(2)) results[2] = sizes.sum_to(2, F::rule_c(grads[0], a, b, c));
    return results;
  }
};

/// The operation of NodeType's formula on a, b and c in the type `type`, of numbers.
template <class NodeType>
Tensor ternary(const Tensor& a, const Tensor& b, const Tensor& c, ScalarType type,
               const typename NodeType::Formula& formula = {}) {
  if (is_half(type))
    return ternary<NodeType>(a.to(kFloat), b.to(kFloat), c.to(kFloat), kFloat, formula).to(type);
  if (a.scalar_type() != type || b.scalar_type() != type || c.scalar_type() != type)
    return ternary<NodeType>(cast(a, type), cast(b, type), cast(c, type), type, formula);
  const Dims shape = broadcast_shapes(broadcast_shapes(a.sizes(), b.sizes()), c.sizes());
  const auto is_like_a = [&](const Tensor& t) {
    return t.sizes() == IntArrayRef(shape) && t.strides() == a.strides();
  };
  const bool alike = is_like_a(a) && is_like_a(b) && is_like_a(c);
  Tensor y = alike ? empty_same_layout(a, type) : empty_for(shape, type, {a, b, c});
  const Dims sa = broadcast_strides(a, shape), sb = broadcast_strides(b, shape),
             sc = broadcast_strides(c, shape);
  kernels::zip_three(formula, type, shape, operand(y), {a.data_ptr(), sa}, {b.data_ptr(), sb},
                     {c.data_ptr(), sc});
  if (auto* node = record<NodeType>(y, a, b, c)) {
    static_cast<typename NodeType::Formula&>(*node) = formula;
    node->save(y, a, b, c);
  }
  return y;
}

}  // namespace glassgrad
