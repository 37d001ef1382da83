// Checks 23_function.h.
#include "23_function.h"

#include "check_glass.h"

int main(int argc, char** argv) {
  return check::run(argc, argv, [](check::Random& random) {
    const check::Numbers values = random.numbers(4), weights = random.numbers(4, 1.5, 3);
    const torch::Tensor x = check::tensor(values).set_requires_grad(true);
    torch::Tensor y = Swish::apply(x);
    y.backward(check::tensor(weights));
    check::Numbers right, no_dy, no_product, only_second, of_y;
    for (size_t i = 0; i < values.size(); ++i) {
      const double v = values[i], s = 1 / (1 + std::exp(-v)), u = v * s, r = 1 / (1 + std::exp(-u));
      right.push_back(weights[i] * (s + v * s * (1 - s)));
      no_dy.push_back(s + v * s * (1 - s));
      no_product.push_back(weights[i] * s);
      only_second.push_back(weights[i] * v * s * (1 - s));
      of_y.push_back(weights[i] * s * (1 - s));
    }
    check::near("y = x sigmoid(x), x = " + check::text(values) +
                    ", dL/dy = " + check::text(weights) + ": dL/dx",
                check::numbers(x.grad()), right,
                {{check::Numbers(4, 0.0), "nothing is passed back yet"},
                 {no_dy, "the chain is broken: multiply by dy, what arrives from above"},
                 {no_product, "the product rule has two parts: s + x s'"},
                 {only_second, "the product rule has two parts: s + x s'"},
                 {of_y, "that is the slope of the sigmoid alone; y is x times it"}});
    const auto f = [](const torch::autograd::variable_list& in) {
      return torch::autograd::variable_list{Swish::apply(in[0])};
    };
    check::that(torch::autograd::gradcheck(f, {x}, 1e-6, 1e-5, 1e-3, false), "gradcheck of Swish");
  });
}
