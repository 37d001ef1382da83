// Checks 30_zero_grad.h.
#include "30_zero_grad.h"

#include "check_glass.h"

namespace {

constexpr double lr = 0.1;

struct Line {  // y = w x + b
  double w, b;
  check::Numbers numbers() const { return {w, b}; }
};

/// dL/dw, dL/db of (w x + b - y)^2 for y = 2 x + 1.
Line slope(const Line& at, double x) {
  const double error = at.w * x + at.b - (2 * x + 1);
  return {2 * error * x, 2 * error};
}

/// Where gradient descent gets by a batch of one point for each x; kept: of the gradient before.
Line descend(Line at, const check::Numbers& points, double kept, Line left = {0, 0}) {
  for (const double x : points) {
    const Line g = slope(at, x);
    left = {kept * left.w + g.w, kept * left.b + g.b};
    at = {at.w - lr * left.w, at.b - lr * left.b};
  }
  return at;
}

using Batches = std::vector<std::pair<torch::Tensor, torch::Tensor>>;

Batches batches_of(const check::Numbers& points) {
  Batches batches;
  for (const double x : points)
    batches.push_back({torch::full({1, 1}, x), torch::full({1, 1}, 2 * x + 1)});
  return batches;
}

void set(torch::nn::Linear& model, const Line& to) {
  torch::NoGradGuard no_grad;
  model->weight.fill_(to.w);
  model->bias.fill_(to.b);
}

check::Numbers parameters(const torch::nn::Linear& model) {
  return {model->weight.item<double>(), model->bias.item<double>()};
}

}  // namespace

int main(int argc, char** argv) {
  return check::run(argc, argv, [](check::Random& random) {
    const Line start = {random.uniform(-1, 1), random.uniform(-1, 0)};
    const check::Numbers points = {random.uniform(0.5, 1), random.uniform(-1, -0.5),
                                   random.uniform(0.2, 0.4)};
    torch::nn::Linear model(1, 1);
    torch::optim::SGD optimizer(model->parameters(), lr);

    set(model, start);
    epoch(model, optimizer, batches_of({points[0]}));
    check::near("w, b after an epoch of one batch", parameters(model),
                descend(start, {points[0]}, 0).numbers(),
                {{start.numbers(),
                  "nothing has moved: the gradients are cleared after backward, before the step "
                  "uses them"}},
                1e-4);

    set(model, start);
    optimizer.zero_grad();
    const double mean = epoch(model, optimizer, batches_of(points));
    check::near("w, b after an epoch of three batches", parameters(model),
                descend(start, points, 0).numbers(),
                {{descend(start, points, 1).numbers(),
                  "a missing zero_grad: the gradients of the batches before are still in there"}},
                1e-4);
    double sum = 0;
    for (int i = 0; i < 3; ++i) {
      const Line at = descend(start, {points.begin(), points.begin() + i}, 0);
      sum += std::pow(slope(at, points[i]).b / 2, 2);
    }
    check::near("the mean loss of three batches", mean, sum / 3,
                {{sum, "that is the sum; the mean is asked for"}}, 1e-4);

    set(model, start);
    optimizer.zero_grad();
    torch::mse_loss(model(torch::full({1, 1}, 1.0)), torch::full({1, 1}, 3.0)).backward();
    epoch(model, optimizer, batches_of(points));
    const Line first = descend(start, {points[0]}, 1, slope(start, 1));
    check::near("w, b after an epoch, where a gradient was left from before it", parameters(model),
                descend(start, points, 0).numbers(),
                {{descend(first, {points.begin() + 1, points.end()}, 0).numbers(),
                  "a missing zero_grad before the first batch: cleared after a step, the gradients "
                  "are as clean as whoever was there before has left them"}},
                1e-4);
    check::Numbers many;
    for (int i = 0; i < 40; ++i) many.push_back(random.uniform(-1, 1));
    const double swinging = std::pow(slope(descend(start, many, 1), 1).b / 2, 2);
    const double falling = std::pow(slope(descend(start, many, 0), 1).b / 2, 2);
    check::note("the squared error at x = 1 after 40 batches: " + check::text(falling) +
                "; with the gradients of all batches added up it would be " +
                check::text(swinging));
  });
}
