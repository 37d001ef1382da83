// XOR with a module of one's own, three optimizers compared, the best saved and loaded again.
#include <torch/torch.h>

#include <iostream>

struct NetImpl : torch::nn::Module {
  NetImpl(int64_t in, int64_t hidden, int64_t out)
      : fc1(register_module("fc1", torch::nn::Linear(in, hidden))),
        fc2(register_module("fc2", torch::nn::Linear(hidden, out))) {}
  torch::Tensor forward(torch::Tensor x) {
    return torch::sigmoid(fc2->forward(torch::tanh(fc1->forward(x))));
  }
  torch::nn::Linear fc1{nullptr}, fc2{nullptr};
};
TORCH_MODULE(Net);

static float train(Net net, torch::optim::Optimizer& optimizer) {
  auto x = torch::tensor({{0., 0.}, {0., 1.}, {1., 0.}, {1., 1.}});
  auto y = torch::tensor({0., 1., 1., 0.}).unsqueeze(1);
  float last = 0;
  for (size_t epoch = 1; epoch <= 200; ++epoch) {
    optimizer.zero_grad();
    torch::Tensor loss = torch::binary_cross_entropy(net->forward(x), y);
    loss.backward();
    optimizer.step();
    last = loss.item<float>();
  }
  return last;
}

int main() {
  std::cout.precision(4);
  torch::manual_seed(7);
  Net sgd_net(2, 8, 1), adam_net(2, 8, 1), rms_net(2, 8, 1);
  torch::optim::SGD sgd(sgd_net->parameters(), torch::optim::SGDOptions(0.5).momentum(0.9));
  torch::optim::Adam adam(adam_net->parameters(),
                          torch::optim::AdamOptions(0.05).betas({0.9, 0.99}));
  torch::optim::RMSprop rms(rms_net->parameters(), torch::optim::RMSpropOptions(0.01));
  std::cout << "SGD " << train(sgd_net, sgd) << "\nAdam " << train(adam_net, adam) << "\nRMSprop "
            << train(rms_net, rms) << std::endl;

  std::stringstream stream;
  torch::save(adam_net, stream);
  Net again(2, 8, 1);
  torch::load(again, stream);
  torch::NoGradGuard no_grad;
  std::cout << again << '\n' << again->forward(torch::eye(2)).round() << '\n';
  for (const auto& pair : again->named_parameters())
    std::cout << pair.key() << ": " << pair.value().sizes() << '\n';
}
