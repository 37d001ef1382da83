// 25 gradcheck: is a backward rule right?
#pragma once
#include <glassgrad.h>

#include <functional>

namespace torch = glassgrad;

// Whether the gradient of f agrees with central differences at a random input of these sizes.
bool is_right(const std::function<torch::Tensor(torch::Tensor)>& f, std::vector<int64_t> sizes) {
  // hole: a random input that shows mistakes, and gradcheck without an exception
  // blank: (void)f;
  // blank: return sizes.empty();
  // Random, as 1 hides what is squared and 0 what is multiplied; double, as differences of floats
  // are noise; requiring grad, or there is nothing to check.
  const torch::Tensor x = torch::rand(sizes, torch::kDouble).add(0.5).set_requires_grad(true);
  const auto function = [&f](const torch::autograd::variable_list& inputs) {
    return torch::autograd::variable_list{f(inputs[0])};
  };
  return torch::autograd::gradcheck(function, {x}, 1e-6, 1e-5, 1e-3, /*raise_exception=*/false);
  // end
}
