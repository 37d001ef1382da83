// Optimizers compared on one curve; then a training that stops half way and goes on from its files.
#include <torch/torch.h>

#include <cstdio>
#include <iostream>
#include <memory>
#include <sstream>

torch::nn::Sequential make_net() {
  torch::manual_seed(5);
  return torch::nn::Sequential(torch::nn::Linear(1, 16), torch::nn::Tanh(),
                               torch::nn::Linear(16, 1));
}
const auto x = torch::linspace(-2, 2, 41).unsqueeze(1);
const auto y = torch::sin(2 * x) + 0.5 * x;

double train(torch::nn::Sequential& net, torch::optim::Optimizer& optimizer, int steps) {
  torch::Tensor loss;
  for (int i = 0; i < steps; ++i) {
    const auto closure = [&] {
      optimizer.zero_grad();
      loss = torch::mse_loss(net->forward(x), y);
      loss.backward();
      return loss;
    };
    optimizer.step(closure);
  }
  return loss.item<double>();
}

template <class Optimizer, class Options>
void compare(const char* name, const Options& options, int steps) {
  auto net = make_net();
  Optimizer optimizer(net->parameters(), options);
  std::printf("%-8s %.4f\n", name, train(net, optimizer, steps));
}

int main() {
  using namespace torch::optim;
  compare<SGD>("SGD", SGDOptions(0.05), 100);
  compare<SGD>("momentum", SGDOptions(0.05).momentum(0.9).nesterov(true), 100);
  compare<Adam>("Adam", AdamOptions(0.02), 100);
  compare<AdamW>("AdamW", AdamWOptions(0.02).weight_decay(0.01), 100);
  compare<RMSprop>("RMSprop", RMSpropOptions(0.01), 100);
  compare<Adagrad>("Adagrad", AdagradOptions(0.1).initial_accumulator_value(0.1), 100);
  compare<LBFGS>("LBFGS", LBFGSOptions(0.5).max_iter(5), 10);

  auto net = make_net();
  Adam optimizer(net->parameters(), AdamOptions(0.02));
  train(net, optimizer, 30);
  std::stringstream weights, state;
  torch::save(net, weights);
  torch::save(optimizer, state);
  const double all_at_once = train(net, optimizer, 30);

  auto later = make_net();
  Adam going_on(later->parameters(), AdamOptions(0.02));
  torch::load(later, weights);
  torch::load(going_on, state);
  const double resumed = train(later, going_on, 30);
  std::printf("%.4f %.4f, %s\n", all_at_once, resumed,
              torch::equal(later->forward(x), net->forward(x)) ? "the same" : "another");
}
