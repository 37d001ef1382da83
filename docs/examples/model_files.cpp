#include <glassgrad.h>

#include <cstdio>

namespace torch = glassgrad;

int main() {
  torch::nn::Linear model(1, 1);
  torch::optim::SGD optimizer(model->parameters(), /*lr=*/0.1);

  auto checkpoint = torch::pickle::load_file("checkpoint.pt").toGenericDict();
  int64_t epoch = checkpoint.at("epoch").toInt();
  model->load_state_dict(torch::pickle::tensors(checkpoint.at("model")));
  torch::pickle::load_state_dict(optimizer, checkpoint.at("optimizer"));

  torch::Dict<std::string, torch::IValue> next;
  next.insert("epoch", epoch + 1);
  next.insert("model", torch::pickle::dict(model->state_dict()));
  next.insert("optimizer", torch::pickle::state_dict(optimizer));
  torch::pickle::save_file(next, "next.pt");

  std::printf("epoch %d, weight %.4f\n", int(epoch + 1), model->weight.item<float>());
}
