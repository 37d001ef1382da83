// Checks 32_newton.h.
#include "32_newton.h"

#include "check_glass.h"

namespace {

/// The mistake that an error of the library comes from; "" if it is another one.
std::string cause_of(const std::string& error) {
  const auto says = [&error](const char* words) { return error.find(words) != error.npos; };
  if (says("only for scalar outputs"))
    return "a derivative is one of a single number: sum up first, f(x).sum() and g.sum()";
  if (says("does not require grad"))
    return "the gradient has no history: record the first backward with create_graph";
  if (says("a second time"))
    return "the second derivative goes through the first graph again: keep it, retain_graph";
  return "";
}

}  // namespace

int main(int argc, char** argv) {
  return check::run(argc, argv, [](check::Random& random) {
    const auto f = [](torch::Tensor x) { return x.exp() + x * x - 3 * x; };
    const check::Numbers start = random.numbers(3, -1, 1);
    check::Numbers step, uphill, gradient, slopes;
    for (double x : start) {
      const double g = std::exp(x) + 2 * x - 3, h = std::exp(x) + 2;
      step.push_back(x - g / h);
      uphill.push_back(x + g / h);
      gradient.push_back(x - g);
      slopes.push_back(x - g * h);
    }
    torch::Tensor got;
    try {
      got = newton_step(f, check::tensor(start));
    } catch (const torch::Error& error) {
      check::fail(std::string("newton_step throws: ") + error.what(), cause_of(error.what()));
    }
    const std::string what = "newton_step of e^x + x^2 - 3x at x = " + check::text(start);
    check::near(what, check::numbers(got), step,
                {{uphill, "the sign: away from the minimum"},
                 {gradient, "that is a step of gradient descent; divide by the second derivative"},
                 {slopes, "multiplied by the second derivative; divide"}});
    check::that(!got.requires_grad(), "the result requires grad",
                "a leak: step by step it holds the graphs of all before; detach it");
    const torch::Tensor factor = torch::ones({}, torch::kDouble).set_requires_grad(true);
    newton_step([&](torch::Tensor x) { return f(x) * factor; }, check::tensor(start));
    check::that(!factor.grad().defined(), "f has a parameter, and its .grad() has been filled",
                "backward() adds to .grad() of every leaf; torch::autograd::grad touches none");
    torch::Tensor x = check::tensor(start);
    for (int i = 0; i < 6; ++i) x = newton_step(f, x);
    check::Numbers flat;
    for (double v : check::numbers(x)) flat.push_back(std::exp(v) + 2 * v - 3);
    check::near("f' after 6 steps", flat, check::Numbers(3, 0.0), {}, 1e-10);
    check::note("6 steps of Newton: x = " + check::text(check::numbers(x)) +
                ", f' = " + check::text(flat));
  });
}
