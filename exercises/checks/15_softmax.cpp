// Checks 15_softmax.h.
#include "15_softmax.h"

#include "check.h"

int main(int argc, char** argv) {
  return check::run(argc, argv, [](check::Random& random) {
    const int n = random.integer(3, 5);
    const check::Numbers x = random.numbers(n);
    check::Numbers exps, y;
    double sum = 0;
    for (double number : x) exps.push_back(std::exp(number)), sum += exps.back();
    for (double number : exps) y.push_back(number / sum);
    const double largest = *std::max_element(x.begin(), x.end());
    check::Numbers shifted;
    for (double number : x) shifted.push_back(std::exp(number - largest));
    check::near("softmax(" + check::text(x) + ")", softmax(x), y,
                {{exps, "not divided by the sum"},
                 {shifted, "not divided by the sum"},
                 {check::Numbers(n, 0.0), "nothing is computed yet"}});
    check::near("softmax([1000, 1001])", softmax({1000, 1001}),
                {1 / (1 + std::exp(1)), 1 / (1 + std::exp(-1))},
                {{{NAN, NAN},
                  "e^1000 is infinity, and infinity / infinity NaN: subtract the largest first"}});
    check::near(
        "softmax([-1000, -1001])", softmax({-1000, -1001}),
        {1 / (1 + std::exp(-1)), 1 / (1 + std::exp(1))},
        {{{NAN, NAN},
          "e^-1000 is 0, and 0 / 0 NaN: subtract the largest first, not 0 or another number"}});
    // Where the largest is not the number that was subtracted.
    const char* const another =
        "e^1000 is infinity, and infinity / infinity NaN: subtract the largest number, not another";
    check::near("softmax([0, 1000])", softmax({0, 1000}), {0, 1}, {{{0, NAN}, another}});
    check::near("softmax([1000, 0])", softmax({1000, 0}), {1, 0}, {{{NAN, 0}, another}});

    const check::Numbers dy = random.numbers(n);
    double s = 0;
    for (int i = 0; i < n; ++i) s += y[i] * dy[i];
    check::Numbers dx, diagonal, no_y;
    for (int i = 0; i < n; ++i) {
      dx.push_back(y[i] * (dy[i] - s));
      diagonal.push_back(y[i] * (1 - y[i]) * dy[i]);
      no_y.push_back(dy[i] - s);
    }
    check::near(
        "softmax_backward", softmax_backward(y, dy), dx,
        {{check::Numbers(n, 0.0), "nothing is computed yet"},
         {diagonal,
          "y (1 - y) is how y[i] depends on x[i] alone; it depends on every x, through the sum"},
         {no_y, "the factor y[i] is missing"}});
    check::Numbers measured;
    for (int i = 0; i < n; ++i)
      measured.push_back(check::difference(
          [&](double t) {
            check::Numbers moved = x;
            moved[i] = t;
            const check::Numbers p = softmax(moved);
            return std::inner_product(p.begin(), p.end(), dy.begin(), 0.0);
          },
          x[i]));
    check::near("softmax_backward against differences", softmax_backward(y, dy), measured, {},
                1e-5);

    const int label = random.integer(0, n - 1);
    check::near("cross_entropy(" + check::text(x) + ", " + std::to_string(label) + ")",
                cross_entropy(x, label), -std::log(y[label]),
                {{std::log(y[label]), "the sign: a loss is minus the logarithm"},
                 {-y[label], "the logarithm is missing"}});
    // e^720 overflows, while e^-720 is not 0 yet.
    const char* const overflow = "e^720 overflows: subtract the largest first, not x[label]";
    check::near("cross_entropy([0, 720], 0)", cross_entropy({0, 720}, 0), 720,
                {{double(INFINITY), overflow}, {NAN, overflow}});
    check::near("cross_entropy([0, 1000], 0)", cross_entropy({0, 1000}, 0), 1000,
                {{double(INFINITY),
                  "a log of zero: the softmax is 0 there; take the logarithm of the formula, then "
                  "compute"}});
  });
}
