// One training iteration of the tutorial, forward to step, beside the same arithmetic written by
// hand. Both run the whole training, 50 epochs of 20 batches of 2, and must end at the same
// numbers.

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "glassgrad.h"

namespace {

using namespace glassgrad;

constexpr int kEpochs = 50, kBatches = 20, kIterations = kEpochs * kBatches;
constexpr double kLossSum = 46.34192699480543;  // of all 1000 losses, from PyTorch 1.13.1

struct Data {
  Tensor x = arange(-2, 2, 0.1).view({-1, 1});
  Tensor y = zeros({40, 1});
  Data() { y[x.flatten() > 0.2] = 1; }
};

void check_sum(const char* who, double sum) {
  if (std::fabs(sum - kLossSum) < 1e-9) return;
  std::fprintf(stderr, "%s: the losses add up to %.14g, expected %.14g\n", who, sum, kLossSum);
  std::exit(1);
}

// What backpropagation amounts to here, derived on paper.
double train_by_hand(const float* x, const float* y, float w, float b) {
  double sum = 0;
  for (int epoch = 0; epoch < kEpochs; ++epoch)
    for (int i = 0; i < 2 * kBatches; i += 2) {
      float loss = 0, gw = 0, gb = 0;
      for (int k = 0; k < 2; ++k) {
        const float xk = x[i + k], yk = y[i + k];
        const float p = 1 / (1 + std::exp(-(xk * w + b)));
        loss += (yk - 1) * std::max(std::log(1 - p), -100.0f) - yk * std::max(std::log(p), -100.0f);
        const float gp = (p - yk) / std::max((1 - p) * p, 1e-12f) / 2;
        const float gz = gp * (1 - p) * p;
        gw = k == 0 ? gz * xk : std::fma(gz, xk, gw);
        gb += gz;
      }
      sum += loss / 2;
      w = std::fma(-2.0f, gw, w);
      b = std::fma(-2.0f, gb, b);
    }
  return sum;
}

double train(nn::Linear& linear, nn::BCELoss& criterion, optim::SGD& optimizer,
             const std::vector<std::pair<Tensor, Tensor>>& batches) {
  double sum = 0;
  for (int epoch = 0; epoch < kEpochs; ++epoch)
    for (const auto& [x, y] : batches) {
      const Tensor yhat = sigmoid(linear(x));
      const Tensor loss = criterion(yhat, y);
      sum += loss.item<float>();
      optimizer.zero_grad();
      loss.backward();
      optimizer.step();
    }
  return sum;
}

void BM_TutorialIteration_hand(benchmark::State& state) {
  const Data data;
  manual_seed(0);
  const nn::Linear linear(1, 1);
  const float w = linear->weight.item<float>(), b = linear->bias.item<float>();
  for (auto _ : state) {
    const double sum = train_by_hand(data.x.data_ptr<float>(), data.y.data_ptr<float>(), w, b);
    check_sum("hand", sum);
  }
  state.SetItemsProcessed(state.iterations() * kIterations);
}
BENCHMARK(BM_TutorialIteration_hand)->Unit(benchmark::kMicrosecond);

void BM_TutorialIteration_glassgrad(benchmark::State& state) {
  const Data data;
  std::vector<std::pair<Tensor, Tensor>> batches;
  for (int i = 0; i < kBatches; ++i)
    batches.emplace_back(data.x.slice(0, 2 * i, 2 * i + 2), data.y.slice(0, 2 * i, 2 * i + 2));
  manual_seed(0);
  nn::Linear linear(1, 1);
  const Tensor w = linear->weight.detach().clone(), b = linear->bias.detach().clone();
  nn::BCELoss criterion;
  optim::SGD optimizer(linear->parameters(), 2);
  for (auto _ : state) {
    {
      NoGradGuard no_grad;
      linear->weight.copy_(w);
      linear->bias.copy_(b);
    }
    check_sum("glassgrad", train(linear, criterion, optimizer, batches));
  }
  state.SetItemsProcessed(state.iterations() * kIterations);
}
BENCHMARK(BM_TutorialIteration_glassgrad)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
