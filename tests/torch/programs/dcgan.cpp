// Two networks against each other: one draws small discs, one tells drawn from real ones.
#include <torch/torch.h>

#include <cstdio>
#include <iostream>

namespace nn = torch::nn;

torch::Tensor discs(int64_t count) {
  const auto place = torch::arange(8, torch::kFloat);
  const auto centre = torch::rand({count, 2, 1, 1}) * 3 + 2;
  const auto far = (place.view({1, 8, 1}) - centre.select(1, 0)).pow(2) +
                   (place.view({1, 1, 8}) - centre.select(1, 1)).pow(2);
  return (2 * torch::sigmoid(4 - far) - 1).unsqueeze(1);
}

void initialize(nn::Module& module) {
  torch::NoGradGuard no_grad;
  if (auto* conv = module.as<nn::Conv2d>()) conv->weight.normal_(0.0, 0.05);
  if (auto* conv = module.as<nn::ConvTranspose2d>()) conv->weight.normal_(0.0, 0.05);
  if (auto* norm = module.as<nn::BatchNorm2d>()) norm->weight.normal_(1.0, 0.02);
}

int main() {
  torch::manual_seed(3);
  nn::Sequential generator(
      nn::ConvTranspose2d(nn::ConvTranspose2dOptions(8, 16, 4).bias(false)), nn::BatchNorm2d(16),
      nn::ReLU(nn::ReLUOptions(true)),
      nn::ConvTranspose2d(nn::ConvTranspose2dOptions(16, 1, 4).stride(2).padding(1).bias(false)),
      nn::Tanh());
  nn::Sequential discriminator(
      nn::Conv2d(nn::Conv2dOptions(1, 16, 4).stride(2).padding(1).bias(false)),
      nn::LeakyReLU(nn::LeakyReLUOptions().negative_slope(0.2)),
      nn::Conv2d(nn::Conv2dOptions(16, 1, 4).bias(false)), nn::Sigmoid());
  generator->apply(initialize);
  discriminator->apply(initialize);
  std::cout << generator << "\n" << discriminator << std::endl;
  torch::optim::Adam for_generator(
      generator->parameters(), torch::optim::AdamOptions(2e-3).betas(std::make_tuple(0.5, 0.999)));
  torch::optim::Adam for_discriminator(
      discriminator->parameters(),
      torch::optim::AdamOptions(2e-3).betas(std::make_tuple(0.5, 0.999)));
  for (int step = 1; step <= 40; ++step) {
    discriminator->zero_grad();
    const auto real = discs(16);
    const auto labels = torch::empty({16}).uniform_(0.8, 1.0);
    const auto d_real =
        torch::binary_cross_entropy(discriminator->forward(real).reshape({16}), labels);
    d_real.backward();
    const auto fake = generator->forward(torch::randn({16, 8, 1, 1}));
    const auto d_fake = torch::binary_cross_entropy(
        discriminator->forward(fake.detach()).reshape({16}), torch::zeros({16}));
    d_fake.backward();
    for_discriminator.step();

    generator->zero_grad();
    const auto g =
        torch::binary_cross_entropy(discriminator->forward(fake).reshape({16}), torch::ones({16}));
    g.backward();
    for_generator.step();
    if (step % 8 == 0)
      std::printf("step %d: discriminator %.3f, generator %.3f\n", step,
                  (d_real + d_fake).item<float>(), g.item<float>());
  }
  generator->eval();
  std::printf("mean %.2f\n", generator->forward(torch::zeros({1, 8, 1, 1})).mean().item<float>());
}
