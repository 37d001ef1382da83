// Checks 27_nan.h.
#include "27_nan.h"

#include "check_glass.h"

int main(int argc, char** argv) {
  return check::run(argc, argv, [](check::Random& random) {
    const double a = random.uniform(0.5, 3), b = random.uniform(0.001, 0.01);
    const check::Numbers x = {a, 0, b, -1};
    const torch::Tensor leaf = check::tensor(x).set_requires_grad(true);
    const torch::Tensor y = log_or_zero(leaf);
    const check::Numbers got = check::numbers(y),
                         naive = {std::log(a), -INFINITY, std::log(b), NAN};
    check::near("log_or_zero where x is " + check::text(a) + " and " + check::text(b),
                {got[0], got[2]}, {std::log(a), std::log(b)},
                {{{std::log(a + 0.01), std::log(b + 0.01)},
                  "something was added to x: the logarithm is changed where it is fine"}});
    check::near("log_or_zero(" + check::text(x) + ")", got, {std::log(a), 0, std::log(b), 0},
                {{naive, "that is the logarithm alone: 0 is asked for where x is not above 0"},
                 {{std::log(a), NAN, std::log(b), NAN},
                  "a log of zero, times 0, is NaN: a mask does not remove it; choose with where"}});
    y.sum().backward();
    const check::Numbers g = check::numbers(leaf.grad());
    check::near(
        "dL/dx", g, {1 / a, 0, 1 / b, 0},
        {{{1 / a, NAN, 1 / b, 0},
          "a log of zero in the branch that is not taken: 0 times infinity is NaN on the way back"},
         {{1 / a, NAN, 1 / b, NAN},
          "a log of zero in the branch that is not taken: NaN on the way back"},
         {check::Numbers(4, 0.0), "no gradient comes through: is the graph cut?"}});
  });
}
