// Checks 11_broadcast.h.
#include "11_broadcast.h"

#include "check.h"

namespace {

check::Numbers as_numbers(const Sizes& sizes) { return {sizes.begin(), sizes.end()}; }

void check_sizes(const Sizes& a, const Sizes& b, const check::Numbers& expected) {
  const std::string what = "broadcast_sizes(" + text(a) + ", " + text(b) + ")";
  try {
    check::near(what, as_numbers(broadcast_sizes(a, b)), expected,
                {{as_numbers(a), "a size of 1 gives way to the other, on either side"},
                 {as_numbers(b), "a size of 1 gives way to the other, on either side"}});
  } catch (const std::invalid_argument&) {
    check::fail(what + " throws",
                "these fit: counted from the right, sizes are equal, or one is 1 or missing");
  }
}

void check_refused(const Sizes& a, const Sizes& b) {
  try {
    broadcast_sizes(a, b);
  } catch (const std::invalid_argument&) {
    return;
  }
  check::fail("broadcast_sizes(" + text(a) + ", " + text(b) + ") is accepted",
              "sizes that differ and are not 1 do not fit: throw std::invalid_argument");
}

}  // namespace

int main(int argc, char** argv) {
  return check::run(argc, argv, [](check::Random& random) {
    const int n = random.integer(2, 4), m = n + random.integer(1, 3);
    const double N = n, M = m;
    check_sizes({n, m}, {n, m}, {N, M});
    check_sizes({n, m}, {m}, {N, M});
    check_sizes({n, 1}, {1, m}, {N, M});
    check_sizes({m}, {n, 1}, {N, M});
    check_sizes({n, m}, {}, {N, M});
    check_refused({n, m}, {n});
    check_refused({n, m}, {n, m + 1});

    const check::Numbers data = random.numbers(m);
    const Tensor row = make_tensor({m}, data), view = expand(row, {n, m});
    check::that(view.storage == row.storage, "expand has memory of its own",
                "no copy is needed: strides of 0 repeat");
    check::near("expand of a row of sizes " + text({m}) + " to " + text({n, m}) + ": strides",
                as_numbers(view.strides), {0, 1},
                {{{0, 0},
                  "only what repeats has the stride 0; the others keep theirs (sizes are matched "
                  "from the right)"},
                 {{1, 0}, "counted from the left; sizes are matched from the right"},
                 {{M, 1}, "the next row is the same row again: its stride is 0"}});
    const Tensor column = make_tensor({n, 1}, random.numbers(n));
    check::near("expand of a column of sizes " + text({n, 1}) + " to " + text({n, m}) + ": strides",
                as_numbers(expand(column, {n, m}).strides), {1, 0},
                {{{1, 1}, "where the size is 1 and shall be more, the stride is 0"}});

    const Tensor sum = combine(column, row, [](double a, double b) { return a + b; });
    check::Numbers expected;
    for (int i = 0; i < n; ++i)
      for (int j = 0; j < m; ++j) expected.push_back(at(column, {i, 0}) + data[j]);
    check::near("column + row", numbers(sum), expected);
  });
}
