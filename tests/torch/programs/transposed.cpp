// The order in memory of results whose operands are transposed or stretched, and what is drawn for
// tensors in any order.
#include <torch/torch.h>

#include <iostream>

using torch::Tensor;

void show(const char* name, const Tensor& y) {
  std::cout << name << " " << y.sizes() << " " << y.strides() << "\n";
}
void draw(const char* name, Tensor (*f)(const Tensor&), const Tensor& x) {
  torch::manual_seed(4);
  const Tensor y = f(x);
  std::cout << name << " " << y.strides() << " " << (y > 0.7).to(torch::kInt).reshape({1, -1})
            << "\n";
}

int main() {
  const Tensor a = torch::ones({3, 4}).t(), row = torch::ones({3}), column = torch::ones({4, 1}),
               cube = torch::ones({2, 3, 4}).permute({2, 0, 1}),
               stretched = torch::ones({4, 1}).expand({4, 3}),
               image = torch::ones({2, 3, 2, 2}).contiguous(torch::MemoryFormat::ChannelsLast);
  show("a + row", a + row);
  show("row - a", row - a);
  show("a * column", a * column);
  show("a > row", a > row);
  show("a + row of one", a + row.view({1, 3}));
  show("a + stretched", a + stretched);
  show("cube * part", cube * torch::ones({4, 2, 1}));
  show("part * cube", torch::ones({4, 2, 1}) * cube);
  show("thin cube * row", torch::ones({2, 1, 4}).permute({2, 0, 1}) * row);
  show("expanded cube", cube.expand({2, 4, 2, 3}) * row);
  show("image + channels", image + torch::ones({3, 1, 1}));
  show("image + usual", image + torch::ones({2, 3, 2, 2}));
  show("usual + image", torch::ones({2, 3, 2, 2}) + image);
  show("a - mean", a - a.mean(1, true));
  show("where", torch::where(a > 0, row, a));
  show("lerp", torch::lerp(a, a, column));
  show("clamp", a.clamp(row, column));
  show("masked_fill", a.masked_fill(column > 0, 2));
  show("masked_fill of a mask", torch::ones({4, 3}).masked_fill(a > 0, 2));
  show("pow", torch::pow(a, row));

  for (const Tensor& x : {cube, image, a, torch::ones({4, 6}).slice(1, 0, 6, 2)}) {
    draw(
        "dropout", [](const Tensor& t) { return torch::dropout(t, 0.5, true); }, x);
    draw(
        "of a leaf",
        [](const Tensor& t) { return torch::dropout(t.clone().requires_grad_(), 0.3, true); }, x);
    draw(
        "alpha_dropout", [](const Tensor& t) { return torch::alpha_dropout(t, 0.5, true); }, x);
    draw(
        "feature_dropout", [](const Tensor& t) { return torch::feature_dropout(t, 0.5, true); }, x);
    draw(
        "bernoulli_", [](const Tensor& t) { return t.clone().bernoulli_(0.5); }, x);
    draw(
        "rrelu", [](const Tensor& t) { return -torch::rrelu(-t, 0.1, 0.9, true); }, x);
    draw(
        "randn_like", [](const Tensor& t) { return torch::randn_like(t); }, x);
  }

  torch::nn::LSTM lstm(torch::nn::LSTMOptions(3, 4).batch_first(true));
  torch::nn::Dropout dropout(0.5);
  torch::manual_seed(1);
  const Tensor out = std::get<0>(lstm(torch::ones({2, 5, 3})));
  std::cout << out.strides() << dropout(torch::ones_like(out)).reshape({1, -1}) << "\n";
}
