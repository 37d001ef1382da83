// The network that tells pieces of clothing apart.
#include "apps/fashion_mnist/network.h"

namespace fashion_mnist {

namespace nn = glassgrad::nn;
using glassgrad::Tensor;

namespace {

nn::Conv2d conv3x3(int64_t in, int64_t out, int64_t stride) {
  return nn::Conv2d(nn::Conv2dOptions(in, out, 3).stride(stride).padding(1).bias(false));
}

/// y = relu(x + what two convolutions add to it); x is reduced by a 1x1 convolution where the block
/// changes its size.  Source: He et al., "Deep residual learning" (2015).
struct BlockImpl : nn::Module {
  BlockImpl(int64_t in, int64_t out, int64_t stride)
      : conv1(conv3x3(in, out, stride)), conv2(conv3x3(out, out, 1)), norm1(out), norm2(out) {
    register_module("conv1", conv1);
    register_module("norm1", norm1);
    register_module("conv2", conv2);
    register_module("norm2", norm2);
    if (in == out && stride == 1) return;
    shortcut = register_module(
        "shortcut", nn::Conv2d(nn::Conv2dOptions(in, out, 1).stride(stride).bias(false)));
  }
  Tensor forward(const Tensor& x) {
    const Tensor added = norm2(conv2(relu(norm1(conv1(x)))));
    return relu(added + (shortcut.is_empty() ? x : shortcut(x)));
  }
  nn::Conv2d conv1, conv2, shortcut{nullptr};
  nn::BatchNorm2d norm1, norm2;
};
TORCH_MODULE(Block);

nn::Sequential convolutions() {
  return {{"conv1", nn::Conv2d(nn::Conv2dOptions(1, 16, 5).padding(2))},
          {"relu1", nn::ReLU()},
          {"pool1", nn::MaxPool2d(2)},
          {"conv2", nn::Conv2d(nn::Conv2dOptions(16, 32, 5).padding(2))},
          {"relu2", nn::ReLU()},
          {"pool2", nn::MaxPool2d(2)},
          {"flatten", nn::Flatten()}};
}

nn::Sequential residual_blocks() {
  return {{"conv1", conv3x3(1, 16, 1)}, {"norm1", nn::BatchNorm2d(16)},
          {"relu1", nn::ReLU()},        {"block1", Block(16, 16, 1)},
          {"block2", Block(16, 32, 2)}, {"block3", Block(32, 64, 2)},
          {"pool", nn::AvgPool2d(7)},   {"flatten", nn::Flatten()}};
}

}  // namespace

std::optional<Model> model_named(const std::string& name) {
  if (name == "dense") return Model::Dense;
  if (name == "conv") return Model::Conv;
  if (name == "resnet") return Model::Resnet;
  if (name == "lstm") return Model::Lstm;
  return std::nullopt;
}

NetworkImpl::NetworkImpl(int64_t hidden_units, Model model_) : model(model_) {
  int64_t seen = kPixels;
  if (model == Model::Conv) {
    features = register_module("features", convolutions());
    seen = 32 * 7 * 7;
  } else if (model == Model::Resnet) {
    features = register_module("features", residual_blocks());
    seen = 64;
  } else if (model == Model::Lstm) {
    seen = 128;
    lstm = register_module("lstm", nn::LSTM(nn::LSTMOptions(kSide, seen).batch_first(true)));
  } else if (hidden_units > 0) {
    hidden = register_module("hidden", nn::Linear(kPixels, hidden_units));
    seen = hidden_units;
  }
  output = register_module("output", nn::Linear(seen, kClasses));
  if (seen != kPixels || !hidden.is_empty()) return;
  nn::init::zeros_(output->weight);
  nn::init::zeros_(output->bias);
}

Tensor NetworkImpl::forward(const Tensor& images) {
  if (!features.is_empty()) return output(features->forward(images));
  if (!lstm.is_empty()) {
    const auto [rows, state] = lstm(images.view({-1, kSide, kSide}));
    return output(rows.select(1, kSide - 1));
  }
  const Tensor x = images.view({-1, kPixels});
  return output(hidden.is_empty() ? x : relu(hidden(x)));
}

Tensor NetworkImpl::first_weights() const {
  if (model == Model::Dense) return first()->weight.detach();
  Tensor windows = parameters()[0].detach();  // [units, 1, height, width], or [units, 28]: a row
  if (model == Model::Lstm) windows = windows.view({-1, 1, 1, kSide});
  return glassgrad::upsample_nearest2d(windows, {kSide, kSide}).flatten(1);
}

Network load_network(const std::string& path) {
  const auto state = glassgrad::serialize::read_state(path);
  const Tensor* weight = state.find("hidden.weight");
  const Model model = state.find("features.block1.conv1.weight") ? Model::Resnet
                      : state.find("features.conv1.weight")      ? Model::Conv
                      : state.find("lstm.weight_ih_l0")          ? Model::Lstm
                                                                 : Model::Dense;
  Network network(weight && weight->dim() == 2 ? weight->size(0) : 0, model);
  network->load_state_dict(state);
  return network;
}

void save_network(const Network& network, const std::string& path) {
  glassgrad::save(network, path);
}

}  // namespace fashion_mnist
