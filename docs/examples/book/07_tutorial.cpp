// Chapter 7: batches, and what a model has not seen.
#include <glassgrad.h>

#include <iostream>

#include "docs/examples/book/chapters.h"

namespace book {
namespace {

namespace torch = glassgrad;
namespace nn = torch::nn;
namespace F = torch::nn::functional;

torch::Tensor inputs() { return torch::arange(-2, 2, 0.1).view({-1, 1}); }
torch::Tensor labels(torch::Tensor x) { return (x > 0.2).to(torch::kFloat); }

void batches() {
  torch::Tensor x = inputs();
  auto dataset = torch::data::datasets::TensorPairDataset(x, labels(x));
  auto loader = torch::data::make_data_loader<torch::data::samplers::SequentialSampler>(
      dataset.map(torch::data::transforms::Stack<>()), /*batch_size=*/16);
  for (auto& batch : *loader)
    std::cout << batch.data.sizes() << ' ' << batch.target.sizes() << '\n';
}

float accuracy(nn::Linear model, torch::Tensor x, torch::Tensor y) {
  torch::NoGradGuard no_grad;
  return ((model(x) > 0) == (y > 0.5)).to(torch::kFloat).mean().item<float>();
}

void held_out() {
  torch::manual_seed(0);
  torch::Tensor x = inputs(), y = labels(x), order = torch::randperm(x.size(0));
  torch::Tensor train = order.slice(0, 0, 30), test = order.slice(0, 30);
  nn::Linear model(1, 1);
  torch::optim::SGD optimizer(model->parameters(), /*lr=*/2);
  for (int step = 0; step < 200; ++step) {
    optimizer.zero_grad();
    F::binary_cross_entropy_with_logits(model(x.index({train})), y.index({train})).backward();
    optimizer.step();
  }
  std::cout << "training " << accuracy(model, x.index({train}), y.index({train})) << ", test "
            << accuracy(model, x.index({test}), y.index({test})) << '\n';
}

}  // namespace

void tutorial() {
  batches();
  held_out();
}

}  // namespace book
