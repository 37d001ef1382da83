// Checks 21_tutorial.h.
#include "21_tutorial.h"

#include "check.h"

namespace {

enum class Slip { none, no_zero_grad, uphill, sum, whole_batch, threshold, tenths };

struct Reference {
  check::Numbers end, losses;
};

/// The loop in plain numbers, as it should be or with a slip.
Reference reference(double w, double b, Slip slip) {
  double dw = 0, db = 0;
  Reference result;
  for (int i = 0; i < 1000; ++i) {
    if (slip != Slip::no_zero_grad) dw = db = 0;
    double loss = 0;
    for (int k = i % 20 * 2; k < i % 20 * 2 + 2; ++k) {
      const double x = slip == Slip::tenths ? k / 10 - 2 : k / 10.0 - 2;
      const double t = k > (slip == Slip::threshold ? 20 : 22),
                   p = 1 / (1 + std::exp(-(w * x + b)));
      const double share = slip == Slip::sum ? 1 : 0.5, q = p * (1 - p);
      const double g = share * (p - t) / std::max(q, 1e-12) * q;
      dw += g * x, db += g;
      loss -= share * std::max(std::log(t > 0 ? p : 1 - p), -100.0);
    }
    const double lr = slip == Slip::uphill ? -2 : 2;
    w -= lr * dw, b -= lr * db;
    if (i < 12) result.losses.push_back(loss);
  }
  result.end = {w, b};
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  return check::run(argc, argv, [](check::Random& random) {
    const double w = random.uniform(-1, 1), b = random.uniform(-1, 1);
    const Trained some = train(w, b);
    check::near("how many losses train(w, b) records", double(some.losses.size()), 1000,
                {{0, "nothing is trained yet: 50 epochs of 20 batches"},
                 {50, "a loss for each batch, not for each epoch"},
                 {2000, "a batch has 2 points, so an epoch has 20 batches"},
                 {20, "one epoch only; there are 50"}});
    const std::string from = " from w = " + check::text(w) + ", b = " + check::text(b);
    const auto losses = [&](Slip slip) { return reference(w, b, slip).losses; };
    check::near("the first 12 losses" + from,
                check::Numbers(some.losses.begin(), some.losses.begin() + 12), losses(Slip::none),
                {{losses(Slip::no_zero_grad),
                  "a missing zero_grad: set the gradients to zeros before backward"},
                 {losses(Slip::uphill), "the learning rate's sign"},
                 {losses(Slip::sum), "the losses of a batch are averaged, not summed"},
                 {losses(Slip::threshold), "the label is 1 where x > 0.2: from i = 23 on"},
                 {losses(Slip::tenths), "i / 10 is a division of whole numbers: write i / 10.0"}},
                1e-4);
    check::near("w, b after training" + from, {some.w, some.b}, reference(w, b, Slip::none).end, {},
                1e-4);
    // PyTorch 1.13.1 in double precision, from the tutorial's bad start.
    const Trained bad = train(-5, -10);
    check::near("the first loss from w = -5, b = -10", bad.losses[0], 0.5836120824, {}, 1e-6);
    check::near("w, b from w = -5, b = -10, as PyTorch has it", {bad.w, bad.b},
                {13.7044958, -3.24991867}, {}, 1e-5);
    int right = 0;
    for (int i = 0; i < 40; ++i) right += (bad.w * (i / 10.0 - 2) + bad.b > 0) == (i > 22);
    check::note("from w = -5, b = -10 to w = " + check::text(bad.w) +
                ", b = " + check::text(bad.b) + ": " + std::to_string(right) +
                " of 40 points right, as in PyTorch, and every line of it is yours");
  });
}
