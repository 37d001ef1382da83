// Chapter 5: losses.
#include <glassgrad.h>

#include <cstdio>
#include <iostream>

#include "docs/examples/book/chapters.h"

namespace book {
namespace {

namespace torch = glassgrad;
namespace F = torch::nn::functional;

void slopes_of_two_losses() {
  for (double z0 : {-10., -3., 0., 3.}) {
    const auto slope = [z0](auto loss) {
      torch::Tensor z = torch::full({1}, z0, torch::kDouble).requires_grad_();
      loss(torch::sigmoid(z), torch::ones({1}, torch::kDouble)).backward();
      return z.grad().template item<double>();
    };
    const auto mse = [](torch::Tensor p, torch::Tensor t) { return F::mse_loss(p, t); };
    const auto bce = [](torch::Tensor p, torch::Tensor t) { return F::binary_cross_entropy(p, t); };
    std::printf("z = %3.0f: mse %9.6f  bce %9.6f\n", z0, slope(mse), slope(bce));
  }
}

void logits() {
  torch::Tensor z = torch::tensor({-200.}), t = torch::tensor({1.});
  std::cout << F::binary_cross_entropy(torch::sigmoid(z), t).item<float>() << ' '
            << F::binary_cross_entropy_with_logits(z, t).item<float>() << '\n';
}

void classes() {
  torch::Tensor z = torch::tensor({{2., 1., -1.}}).requires_grad_();
  torch::Tensor t = torch::tensor({0});  // the number of the right class
  F::cross_entropy(z, t).backward();
  std::cout << glassgrad::python_repr(z.grad()) << '\n'
            << glassgrad::python_repr(torch::softmax(z.detach(), 1)) << '\n';
}

}  // namespace

void losses() {
  slopes_of_two_losses();
  std::fflush(stdout);
  logits();
  classes();
}

}  // namespace book
