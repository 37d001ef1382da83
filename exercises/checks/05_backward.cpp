// Checks 05_backward.h.
#include "05_backward.h"

#include "check.h"

int main(int argc, char** argv) {
  return check::run(argc, argv, [](check::Random& random) {
    const double x = random.uniform(1.5, 3), y = random.uniform(-3, -1.5),
                 z = random.uniform(1.5, 3);
    const std::string at = ", a = " + check::text(x) + ", b = " + check::text(y);
    {
      const Value a(x), b(y), c(z), L = a * b * c;
      backward(L);
      check::near("L = a * b * c" + at + ", c = " + check::text(z) + ": dL/dL", L.grad(), 1,
                  {{0, "the walk has no beginning: dL/dL is 1"}});
      check::near(
          "dL/da, dL/db, dL/dc", {a.grad(), b.grad(), c.grad()}, {y * z, x * z, x * y},
          {{{y, x, x * y}, "the chain is broken: multiply each slope by the node's own gradient"},
           {{1, 1, 1}, "the gradient is handed on unchanged: multiply it by the slope"},
           {{0, 0, x * y}, "the order of the walk: it goes from the newest to the oldest"},
           {{1 + y, 1 + x, 1 + x * y}, "slope plus gradient; the chain rule multiplies"}});
    }
    {
      const Value a(x), b(y), c = a * b, L = c + a;  // a is used twice
      backward(L);
      check::near("c = a * b; L = c + a" + at + ": dL/da, where a is used twice", a.grad(), y + 1,
                  {{1, "looks like = instead of +=: the second gradient replaced the first"},
                   {y, "looks like = instead of +=: the second gradient replaced the first"}});
    }
    {
      const Value a(x), L = a * a;
      backward(L);
      check::near("L = a * a, a = " + check::text(x) + ": dL/da", a.grad(), 2 * x,
                  {{x, "looks like = instead of +=: a is both factors"}});
      backward(L);
      check::near("the same, backward twice: leaves add up", a.grad(), 4 * x,
                  {{2 * x, "looks like = instead of +=: a leaf keeps what it had"}});
    }
    const auto f = [](Value a, Value b) {
      const Value c = a * b + a, d = c * c - b * c;
      return d * a + c * d + c - a;
    };
    const Value a(x), b(y), L = f(a, b);
    backward(L);
    check::near("a longer formula against differences" + at + ": dL/da, dL/db",
                {a.grad(), b.grad()},
                {check::difference([&](double t) { return f(t, y).data(); }, x),
                 check::difference([&](double t) { return f(x, t).data(); }, y)},
                {}, 1e-4);
  });
}
