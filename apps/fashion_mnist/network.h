#pragma once
// The network that tells pieces of clothing apart.

#include <optional>
#include <string>

#include <glassgrad.h>

namespace fashion_mnist {

constexpr int64_t kSide = 28, kPixels = kSide * kSide, kClasses = 10;

/// What stands in front of the layer that gives the scores.
enum class Model {
  Dense,   ///< a layer of hidden units, or nothing
  Conv,    ///< two convolutions, each with ReLU and pooling
  Resnet,  ///< a convolution and three residual blocks
  Lstm,    ///< a recurrent layer that reads the image row by row
};

/// By its name: dense, conv, resnet or lstm.
std::optional<Model> model_named(const std::string& name);

/// Scores of the ten classes: output(features(x)).
///
/// Parameters: those of the model's layers, then output.weight [10, features] and output.bias [10].
struct NetworkImpl : glassgrad::nn::Module {
  /// Dense: output(relu(hidden(x))), which starts as torch.nn.Linear does, or output(x), from
  /// zeros, if `hidden_units` is 0.
  explicit NetworkImpl(int64_t hidden_units, Model model = Model::Dense);

  /// [N, 1, 28, 28] -> [N, 10]
  glassgrad::Tensor forward(const glassgrad::Tensor& images);
  /// The dense layer that sees the pixels.
  const glassgrad::nn::Linear& first() const { return hidden.is_empty() ? output : hidden; }
  /// What each unit of the first layer looks for, as images [units, 784]; smaller windows enlarged.
  glassgrad::Tensor first_weights() const;

  Model model;
  glassgrad::nn::Linear hidden{nullptr}, output{nullptr};
  glassgrad::nn::Sequential features{nullptr};  ///< of Conv and Resnet
  glassgrad::nn::LSTM lstm{nullptr};
};
TORCH_MODULE(Network);

/// The network that a file holds, .safetensors, .pt or .npz. @throws glassgrad::Error
Network load_network(const std::string& path);
/// Writes the parameters. @throws glassgrad::Error
void save_network(const Network& network, const std::string& path);

}  // namespace fashion_mnist
