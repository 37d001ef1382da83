// The traps of docs/traps.md, one function each: the page shows these lines and what they print.
#include <glassgrad.h>

#include <functional>
#include <iostream>
#include <string>
#include <vector>

namespace torch = glassgrad;
namespace nn = torch::nn;
namespace F = torch::nn::functional;

struct HalfImpl : nn::Module {
  nn::Linear hidden{2, 16};  // not registered
  nn::Linear output = register_module("output", nn::Linear(16, 1));
  torch::Tensor forward(torch::Tensor x) { return output(torch::tanh(hidden(x))); }
};
TORCH_MODULE(Half);

void unregistered_module() {
  Half net;
  torch::optim::SGD optimizer(net->parameters(), /*lr=*/0.1);
  net(torch::ones({4, 2})).sum().backward();
  optimizer.step();
}

struct ScaleImpl : nn::Module {
  torch::Tensor factor = torch::ones({3}).requires_grad_();  // not registered
  torch::Tensor offset = register_parameter("offset", torch::zeros({3}));
  torch::Tensor forward(torch::Tensor x) { return x * factor + offset; }
};
TORCH_MODULE(Scale);

void unregistered_parameter() {
  Scale net;
  for (const auto& parameter : net->named_parameters())
    std::cout << parameter.key() << ' ' << parameter->sizes() << '\n';
}

void step_without_gradients() {
  nn::Linear net(2, 1);
  torch::optim::SGD optimizer(net->parameters(), /*lr=*/0.1);
  torch::Tensor prediction;
  {
    torch::NoGradGuard no_grad;
    prediction = net(torch::ones({4, 2}));
  }
  auto loss = prediction.sum().requires_grad_();  // silences the error, cures nothing
  loss.backward();
  optimizer.step();
}

void parameter_made_anew() {
  torch::Tensor w = torch::ones({2}).requires_grad_();
  torch::optim::SGD optimizer({w}, /*lr=*/0.1);
  w.pow(2).sum().backward();
  w = w - 0.1 * w.grad();  // another tensor; the optimizer holds the first
  w.pow(2).sum().backward();
  std::cout << std::boolalpha << w.grad().defined() << '\n';

  torch::Tensor v = torch::ones({2}).requires_grad_();
  v.pow(2).sum().backward();
  {
    torch::NoGradGuard no_grad;
    v -= 0.1 * v.grad();  // the same tensor
  }
  v.pow(2).sum().backward();
  std::cout << v.grad().defined() << '\n';
}

void assigned_parameter() {
  nn::Linear net(nn::LinearOptions(2, 1).bias(false));
  net->weight = torch::full({1, 2}, 5.).requires_grad_();  // forward's; registered is the old one
  std::cout << net(torch::ones({1, 2})).item<float>() << ' '
            << net->parameters()[0].is_same(net->weight) << '\n';

  nn::Linear filled(nn::LinearOptions(2, 1).bias(false));
  {
    torch::NoGradGuard no_grad;
    filled->weight.copy_(torch::full({1, 2}, 5.));  // the same tensor, other values
  }
  std::cout << filled(torch::ones({1, 2})).item<float>() << ' '
            << filled->parameters()[0].is_same(filled->weight) << '\n';
}

void forgotten_zero_grad() {
  torch::Tensor w = torch::ones({1}).requires_grad_();
  for (int i = 0; i < 3; ++i) {
    w.pow(2).sum().backward();
    std::cout << w.grad().item<float>() << ' ';
  }
  std::cout << '\n';
}

void evaluation() {
  nn::Sequential net(nn::Linear(2, 4), nn::Dropout(0.5), nn::Linear(4, 1));
  std::cout << net->is_training() << ' ';
  net->eval();
  {
    torch::NoGradGuard no_grad;  // has a name, so it lives to the end of the block
    std::cout << net->is_training() << ' ' << net->forward(torch::ones({1, 2})).requires_grad();
  }
  net->train();
  std::cout << '\n';
}

void shapes_in_a_loss() {
  torch::Tensor prediction = torch::ones({3, 1}), target = torch::zeros({3});
  std::cout << F::mse_loss(prediction, target, F::MSELossFuncOptions(torch::kNone)).sizes() << '\n';
  std::cout << F::mse_loss(prediction.squeeze(1), target).item<float>() << '\n';
}

void one_class() {
  torch::Tensor logits = torch::tensor({{2.}, {-3.}}).requires_grad_();
  torch::Tensor loss = F::cross_entropy(logits, torch::zeros({2}, torch::kLong));
  loss.backward();
  std::cout << loss.abs().item<float>() << ' ' << logits.grad().abs().sum().item<float>() << '\n';
  torch::Tensor two = F::binary_cross_entropy_with_logits(logits, torch::tensor({{1.}, {0.}}));
  std::cout << two.item<float>() << '\n';
}

