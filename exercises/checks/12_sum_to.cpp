// Checks 12_sum_to.h.
#include "12_sum_to.h"

#include "check.h"

namespace {

/// L = sum over all of weight * (a broadcast to the weight's sizes); dL/da by differences.
check::Numbers slopes(const Tensor& a, const Tensor& weight) {
  check::Numbers result;
  for (double& number : *a.storage) {
    const double was = number;
    result.push_back(check::difference(
        [&](double t) {
          number = t;
          double sum = 0;
          for (double term : numbers(combine(a, weight, [](double x, double w) { return x * w; })))
            sum += term;
          number = was;
          return sum;
        },
        was));
  }
  return result;
}

void check_sum(const Tensor& g, const Sizes& sizes, check::Random& random) {
  const Tensor a = make_tensor(sizes, random.numbers(count(sizes)));
  const check::Numbers expected = slopes(a, g);
  const double repeats = double(count(g.sizes)) / count(sizes);
  check::Numbers mean, first(count(sizes)), last(count(sizes));
  for (double number : expected) mean.push_back(number / repeats);
  const Tensor f = make_tensor(sizes, first), l = make_tensor(sizes, last);
  const Tensor wide_f = expand(f, g.sizes), wide_l = expand(l, g.sizes);
  for (int i = count(g.sizes) - 1; i >= 0; --i)
    at(wide_f, index_of(i, g.sizes)) = at(g, index_of(i, g.sizes));
  for (int i = 0; i < count(g.sizes); ++i)
    at(wide_l, index_of(i, g.sizes)) = at(g, index_of(i, g.sizes));
  const Tensor got = sum_to(g, sizes);
  const std::string what = "sum_to(g of sizes " + text(g.sizes) + ", " + text(sizes) + ")";
  check::that(
      got.sizes == sizes, what + " has the sizes " + text(got.sizes),
      "a gradient not summed over what was broadcast: it has the sizes of the tensor itself");
  check::near(
      what, numbers(got), expected,
      {{check::Numbers(count(sizes), 0.0), "nothing is added yet"},
       {first, "a gradient not summed over what was broadcast: one of the copies was taken"},
       {numbers(f),
        "a gradient not summed over what was broadcast: the first of the copies was taken"},
       {numbers(l), "looks like = instead of +=: the last of the copies was taken"},
       {mean, "the mean is taken; each copy counts in full"}});
}

}  // namespace

int main(int argc, char** argv) {
  return check::run(argc, argv, [](check::Random& random) {
    const int n = random.integer(2, 3), m = n + random.integer(1, 2);
    const Tensor g = make_tensor({n, m}, random.numbers(n * m));
    check_sum(g, {n, m}, random);
    check_sum(g, {m}, random);
    check_sum(g, {n, 1}, random);
    check_sum(g, {1, m}, random);
    check_sum(g, {}, random);
    check_sum(make_tensor({2, n, m}, random.numbers(2 * n * m)), {n, 1}, random);
    check_sum(transpose(g), {n}, random);
  });
}
