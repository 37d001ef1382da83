// Checks 17_variable.h.
#include "17_variable.h"

#include "check.h"

namespace {

/// dL/dx by differences, for L computed anew by `loss`.
check::Numbers slopes(const Tensor& x, const std::function<double()>& loss) {
  check::Numbers result;
  for (double& number : *x.storage) {
    const double was = number;
    result.push_back(check::difference(
        [&](double t) {
          number = t;
          const double value = loss();
          number = was;
          return value;
        },
        was));
  }
  return result;
}

check::Numbers times(double factor, check::Numbers numbers) {
  for (double& number : numbers) number *= factor;
  return numbers;
}

}  // namespace

int main(int argc, char** argv) {
  return check::run(argc, argv, [](check::Random& random) {
    const int n = random.integer(3, 4), inputs = 2;
    Tensor t = zeros({n, 1});
    for (double& target : *t.storage) target = random.integer(0, 1);

    const Tensor q = make_tensor({n, 1}, random.numbers(n, 0.2, 0.8));
    const Variable p(q);
    const Variable alone = bce_loss(p, t);
    backward(alone);
    const check::Numbers by_p =
        slopes(q, [&] { return numbers(bce_loss(Variable(q), t).data())[0]; });
    check::near("bce_loss of " + std::to_string(n) + " elements: dL/dp", numbers(p.grad()), by_p,
                {{check::Numbers(n, 0.0), "nothing is accumulated yet"},
                 {times(n, by_p), "the loss is a mean: each element has the share 1 / n"},
                 {times(1.0 / n, by_p), "the average is taken twice"},
                 {times(-1, by_p), "the sign: p - t"}},
                1e-5);

    const Tensor z = make_tensor({n, 1}, random.numbers(n));
    const Variable v(z);
    backward(bce_loss(sigmoid(v), t));
    const check::Numbers by_z =
        slopes(z, [&] { return numbers(bce_loss(sigmoid(Variable(z)), t).data())[0]; });
    check::Numbers without, wrong;
    for (int i = 0; i < n; ++i) {
      const double s = 1 / (1 + std::exp(-(*z.storage)[i]));
      without.push_back(by_z[i] / (s * (1 - s)));
      wrong.push_back(without[i] * (*z.storage)[i] * (1 - (*z.storage)[i]));
    }
    check::near("sigmoid, then bce_loss: dL/dz", numbers(v.grad()), by_z,
                {{check::Numbers(n, 0.0), "nothing is accumulated yet"},
                 {without, "p (1 - p) is missing: what arrives is handed on unchanged"},
                 {wrong, "p (1 - p) is meant of the result p, not of z"}},
                1e-5);

    const Tensor x = make_tensor({n, inputs}, random.numbers(n * inputs));
    const Tensor w = make_tensor({inputs, 1}, random.numbers(inputs)),
                 b = make_tensor({1}, random.numbers(1));
    const auto loss = [&](const Variable& X, const Variable& W, const Variable& B) {
      return bce_loss(sigmoid(linear(X, W, B)), t);
    };
    const auto again = [&] {
      return numbers(loss(Variable(x), Variable(w), Variable(b)).data())[0];
    };
    const Variable X(x), W(w), B(b);
    backward(loss(X, W, B));
    check::that(B.grad().sizes == b.sizes, "linear: db has the sizes " + text(B.grad().sizes),
                "a gradient not summed over what was broadcast: the bias is " + text(b.sizes));
    const check::Numbers by_w = slopes(w, again), by_b = slopes(b, again);
    check::near("linear, sigmoid, bce_loss: dL/dW", numbers(W.grad()), by_w,
                {{check::Numbers(inputs, 0.0), "nothing is accumulated yet"}}, 1e-5);
    check::near(
        "dL/db", numbers(B.grad()), by_b,
        {{0, "nothing is accumulated for b"}, {by_b[0] / n, "the rows are averaged; sum them"}},
        1e-5);
    check::near("dL/dx", numbers(X.grad()), slopes(x, again),
                {{check::Numbers(n * inputs, 0.0), "nothing is accumulated for x"}}, 1e-5);
    backward(loss(X, W, B));
    check::near("backward of a second loss: W's gradients add up", numbers(W.grad()),
                times(2, by_w), {{by_w, "looks like = instead of +="}}, 1e-5);
  });
}
