#include <glassgrad.h>

#include <cstdio>

namespace torch = glassgrad;
namespace nn = torch::nn;

struct Points : torch::data::datasets::Dataset<Points> {
  torch::Tensor x, y;
  Points() {
    x = torch::arange(-2, 2, 0.1).view({-1, 1});
    y = torch::zeros({x.size(0), 1});
    y[x > 0.2] = 1;
  }
  torch::data::Example<> get(size_t i) override { return {x[i], y[i]}; }
  torch::optional<size_t> size() const override { return x.size(0); }
};

struct LogisticRegressionImpl : nn::Module {
  nn::Linear linear{nullptr};
  LogisticRegressionImpl(int64_t inputs) {
    linear = register_module("linear", nn::Linear(inputs, 1));
  }
  torch::Tensor forward(torch::Tensor x) { return torch::sigmoid(linear(x)); }
};
TORCH_MODULE(LogisticRegression);

int main() {
  torch::manual_seed(0);
  Points points;
  auto loader = torch::data::make_data_loader<torch::data::samplers::SequentialSampler>(
      points.map(torch::data::transforms::Stack<>()), /*batch_size=*/2);

  LogisticRegression model(1);
  nn::BCELoss criterion;
  torch::optim::SGD optimizer(model->parameters(), /*lr=*/2);

  torch::Tensor loss;
  for (int epoch = 0; epoch < 50; ++epoch) {
    for (auto& [x, y] : *loader) {
      loss = criterion(model(x), y);
      optimizer.zero_grad();
      loss.backward();
      optimizer.step();
    }
    std::printf("epoch %d, loss %.4g\n", epoch, loss.item<float>());
  }

  torch::NoGradGuard no_grad;
  auto label = model(points.x) > 0.5;
  auto accuracy = (label == points.y).to(torch::kFloat).mean();
  std::printf("weight %.6g, accuracy %.3g\n", model->linear->weight.item<float>(),
              accuracy.item<float>());
}
