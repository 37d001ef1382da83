// A variational autoencoder of bars: horizontal and vertical lines on a small grid.
#include <torch/torch.h>

#include <cstdio>
#include <iostream>

struct VAEImpl : torch::nn::Module {
  VAEImpl() {
    register_module("encode", encode);
    register_module("mean", mean);
    register_module("logvar", logvar);
    register_module("decode", decode);
  }
  torch::Tensor reparametrize(const torch::Tensor& mu, const torch::Tensor& log_variance) {
    if (!is_training()) return mu;
    const auto std = log_variance.div(2).exp();
    return torch::randn_like(std).mul(std).add_(mu);
  }
  std::tuple<torch::Tensor, torch::Tensor, torch::Tensor> forward(const torch::Tensor& x) {
    const auto h = torch::relu(encode->forward(x));
    const auto mu = mean->forward(h), log_variance = logvar->forward(h);
    return {torch::sigmoid(decode->forward(reparametrize(mu, log_variance))), mu, log_variance};
  }
  torch::nn::Linear encode{16, 32}, mean{32, 2}, logvar{32, 2};
  torch::nn::Sequential decode{torch::nn::Linear(2, 32), torch::nn::ReLU(),
                               torch::nn::Linear(32, 16)};
};
TORCH_MODULE(VAE);

int main() {
  torch::manual_seed(2);
  auto bars = torch::zeros({8, 4, 4});
  for (int i = 0; i < 4; ++i) {
    bars[i][i] = 1;
    bars[4 + i].select(1, i).fill_(1);
  }
  const auto images = bars.view({8, 16});
  VAE model;
  std::cout << model << std::endl;
  torch::optim::Adam optimizer(model->parameters(), torch::optim::AdamOptions(1e-2));
  for (int step = 1; step <= 300; ++step) {
    const auto [out, mu, log_variance] = model->forward(images);
    const auto reconstruction = torch::nn::functional::binary_cross_entropy(
        out, images, torch::nn::functional::BinaryCrossEntropyFuncOptions().reduction(torch::kSum));
    const auto divergence = -0.5 * torch::sum(1 + log_variance - mu.pow(2) - log_variance.exp());
    const auto loss = reconstruction + divergence;
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
    if (step % 60 == 0)
      std::printf("step %d: reconstruction %.2f, divergence %.2f\n", step,
                  reconstruction.item<float>(), divergence.item<float>());
  }
  model->eval();
  torch::NoGradGuard no_grad;
  std::cout << (std::get<0>(model->forward(images)) > 0.5).eq(images > 0.5).sum() << std::endl;
}
