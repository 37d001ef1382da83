// Checks 18_momentum.h.
#include "18_momentum.h"

#include "check.h"

int main(int argc, char** argv) {
  return check::run(argc, argv, [](check::Random& random) {
    const double lr = random.uniform(0.05, 0.2), mu = random.uniform(0.5, 0.8);
    const check::Numbers p = random.numbers(3), g = random.numbers(3), g2 = random.numbers(3);
    const auto moved = [&](check::Numbers from, double by, const check::Numbers& d) {
      for (size_t i = 0; i < from.size(); ++i) from[i] -= by * d[i];
      return from;
    };
    SGD plain{lr};
    check::Numbers got = p;
    plain.step(got, g);
    const std::string with = " with lr = " + check::text(lr);
    check::near("one step" + with + " from " + check::text(p) + ", gradient " + check::text(g), got,
                moved(p, lr, g),
                {{p, "nothing has moved"},
                 {moved(p, -lr, g), "the learning rate's sign: uphill instead of downhill"},
                 {moved(p, 1, g), "the learning rate is not used"}});
    plain.step(got, g2);
    check::near("a second step without momentum", got, moved(moved(p, lr, g), lr, g2),
                {{moved(moved(moved(p, lr, g), lr, g), lr, g2),
                  "without momentum the last gradient is forgotten"}});

    SGD heavy{lr, mu};
    got = p;
    heavy.step(got, g);
    check::near("the first step with momentum " + check::text(mu), got, moved(p, lr, g),
                {{moved(p, lr * (1 - mu), g),
                  "not a mean: PyTorch's v = momentum v + g, without 1 - momentum"},
                 {p, "in the first step v is g, not 0"}});
    heavy.step(got, g2);
    const check::Numbers once = moved(p, lr, g), right = moved(moved(once, lr, g2), lr * mu, g);
    check::near(
        "the second step with momentum " + check::text(mu), got, right,
        {{moved(once, lr, g2), "the velocity is forgotten between the steps"},
         {moved(once, lr, g), "the old velocity is used; update it before p moves"},
         {moved(moved(once, lr, g2), lr, g), "the old velocity is not multiplied by momentum"},
         {moved(moved(once, lr * mu, g2), lr, g),
          "momentum belongs to the velocity, not to the gradient"}});

    // PyTorch 1.13.1, torch.optim.SGD([p], lr=0.1, momentum=0.9).
    SGD torch{0.1, 0.9};
    got = {1, -2};
    torch.step(got, {0.5, -1}), torch.step(got, {1, 3}), torch.step(got, {-2, 0.25});
    check::near("three steps, as PyTorch makes them", got, {0.8745, -2.324}, {}, 1e-9);
  });
}
