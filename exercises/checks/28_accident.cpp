// Checks 28_accident.h.
#include "28_accident.h"

#include "check_glass.h"

int main(int argc, char** argv) {
  return check::run(argc, argv, [](check::Random& random) {
    for (const int n : {random.integer(3, 5), 1}) {
      const check::Numbers p = random.numbers(n), t = random.numbers(n);
      double sum = 0, all = 0;
      for (int i = 0; i < n; ++i) {
        sum += std::pow(p[i] - t[i], 2);
        for (int j = 0; j < n; ++j) all += std::pow(p[i] - t[j], 2);
      }
      const torch::Tensor prediction = check::tensor(p, {n, 1}).set_requires_grad(true);
      const torch::Tensor value = loss(prediction, check::tensor(t));
      check::that(value.dim() == 0, "the loss is no single number", "the mean over all elements");
      check::near("loss of predictions [" + std::to_string(n) + ", 1] and targets [" +
                      std::to_string(n) + "]",
                  value.item<double>(), sum / n,
                  {{all / (n * n),
                    "sizes that broadcast by accident: [N, 1] - [N] is [N, N], every prediction "
                    "minus every target"},
                   {all / n, "sizes that broadcast by accident: [N, 1] - [N] is [N, N]"},
                   {sum, "that is the sum; the mean is asked for"},
                   {sum / n / n, "the average is taken twice"}});
      value.backward();
      check::Numbers slopes;
      for (int i = 0; i < n; ++i) slopes.push_back(2 * (p[i] - t[i]) / n);
      check::near("dL/dprediction", check::numbers(prediction.grad()), slopes);
    }
    try {
      loss(torch::zeros({4, 1}, torch::kDouble), torch::zeros({1}, torch::kDouble));
    } catch (const torch::Error&) {
      return;
    }
    check::fail("4 predictions and 1 target are accepted",
                "view_as throws where the numbers of elements differ");
  });
}
