// Checks 26_in_place.h.
#include "26_in_place.h"

#include "check_glass.h"

int main(int argc, char** argv) {
  return check::run(argc, argv, [](check::Random& random) {
    const check::Numbers x = random.numbers(4), g = random.numbers(4);
    check::Numbers y;
    double sum = 0, s = 0;
    for (double v : x) y.push_back(std::exp(v)), sum += y.back();
    for (double& p : y) p /= sum;
    for (int i = 0; i < 4; ++i) s += y[i] * g[i];
    check::Numbers right, constant_sum;
    for (int i = 0; i < 4; ++i)
      right.push_back(y[i] * (g[i] - s)), constant_sum.push_back(y[i] * g[i]);
    constant_sum[std::max_element(x.begin(), x.end()) - x.begin()] -= s;  // through x - x.max()

    const torch::Tensor input = check::tensor(x);
    const torch::Tensor result = softmax(input);
    check::near("softmax(" + check::text(x) + ")", check::numbers(result), y);
    check::near("x after softmax(x)", check::numbers(input), x,
                {{check::numbers(input),
                  "the caller's numbers were changed in place: sub_ writes into x"}});
    const torch::Tensor leaf = check::tensor(x).set_requires_grad(true);
    try {
      softmax(leaf).backward(check::tensor(g));
    } catch (const torch::Error& error) {
      check::fail(std::string("backward throws: ") + error.what(),
                  "what an operation has saved for backward was changed in place afterwards");
    }
    check::that(leaf.grad().defined(), "x has no gradient",
                "data() and detach() cut the graph; no gradient comes through");
    check::near("dL/dx, dL/dy = " + check::text(g), check::numbers(leaf.grad()), right,
                {{constant_sum,
                  "the sum has no part in the gradient, though every y depends on every x through "
                  "it: it was "
                  "detached, or changed behind the back of autograd with data()"}});
  });
}
