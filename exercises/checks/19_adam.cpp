// Checks 19_adam.h.
#include "19_adam.h"

#include "check.h"

int main(int argc, char** argv) {
  return check::run(argc, argv, [](check::Random& random) {
    const double g = random.uniform(0.5, 2), lr = 0.1, p = random.uniform(-1, 1);
    check::Numbers got = {p};
    Adam adam{lr};
    adam.step(got, {g});
    // m = 0.1 g, v = 0.001 g^2; corrected g and g^2: the first step is lr, whatever g is.
    check::near("the first step with lr = 0.1, gradient " + check::text(g), got, {p - lr},
                {{p, "nothing has moved"},
                 {p + lr, "the learning rate's sign"},
                 {p - lr * 0.1 / std::sqrt(0.001),
                  "the correction of m and v is missing: divide by 1 - beta^steps"},
                 {p - lr * 0.1, "m is not corrected: divide it by 1 - beta1^steps"},
                 {p - lr / std::sqrt(0.001), "v is not corrected: divide it by 1 - beta2^steps"},
                 {p - lr / g, "the square root is missing"},
                 {p - lr * std::sqrt(g), "v is the mean of g squared"},
                 {p - lr * g, "m is not divided by the root of v"}},
                1e-5);

    const double root = std::sqrt(1 - 0.999);
    check::Numbers tiny = {0};
    Adam small{lr};
    small.step(tiny, {1e-8});
    check::near("the first step with the gradient 1e-8: it is as large as eps", tiny, {-lr / 2},
                {{-lr * 1e-8 / std::sqrt(1e-16 + 1e-8),
                  "eps is inside the square root; PyTorch adds it to the root"},
                 {-lr * root / (root + 1),
                  "eps is added to the root of v as it is; correct v first, then add eps: "
                  "sqrt(v / (1 - beta2^steps)) + eps"},
                 {-lr, "eps is missing"}},
                1e-4);

    // PyTorch 1.13.1, torch.optim.Adam([p], lr=0.1).
    Adam torch{0.1};
    check::Numbers q = {1, -2};
    torch.step(q, {0.5, -1});
    torch.step(q, {1, 3});
    check::near("two steps, as PyTorch makes them", q, {0.8034818006, -1.949418984}, {}, 1e-7);
    torch.step(q, {-2, 0.25});
    check::near("three steps, as PyTorch makes them", q, {0.822861246, -1.99253836}, {}, 1e-7);
  });
}
