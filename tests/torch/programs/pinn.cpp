// A network that solves Burgers' equation u_t + u u_x = nu u_xx: derivatives of its output by its
// input stand in the loss.
#include <torch/torch.h>

#include <cmath>
#include <iostream>

namespace {

struct FieldImpl : torch::nn::Module {
  FieldImpl() {
    for (int i = 0; i < 3; ++i)
      layers->push_back(register_module("layer" + std::to_string(i),
                                        torch::nn::Linear(i == 0 ? 2 : 20, i == 2 ? 1 : 20)));
  }
  torch::Tensor forward(torch::Tensor x) {
    for (size_t i = 0; i < layers->size(); ++i) {
      x = layers[i]->as<torch::nn::Linear>()->forward(x);
      if (i + 1 < layers->size()) x = torch::tanh(x);
    }
    return x;
  }
  torch::nn::ModuleList layers;
};
TORCH_MODULE(Field);

torch::Tensor derivative(const torch::Tensor& y, const torch::Tensor& x) {
  return torch::autograd::grad({y}, {x}, {torch::ones_like(y)}, /*retain_graph=*/true,
                               /*create_graph=*/true)[0];
}

torch::Tensor residual(Field& field, const torch::Tensor& points) {
  using torch::indexing::Slice;
  const auto u = field(points), slope = derivative(u, points);
  const auto u_x = slope.index({Slice(), 0}), u_t = slope.index({Slice(), 1});
  const auto u_xx = derivative(u_x, points).index({Slice(), 0});
  return u_t + u.squeeze(1) * u_x - 0.01 / M_PI * u_xx;
}

}  // namespace

int main() {
  torch::manual_seed(3);
  Field field;
  torch::optim::Adam optimizer(field->parameters(), 1e-2);
  for (int step = 0; step < 40; ++step) {
    const auto points = torch::rand({64, 2}).requires_grad_();
    const auto x = torch::rand({32, 1}) * 2 - 1;
    const auto at_start = field(torch::cat({x, torch::zeros_like(x)}, 1));
    const auto loss =
        torch::mse_loss(at_start, -torch::sin(M_PI * x)) + residual(field, points).pow(2).mean();
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
    if (step % 8 == 7) std::cout << step << ": " << loss.item<float>() << "\n";
  }
  const torch::NoGradGuard no_grad;
  std::cout << field(torch::tensor({{-0.5f, 0.0f}, {0.0f, 0.5f}, {0.5f, 0.25f}})) << "\n";
}
