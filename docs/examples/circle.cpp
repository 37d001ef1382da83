// Which points of a square lie inside a circle? A small network learns it from examples.
#include <glassgrad.h>

#include <iostream>

namespace torch = glassgrad;

struct NetImpl : torch::nn::Module {
  torch::nn::Linear hidden = register_module("hidden", torch::nn::Linear(2, 16));
  torch::nn::Linear output = register_module("output", torch::nn::Linear(16, 1));

  torch::Tensor forward(torch::Tensor x) { return output(torch::tanh(hidden(x))); }
};
TORCH_MODULE(Net);

struct Circle : torch::data::datasets::Dataset<Circle> {
  torch::Tensor points = torch::rand({1000, 2}) * 2 - 1;
  torch::Tensor inside = (points.pow(2).sum(1, /*keepdim=*/true) < 0.5).to(torch::kFloat32);

  torch::data::Example<> get(size_t i) override { return {points[int64_t(i)], inside[int64_t(i)]}; }
  torch::optional<size_t> size() const override { return points.size(0); }
};

int main() {
  torch::manual_seed(0);
  Circle circle;
  auto loader = torch::data::make_data_loader<torch::data::samplers::RandomSampler>(
      circle.map(torch::data::transforms::Stack<>()), /*batch_size=*/50);

  Net net;
  torch::nn::BCEWithLogitsLoss criterion;
  torch::optim::SGD optimizer(net->parameters(), torch::optim::SGDOptions(0.2).momentum(0.9));

  for (int epoch = 1; epoch <= 20; ++epoch) {
    float total = 0;
    for (auto& batch : *loader) {
      optimizer.zero_grad();
      auto loss = criterion(net(batch.data), batch.target);
      loss.backward();
      optimizer.step();
      total += loss.item<float>();
    }
    std::cout << "epoch " << epoch << ", loss " << total / 20 << '\n';
  }

  torch::NoGradGuard no_grad;
  const auto correct = (net(circle.points) > 0) == (circle.inside > 0.5);
  std::cout << net << "\naccuracy " << correct.to(torch::kFloat32).mean().item<float>() << '\n';
}
