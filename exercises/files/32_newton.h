// 32 Second derivatives, and Newton's step.
#pragma once
#include <glassgrad.h>

#include <functional>

namespace torch = glassgrad;

// x - f'(x) / f''(x), for every element of x by itself; f works element by element.
torch::Tensor newton_step(const std::function<torch::Tensor(torch::Tensor)>& f,
                          const torch::Tensor& start) {
  const torch::Tensor x = start.detach().clone().set_requires_grad(true);
  // hole: the gradient, recorded; the gradient of the gradient; the step
  // blank: return f(x).detach();
  // create_graph: the backward pass is made of operations too, and with it on they record
  // themselves.
  const torch::Tensor g =
      torch::autograd::grad({f(x).sum()}, {x}, {}, true, /*create_graph=*/true)[0];
  const torch::Tensor h = torch::autograd::grad({g.sum()}, {x})[0];
  return (x - g / h).detach();
  // end
}
