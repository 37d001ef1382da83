// Products, quotients and mixtures that are added in one pass, each a block: the formula with its
// rules, the node, the function.

#include "autograd/ops/pointwise/ternary.h"

#include <cmath>

namespace glassgrad {

namespace {
/// Whether self can be changed by two tensors in one pass over memory.
bool fits_in_place(const Tensor& self, const Tensor& tensor1, const Tensor& tensor2) {
  const auto fits = [&](const Tensor& t) {
    return t.scalar_type() == self.scalar_type() &&
           broadcast_shapes(self.sizes(), t.sizes()) == self.impl()->sizes &&
           (!t.is_alias_of(self) || t.is_same(self));
  };
  return self.is_floating_point() && !must_record(self, tensor1, tensor2) && fits(tensor1) &&
         fits(tensor2);
}

/// self = the formula of self and two tensors: in one pass, or else by `operation`.
template <class Formula>
Tensor& change_by(const char* op, const Tensor& self, const Tensor& tensor1, const Tensor& tensor2,
                  const Scalar& value,
                  Tensor (*operation)(Traced, const Tensor&, const Tensor&, const Scalar&)) {
  check_in_place(op, self);
  check_overlap(self, tensor1);
  check_overlap(self, tensor2);
  if (!fits_in_place(self, tensor1, tensor2))
    return assign_in_place(
        op, self, tensor1.requires_grad() || tensor2.requires_grad(),
        [&](const Tensor& before) { return operation(before, tensor1, tensor2, value); });
  run_binary(self, tensor1, tensor2,
             [&](IntArrayRef sizes, const kernels::Operand& y, const kernels::Operand& b,
                 const kernels::Operand& c) {
               kernels::zip_three(Formula{value.toDouble()}, self.scalar_type(), sizes, y, y, b, c);
             });
  bump_version(self);
  return mutable_handle(self);
}
}  // namespace

// y = a + factor * b * c.  Saves each of b and c that the other one needs.
struct Addcmul {
  double factor = 1;
  static constexpr unsigned reads[] = {0, 4, 2};
  template <class T>
  T value(const T& a, const T& b, const T& c) const {
    return fma(b * factor, c, a);
  }
  template <class T>
  T rule_a(const T& dy, const T&, const T&, const T&) const {
    return dy;
  }
  template <class T>
  T rule_b(const T& dy, const T&, const T&, const T& c) const {
    return dy * (c * factor);
  }
  template <class T>
  T rule_c(const T& dy, const T&, const T& b, const T&) const {
    return dy * (b * factor);
  }
};
struct AddcmulBackward0 final : FromThree<Addcmul> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor addcmul(Traced traced, const Tensor& tensor1, const Tensor& tensor2, const Scalar& value) {
  const Tensor& self = traced.enter();
  const ScalarType type = result_type(self, tensor1, tensor2);
  // The tensors alone decide the type: among integers the value becomes one.
  if (!isFloatingType(type)) return self + tensor1 * Scalar(value.toLong()) * tensor2;
  return ternary<AddcmulBackward0>(self, tensor1, tensor2, type, {value.toDouble()});
}
Tensor Tensor::addcmul(const Tensor& a, const Tensor& b, const Scalar& value, Caller caller) const {
  return glassgrad::addcmul({*this, caller}, a, b, value);
}
Tensor& Tensor::addcmul_(const Tensor& tensor1, const Tensor& tensor2, const Scalar& value,
                         Caller caller) const {
  caller.enter();
  return change_by<Addcmul>("addcmul_", *this, tensor1, tensor2, value, glassgrad::addcmul);
}

// y = a + factor * b / c.  Saves c, and b for c's gradient.
struct Addcdiv {
  double factor = 1;
  static constexpr unsigned reads[] = {0, 4, 6};
  template <class T>
  T value(const T& a, const T& b, const T& c) const {
    return a + b * factor / c;
  }
  template <class T>
  T rule_a(const T& dy, const T&, const T&, const T&) const {
    return dy;
  }
  template <class T>
  T rule_b(const T& dy, const T&, const T&, const T& c) const {
    return dy * (factor / c);
  }
  template <class T>
  T rule_c(const T& dy, const T&, const T& b, const T& c) const {
    return -dy * (b * factor / (c * c));
  }
};
struct AddcdivBackward0 final : FromThree<Addcdiv> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor addcdiv(Traced traced, const Tensor& tensor1, const Tensor& tensor2, const Scalar& value) {
  const Tensor& self = traced.enter();
  const ScalarType type = result_type(self, tensor1, tensor2);
  if (!isFloatingType(type)) return self + tensor1 * value / tensor2;
  return ternary<AddcdivBackward0>(self, tensor1, tensor2, type, {value.toDouble()});
}
Tensor Tensor::addcdiv(const Tensor& a, const Tensor& b, const Scalar& value, Caller caller) const {
  return glassgrad::addcdiv({*this, caller}, a, b, value);
}
Tensor& Tensor::addcdiv_(const Tensor& tensor1, const Tensor& tensor2, const Scalar& value,
                         Caller caller) const {
  caller.enter();
  return change_by<Addcdiv>("addcdiv_", *this, tensor1, tensor2, value, glassgrad::addcdiv);
}

// --- lerp: from the nearer end, so that a weight of 0 or 1 gives that end exactly ---

// y = a + w (b - a) for a number w, rounded once.  dL/da = (1 - w) dL/dy;  dL/db = w dL/dy.
struct LerpBackward0 final : Node {
  double weight;
  OperandSizes<2> sizes;

