// Checks 07_neuron.h.
#include "07_neuron.h"

#include "check.h"

int main(int argc, char** argv) {
  return check::run(argc, argv, [](check::Random& random) {
    const int n = random.integer(2, 3);
    const check::Numbers w = random.numbers(n, -1, 1), x = random.numbers(n, 0.5, 1.5);
    const double b = random.uniform(0.2, 0.6);
    double sum = b, bent = b;
    for (int i = 0; i < n; ++i) sum += w[i] * x[i], bent += std::tanh(w[i] * x[i]);
    const std::string what = "neuron(w = " + check::text(w) + ", b = " + check::text(b) +
                             ", x = " + check::text(x) + ")";

    const Values weights(w.begin(), w.end()), inputs(x.begin(), x.end());
    const Value bias(b), y = neuron(weights, bias, inputs);
    check::near(what, y.data(), std::tanh(sum),
                {{sum, "the bend is missing: tanh of the sum"},
                 {std::tanh(sum - b), "the bias is missing"},
                 {std::tanh(sum + (n - 1) * b), "the bias is added once for each input"},
                 {bent, "tanh of each product; it is tanh of the sum"},
                 {std::tanh(bent), "tanh of each product; it is tanh of the sum"},
                 {std::tanh(b + w[n - 1] * x[n - 1]), "the sum forgets all but the last product"}});
    backward(y);
    check::Numbers by_rule = {bias.grad()}, by_hand = {1 - y.data() * y.data()};
    for (int i = 0; i < n; ++i) {
      by_rule.push_back(weights[i].grad());
      by_hand.push_back(by_hand[0] * x[i]);
    }
    check::near(what + ": gradients of b, w[0], w[1], ...", by_rule, by_hand,
                {{check::Numbers(n + 1, 0.0),
                  "nothing was recorded: compute with Values, not with their data"}});

    const check::Numbers v = random.numbers(n), c = random.numbers(2);
    const Values two =
        layer({weights, Values(v.begin(), v.end())}, Values(c.begin(), c.end()), inputs);
    double other = c[1];
    for (int i = 0; i < n; ++i) other += v[i] * x[i];
    check::Numbers got;
    for (const Value& value : two) got.push_back(value.data());
    check::near("a layer of two neurons", got, {std::tanh(sum - b + c[0]), std::tanh(other)},
                {{{std::tanh(sum - b + c[0]), std::tanh(other - c[1] + c[0])},
                  "every neuron has a bias of its own: b[k]"}});
  });
}
