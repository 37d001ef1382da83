// 23 An operation of your own.
#pragma once
#include <glassgrad.h>

namespace torch = glassgrad;

// y = x s(x), s = sigmoid: "swish".
struct Swish : torch::autograd::Function<Swish> {
  static torch::Tensor forward(torch::autograd::AutogradContext* context, torch::Tensor x) {
    context->save_for_backward({x});
    return x * torch::sigmoid(x);
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 torch::autograd::variable_list grads) {
    const torch::Tensor dy = grads[0], x = context->get_saved_variables()[0];
    // hole: dL/dx, by the product rule; a list with one gradient for each input of forward
    // blank: return {torch::zeros_like(dy)};
    // The product rule: (x s)' = s + x s', and s' = s (1 - s).
    const torch::Tensor s = torch::sigmoid(x);
    return {dy * (s + x * s * (1 - s))};
    // end
  }
};
