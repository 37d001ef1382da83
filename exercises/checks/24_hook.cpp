// Checks 24_hook.h.
#include "24_hook.h"

#include "check_glass.h"

namespace {

/// The gradient of x where dL/dx is g and the hook is on.
check::Numbers clipped(const check::Numbers& g, double limit) {
  const torch::Tensor x = torch::zeros({int64_t(g.size())}, torch::kDouble).set_requires_grad(true);
  clip_gradient(x, limit);
  (x * check::tensor(g)).sum().backward();
  return check::numbers(x.grad());
}

}  // namespace

int main(int argc, char** argv) {
  return check::run(argc, argv, [](check::Random& random) {
    check::Numbers g = random.numbers(3, 1, 2);
    g[1] = -5;
    const double norm = std::sqrt(std::inner_product(g.begin(), g.end(), g.begin(), 0.0));
    check::Numbers right, clamped, unit, squared;
    for (double v : g) {
      right.push_back(v * 1.5 / norm);
      clamped.push_back(std::clamp(v, -1.5, 1.5));
      unit.push_back(v / norm);
      squared.push_back(v * 1.5 / (norm * norm));
    }
    check::near(
        "gradient " + check::text(g) + " of norm " + check::text(norm) + ", limit 1.5",
        clipped(g, 1.5), right,
        {{g, "the gradient passes as it came"},
         {clamped, "each element is clamped, which turns the direction; scale all by limit / norm"},
         {unit, "scaled to norm 1; the limit is 1.5"},
         {squared, "divided by the norm twice"}});
    const check::Numbers small = {0.3, -0.4};
    check::near("gradient [0.3, -0.4] of norm 0.5, limit 1.5", clipped(small, 1.5), small,
                {{{0.9, -1.2}, "what is short enough stays as it is"}});
    check::near("gradient [0, 0]", clipped({0, 0}, 1.5), {0, 0},
                {{{NAN, NAN}, "0 / 0: what is short enough stays as it is"}});

    // A sum hands one and the same gradient to all that it adds.
    torch::Tensor all[3];
    for (torch::Tensor& each : all)
      each = torch::zeros({3}, torch::kDouble).set_requires_grad(true);
    clip_gradient(all[2], 1.5);
    ((all[0] + all[1] + all[2]) * check::tensor(g)).sum().backward();
    check::near("the clipped gradient of a part of a sum", check::numbers(all[2].grad()), right);
    for (const torch::Tensor& other : {all[0], all[1]})
      check::near("the gradient of the other parts, which have no hook",
                  check::numbers(other.grad()), g,
                  {{right,
                    "the hook changes the gradient in place, and others share that tensor: return "
                    "a new one, g * number"}});
  });
}