void integer_targets() {
  torch::Tensor probability = torch::full({3}, 0.5), target = torch::tensor({1, 0, 1});
  try {
    F::binary_cross_entropy(probability, target);
  } catch (const torch::Error& error) {
    std::cout << error.what_without_backtrace() << '\n';
  }
  std::cout << F::binary_cross_entropy(probability, target.to(torch::kFloat)).item<float>() << '\n';
}

void integers_and_gradients() {
  try {
    torch::tensor({1, 2, 3}).requires_grad_();
  } catch (const torch::Error& error) {
    std::cout << error.what_without_backtrace() << '\n';
  }
  torch::Tensor w = torch::tensor({1., 2., 3.}).requires_grad_();
  std::cout << w.dtype() << '\n';
}

void integer_division() {
  std::cout << torch::full({}, 1 / 2).item<double>() << ' '    // C++ divides integers
            << torch::full({}, 1. / 2).item<double>() << ' '   //
            << (torch::tensor(1) / 2).item<double>() << '\n';  // a tensor divides as in Python
}

void integer_item() {
  int sum = 0;
  double mean = 0;
  for (float loss : {0.7f, 0.9f}) {
    sum += torch::tensor(loss).item<int>();
    mean += torch::tensor(loss).item<double>() / 2;
  }
  std::cout << sum << ' ' << mean << '\n';
}

void copies_of_handles() {
  torch::Tensor x = torch::zeros({2});
  auto y = x;          // the same memory
  auto z = x.clone();  // a copy
  x += 1;
  std::cout << y.sum().item<float>() << ' ' << z.sum().item<float>() << '\n';
}

void results_that_nobody_takes() {
  torch::Tensor x = torch::zeros({2});
  x.add(1);
  x.to(torch::kDouble);
  std::cout << x.sum().item<float>() << ' ' << x.dtype() << '\n';
  x.add_(1);
  x = x.to(torch::kDouble);
  std::cout << x.sum().item<float>() << ' ' << x.dtype() << '\n';
}

void set_to_zero(nn::Module& module) {  // by reference; `nn::Module module` would cut it down
  torch::NoGradGuard no_grad;
  for (auto& parameter : module.parameters()) parameter.zero_();
}

void modules_by_value() {
  nn::Linear net(2, 1);
  nn::Linear same = net;                                                 // a handle
  auto other = std::dynamic_pointer_cast<nn::LinearImpl>(net->clone());  // a copy
  set_to_zero(*net);
  std::cout << same->weight.is_same(net->weight) << ' ' << other->weight.is_same(net->weight)
            << '\n';
}

void modules_of_one_call() {
  torch::manual_seed(0);
  nn::Sequential net;
  net->push_back(nn::Linear(2, 2));  // one after the other, as Python makes them
  net->push_back(nn::Linear(2, 1));
  std::cout << net->parameters()[0] << '\n';
}

void sum_of_losses() {
  torch::Tensor w = torch::ones({1}).requires_grad_(), total = torch::zeros({});
  double sum = 0;
  for (int i = 0; i < 3; ++i) {
    torch::Tensor loss = w.pow(2).sum();
    total += loss;               // keeps the graphs of all iterations
    sum += loss.item<double>();  // keeps a number
  }
  std::cout << total.grad_fn()->name() << ' ' << sum << '\n';
}

void gradient_changed_in_place() {
  const auto gradients = [](std::function<torch::Tensor(torch::Tensor)> hook) {
    torch::Tensor a = torch::ones({1}).requires_grad_(), b = torch::ones({1}).requires_grad_();
    torch::Tensor z = b * 3, y = a * 3;
    y.register_hook(hook);
    (y + z).sum().backward();
    std::cout << a.grad().item<float>() << ' ' << b.grad().item<float>() << '\n';
  };
  gradients([](torch::Tensor g) { return g.mul_(10); });  // y and z got the same tensor
  gradients([](torch::Tensor g) { return g * 10; });      // a new one
}

void lambdas_in_a_loop() {
  torch::Tensor w = torch::ones({2}).requires_grad_();
  std::vector<std::function<torch::Tensor()>> later;
  for (int i = 1; i <= 3; ++i) {
    torch::Tensor scaled = w * i;
    later.push_back([scaled] { return scaled.sum(); });  // [&scaled] would be gone by then
  }
  for (const auto& loss : later) std::cout << loss().item<float>() << ' ';
  std::cout << '\n';
}

int main() {
  torch::set_warning_handler(
      [](const std::string& text) { std::cout << "Warning: " << text << '\n'; });
  for (auto trap : {unregistered_module,
                    unregistered_parameter,
                    step_without_gradients,
                    parameter_made_anew,
                    assigned_parameter,
                    forgotten_zero_grad,
                    evaluation,
                    shapes_in_a_loss,
                    one_class,
                    integer_targets,
                    integers_and_gradients,
                    integer_division,
                    integer_item,
                    copies_of_handles,
                    results_that_nobody_takes,
                    modules_by_value,
                    modules_of_one_call,
                    sum_of_losses,
                    gradient_changed_in_place,
                    lambdas_in_a_loop})
    trap();
}
