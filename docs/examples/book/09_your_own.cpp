// Chapter 9: an operation, a module, an optimizer, a dataset of one's own.
#include <glassgrad.h>

#include <cstdio>
#include <iostream>

#include "docs/examples/book/chapters.h"

namespace book {
namespace {

namespace torch = glassgrad;
namespace nn = torch::nn;

struct Softsign : torch::autograd::Function<Softsign> {
  static torch::Tensor forward(torch::autograd::AutogradContext* context, torch::Tensor x) {
    context->save_for_backward({x});
    return x / (1 + x.abs());
  }
  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 torch::autograd::variable_list dy) {
    const torch::Tensor x = context->get_saved_variables()[0];
    return {dy[0] / (1 + x.abs()).pow(2)};
  }
};

void is_the_rule_right() {
  torch::Tensor x = torch::tensor({-2., 0.5, 3.}, torch::kDouble).requires_grad_();
  const auto f = [](const torch::autograd::variable_list& in) {
    return torch::autograd::variable_list{Softsign::apply(in[0])};
  };
  std::cout << torch::autograd::gradcheck(f, {x}) << '\n';
}

struct ResidualImpl : nn::Module {
  ResidualImpl(int64_t size)
      : inner(register_module("inner", nn::Linear(size, size))),
        scale(register_parameter("scale", torch::ones({1}))) {}
  torch::Tensor forward(torch::Tensor x) { return x + scale * Softsign::apply(inner(x)); }

  nn::Linear inner;
  torch::Tensor scale;
};
TORCH_MODULE(Residual);

struct SignDescent : torch::optim::Optimizer {
  SignDescent(std::vector<torch::Tensor> parameters, double lr)
      : Optimizer(std::move(parameters), std::make_unique<torch::optim::SGDOptions>(lr)) {}

  torch::Tensor step(LossClosure = nullptr) override {
    torch::NoGradGuard no_grad;
    for (auto& group : param_groups())
      for (auto& p : group.params())
        if (p.grad().defined()) p -= group.options().get_lr() * p.grad().sign();
    return {};
  }
};

struct Parabola : torch::data::datasets::Dataset<Parabola> {
  torch::data::Example<> get(size_t i) override {
    const float x = float(i) / 50 - 1;
    return {torch::full({1}, x), torch::full({1}, x * x)};
  }
  torch::optional<size_t> size() const override { return 100; }
};

void all_together() {
  torch::manual_seed(0);
  auto loader = torch::data::make_data_loader<torch::data::samplers::RandomSampler>(
      Parabola().map(torch::data::transforms::Stack<>()), /*batch_size=*/20);
  nn::Sequential net;
  net->push_back(nn::Linear(1, 16));
  net->push_back(Residual(16));
  net->push_back(nn::Linear(16, 1));
  SignDescent optimizer(net->parameters(), /*lr=*/0.002);
  for (int epoch = 1; epoch <= 200; ++epoch) {
    double sum = 0;
    for (auto& batch : *loader) {
      optimizer.zero_grad();
      auto loss = nn::functional::mse_loss(net->forward(batch.data), batch.target);
      loss.backward();
      optimizer.step();
      sum += loss.item<double>();
    }
    if (epoch == 1 || epoch == 200) std::printf("epoch %d: %.2f\n", epoch, sum / 5);
  }
}

}  // namespace

void your_own() {
  std::cout << std::boolalpha;
  is_the_rule_right();
  std::cout << std::flush;
  all_together();
}

}  // namespace book
