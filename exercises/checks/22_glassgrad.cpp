// Checks 22_glassgrad.h.
#include "22_glassgrad.h"

#include "check_glass.h"

namespace {

enum class Slip { none, no_zero_grad, no_sigmoid, small_lr, mse };

/// The first 12 losses in plain numbers, as they should be or with a slip.
check::Numbers reference(double w, double b, Slip slip) {
  check::Numbers losses;
  double dw = 0, db = 0;
  for (int i = 0; i < 12; ++i) {
    if (slip != Slip::no_zero_grad) dw = db = 0;
    double loss = 0;
    for (int k = 2 * i; k < 2 * i + 2; ++k) {
      const double x = k / 10.0 - 2, t = k > 22, p = 1 / (1 + std::exp(-(w * x + b)));
      const double g = slip == Slip::mse ? (p - t) * p * (1 - p) : (p - t) / 2;
      dw += g * x, db += g;
      loss += slip == Slip::mse ? (p - t) * (p - t) / 2 : -std::log(t > 0 ? p : 1 - p) / 2;
    }
    const double lr = slip == Slip::small_lr ? 0.01 : 2;
    w -= lr * dw, b -= lr * db;
    losses.push_back(loss);
  }
  return losses;
}

torch::nn::Linear start(double w, double b) {
  torch::nn::Linear model(1, 1);
  torch::NoGradGuard no_grad;
  model->weight.fill_(w);
  model->bias.fill_(b);
  return model;
}

}  // namespace

int main(int argc, char** argv) {
  return check::run(argc, argv, [](check::Random& random) {
    const double w = random.uniform(-0.5, 0.5), b = random.uniform(-0.5, 0.5);
    torch::nn::Linear model = start(w, b);
    const std::vector<float> losses = train(model);
    check::near("how many losses are recorded", double(losses.size()), 1000,
                {{0, "nothing is trained yet: 50 epochs of 20 batches"},
                 {50, "a loss for each batch, not for each epoch"},
                 {20, "one epoch only; there are 50"}});
    check::near("the first 12 losses from w = " + check::text(w) + ", b = " + check::text(b),
                check::Numbers(losses.begin(), losses.begin() + 12), reference(w, b, Slip::none),
                {{reference(w, b, Slip::no_zero_grad), "a missing zero_grad"},
                 {reference(w, b, Slip::small_lr), "the learning rate is 2"},
                 {reference(w, b, Slip::mse), "that is the squared error; a BCELoss is asked for"}},
                1e-4);
    torch::nn::Linear bad = start(-5, -10);
    train(bad);
    // PyTorch 1.13.1 prints 13.704488754272461 and -3.249917507171631.
    check::near("w, b from w = -5, b = -10, as PyTorch has it",
                {bad->weight.item<double>(), bad->bias.item<double>()}, {13.704489, -3.249918}, {},
                1e-4);
  });
}
