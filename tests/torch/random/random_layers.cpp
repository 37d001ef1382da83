// Layers with options drawn at random, as a program in libtorch's words alone: compare.py compiles
// it with both libraries and compares what it prints.
//   random_layers FIRST COUNT float|double
#include <torch/torch.h>

#include <cstdio>
#include <iostream>
#include <random>
#include <sstream>

namespace {

using torch::Tensor;
namespace nn = torch::nn;
using Sizes = std::vector<int64_t>;

torch::ScalarType type = torch::kFloat;

// --- drawing ---

struct Draw {
  std::mt19937_64 generator;
  int64_t number(int64_t first, int64_t last) {
    return first + static_cast<int64_t>(generator() % static_cast<uint64_t>(last - first + 1));
  }
  bool flag() { return number(0, 1) == 1; }
  Sizes numbers(int64_t count, int64_t first, int64_t last) {
    Sizes values;
    for (int64_t i = 0; i < count; ++i) values.push_back(number(first, last));
    return values;
  }
  /// Multiples of 1/64 in [-2, 2], all different enough for a maximum.
  Tensor tensor(const Sizes& sizes) {
    int64_t count = 1;
    for (const int64_t size : sizes) count *= size;
    std::vector<double> values(static_cast<size_t>(count));
    for (double& value : values) value = static_cast<double>(number(-4096, 4096)) / 2048;
    return torch::tensor(values, torch::kDouble).to(type).reshape(sizes);
  }
};

// --- printing ---

void print(const char* what, const Tensor& x) {
  std::cout << what << ' ' << x.sizes();
  const Tensor flat = x.detach().to(torch::kDouble).contiguous().reshape({-1});
  for (int64_t i = 0; i < flat.numel(); ++i) std::printf(" %.17g", flat[i].item<double>());
  std::cout << '\n' << std::flush;
}

void print_all(const char* what, const std::vector<Tensor>& tensors) {
  for (const Tensor& x : tensors)
    if (x.defined())
      print(what, x);
    else
      std::cout << what << " none\n";
}

Tensor sum_of(const std::vector<Tensor>& tensors, bool squared) {
  Tensor sum = torch::zeros({}, type);
  for (const Tensor& x : tensors)
    if (x.defined() && x.requires_grad()) sum = sum + (squared ? x * x * 0.5 : x).sum();
  return sum;
}

/// Values, gradients and the gradients of half the sum of their squares.
void print_results(Draw& draw, const Tensor& y, std::vector<Tensor> inputs) {
  print("value", y);
  if (!y.requires_grad()) return;
  const Tensor dy = draw.tensor(y.sizes().vec());
  const auto first = torch::autograd::grad({(y * dy).sum()}, inputs, {}, true, true, true);
  print_all("gradient", first);
  const Tensor again = sum_of(first, true);
  if (again.requires_grad())
    print_all("second", torch::autograd::grad({again}, inputs, {}, c10::nullopt, false, true));
}

/// A module, its random start, its results; the draws after it begin from the same state.
template <class Module, class Forward>
void run_module(Draw& draw, Module module, const Tensor& x, Forward forward) {
  std::cout << module << '\n' << std::flush;
  module->to(type);
  std::vector<Tensor> inputs = module->parameters();
  print_all("parameter", inputs);
  print("random", torch::rand({2}));
  if (x.is_floating_point()) inputs.push_back(x.set_requires_grad(true));
  torch::manual_seed(7);
  print_results(draw, forward(module, x), inputs);
  for (const auto& buffer : module->named_buffers())
    if (buffer.value().defined()) print(buffer.key().c_str(), buffer.value());
}
template <class Module>
void run_module(Draw& draw, Module module, const Tensor& x) {
  run_module(draw, module, x, [](Module& m, const Tensor& input) { return m(input); });
}

// --- kinds of layers ---

template <class Module, class Options>
void convolution(Draw& d, int64_t spatial) {
  const int64_t groups = d.number(1, 3), in = groups * d.number(1, 2),
                out = groups * d.number(1, 9);
  Options o(in, out, d.numbers(1, 1, 4)[0]);
  o.stride(d.number(1, 3)).padding(d.number(0, 3)).dilation(d.number(1, 2)).groups(groups);
  o.bias(d.flag());
  const int64_t mode = d.number(0, 5);
  if (mode == 0) o.padding_mode(torch::kReflect);
  if (mode == 1) o.padding_mode(torch::kReplicate);
  if (mode == 2) o.padding_mode(torch::kCircular);
  Sizes sizes = d.numbers(spatial, 1, spatial == 3 ? 6 : 13);
  sizes.insert(sizes.begin(), {d.number(1, 2), d.number(0, 9) == 0 ? in + 1 : in});
  run_module(d, Module(o), d.tensor(sizes));
}

template <class Module, class Options>
void transposed(Draw& d, int64_t spatial) {
  const int64_t groups = d.number(1, 2), in = groups * d.number(1, 3),
                out = groups * d.number(1, 4);
  Options o(in, out, d.number(1, 4));
  const int64_t stride = d.number(1, 3);
  o.stride(stride).padding(d.number(0, 2)).dilation(d.number(1, 2)).groups(groups).bias(d.flag());
  o.output_padding(d.number(0, stride - 1));
  Sizes sizes = d.numbers(spatial, 1, spatial == 3 ? 4 : 7);
  sizes.insert(sizes.begin(), {d.number(1, 2), in});
  run_module(d, Module(o), d.tensor(sizes));
}

Sizes image(Draw& d, int64_t spatial, int64_t channels) {
  Sizes sizes = d.numbers(spatial, 2, spatial == 3 ? 6 : 18);
  sizes.insert(sizes.begin(), {d.number(1, 3), channels});
  return sizes;
}

template <class Module, class Options>
void max_pool(Draw& d, int64_t spatial) {
  const int64_t kernel = d.number(1, 4);
  Options o(kernel);
  o.stride(d.number(1, 3)).padding(d.number(0, 2)).dilation(d.number(1, 2)).ceil_mode(d.flag());
  run_module(d, Module(o), d.tensor(image(d, spatial, 2)));
}
template <class Module, class Options>
void avg_pool(Draw& d, int64_t spatial) {
  Options o(d.number(1, 18));
  o.stride(d.number(1, 3)).padding(d.number(0, 2)).ceil_mode(d.flag()).count_include_pad(d.flag());
  run_module(d, Module(o), d.tensor(image(d, spatial, 2)));
}

template <class Module>
void batch_norm(Draw& d, int64_t spatial) {
  const int64_t channels = d.number(1, 5);
  nn::BatchNormOptions o(channels);
  o.affine(d.flag()).track_running_stats(d.flag()).momentum(0.25);
  Module module(o);
  if (d.flag()) module->eval();
  run_module(d, module, d.tensor(image(d, spatial, channels)));
}
void layer_norm(Draw& d) {
  const Sizes sizes = d.numbers(d.number(1, 4), 1, 9);
  const Sizes rows(sizes.end() - d.number(1, static_cast<int64_t>(sizes.size())), sizes.end());
  nn::LayerNorm module(nn::LayerNormOptions(rows).elementwise_affine(d.number(0, 3) > 0));
  const torch::NoGradGuard no_grad;
  for (Tensor& p : module->parameters()) p.copy_(d.tensor(p.sizes().vec()));
  const torch::AutoGradMode grad(true);
  run_module(d, module, d.tensor(sizes));
}
void group_norm(Draw& d) {
  const int64_t groups = d.number(1, 3), channels = groups * d.number(1, 3);
  run_module(d, nn::GroupNorm(nn::GroupNormOptions(groups, channels).affine(d.flag())),
             d.tensor(image(d, d.number(1, 3), channels)));
}

template <class Options>
Options recurrent_options(Draw& d) {
  Options o(d.number(1, 4), d.number(1, 5));
  o.num_layers(d.number(1, 2)).bidirectional(d.flag()).batch_first(d.flag()).bias(d.flag());
  return o;
}
template <class Module, class Options>
void recurrent(Draw& d) {
  const Options o = recurrent_options<Options>(d);
  run_module(d, Module(o), d.tensor({d.number(1, 4), d.number(1, 3), o.input_size()}),
             [](Module& m, const Tensor& x) { return std::get<0>(m(x)); });
}

void upsample(Draw& d) {
  nn::UpsampleOptions o;
  o.scale_factor(std::vector<double>{0.5 * static_cast<double>(d.number(1, 6)), 1.5});
  if (d.flag()) o.mode(torch::kBilinear).align_corners(d.flag());
  run_module(d, nn::Upsample(o), d.tensor(image(d, 2, 2)));
}
void embedding(Draw& d) {
  nn::EmbeddingOptions o(7, d.number(1, 5));
  if (d.flag()) o.padding_idx(d.number(0, 6));
  if (d.number(0, 2) == 0) o.scale_grad_by_freq(true);
  const Sizes sizes = d.numbers(d.number(1, 3), 1, 4);
  run_module(d, nn::Embedding(o), (d.tensor(sizes).abs() * 3).to(torch::kLong).clamp(0, 6));
}
void attention(Draw& d) {
  const int64_t heads = d.number(1, 3), e = heads * d.number(1, 3);
  nn::MultiheadAttention module(
      nn::MultiheadAttentionOptions(e, heads).bias(d.flag()).add_bias_kv(d.flag()).add_zero_attn(
          d.flag()));
  run_module(d, module, d.tensor({d.number(1, 4), d.number(1, 3), e}),
             [](nn::MultiheadAttention& m, const Tensor& x) { return std::get<0>(m(x, x, x)); });
}
void activation(Draw& d) {
  const Tensor x = (d.tensor({d.number(1, 40)}) * 2.5).detach().set_requires_grad(true);
  const int64_t which = d.number(0, 6);
  std::cout << "activation " << which << '\n' << std::flush;
  torch::manual_seed(3);
  const Tensor y = which == 0   ? torch::hardswish(x)
                   : which == 1 ? torch::hardsigmoid(x)
                   : which == 2 ? torch::gelu(x)
                   : which == 3 ? torch::silu(x)
                   : which == 4 ? torch::elu(x)
                   : which == 5 ? torch::dropout(x, 0.3, true)
                                : torch::softmax(x, 0);
  print_results(d, y, {x});
}

// --- more kinds ---

Sizes drawn_sizes(Draw& d, int64_t count) { return d.numbers(count, 1, 4); }

template <class Module>
void adaptive(Draw& d, int64_t spatial) {
  run_module(d, Module(d.number(1, 7)), d.tensor(image(d, spatial, 2)));
}
template <class Module, class Options>
void border(Draw& d, int64_t spatial) {
  Module module(Options(d.numbers(2 * spatial, -1, 3)));
  run_module(d, module, d.tensor(image(d, spatial, 2)));
}
template <class Module, class Options>
void lp_pool(Draw& d, int64_t spatial) {
  Options o(static_cast<double>(d.number(1, 3)), d.number(1, 4));
  o.stride(d.number(1, 3)).ceil_mode(d.flag());
  run_module(d, Module(o), d.tensor(image(d, spatial, 2)).abs());
}
void instance_norm(Draw& d) {
  const int64_t channels = d.number(1, 4);
  nn::InstanceNormOptions o(channels);
  o.affine(d.flag()).track_running_stats(d.flag());
  nn::InstanceNorm2d module(o);
  if (d.flag()) module->eval();
  run_module(d, module, d.tensor(image(d, 2, channels)));
}
void response_norm(Draw& d) {
  nn::LocalResponseNormOptions o(d.number(1, 4));
  o.alpha(0.5).beta(0.75).k(static_cast<double>(d.number(1, 2)));
  run_module(d, nn::LocalResponseNorm(o), d.tensor(image(d, d.number(1, 2), d.number(1, 5))));
}
void embedding_bag(Draw& d) {
  nn::EmbeddingBagOptions o(7, d.number(1, 5));
  const int64_t mode = d.number(0, 2);
  if (mode == 0) o.mode(torch::kSum);
  if (mode == 1) o.mode(torch::kMean);
  if (mode == 2) o.mode(torch::kMax);
  if (d.flag()) o.padding_idx(d.number(0, 6));
  const Tensor index = (d.tensor(drawn_sizes(d, 2)).abs() * 3).to(torch::kLong).clamp(0, 6);
  run_module(d, nn::EmbeddingBag(o), index,
             [](nn::EmbeddingBag& m, const Tensor& x) { return m(x); });
}
void cell(Draw& d) {
  const int64_t in = d.number(1, 4), hidden = d.number(1, 4);
  const Tensor x = d.tensor({d.number(1, 3), in});
  const bool bias = d.flag();
  switch (d.number(0, 2)) {
    case 0:
      return run_module(d, nn::RNNCell(nn::RNNCellOptions(in, hidden).bias(bias)), x);
    case 1:
      return run_module(d, nn::GRUCell(nn::GRUCellOptions(in, hidden).bias(bias)), x);
    default:
      return run_module(d, nn::LSTMCell(nn::LSTMCellOptions(in, hidden).bias(bias)), x,
                        [](nn::LSTMCell& m, const Tensor& input) { return std::get<1>(m(input)); });
  }
}
void projected_lstm(Draw& d) {
  const int64_t hidden = d.number(2, 5);
  nn::LSTMOptions o(d.number(1, 3), hidden);
  o.proj_size(d.number(1, hidden)).num_layers(d.number(1, 2)).bidirectional(d.flag());
  run_module(d, nn::LSTM(o), d.tensor({d.number(1, 4), 2, o.input_size()}),
             [](nn::LSTM& m, const Tensor& x) { return std::get<0>(m(x)); });
}
void encoder(Draw& d) {
  const int64_t heads = d.number(1, 2), e = heads * d.number(1, 3);
  nn::TransformerEncoderLayerOptions o(e, heads);
  o.dim_feedforward(d.number(1, 5)).dropout(0.0);
  if (d.flag()) o.activation(torch::kGELU);
  run_module(d, nn::TransformerEncoderLayer(o), d.tensor({d.number(1, 4), d.number(1, 3), e}),
             [](nn::TransformerEncoderLayer& m, const Tensor& x) { return m(x); });
}
void folding(Draw& d) {
  const int64_t kernel = d.number(1, 3);
  nn::UnfoldOptions o(kernel);
  o.stride(d.number(1, 3)).padding(d.number(0, 2)).dilation(d.number(1, 2));
  run_module(d, nn::Unfold(o), d.tensor(image(d, 2, 2)));
}
void shuffled(Draw& d) {
  const int64_t factor = d.number(1, 3);
  if (d.flag())
    return run_module(d, nn::PixelShuffle(factor),
                      d.tensor({1, factor * factor * d.number(1, 2), d.number(1, 4), 3}));
  run_module(d, nn::PixelUnshuffle(factor), d.tensor({1, 2, factor * 2, factor * d.number(1, 2)}));
}
void channel_dropout(Draw& d) {
  const double p = static_cast<double>(d.number(0, 4)) / 4;
  const Sizes sizes = image(d, 2, d.number(1, 5));
  if (d.flag()) return run_module(d, nn::Dropout2d(p), d.tensor(sizes));
  if (d.flag()) return run_module(d, nn::AlphaDropout(p), d.tensor(sizes));
  run_module(d, nn::FeatureAlphaDropout(p), d.tensor(sizes));
}
void bilinear(Draw& d) {
  const int64_t a = d.number(1, 3), b = d.number(1, 3), n = d.number(1, 3);
  const Tensor other = d.tensor({n, b});
  run_module(d, nn::Bilinear(nn::BilinearOptions(a, b, d.number(1, 3)).bias(d.flag())),
             d.tensor({n, a}), [&](nn::Bilinear& m, const Tensor& x) { return m(x, other); });
}
void loss(Draw& d) {
  const int64_t n = d.number(1, 4), classes = d.number(2, 5);
  const Tensor x = d.tensor({n, classes}).set_requires_grad(true);
  const Tensor y = d.tensor({n, classes});
  const Tensor ids = (y.select(1, 0).abs() * 2).to(torch::kLong).clamp(0, classes - 1);
  const Tensor signs = y.select(1, 0).sign() + (y.select(1, 0) == 0).to(type);
  const int64_t which = d.number(0, 11);
  std::cout << "loss " << which << '\n' << std::flush;
  print_results(d,
                which == 0    ? nn::SmoothL1Loss(nn::SmoothL1LossOptions().beta(0.5))(x, y)
                : which == 1  ? nn::HuberLoss(nn::HuberLossOptions().delta(0.75))(x, y)
                : which == 2  ? nn::KLDivLoss()(torch::log_softmax(x, 1), torch::softmax(y, 1))
                : which == 3  ? nn::PoissonNLLLoss()(x, y.abs())
                : which == 4  ? nn::MultiMarginLoss()(x, ids)
                : which == 5  ? nn::MultiLabelSoftMarginLoss()(x, (y > 0).to(type))
                : which == 6  ? nn::SoftMarginLoss()(x, y.sign())
                : which == 7  ? nn::HingeEmbeddingLoss()(x, y.sign())
                : which == 8  ? nn::CosineEmbeddingLoss()(x, y, signs)
                : which == 9  ? nn::TripletMarginLoss()(x, y, y.flip(0))
                : which == 10 ? nn::CrossEntropyLoss(
                                    nn::CrossEntropyLossOptions().label_smoothing(0.25))(x, ids)
                              : nn::MarginRankingLoss()(x.select(1, 0), y.select(1, 0), signs),
                {x});
}

void run_more(Draw& d) {
  switch (d.number(0, 26)) {
    case 0:
      return adaptive<nn::AdaptiveAvgPool1d>(d, 1);
    case 1:
      return adaptive<nn::AdaptiveAvgPool2d>(d, 2);
    case 2:
      return adaptive<nn::AdaptiveAvgPool3d>(d, 3);
    case 3:
      return adaptive<nn::AdaptiveMaxPool1d>(d, 1);
    case 4:
      return adaptive<nn::AdaptiveMaxPool2d>(d, 2);
    case 5:
      return adaptive<nn::AdaptiveMaxPool3d>(d, 3);
    case 6:
      return border<nn::ReflectionPad1d, nn::ReflectionPad1dOptions>(d, 1);
    case 7:
      return border<nn::ReflectionPad2d, nn::ReflectionPad2dOptions>(d, 2);
    case 8:
      return border<nn::ReplicationPad1d, nn::ReplicationPad1dOptions>(d, 1);
    case 9:
      return border<nn::ReplicationPad2d, nn::ReplicationPad2dOptions>(d, 2);
    case 10:
      return border<nn::ReplicationPad3d, nn::ReplicationPad3dOptions>(d, 3);
    case 11:
      return border<nn::ZeroPad2d, nn::ZeroPad2dOptions>(d, 2);
    case 12:
      return lp_pool<nn::LPPool1d, nn::LPPool1dOptions>(d, 1);
    case 13:
      return lp_pool<nn::LPPool2d, nn::LPPool2dOptions>(d, 2);
    case 14:
      return instance_norm(d);
    case 15:
      return response_norm(d);
    case 16:
      return embedding_bag(d);
    case 17:
      return cell(d);
    case 18:
      return projected_lstm(d);
    case 19:
      return encoder(d);
    case 20:
      return folding(d);
    case 21:
      return shuffled(d);
    case 22:
      return channel_dropout(d);
    case 23:
      return bilinear(d);
    default:
      return loss(d);
  }
}

void run(Draw& d) {
  if (d.number(0, 1) == 1) return run_more(d);
  switch (d.number(0, 26)) {
    case 0:
      return convolution<nn::Conv1d, nn::Conv1dOptions>(d, 1);
    case 1:
    case 2:
    case 3:
      return convolution<nn::Conv2d, nn::Conv2dOptions>(d, 2);
    case 4:
      return convolution<nn::Conv3d, nn::Conv3dOptions>(d, 3);
    case 5:
      return transposed<nn::ConvTranspose1d, nn::ConvTranspose1dOptions>(d, 1);
    case 6:
    case 7:
      return transposed<nn::ConvTranspose2d, nn::ConvTranspose2dOptions>(d, 2);
    case 8:
      return transposed<nn::ConvTranspose3d, nn::ConvTranspose3dOptions>(d, 3);
    case 9:
      return max_pool<nn::MaxPool1d, nn::MaxPool1dOptions>(d, 1);
    case 10:
      return max_pool<nn::MaxPool2d, nn::MaxPool2dOptions>(d, 2);
    case 11:
      return max_pool<nn::MaxPool3d, nn::MaxPool3dOptions>(d, 3);
    case 12:
      return avg_pool<nn::AvgPool1d, nn::AvgPool1dOptions>(d, 1);
    case 13:
      return avg_pool<nn::AvgPool2d, nn::AvgPool2dOptions>(d, 2);
    case 14:
      return avg_pool<nn::AvgPool3d, nn::AvgPool3dOptions>(d, 3);
    case 15:
      return batch_norm<nn::BatchNorm1d>(d, d.number(0, 1));
    case 16:
      return batch_norm<nn::BatchNorm2d>(d, 2);
    case 17:
    case 18:
      return layer_norm(d);
    case 19:
      return group_norm(d);
    case 20:
      return recurrent<nn::LSTM, nn::LSTMOptions>(d);
    case 21:
      return recurrent<nn::GRU, nn::GRUOptions>(d);
    case 22:
      return recurrent<nn::RNN, nn::RNNOptions>(d);
    case 23:
      return upsample(d);
    case 24:
      return embedding(d);
    case 25:
      return attention(d);
    default:
      return activation(d);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const int64_t first = std::atoll(argv[1]), count = std::atoll(argv[2]);
  if (std::string(argv[3]) == "double") type = torch::kDouble;
  torch::set_num_threads(1);
  for (int64_t i = first; i < first + count; ++i) {
    std::cout << "case " << i << '\n';
    Draw draw{std::mt19937_64(static_cast<uint64_t>(i))};
    torch::manual_seed(static_cast<uint64_t>(i));
    try {
      run(draw);
    } catch (const std::exception& other) {
      const auto* known = dynamic_cast<const c10::Error*>(&other);
      // libtorch reports a derivative that it has not as an error of another kind.
      const std::string text = known ? known->what_without_backtrace() : "of another kind";
      std::cout << "error " << text.substr(0, text.find('\n')) << '\n';
    }
  }
}
