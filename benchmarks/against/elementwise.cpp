// Operations over 1K and 1M floats: forward, and forward with backward.

#include "benchmarks/against/framework.h"

namespace against {
namespace {

using torch::Tensor;
using Operation = std::function<Tensor(const Tensor&, const Tensor&)>;

/// y = f(a, b). With `backward`, the gradients of those that have one as well.
Job job(const Operation& f, Tensor a, Tensor b, bool backward) {
  a.set_requires_grad(backward);
  if (b.defined()) b.set_requires_grad(backward);
  auto y = std::make_shared<Tensor>();
  const torch::NoGradGuard no_grad;
  const Tensor shape = f(a, b);
  const Tensor dy = tensor_of(numbers(shape.numel(), -1, 1, 3), shape.sizes().vec());
  const auto forward = [=] {
    const torch::NoGradGuard no_history;
    y->reset();
    *y = f(a, b);
  };
  const auto both = [=] {
    y->reset();
    a.mutable_grad().reset();
    if (b.defined()) b.mutable_grad().reset();
    *y = f(a, b);
    y->backward(dy);
  };
  const auto print = [=] {
    double sum = fingerprint(*y);
    if (backward) sum += fingerprint(a.grad());
    if (backward && b.defined()) sum += fingerprint(b.grad());
    return sum;
  };
  if (backward) return {both, print};
  return {forward, print};
}

void offer_operation(const std::string& name, const Operation& f, float low, int operands = 1) {
  for (const Size& size : kSizes)
    for (const bool backward : {false, true})
      offer({name + '/' + size.name + (backward ? "/backward" : "/forward"), double(size.count()),
             [=] {
               const Tensor a = tensor_of(numbers(size.count(), low, 2), {size.rows, size.columns});
               Tensor b;
               if (name == "add_row")
                 b = tensor_of(numbers(size.columns, low, 2, 2), {size.columns});
               else if (operands == 2)
                 b = tensor_of(numbers(size.count(), low, 2, 2), {size.rows, size.columns});
               return job(f, a, b, backward);
             }});
}

}  // namespace

void offer_elementwise() {
  offer_operation(
      "sigmoid", [](auto& x, auto&) { return torch::sigmoid(x); }, -2);
  offer_operation(
      "exp", [](auto& x, auto&) { return torch::exp(x); }, -2);
  offer_operation(
      "log", [](auto& x, auto&) { return torch::log(x); }, 0.1f);
  offer_operation(
      "tanh", [](auto& x, auto&) { return torch::tanh(x); }, -2);
  offer_operation(
      "mul", [](auto& a, auto& b) { return a * b; }, -2, 2);
  offer_operation(
      "add_row", [](auto& a, auto& b) { return a + b; }, -2, 2);
  offer_operation(
      "sum_dim0", [](auto& x, auto&) { return x.sum(0); }, -2);
  offer_operation(
      "sum_dim1", [](auto& x, auto&) { return x.sum(1); }, -2);
  offer_operation(
      "softmax", [](auto& x, auto&) { return torch::softmax(x, 1); }, -2);
}

}  // namespace against
