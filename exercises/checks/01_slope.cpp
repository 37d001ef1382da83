// Checks 01_slope.h.
#include "01_slope.h"

#include "check.h"

int main(int argc, char** argv) {
  return check::run(argc, argv, [](check::Random& random) {
    const double a = random.uniform(0.5, 3), b = random.uniform(0.1, 1), x = random.uniform(1, 3);
    const Function line = [=](double t) { return a * t + b; };
    const double got = slope(line, x);
    const char* nothing =
        got == 0
            ? "nothing comes out: a whole number? `1 / 2` is 0, write 1.0 / 2; and an `int` "
              "cuts off all behind the point"
            : "next to nothing comes out: `/ 2 * h` divides by 2 and then multiplies by h; put "
              "brackets, `/ (2 * h)`";
    check::near("slope of f(x) = " + check::text(a) + " x + " + check::text(b) +
                    " at x = " + check::text(x),
                got, a,
                {{2 * a, "the run is from x - h to x + h: it is 2h long"},
                 {-a, "the sign: it is right minus left"},
                 {a / 2, "the run is h from x to x + h; you divide by 2h"},
                 {a * 2e-5, "rise without run: divide by the distance"},
                 {0, nothing}},
                1e-7);
    const double h = 1e-5;
    const Function cube = [](double t) { return t * t * t; };
    check::near("slope of f(x) = x^3 at x = " + check::text(x), slope(cube, x), 3 * x * x,
                {{3 * x * x + 3 * x * h, "near, but from one side only: look left of x as well"},
                 {3 * x * x - 3 * x * h, "near, but from one side only: look right of x as well"}},
                1e-8);
    check::near("slope of sin at x = " + check::text(x),
                slope([](double t) { return std::sin(t); }, x), std::cos(x), {}, 1e-8);
  });
}
