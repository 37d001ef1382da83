// Checks 09_strides.h.
#include "09_strides.h"

#include "check.h"

namespace {
check::Numbers as_numbers(const Sizes& sizes) { return {sizes.begin(), sizes.end()}; }
}  // namespace

int main(int argc, char** argv) {
  return check::run(argc, argv, [](check::Random& random) {
    const int a = random.integer(2, 4), b = a + random.integer(1, 3), c = b + random.integer(1, 2);
    const double A = a, B = b, C = c;
    check::near("contiguous_strides(" + text({a, b}) + ")", as_numbers(contiguous_strides({a, b})),
                {B, 1},
                {{{1, A}, "that is column after column (as in Fortran); rows come first here"},
                 {{A, B}, "these are the sizes: a stride is how far the next element is"},
                 {{1, 1}, "a step down jumps over a whole row"},
                 {{A, 1}, "a row is as long as the second size, not the first"}});
    check::near(
        "contiguous_strides(" + text({a, b, c}) + ")", as_numbers(contiguous_strides({a, b, c})),
        {B * C, C, 1},
        {{{B, C, 1}, "the first stride jumps over all later dimensions: a product"},
         {{1, A, A * B}, "that is column after column (as in Fortran); rows come first here"}});
    check::near("contiguous_strides([5])", as_numbers(contiguous_strides({5})),
                check::Numbers{1.0});

    const check::Numbers data = random.numbers(a * b);
    const Tensor t = make_tensor({a, b}, data);
    const int i = random.integer(1, a - 1), j = random.integer(1, b - 1);
    const std::string what = "at(t, {" + std::to_string(i) + ", " + std::to_string(j) +
                             "}) of t of sizes " + text({a, b});
    check::near(what, at(t, {i, j}), data[i * b + j],
                {{data[0], "always the first element: offset + i * strides[0] + j * strides[1]"},
                 {data[i + j], "the strides are not used"},
                 {data[i * b], "only the first dimension counts"}});
    const check::Numbers cube = random.numbers(a * b * c);
    const int k = random.integer(1, c - 1);
    check::near("at(t, {i, j, k}) of t of sizes " + text({a, b, c}),
                at(make_tensor({a, b, c}, cube), {i, j, k}), cube[(i * b + j) * c + k],
                {{cube[(i * b + j) * c],
                  "the third dimension is left out: a loop over all of them, index.size()"}});
    const Tensor part = {t.storage, {a - 1, b}, {b, 1}, b};
    check::near("the same storage from the second row on (offset " + std::to_string(b) +
                    "), at {0, " + std::to_string(j) + "}",
                at(part, {0, j}), data[b + j], {{data[j], "the offset is not added"}});
    at(part, {0, j}) = 42;
    check::near("after at(part, {0, j}) = 42, in the tensor that shares the storage", at(t, {1, j}),
                42);
  });
}
