// A step of a 784-H-10 network, matrix products, a step of Adam.

#include "benchmarks/against/framework.h"

namespace against {
namespace {

using torch::Tensor;

Tensor leaf(int64_t rows, int64_t columns, uint64_t seed) {
  const float bound = 1 / std::sqrt(static_cast<float>(columns));
  return tensor_of(numbers(rows * columns, -bound, bound, seed), {rows, columns});
}

/// Cross-entropy of a network with one hidden layer of ReLU, SGD with momentum.
struct Network {
  torch::nn::Linear hidden, output;
  torch::optim::SGD optimizer;
  Tensor x, labels;
  double losses = 0;

  Network(int64_t batch, int64_t width)
      : hidden(kInputs, width),
        output(width, kClasses),
        optimizer({hidden->weight, hidden->bias, output->weight, output->bias},
                  torch::optim::SGDOptions(kRate).momentum(kMomentum)),
        x(tensor_of(numbers(batch * kInputs, 0, 1, 7), {batch, kInputs})),
        labels(torch::arange(batch).remainder(kClasses)) {
    const torch::NoGradGuard no_grad;
    hidden->weight.copy_(leaf(width, kInputs, 11));
    output->weight.copy_(leaf(kClasses, width, 12));
    hidden->bias.zero_();
    output->bias.zero_();
  }

  double step() {
    const Tensor loss = torch::cross_entropy_loss(output(torch::relu(hidden(x))), labels);
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
    return loss.item<float>();
  }
};

Job step(int64_t batch, int64_t width, int warm_up) {
  auto network = std::make_shared<Network>(batch, width);
  double losses = 0;
  for (int i = 0; i < 5; ++i) losses += network->step();
  for (int i = 5; i < warm_up; ++i) network->step();
  return {[=] { network->step(); }, [=] { return losses; }};
}

/// Of a 784-`width`-10 network.
int64_t parameters(int64_t width) { return width * (kInputs + 1 + kClasses) + kClasses; }

Job matmul(int64_t n) {
  const Tensor a = leaf(n, n, 1), b = leaf(n, n, 2);
  auto c = std::make_shared<Tensor>();
  return {[=] {
            const torch::NoGradGuard no_grad;
            c->reset();
            *c = a.matmul(b);
          },
          [=] { return fingerprint(*c); }};
}

Job adam() {
  Tensor p = tensor_of(numbers(kAdamParameters, -1, 1), {kAdamParameters});
  p.set_requires_grad(true).mutable_grad() =
      tensor_of(numbers(kAdamParameters, -1, 1, 2), {kAdamParameters});
  auto optimizer = std::make_shared<torch::optim::Adam>(std::vector<Tensor>{p});
  for (int i = 0; i < 3; ++i) optimizer->step();
  const double after_three = fingerprint(p);
  return {[=] { optimizer->step(); }, [=] { return after_three; }};
}

}  // namespace

void offer_training() {
  for (const bool flush : {false, true})
    for (const int64_t width : kHidden)
      for (const int64_t batch : kBatches)
        offer({"step/" + std::to_string(batch) + "x" + std::to_string(width) +
                   (flush ? "/flush" : "/default"),
               1, [=] { return step(batch, width, warm_up_steps(batch, width)); }, flush});
  for (const int64_t batch : doublings(16, 2048))
    offer({"growth/batch/" + std::to_string(batch), 1, [=] { return step(batch, 128, 0); }, true});
  for (const int64_t width : doublings(16, 2048))
    offer({"growth/parameters/" + std::to_string(parameters(width)), 1,
           [=] { return step(64, width, 0); }, true});
  for (const int64_t n : kMatrices)
    offer({"matmul/" + std::to_string(n), 2.0 * double(n * n * n), [=] { return matmul(n); }});
  offer({"adam/1M", double(kAdamParameters), adam});
}

}  // namespace against
