// Checks 29_leak.h.
#include "29_leak.h"

#include "check_glass.h"

int main(int argc, char** argv) {
  return check::run(argc, argv, [](check::Random& random) {
    std::vector<std::pair<torch::Tensor, torch::Tensor>> batches;
    const int count = random.integer(3, 5);
    for (int i = 0; i < count; ++i) {
      const double x = random.uniform(-1, 1);
      batches.push_back({torch::full({1, 1}, x), torch::full({1, 1}, 2 * x + 1)});
    }
    const double w = random.uniform(-1, 1), b = random.uniform(-1, 1);
    torch::nn::Linear model(1, 1);
    {
      torch::NoGradGuard no_grad;
      model->weight.fill_(w);
      model->bias.fill_(b);
    }
    double v = w, c = b, sum = 0, last = 0;
    for (const auto& [x, y] : batches) {
      const double at = x.item<double>(), error = v * at + c - y.item<double>();
      last = error * error;
      sum += last;
      v -= 0.1 * 2 * error * at;
      c -= 0.1 * 2 * error;
    }
    torch::optim::SGD optimizer(model->parameters(), 0.1);
    const torch::Tensor mean = epoch(model, optimizer, batches);
    check::near("w, b after the epoch", {model->weight.item<double>(), model->bias.item<double>()},
                {v, c}, {{{w, b}, "nothing is learnt: is the graph cut before backward?"}}, 1e-4);
    check::near("the mean loss of " + std::to_string(count) + " batches", mean.item<double>(),
                sum / count,
                {{last / count, "looks like = instead of +=: only the last loss is there"},
                 {0, "nothing is added"},
                 {sum / count / count, "the average is taken twice"}},
                1e-4);
    check::that(!mean.requires_grad(),
                "the mean loss requires grad: it holds the graph of every batch",
                "a leak: take the number out of the graph with detach() or item<float>() before it "
                "is added");
  });
}
