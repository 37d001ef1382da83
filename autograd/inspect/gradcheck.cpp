// Compares gradients with central differences.
#include <cmath>

#include "autograd/graph/autograd.h"
#include "autograd/ops/op.h"

namespace glassgrad::autograd {

namespace {

struct Tolerance {
  double eps, atol, rtol;
};

/// A leaf with x's values.
Tensor fresh_leaf(const Tensor& x) {
  return x.detach().clone(MemoryFormat::Contiguous).set_requires_grad(x.requires_grad());
}

variable_list differentiable(const variable_list& outputs) {
  variable_list kept;
  for (const Tensor& y : outputs)
    if (y.defined() && y.is_floating_point() && y.requires_grad()) kept.push_back(y);
  return kept;
}

/// d(output)/d(input[element]) by central differences, for every element of the output.
Tensor numeric_column(const TensorFunction& function, const variable_list& inputs, size_t input,
                      int64_t element, size_t output, double eps) {
  const auto at = [&](double shift) {
    variable_list shifted = inputs;
    for (Tensor& t : shifted)
      if (t.defined()) t = fresh_leaf(t);
    data<double>(shifted[input])[element] += shift;
    return differentiable(function(shifted))[output].detach();
  };
  return (at(eps) - at(-eps)) / (2 * eps);
}

/// The same numbers from backward: one row of the Jacobian for each element of the output.
std::vector<variable_list> analytic_rows(const Tensor& output, const variable_list& inputs) {
  std::vector<variable_list> rows;
  for (int64_t i = 0; i < output.numel(); ++i) {
    Tensor one_hot = zeros(output.sizes(), output.options());
    data<double>(one_hot)[i] = 1;
    rows.push_back(grad({output}, inputs, {one_hot}, true, false, true));
  }
  return rows;
}

std::string difference(const TensorFunction& function, const variable_list& inputs,
                       Tolerance tolerance) {
  const variable_list outputs = differentiable(function(inputs));
  variable_list wanted;
  std::vector<size_t> numbers;
  for (size_t i = 0; i < inputs.size(); ++i)
    if (inputs[i].defined() && inputs[i].requires_grad()) {
      wanted.push_back(inputs[i]);
      numbers.push_back(i);
    }
  for (size_t o = 0; o < outputs.size(); ++o) {
    const auto rows = analytic_rows(outputs[o], wanted);
    for (size_t w = 0; w < wanted.size(); ++w)
      for (int64_t element = 0; element < wanted[w].numel(); ++element) {
        const Tensor numeric =
            numeric_column(function, inputs, numbers[w], element, o, tolerance.eps).contiguous();
        for (int64_t row = 0; row < outputs[o].numel(); ++row) {
          const Tensor& gradient = rows[row][w];
          const double analytic =
              gradient.defined() ? data<double>(gradient.contiguous())[element] : 0.0;
          const double expected = data<double>(numeric)[row];
          const double error = std::fabs(analytic - expected);
          if (!(error <= tolerance.atol + tolerance.rtol * std::fabs(expected)))
            return fmt::format(
                "gradcheck: derivative of output {} (element {}) with respect to input {} (element "
                "{}) is {} by backward, but {} by central differences",
                o, row, numbers[w], element, analytic, expected);
        }
      }
  }
  return {};
}

}  // namespace

bool gradcheck(const TensorFunction& function, const variable_list& inputs, double eps, double atol,
               double rtol, bool raise_exception) {
  variable_list leaves;
  bool any = false;
  for (const Tensor& x : inputs) {
    if (x.defined() && x.requires_grad()) {
      check(x.scalar_type() == kDouble,
            "gradcheck: inputs that require grad must be Double for central differences to mean "
            "anything, but got {}; convert with x.to(torch::kDouble)",
            x.scalar_type());
      any = true;
    }
    leaves.push_back(x.defined() ? fresh_leaf(x) : x);
  }
  check(any,
        "gradcheck expects at least one input tensor to require gradient, but none of them has "
        "requires_grad=True.");
  const std::string found = difference(function, leaves, {eps, atol, rtol});
  if (found.empty()) return true;
  check(!raise_exception, "{}", found);
  return false;
}

bool gradgradcheck(const TensorFunction& function, const variable_list& inputs,
                   const variable_list& grad_outputs, double eps, double atol, double rtol,
                   bool raise_exception) {
  // The function under test: gradients of `function`, of inputs and output gradients together.
  variable_list weights = grad_outputs;
  if (weights.empty())
    for (const Tensor& y : differentiable(function(inputs)))
      weights.push_back(randn(y.sizes(), y.options()).set_requires_grad(true));
  variable_list all = inputs;
  all.insert(all.end(), weights.begin(), weights.end());
  const size_t count = inputs.size();
  const TensorFunction gradients = [&function, count](const variable_list& xs) {
    const variable_list arguments(xs.begin(), xs.begin() + count);
    const variable_list seeds(xs.begin() + count, xs.end());
    variable_list wanted;
    for (const Tensor& x : arguments)
      if (x.defined() && x.requires_grad()) wanted.push_back(x);
    variable_list found =
        grad(differentiable(function(arguments)), wanted, seeds, true, true, true);
    for (size_t i = 0; i < found.size(); ++i)
      if (!found[i].defined()) found[i] = wanted[i] * 0;
    return found;
  };
  return gradcheck(gradients, all, eps, atol, rtol, raise_exception);
}

}  // namespace glassgrad::autograd
