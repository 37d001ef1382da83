// A Transformer that learns which of two words comes more often in a sentence.
#include <torch/torch.h>

#include <cmath>
#include <cstdio>
#include <iostream>

torch::Tensor positions(int64_t length, int64_t width) {
  const auto place = torch::arange(length, torch::kFloat).unsqueeze(1);
  const auto rate =
      torch::exp(torch::arange(0, width, 2, torch::kFloat) * (-std::log(10000.0) / width));
  auto table = torch::zeros({length, width});
  using namespace torch::indexing;
  table.index_put_({Slice(), Slice(0, None, 2)}, torch::sin(place * rate));
  table.index_put_({Slice(), Slice(1, None, 2)}, torch::cos(place * rate));
  return table;
}

struct ClassifierImpl : torch::nn::Module {
  ClassifierImpl()
      : encoder(torch::nn::TransformerEncoderOptions(
            torch::nn::TransformerEncoderLayerOptions(16, 4).dim_feedforward(32).dropout(0.0), 2)) {
    register_module("embedding", embedding);
    register_module("encoder", encoder);
    register_module("output", output);
    place = register_buffer("place", positions(12, 16).unsqueeze(1));
  }
  torch::Tensor forward(const torch::Tensor& words) {  // [length, batch]
    const auto x = embedding->forward(words) * std::sqrt(16.0) + place;
    return output->forward(encoder->forward(x).mean(0));
  }
  torch::nn::Embedding embedding{6, 16};
  torch::nn::TransformerEncoder encoder;
  torch::nn::Linear output{16, 2};
  torch::Tensor place;
};
TORCH_MODULE(Classifier);

int main() {
  torch::manual_seed(1);
  Classifier model;
  std::cout << model << std::endl;
  torch::optim::AdamW optimizer(model->parameters(), torch::optim::AdamWOptions(3e-3));
  torch::optim::StepLR schedule(optimizer, 20, 0.5);
  const auto words = torch::randint(6, {12, 64}, torch::kLong);
  const auto labels = (words.eq(0).sum(0) > words.eq(1).sum(0)).to(torch::kLong);
  for (int epoch = 1; epoch <= 60; ++epoch) {
    const auto scores = model->forward(words);
    const auto loss = torch::nn::functional::cross_entropy(scores, labels);
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
    schedule.step();
    if (epoch % 10 == 0)
      std::printf("epoch %d: loss %.3f, right %d of 64\n", epoch, loss.item<float>(),
                  scores.argmax(1).eq(labels).sum().item<int>());
  }
}
