// Checks 14_convolution.h.
#include "14_convolution.h"

#include "check.h"

namespace {

/// A table in plain numbers, 0 outside of it.
struct Table {
  int rows, columns;
  check::Numbers numbers;
  double operator()(int r, int c) const {
    return r < 0 || c < 0 || r >= rows || c >= columns ? 0 : numbers[r * columns + c];
  }
  Tensor tensor() const { return make_tensor({rows, columns}, numbers); }
  Table turned() const {  // by half a turn
    return {rows, columns, {numbers.rbegin(), numbers.rend()}};
  }
};

Table random_table(int rows, int columns, check::Random& random) {
  return {rows, columns, random.numbers(rows * columns)};
}

/// The products of k with x from (r, c) on, summed.
double sum_under(const Table& x, const Table& k, int r, int c) {
  double sum = 0;
  for (int n = 0; n < k.rows * k.columns; ++n)
    sum += k.numbers[n] * x(r + n / k.columns, c + n % k.columns);
  return sum;
}

/// The window's sums for rows x columns places, the first of them at (from, from_column).
check::Numbers convolution(const Table& x, const Table& k, int rows, int columns, int from = 0,
                           int from_column = 0) {
  check::Numbers y;
  for (int n = 0; n < rows * columns; ++n)
    y.push_back(sum_under(x, k, from + n / columns, from_column + n % columns));
  return y;
}

check::Numbers last_products(const Table& x, const Table& k, int rows, int columns) {
  check::Numbers y;
  for (int n = 0; n < rows * columns; ++n)
    y.push_back(x(n / columns + k.rows - 1, n % columns + k.columns - 1) * k.numbers.back());
  return y;
}

/// dL/dx where the last window over each pixel replaces the others.
check::Numbers last_window(const Table& dy, const Table& x, const Table& k) {
  check::Numbers dx(x.numbers.size());
  for (int r = 0; r < dy.rows; ++r)
    for (int c = 0; c < dy.columns; ++c)
      for (int n = 0; n < k.rows * k.columns; ++n)
        dx[(r + n / k.columns) * x.columns + c + n % k.columns] = dy(r, c) * k.numbers[n];
  return dx;
}

void check_sizes(const std::string& what, const Sizes& got, const Sizes& expected,
                 check::Suspects suspects = {}) {
  check::near(what, check::Numbers(got.begin(), got.end()),
              check::Numbers(expected.begin(), expected.end()), suspects);
}

/// dL/d(changed), where L is the sum of dy * convolve(x, k), by differences.
check::Numbers slopes(Tensor& changed, const Table& dy, const Tensor& x, const Tensor& k) {
  check::Numbers result;
  for (double& number : *changed.storage) {
    const double was = number;
    result.push_back(check::difference(
        [&](double t) {
          number = t;
          const check::Numbers y = numbers(convolve(x, k));
          number = was;
          return std::inner_product(y.begin(), y.end(), dy.numbers.begin(), 0.0);
        },
        was));
  }
  return result;
}

void check_forward(const Table& x, const Table& k, int rows, int columns) {
  const double h = x.rows, w = x.columns, p = k.rows, q = k.columns;
  const std::string what =
      "convolve of " + text(x.tensor().sizes) + " and " + text(k.tensor().sizes);
  const Tensor y = convolve(x.tensor(), k.tensor());
  check_sizes(what + ": sizes", y.sizes, {rows, columns},
              {{{h, w}, "the sizes of x: the window has to stay inside, it has fewer places"},
               {{h - p, w - q}, "one place more: a window of 3 fits once into 3, h - p + 1 times"},
               {{p, q}, "the sizes of the kernel: y has an element for each place of the window"}});
  check::near(
      what, numbers(y), convolution(x, k, rows, columns),
      {{check::Numbers(rows * columns, 0.0), "nothing is added yet"},
       {convolution(x, k.turned(), rows, columns),
        "the kernel is turned by half a turn, as mathematicians do: here k[i, j] meets "
        "x[r + i, c + j]"},
       {last_products(x, k, rows, columns),
        "looks like = instead of +=: only the last pixel of each window is there"},
       {convolution(x, {k.rows, k.columns, check::Numbers(k.numbers.size(), 1)}, rows, columns),
        "the sum of each window: multiply by k[i, j]"}});
}

void check_backward(const Table& dy, const Table& x, const Table& k) {
  Tensor image = x.tensor(), kernel = k.tensor();
  const ConvolutionGradients got = convolve_backward(dy.tensor(), image, kernel);
  const Table ones = {k.rows, k.columns, check::Numbers(k.numbers.size(), 1)};
  check_sizes("dL/dx: sizes", got.x.sizes, image.sizes);
  check::near(
      "dL/dx, against differences", numbers(got.x), slopes(image, dy, image, kernel),
      {{check::Numbers(x.numbers.size(), 0.0), "nothing has arrived yet"},
       {last_window(dy, x, k), "looks like = instead of +=: a pixel lies under several windows"},
       {convolution(dy, k, x.rows, x.columns, 1 - k.rows, 1 - k.columns),
        "the kernel lies the wrong way round: what x[r + i, c + j] was multiplied with is "
        "k[i, j]"},
       {convolution(dy, ones, x.rows, x.columns, 1 - k.rows, 1 - k.columns),
        "the slope is missing: dy times k[i, j]"}},
      1e-5);
  check_sizes("dL/dk: sizes", got.k.sizes, kernel.sizes);
  check::Numbers last, counted;
  for (int n = 0; n < k.rows * k.columns; ++n) {
    last.push_back(dy.numbers.back() *
                   x(dy.rows - 1 + n / k.columns, dy.columns - 1 + n % k.columns));
    counted.push_back(std::accumulate(dy.numbers.begin(), dy.numbers.end(), 0.0));
  }
  check::near("dL/dk, against differences", numbers(got.k), slopes(kernel, dy, image, kernel),
              {{check::Numbers(k.numbers.size(), 0.0), "nothing has arrived yet"},
               {last, "looks like = instead of +=: every window uses the whole kernel"},
               {counted, "the slope is missing: dy times x[r + i, c + j]"},
               {Table{k.rows, k.columns, convolution(x, dy, k.rows, k.columns)}.turned().numbers,
                "the gradient of the kernel is turned by half a turn"}},
              1e-5);
}

void check_windows(const Table& x, const Table& k, int rows, int columns) {
  const Tensor image = x.tensor(), w = windows(image, k.rows, k.columns);
  check_sizes("windows: sizes", w.sizes, {rows, columns, k.rows, k.columns},
              {{{double(k.rows), double(k.columns), double(rows), double(columns)},
                "first comes the place of the window, then the place inside of it"}});
  check::that(w.strides.size() == 4, "windows: there are four sizes, and not four strides", "");
  check::that(w.storage == image.storage, "windows(x, p, q) has memory of its own",
              "a copy: a view shares x.storage, only sizes and strides differ");
  check::Numbers expected, side_by_side;
  for (int n = 0; n < rows * columns; ++n)
    for (int m = 0; m < k.rows * k.columns; ++m)
      expected.push_back(x(n / columns + m / k.columns, n % columns + m % k.columns));
  check::that(w.strides != contiguous_strides(w.sizes),
              "windows: the strides are those of " + text(w.sizes) + " numbers in a row",
              "windows overlap, so no number is further than x is long: the strides are those of "
              "x, twice");
  check::near("windows(x, p, q), read in order", numbers(w), expected);
  const Tensor rows_of_windows = make_tensor({rows * columns, k.rows * k.columns}, numbers(w));
  const Tensor column = make_tensor({k.rows * k.columns, 1}, k.numbers);
  check::near("matmul(the windows, the kernel) beside convolve",
              numbers(matmul(rows_of_windows, column)), numbers(convolve(image, k.tensor())));
}

}  // namespace

int main(int argc, char** argv) {
  return check::run(argc, argv, [](check::Random& random) {
    const int p = random.integer(2, 3), q = 5 - p, rows = random.integer(2, 3), columns = rows + 1;
    const Table x = random_table(rows + p - 1, columns + q - 1, random),
                k = random_table(p, q, random);
    check_forward(x, k, rows, columns);
    check_backward(random_table(rows, columns, random), x, k);
    check_windows(x, k, rows, columns);
    const Table seen = {3, 4, {0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1}};
    check::note("an image of three rows 0 0 1 1, a kernel [-1, 1]: " +
                check::text(numbers(convolve(seen.tensor(), make_tensor({1, 2}, {-1, 1})))) +
                ", 1 where the edge is");
  });
}
