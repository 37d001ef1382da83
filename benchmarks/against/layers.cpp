// Layers as real networks have them, forward alone and with the way back.

#include "benchmarks/against/framework.h"

namespace against {
namespace {

using torch::Tensor;
namespace nn = torch::nn;

using Sizes = std::vector<int64_t>;
using Layer = std::function<Tensor(const Tensor&)>;

int64_t count(const Sizes& sizes) {
  int64_t product = 1;
  for (const int64_t size : sizes) product *= size;
  return product;
}

/// Numbers of the size that a layer with so many inputs begins with.
void fill(const std::vector<Tensor>& parameters) {
  const torch::NoGradGuard no_grad;
  uint64_t seed = 100;
  for (const Tensor& p : parameters) {
    const Sizes sizes = p.sizes().vec();
    const float inputs = static_cast<float>(p.dim() < 2 ? 4 : p.numel() / p.size(0));
    const float bound = 1 / std::sqrt(inputs);
    p.copy_(tensor_of(numbers(p.numel(), -bound, bound, ++seed), sizes));
  }
}

// --- a layer's work ---

struct Trial {
  std::function<Layer(std::vector<Tensor>& parameters)> make;
  Sizes input;
  bool first = false;   ///< of its network: nobody wants the gradient of its input
  int64_t classes = 0;  ///< if the input is not of floats but of class ids below this
};

Tensor input_of(const Trial& trial) {
  const std::vector<float> values =
      numbers(count(trial.input), trial.classes ? 0.f : -1.f,
              trial.classes ? static_cast<float>(trial.classes) : 1.f, 5);
  const Tensor x = tensor_of(values, trial.input);
  return trial.classes ? x.to(torch::kLong) : x;
}

Job forward(const Trial& trial) {
  torch::manual_seed(0);
  std::vector<Tensor> parameters;
  const Layer layer = trial.make(parameters);
  fill(parameters);
  const Tensor x = input_of(trial);
  auto y = std::make_shared<Tensor>();
  return {[=] {
            const torch::NoGradGuard no_grad;
            y->reset();
            *y = layer(x);
          },
          [=] { return fingerprint(*y); }};
}

Job backward(const Trial& trial) {
  torch::manual_seed(0);
  std::vector<Tensor> wanted;
  const Layer layer = trial.make(wanted);
  fill(wanted);
  const Tensor x = input_of(trial);
  if (!trial.first && !trial.classes) wanted.push_back(x.set_requires_grad(true));
  Tensor dy;
  {
    const torch::NoGradGuard no_grad;
    const Tensor y = layer(x);
    dy = tensor_of(numbers(y.numel(), -1, 1, 9), y.sizes().vec());
  }
  torch::manual_seed(0);
  return {[=] {
            for (const Tensor& leaf : wanted) leaf.mutable_grad().reset();
            layer(x).backward(dy);
          },
          [=] {
            double sum = 0;
            for (const Tensor& leaf : wanted) sum += fingerprint(leaf.grad());
            return sum;
          }};
}

void offer_layer(const std::string& name, const Trial& trial) {
  offer({"layer/" + name + "/forward", 1, [=] { return forward(trial); }, true});
  offer({"layer/" + name + "/backward", 1, [=] { return backward(trial); }, true});
}

/// A trial of a module that maps a tensor to a tensor.
template <class Make>
Trial trial_of(Make make, Sizes input, bool first = false, int64_t classes = 0) {
  return {[make](std::vector<Tensor>& parameters) -> Layer {
            auto module = make();
            parameters = module->parameters();
            return [module](const Tensor& x) mutable { return module(x); };
          },
          std::move(input), first, classes};
}
Trial function(Layer layer, Sizes input) {
  return {[layer](std::vector<Tensor>&) { return layer; }, std::move(input)};
}

// --- convolutions ---

struct Conv {
  int64_t in, out, kernel, stride, padding, groups, pixels;
};

void offer_convolutions() {
  // ResNet and MobileNet; then MNIST's network and a residual block for CIFAR.
  constexpr Conv kConvolutions[] = {
      {3, 64, 7, 2, 3, 1, 128},   {64, 64, 3, 1, 1, 1, 56},    {64, 128, 3, 2, 1, 1, 56},
      {128, 128, 3, 1, 1, 1, 28}, {256, 256, 3, 1, 1, 1, 14},  {512, 512, 3, 1, 1, 1, 7},
      {64, 256, 1, 1, 0, 1, 56},  {256, 64, 1, 1, 0, 1, 56},   {1024, 256, 1, 1, 0, 1, 14},
      {256, 512, 1, 2, 0, 1, 28}, {64, 64, 3, 1, 1, 64, 56},   {256, 256, 3, 1, 1, 256, 14},
      {64, 64, 3, 2, 1, 64, 56},  {128, 128, 3, 1, 1, 32, 28}, {1, 10, 5, 1, 0, 1, 28},
      {10, 20, 5, 1, 0, 1, 12},   {16, 16, 3, 1, 1, 1, 32},    {3, 16, 3, 1, 1, 1, 32},
      {3, 64, 3, 1, 1, 1, 64}};
  for (const Conv& c : kConvolutions)
    for (const int64_t batch : {1, 16}) {
      const std::string k = std::to_string(c.kernel);
      const std::string name = "conv" + k + "x" + k + "/" + std::to_string(c.in) + "-" +
                               std::to_string(c.out) + "," + std::to_string(c.pixels) + "px" +
                               (c.stride > 1 ? ",stride" + std::to_string(c.stride) : "") +
                               (c.groups > 1 ? ",groups" + std::to_string(c.groups) : "") + ",b" +
                               std::to_string(batch);
      offer_layer(name, trial_of(
                            [=] {
                              return nn::Conv2d(nn::Conv2dOptions(c.in, c.out, c.kernel)
                                                    .stride(c.stride)
                                                    .padding(c.padding)
                                                    .groups(c.groups));
                            },
                            {batch, c.in, c.pixels, c.pixels}, c.in <= 3));
    }
  // DCGAN's generator, from noise to an image.
  constexpr Conv kTransposed[] = {{100, 256, 4, 1, 0, 1, 1},
                                  {256, 128, 3, 2, 1, 1, 4},
                                  {128, 64, 4, 2, 1, 1, 7},
                                  {64, 1, 4, 2, 1, 1, 14}};
  for (const Conv& c : kTransposed)
    offer_layer("conv_transpose/" + std::to_string(c.in) + "-" + std::to_string(c.out) + "," +
                    std::to_string(c.pixels) + "px,b64",
                trial_of(
                    [=] {
                      return nn::ConvTranspose2d(nn::ConvTranspose2dOptions(c.in, c.out, c.kernel)
                                                     .stride(c.stride)
                                                     .padding(c.padding)
                                                     .bias(false));
                    },
                    {64, c.in, c.pixels, c.pixels}));
  offer_layer("conv1d/1-32,1024,b16",
              trial_of([=] { return nn::Conv1d(nn::Conv1dOptions(1, 32, 9).padding(4)); },
                       {16, 1, 1024}, true));
  offer_layer("conv1d/64-128,256,b16",
              trial_of([=] { return nn::Conv1d(nn::Conv1dOptions(64, 128, 3).padding(1)); },
                       {16, 64, 256}));
  offer_layer(
      "conv1d/128-128,64,dilation4,b32",
      trial_of([=] { return nn::Conv1d(nn::Conv1dOptions(128, 128, 3).padding(4).dilation(4)); },
               {32, 128, 64}));
}

// --- what comes between convolutions ---

void offer_image_layers() {
  const Sizes image{16, 64, 32, 32};
  offer_layer("batch_norm", trial_of([=] { return nn::BatchNorm2d(64); }, image));
  offer_layer("batch_norm/small", trial_of([=] { return nn::BatchNorm2d(256); }, {16, 256, 4, 4}));
  offer_layer("batch_norm1d", trial_of([=] { return nn::BatchNorm1d(512); }, {128, 512}));
  offer_layer("group_norm",
              trial_of([=] { return nn::GroupNorm(nn::GroupNormOptions(8, 64)); }, image));
  offer_layer("max_pool/2",
              trial_of([=] { return nn::MaxPool2d(nn::MaxPool2dOptions(2)); }, image));
  offer_layer(
      "max_pool/3,stride2",
      trial_of([=] { return nn::MaxPool2d(nn::MaxPool2dOptions(3).stride(2).padding(1)); }, image));
  offer_layer("avg_pool/2",
              trial_of([=] { return nn::AvgPool2d(nn::AvgPool2dOptions(2)); }, image));
  offer_layer(
      "avg_pool/3,stride1",
      trial_of([=] { return nn::AvgPool2d(nn::AvgPool2dOptions(3).stride(1).padding(1)); }, image));
  offer_layer("adaptive_avg_pool/1",
              trial_of(
                  [=] {
                    return nn::AdaptiveAvgPool2d(nn::AdaptiveAvgPool2dOptions({1, 1}));
                  },
                  image));
  offer_layer(
      "upsample/nearest",
      trial_of(
          [=] {
            return nn::Upsample(nn::UpsampleOptions().scale_factor(std::vector<double>{2, 2}));
          },
          {4, 64, 32, 32}));
  offer_layer("upsample/bilinear",
              trial_of(
                  [=] {
                    return nn::Upsample(nn::UpsampleOptions()
                                            .scale_factor(std::vector<double>{2, 2})
                                            .mode(torch::kBilinear)
                                            .align_corners(false));
                  },
                  {4, 64, 32, 32}));
  offer_layer("dropout2d", trial_of([=] { return nn::Dropout2d(0.5); }, image));
}

// --- sequences, texts and the rest ---

/// A trial of a module whose result has the output first.
template <class Make>
Trial recurrent(Make make, Sizes input) {
  return {[make](std::vector<Tensor>& parameters) -> Layer {
            auto module = make();
            parameters = module->parameters();
            return [module](const Tensor& x) mutable { return std::get<0>(module(x)); };
          },
          std::move(input), /*first=*/true};
}

void offer_sequence_layers() {
  offer_layer(
      "lstm/2x128,28x28,b64",
      recurrent([] { return nn::LSTM(nn::LSTMOptions(28, 128).num_layers(2)); }, {28, 64, 28}));
  offer_layer("lstm/64,50x64,b8",
              recurrent([] { return nn::LSTM(nn::LSTMOptions(64, 64)); }, {50, 8, 64}));
  offer_layer("gru/128,50x64,b32",
              recurrent([] { return nn::GRU(nn::GRUOptions(64, 128)); }, {50, 32, 64}));
  offer_layer("rnn/128,50x64,b32",
              recurrent([] { return nn::RNN(nn::RNNOptions(64, 128)); }, {50, 32, 64}));
  offer_layer("embedding/10000x128",
              trial_of([=] { return nn::Embedding(10000, 128); }, {32, 64}, true, 10000));
  const auto attention = [](std::vector<Tensor>& parameters) -> Layer {
    nn::MultiheadAttention module(256, 8);
    parameters = module->parameters();
    return [module](const Tensor& x) mutable { return std::get<0>(module(x, x, x)); };
  };
  offer_layer("attention/256,8heads,64,b16", {attention, {64, 16, 256}});
  offer_layer(
      "transformer_encoder_layer/256,64,b16",
      trial_of(
          [=] {
            return nn::TransformerEncoderLayer(
                nn::TransformerEncoderLayerOptions(256, 8).dropout(0).dim_feedforward(1024));
          },
          {64, 16, 256}));
  offer_layer("layer_norm/512",
              trial_of([=] { return nn::LayerNorm(nn::LayerNormOptions({512})); }, {16, 64, 512}));
  offer_layer("layer_norm/64",
              trial_of([=] { return nn::LayerNorm(nn::LayerNormOptions({64})); }, {64, 64, 64}));
  offer_layer("linear/512-512,b64", trial_of([=] { return nn::Linear(512, 512); }, {64, 512}));
}

void offer_functions() {
  const Sizes sizes{256, 1024};
  offer_layer("relu", function([](const Tensor& x) { return torch::relu(x); }, sizes));
  offer_layer("leaky_relu", function([](const Tensor& x) { return torch::leaky_relu(x); }, sizes));
  offer_layer("elu", function([](const Tensor& x) { return torch::elu(x); }, sizes));
  offer_layer("gelu", function([](const Tensor& x) { return torch::gelu(x); }, sizes));
  offer_layer("silu", function([](const Tensor& x) { return torch::silu(x); }, sizes));
  offer_layer("mish", function([](const Tensor& x) { return torch::mish(x); }, sizes));
  offer_layer("hardswish", function([](const Tensor& x) { return torch::hardswish(x); }, sizes));
  offer_layer("softplus", function([](const Tensor& x) { return torch::softplus(x); }, sizes));
  offer_layer("dropout",
              function([](const Tensor& x) { return torch::dropout(x, 0.5, true); }, sizes));
  offer_layer("softmax", function([](const Tensor& x) { return torch::softmax(x, -1); }, sizes));
  offer_layer("log_softmax",
              function([](const Tensor& x) { return torch::log_softmax(x, -1); }, sizes));
  offer_layer("softmax/columns",
              function([](const Tensor& x) { return torch::softmax(x, 1); }, {16, 64, 256}));
  const Tensor labels = torch::arange(256).remainder(100);
  offer_layer(
      "cross_entropy",
      function([=](const Tensor& x) { return torch::cross_entropy_loss(x, labels); }, sizes));
  offer_layer("bce_with_logits", function(
                                     [=](const Tensor& x) {
                                       return torch::binary_cross_entropy_with_logits(
                                           x, torch::zeros_like(x));
                                     },
                                     sizes));
  offer_layer(
      "smooth_l1",
      function([=](const Tensor& x) { return torch::smooth_l1_loss(x, torch::zeros_like(x)); },
               sizes));
}

// --- networks, to their loss ---

/// A trial of modules that are kept in a Sequential, and of what makes a loss of their result.
Trial network(std::function<nn::Sequential()> make, Layer loss, Sizes input, int64_t classes = 0) {
  return {[make, loss](std::vector<Tensor>& parameters) -> Layer {
            nn::Sequential net = make();
            parameters = net->parameters();
            return [net, loss](const Tensor& x) mutable { return loss(net->forward(x)); };
          },
          std::move(input), /*first=*/true, classes};
}

nn::Conv2d convolution(int64_t in, int64_t out, int64_t kernel, int64_t padding = 0) {
  return nn::Conv2d(nn::Conv2dOptions(in, out, kernel).padding(padding));
}

/// That of PyTorch's MNIST example, without dropout.
nn::Sequential mnist() {
  return nn::Sequential(convolution(1, 10, 5), nn::MaxPool2d(2), nn::ReLU(), convolution(10, 20, 5),
                        nn::MaxPool2d(2), nn::ReLU(), nn::Flatten(), nn::Linear(320, 50),
                        nn::ReLU(), nn::Linear(50, 10));
}

Layer cross_entropy_over(int64_t classes) {
  return [classes](const Tensor& scores) {
    const Tensor rows = scores.view({-1, classes});
    return torch::cross_entropy_loss(rows, torch::arange(rows.size(0)).remainder(classes));
  };
}

Trial residual_block() {
  return {[](std::vector<Tensor>& parameters) -> Layer {
            nn::Sequential branch(convolution(16, 16, 3, 1), nn::BatchNorm2d(16), nn::ReLU(),
                                  convolution(16, 16, 3, 1), nn::BatchNorm2d(16));
            parameters = branch->parameters();
            return [branch](const Tensor& x) mutable {
              return torch::relu(branch->forward(x) + x).mean();
            };
          },
          {32, 16, 32, 32}};
}

void offer_networks() {
  offer_layer("network/mnist,b64", network(mnist, cross_entropy_over(10), {64, 1, 28, 28}));
  offer_layer("network/residual_block,16x32x32,b32", residual_block());
  offer_layer("network/embedding,layer_norm,linear/1000x64,b512",
              network(
                  [] {
                    return nn::Sequential(nn::Embedding(1000, 64),
                                          nn::LayerNorm(nn::LayerNormOptions({64})),
                                          nn::Linear(64, 1000));
                  },
                  cross_entropy_over(1000), {512}, 1000));
}

}  // namespace

void offer_layers() {
  offer_networks();
  offer_convolutions();
  offer_image_layers();
  offer_sequence_layers();
  offer_functions();
}

}  // namespace against
