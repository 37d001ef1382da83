// Checks 06_functions.h.
#include "06_functions.h"

#include "check.h"

namespace {

void check_function(const std::string& name, const std::function<Value(Value)>& f,
                    const check::Numbers& expected, double x, check::Suspects suspects) {
  const std::string what = name + ", x = " + check::text(x);
  const Value v(x), y = f(v);
  check::near(what + ": y", y.data(), expected[0], {{0, "the value is not computed yet"}});
  backward(y);
  check::near(what + ": dy/dx", v.grad(), expected[1], suspects);
}

}  // namespace

int main(int argc, char** argv) {
  return check::run(argc, argv, [](check::Random& random) {
    for (int i = 0; i < 5; ++i) {
      const double x = random.uniform(0.3, 0.9), n = random.uniform(2.2, 3.8);
      check_function("y = exp(x)", [](Value v) { return exp(v); }, {std::exp(x), std::exp(x)}, x,
                     {});
      check_function("y = log(x)", [](Value v) { return log(v); }, {std::log(x), 1 / x}, x,
                     {{std::log(x), "that is the value itself, not its slope: 1 / x"},
                      {x, "upside down: the slope of ln x is 1 / x"},
                      {0, "no slope: `1 / 2` of whole numbers is 0"}});
      const double y = std::tanh(x);
      check_function("y = tanh(x)", [](Value v) { return tanh(v); }, {y, 1 - y * y}, x,
                     {{1 - x * x, "1 - y^2 is meant of the result y, not of the input x"},
                      {1 - y, "1 - y^2: the square is missing"},
                      {y * (1 - y), "that is the rule of the sigmoid"}});
      check_function("y = pow(x, " + check::text(n) + ")", [n](Value v) { return pow(v, n); },
                     {std::pow(x, n), n * std::pow(x, n - 1)}, x,
                     {{n * std::pow(x, n), "the power falls by one: n x^(n-1)"},
                      {std::pow(x, n - 1), "the factor n is missing: n x^(n-1)"},
                      {std::floor(n) * std::pow(x, n - 1), "n is cut to a whole number"}});
    }
    const double x = random.uniform(0.5, 2);
    check_function("y = relu(x)", [](Value v) { return relu(v); }, {x, 1}, x, {});
    check_function("y = relu(x)", [](Value v) { return relu(v); }, {0, 0}, -x,
                   {{1, "where the input is off nothing passes back"}});
    check_function("y = relu(x)", [](Value v) { return relu(v); }, {0, 0}, 0,
                   {{1, "the mask at exactly zero: x > 0 is on, x = 0 is off"},
                    {0.5, "the mean of both sides is a choice too, but PyTorch's is 0"}});
    const double y = random.uniform(2, 3);
    const Value a(x), b(y), c = a / b;
    check::near("c = a / b, a = " + check::text(x) + ", b = " + check::text(y) + ": c", c.data(),
                x / y, {{y / x, "upside down"}});
    backward(c);
    check::near("dc/da, dc/db", {a.grad(), b.grad()}, {1 / y, -x / (y * y)},
                {{{1 / y, x / (y * y)}, "when b grows, the quotient falls: a sign is missing"}});
  });
}