  std::string formula() const override {
    const Symbol dy("dL/dy");
    return "dL/da = " + (dy * (1 - Symbol(weight))).text() + "; dL/db = " + (dy * weight).text();
  }
  std::string numbers(const GradList& grads) const override {
    const Symbol dy(first_element(grads[0]));
    return should_compute_output(0) ? (dy * (1 - Symbol(weight))).text() : "";
  }
  Tensor differences(const GradList& grads, size_t input) const override {
    return central_differences(
        [w = weight](const double* at) { return at[0] + w * (at[1] - at[0]); },
        {Tensor(), Tensor()}, input, grads[0], sizes.of(input, grads[0]));
  }
  GradList apply(GradList&& grads) override {
    GradList results = GradList::undefined(2);
    if (should_compute_output(0)) results[0] = sizes.sum_to(0, grads[0] * (1 - weight));
    if (should_compute_output(1)) results[1] = sizes.sum_to(1, grads[0] * weight);
    return results;
  }
};
Tensor lerp(Traced traced, const Tensor& end, const Scalar& weight) {
  const Tensor& self = traced.enter();
  const ScalarType type = glassgrad::result_type(self, end);
  check<NotImplementedError>(isFloatingType(type),
                             "\"lerp_kernel_scalar\" not implemented for '{}'", type);
  if (is_half(type)) return lerp(self.to(kFloat), end.to(kFloat), weight).to(type);
  const Tensor a = cast(self, type), b = cast(end, type);
  const double w = weight.toDouble();
  Tensor y =
      binary(a, b, type,
             [=](IntArrayRef sizes, const kernels::Operand& to, const kernels::Operand& from,
                 const kernels::Operand& until) {
               visit_floating(type, [&]<class T>() {
                 const T forth = static_cast<T>(w), back = static_cast<T>(w - 1);
                 kernels::zip_vectors<T>(sizes, to, from, until, [=](T p, T q) {
                   return std::abs(w) < 0.5 ? std::fma(forth, q - p, p) : std::fma(back, q - p, q);
                 });
               });
             });
  if (auto* node = record<LerpBackward0>(y, a, b)) {
    node->weight = w;
    node->sizes.note(y, a, b);
  }
  return y;
}
Tensor Tensor::lerp(const Tensor& end, const Scalar& weight, Caller caller) const {
  return glassgrad::lerp({*this, caller}, end, weight);
}
Tensor& Tensor::lerp_(const Tensor& end, const Scalar& weight, Caller caller) const {
  caller.enter();
  check_overlap(*this, end);
  return assign_in_place("lerp_", *this, end.requires_grad(),
                         [&](const Tensor& self) { return glassgrad::lerp(self, end, weight); });
}

// y = a + c (b - a).  Saves c, and a and b for c's gradient.
struct Lerp {
  static constexpr unsigned reads[] = {4, 4, 3};
  template <class T>
  static T value(const T& a, const T& b, const T& c) {
    return where(abs(c) < 0.5, a + c * (b - a), b - (b - a) * (1 - c));
  }
  template <class T>
  static T rule_a(const T& dy, const T&, const T&, const T& c) {
    return dy * (1 - c);
  }
  template <class T>
  static T rule_b(const T& dy, const T&, const T&, const T& c) {
    return dy * c;
  }
  template <class T>
  static T rule_c(const T& dy, const T& a, const T& b, const T&) {
    return dy * (b - a);
  }
};
struct LerpBackward1 final : FromThree<Lerp> {
  GradList apply(GradList&& grads) override { return composed(grads); }
};
Tensor lerp(Traced traced, const Tensor& end, const Tensor& weight) {
  const Tensor& self = traced.enter();
  const ScalarType type = result_type(self, end, weight);
  check<NotImplementedError>(isFloatingType(type),
                             "\"lerp_kernel_tensor\" not implemented for '{}'", type);
  return ternary<LerpBackward1>(self, end, weight, type);
}
Tensor Tensor::lerp(const Tensor& end, const Tensor& weight, Caller caller) const {
  return glassgrad::lerp({*this, caller}, end, weight);
}

}  // namespace glassgrad
