// Chapter 6: modules and optimizers.
#include <glassgrad.h>

#include <cstdio>
#include <iostream>

#include "docs/examples/book/chapters.h"

namespace book {
namespace {

namespace torch = glassgrad;
namespace nn = torch::nn;

struct TwoLayersImpl : nn::Module {
  nn::Linear hidden = register_module("hidden", nn::Linear(2, 8));
  nn::Linear output = register_module("output", nn::Linear(8, 1));

  torch::Tensor forward(torch::Tensor x) { return output(torch::tanh(hidden(x))); }
};
TORCH_MODULE(TwoLayers);

void parameters() {
  TwoLayers net;
  for (const auto& parameter : net->named_parameters())
    std::cout << parameter.key() << ' ' << parameter->sizes() << '\n';
}

// A long narrow valley: 100 times as steep in v as in u.
torch::Tensor valley(torch::Tensor p) { return 0.5 * (p[0].pow(2) + 100 * p[1].pow(2)); }

template <class Optimizer, class Options>
void descend(const char* name, Options options) {
  torch::Tensor p = torch::tensor({10., 1.}).requires_grad_();
  Optimizer optimizer({p}, options);
  for (int step = 0; step < 100; ++step) {
    optimizer.zero_grad();
    valley(p).backward();
    optimizer.step();
  }
  std::printf("%-22s %.6f\n", name, valley(p).item<float>());
}

void three_optimizers() {
  descend<torch::optim::SGD>("SGD", torch::optim::SGDOptions(0.015));
  descend<torch::optim::SGD>("SGD with momentum 0.9",
                             torch::optim::SGDOptions(0.015).momentum(0.9));
  descend<torch::optim::Adam>("Adam", torch::optim::AdamOptions(0.3));
}

void by_hand() {
  torch::Tensor p = torch::tensor({10., 1.}).requires_grad_();
  valley(p).backward();
  torch::NoGradGuard no_grad;  // what follows is not recorded
  p -= 0.015 * p.grad();
  std::cout << glassgrad::python_repr(p) << '\n';
}

}  // namespace

void modules() {
  by_hand();
  parameters();
  std::cout << std::flush;
  three_optimizers();
}

}  // namespace book
