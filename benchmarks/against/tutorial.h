#pragma once
// The tutorial's training, 50 epochs of 20 batches of 2 points, in the frameworks' own words.

#if defined(AGAINST_LIBTORCH)
#include <torch/torch.h>
#else
#include <glassgrad.h>
namespace torch = glassgrad;
#endif

namespace tutorial {

struct Data : torch::data::datasets::Dataset<Data> {
  torch::Tensor x = torch::arange(-2, 2, 0.1).view({-1, 1});
  torch::Tensor y = torch::zeros({x.size(0), 1});

  Data() { y.index_put_({x > 0.2}, 1); }
  torch::data::Example<> get(size_t i) override {
    return {x[static_cast<int64_t>(i)], y[static_cast<int64_t>(i)]};
  }
  torch::optional<size_t> size() const override { return x.size(0); }
};

struct LogisticRegressionImpl : torch::nn::Module {
  torch::nn::Linear linear{nullptr};

  LogisticRegressionImpl() { linear = register_module("linear", torch::nn::Linear(1, 1)); }
  torch::Tensor forward(const torch::Tensor& x) { return torch::sigmoid(linear(x)); }
};
TORCH_MODULE(LogisticRegression);

/// One pass over batches that have `data` and `target`; returns the sum of the losses.
template <class Batches>
double train_epoch(LogisticRegression& model, torch::nn::BCELoss& criterion,
                   torch::optim::SGD& optimizer, Batches& batches) {
  double sum = 0;
  for (auto& batch : batches) {
    torch::Tensor loss = criterion(model(batch.data), batch.target);
    sum += loss.template item<float>();
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
  }
  return sum;
}

constexpr int kEpochs = 50, kBatches = 20;

}  // namespace tutorial
