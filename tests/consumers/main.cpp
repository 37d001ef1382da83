// A user's program: learns y = 2x + 1 from five points.
#include <glassgrad.h>

#include <cmath>
#include <cstdio>

int main() {
  glassgrad::manual_seed(0);
  const auto x = glassgrad::tensor({{-2.0f}, {-1.0f}, {0.0f}, {1.0f}, {2.0f}});
  const auto y = 2 * x + 1;

  glassgrad::nn::Linear model(1, 1);
  glassgrad::optim::SGD optimizer(model->parameters(), /*lr=*/0.1);
  for (int step = 0; step < 200; ++step) {
    optimizer.zero_grad();
    const auto loss = glassgrad::mse_loss(model->forward(x), y);
    loss.backward();
    optimizer.step();
  }

  const float weight = model->weight.item<float>();
  const float bias = model->bias.item<float>();
  std::printf("weight %.4f, bias %.4f\n", weight, bias);
  return std::abs(weight - 2) < 1e-3 && std::abs(bias - 1) < 1e-3 ? 0 : 1;
}
