// Checks 13_matmul.h.
#include "13_matmul.h"

#include "check.h"

namespace {

/// The product of row-major n x n lists.
check::Numbers product(const check::Numbers& a, const check::Numbers& b, int n) {
  check::Numbers c(n * n);
  for (int i = 0; i < n * n * n; ++i)
    c[i / (n * n) * n + i % n] += a[i / n] * b[i / n % n * n + i % n];
  return c;
}
check::Numbers turned(const check::Numbers& a, int n) {
  check::Numbers t;
  for (int i = 0; i < n * n; ++i) t.push_back(a[i % n * n + i / n]);
  return t;
}

/// dL/dx for L = the sum of dc * matmul(a, b), by differences.
check::Numbers slopes(Tensor& x, const Tensor& dc, const Tensor& a, const Tensor& b) {
  check::Numbers result;
  for (double& number : *x.storage) {
    const double was = number;
    result.push_back(check::difference(
        [&](double t) {
          number = t;
          const check::Numbers c = numbers(matmul(a, b)), weight = numbers(dc);
          number = was;
          return std::inner_product(c.begin(), c.end(), weight.begin(), 0.0);
        },
        was));
  }
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  return check::run(argc, argv, [](check::Random& random) {
    const check::Numbers a = random.numbers(4), b = random.numbers(4), g = random.numbers(4);
    const check::Numbers at = turned(a, 2), bt = turned(b, 2), gt = turned(g, 2);
    const Tensor A = make_tensor({2, 2}, a), B = make_tensor({2, 2}, b), G = make_tensor({2, 2}, g);
    check::near("matmul of " + check::text(a) + " and " + check::text(b) + ", both 2 x 2",
                numbers(matmul(A, B)), product(a, b, 2),
                {{check::Numbers(4, 0.0), "nothing is added yet"},
                 {product(a, bt, 2), "b is read as if it were transposed: b[k, j]"},
                 {product(at, b, 2), "a is read as if it were transposed: a[i, k]"},
                 {product(b, a, 2), "the order of the factors"},
                 {{a[1] * b[2], a[1] * b[3], a[3] * b[2], a[3] * b[3]},
                  "looks like = instead of +=: only the last k is there"},
                 {{a[0] * b[0], a[1] * b[1], a[2] * b[2], a[3] * b[3]},
                  "that is the product element by element"}});

    const MatmulGradients square = matmul_backward(G, A, B);
    check::near("dL/da, all 2 x 2", numbers(square.a), product(g, bt, 2),
                {{product(g, b, 2), "b has to be transposed: dc b^T"},
                 {product(gt, b, 2), "the transpose is on the wrong factor: dc b^T"},
                 {product(bt, g, 2), "the order of the factors: dc comes first, dc b^T"},
                 {product(at, g, 2), "the two gradients are swapped"}});
    check::near("dL/db, all 2 x 2", numbers(square.b), product(at, g, 2),
                {{product(a, g, 2), "a has to be transposed: a^T dc"},
                 {product(a, gt, 2), "the transpose is on the wrong factor: a^T dc"},
                 {product(g, at, 2), "the order of the factors: a^T comes first, a^T dc"}});

    const int n = random.integer(1, 2), k = random.integer(3, 4), m = random.integer(2, 3);
    Tensor x = make_tensor({n, k}, random.numbers(n * k)),
           w = make_tensor({k, m}, random.numbers(k * m));
    const Tensor dc = make_tensor({n, m}, random.numbers(n * m));
    const MatmulGradients both = matmul_backward(dc, x, w);
    const std::string what =
        "of " + text(x.sizes) + " and " + text(w.sizes) + ", against differences";
    check::near("dL/da " + what, numbers(both.a), slopes(x, dc, x, w), {}, 1e-5);
    check::near("dL/db " + what, numbers(both.b), slopes(w, dc, x, w), {}, 1e-5);
  });
}
