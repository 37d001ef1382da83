// A small convolutional network, as for MNIST, on pictures that are made here; a custom dataset.
#include <torch/torch.h>

#include <iostream>

struct Bars : torch::data::datasets::Dataset<Bars> {
  explicit Bars(int64_t count)
      : pictures(torch::randn({count, 1, 12, 12}) * 0.1), labels(torch::arange(count) % 3) {
    for (int64_t i = 0; i < count; ++i) {
      const int64_t label = labels[i].item<int64_t>();
      if (label == 0) pictures[i][0][i % 12] += 1;
      if (label == 1) pictures[i][0].select(1, i % 12) += 1;
      if (label == 2) pictures[i][0] += torch::eye(12);
    }
  }
  torch::data::Example<> get(size_t index) override {
    return {pictures[static_cast<int64_t>(index)], labels[static_cast<int64_t>(index)]};
  }
  torch::optional<size_t> size() const override { return pictures.size(0); }
  torch::Tensor pictures, labels;
};

struct Net : torch::nn::Module {
  Net()
      : conv1(torch::nn::Conv2dOptions(1, 4, /*kernel_size=*/3)),
        conv2(torch::nn::Conv2dOptions(4, 8, 3)),
        fc(8, 3) {
    register_module("conv1", conv1);
    register_module("conv2", conv2);
    register_module("fc", fc);
  }
  torch::Tensor forward(torch::Tensor x) {
    x = torch::relu(torch::max_pool2d(conv1->forward(x), 2));
    x = torch::relu(torch::max_pool2d(conv2->forward(x), 2));
    x = x.mean({2, 3});
    return torch::log_softmax(fc->forward(x), 1);
  }
  torch::nn::Conv2d conv1, conv2;
  torch::nn::Linear fc;
};

int main() {
  torch::manual_seed(1);
  torch::Device device(torch::cuda::is_available() ? torch::kCUDA : torch::kCPU);
  auto model = std::make_shared<Net>();
  model->to(device);
  auto data = Bars(96)
                  .map(torch::data::transforms::Normalize<>(0.1, 0.5))
                  .map(torch::data::transforms::Stack<>());
  const size_t size = data.size().value();
  auto loader = torch::data::make_data_loader<torch::data::samplers::SequentialSampler>(
      std::move(data), torch::data::DataLoaderOptions().batch_size(16));
  torch::optim::SGD optimizer(model->parameters(), torch::optim::SGDOptions(0.1).momentum(0.9));
  for (size_t epoch = 1; epoch <= 30; ++epoch) {
    model->train();
    double sum = 0;
    int64_t correct = 0;
    for (auto& batch : *loader) {
      auto x = batch.data.to(device), y = batch.target.to(device);
      optimizer.zero_grad();
      auto output = model->forward(x);
      auto loss = torch::nll_loss(output, y);
      AT_ASSERT(!std::isnan(loss.template item<float>()));
      loss.backward();
      optimizer.step();
      sum += loss.item<double>() * batch.data.size(0);
      correct += output.argmax(1).eq(y).sum().template item<int64_t>();
    }
    if (epoch % 10 == 0)
      std::printf("epoch %zu  loss %.2f  accuracy %.2f\n", epoch, sum / size, 1.0 * correct / size);
  }
  std::cout << *model << '\n';
}
