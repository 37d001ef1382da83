#pragma once
// The network that tells pieces of clothing apart.

#include <string>

#include <glassgrad.h>

namespace fashion_mnist {

constexpr int64_t kSide = 28, kPixels = kSide * kSide, kClasses = 10;

/// Scores of the ten classes: output(relu(hidden(x))), or output(x) without a hidden layer.
///
/// The parameters are called hidden.weight [H, 784], hidden.bias [H], output.weight [10, H or 784]
/// and output.bias [10].
struct NetworkImpl : glassgrad::nn::Module {
  /// Starts as torch.nn.Linear does, or from zeros if `hidden_units` is 0.
  explicit NetworkImpl(int64_t hidden_units);

  /// [N, 1, 28, 28] -> [N, 10]
  glassgrad::Tensor forward(const glassgrad::Tensor& images);
  /// The layer that sees the pixels.
  const glassgrad::nn::Linear& first() const { return hidden.is_empty() ? output : hidden; }

  glassgrad::nn::Linear hidden{nullptr}, output{nullptr};
};
TORCH_MODULE(Network);

/// The network that a file holds, .safetensors, .pt or .npz. @throws glassgrad::Error
Network load_network(const std::string& path);
/// Writes the parameters. @throws glassgrad::Error
void save_network(const Network& network, const std::string& path);

}  // namespace fashion_mnist
