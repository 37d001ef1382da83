// A language model: embeddings, two layers of LSTM, the state carried from batch to batch, and a
// text that it writes.
#include <torch/torch.h>

#include <cstdio>
#include <iostream>
#include <string>
#include <tuple>

const std::string kText =
    "the cat sat on the mat. the dog sat on the cat. the mat sat on the dog. ";

using State = std::tuple<torch::Tensor, torch::Tensor>;

struct ModelImpl : torch::nn::Module {
  ModelImpl(int64_t letters, int64_t embedded, int64_t hidden)
      : embedding(letters, embedded),
        lstm(torch::nn::LSTMOptions(embedded, hidden).num_layers(2).batch_first(true)),
        linear(hidden, letters) {
    register_module("embedding", embedding);
    register_module("lstm", lstm);
    register_module("linear", linear);
  }
  std::tuple<torch::Tensor, State> forward(const torch::Tensor& x, const State& state) {
    auto [out, next] = lstm->forward(embedding->forward(x), state);
    return {linear->forward(out), next};
  }
  torch::nn::Embedding embedding;
  torch::nn::LSTM lstm;
  torch::nn::Linear linear;
};
TORCH_MODULE(Model);

State zero_state(int64_t batch) {
  return {torch::zeros({2, batch, 24}), torch::zeros({2, batch, 24})};
}

int main() {
  torch::manual_seed(0);
  std::string letters;
  std::vector<int64_t> numbers;
  for (const char c : kText) {
    if (letters.find(c) == std::string::npos) letters += c;
    numbers.push_back(static_cast<int64_t>(letters.find(c)));
  }
  const int64_t length = static_cast<int64_t>(numbers.size()) / 2;
  const auto text = torch::tensor(numbers, torch::kLong).slice(0, 0, 2 * length).view({2, length});

  Model model(static_cast<int64_t>(letters.size()), 12, 24);
  std::cout << model << std::endl;
  torch::optim::Adam optimizer(model->parameters(), torch::optim::AdamOptions(0.02));
  for (int epoch = 0; epoch < 30; ++epoch) {
    State state = zero_state(2);
    double total = 0;
    int batches = 0;
    for (int64_t at = 0; at + 12 < length; at += 12, ++batches) {
      state = {std::get<0>(state).detach(), std::get<1>(state).detach()};
      torch::Tensor out;
      std::tie(out, state) = model->forward(text.slice(1, at, at + 12), state);
      const auto loss = torch::nn::functional::cross_entropy(
          out.reshape({-1, out.size(2)}), text.slice(1, at + 1, at + 13).reshape({-1}));
      optimizer.zero_grad();
      loss.backward();
      torch::nn::utils::clip_grad_norm_(model->parameters(), 0.5);
      optimizer.step();
      total += loss.item<double>();
    }
    if (epoch % 5 == 4)
      std::printf("epoch %d, perplexity %.2f\n", epoch + 1, std::exp(total / batches));
  }

  torch::NoGradGuard no_grad;
  State state = zero_state(1);
  int64_t letter = 0;
  std::string written;
  for (int i = 0; i < 40; ++i) {
    torch::Tensor out;
    std::tie(out, state) = model->forward(torch::full({1, 1}, letter, torch::kLong), state);
    letter = out.view({-1}).argmax().item<int64_t>();
    written += letters[static_cast<size_t>(letter)];
  }
  std::cout << "t" << written << std::endl;
}
