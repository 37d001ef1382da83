// Checks 31_one_pass.h.
#include "31_one_pass.h"

#include "check.h"

int main(int argc, char** argv) {
  return check::run(argc, argv, [](check::Random& random) {
    const int n = random.integer(5, 9);
    int reads = 0;
    for (const double offset : {0.0, -50.0, 1e9}) {
      check::Numbers x = random.numbers(n);
      for (double& v : x) v += offset;
      double mean = 0, squares = 0, raw = 0, plain_sum = 0;
      for (double v : x) mean += (v - offset) / n;
      mean += offset;
      for (double v : x) squares += (v - mean) * (v - mean), raw += v * v, plain_sum += v;
      const double largest = *std::max_element(x.begin(), x.end());
      reads = 0;
      const auto reader = [&](int i) { return ++reads, x.at(i); };
      const Statistics s = statistics(reader, n);
      const std::string what =
          " of " + std::to_string(n) + " numbers around " + check::text(offset);
      check::near("mean" + what, s.mean, mean,
                  {{mean * n, "that is the sum"}, {mean / n, "the average is taken twice"}}, 1e-9);
      const double naive = raw / n - plain_sum / n * (plain_sum / n);
      check::near("largest" + what, s.largest, largest,
                  {{std::max(0.0, largest),
                    "the search begins with 0, and all numbers are below: begin with the first, or "
                    "with -INFINITY"}});
      check::near("variance" + what, s.variance, squares / n,
                  {{squares / (n - 1), "divided by n - 1; the mean of the squares is asked for"},
                   {squares, "that is the sum of the squares"},
                   {offset == 1e9 ? s.variance : NAN,  // it was right for small numbers
                    "E[x^2] - E[x]^2 is the difference of two huge numbers: no digit is left"}},
                  1e-4);
      if (offset == 1e9)
        check::note("E[x^2] - E[x]^2 would give " + check::text(naive) + " for " +
                    check::text(squares / n));
    }
    check::near("how often a number is read, on average", double(reads) / n, 1,
                {{4, "three passes: the numbers come from memory each time"},
                 {2, "each number is read twice: keep x(i) in a variable"},
                 {3, "each number is read three times: keep x(i) in a variable"}},
                0.2);
  });
}
