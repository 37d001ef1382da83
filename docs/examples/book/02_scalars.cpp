// Chapter 2: Values.
#include <glassgrad/value.h>

#include <cmath>
#include <iostream>
#include <vector>

#include "docs/examples/book/chapters.h"

namespace book {
namespace {

using glassgrad::Value;

void used_twice() {
  Value a(3);
  Value y = a * a + a;  // dy/da = 2a + 1
  y.backward();
  std::cout << a.grad() << '\n';
}

void train_a_line() {
  const std::vector<double> x = {-1, 0, 1, 2}, t = {-1, 1, 3, 5};  // t = 2x + 1
  Value w(0), b(0);
  for (int step = 0; step < 100; ++step) {
    Value loss(0);
    for (size_t i = 0; i < x.size(); ++i) {
      Value error = w * x[i] + b - t[i];
      loss += error * error;
    }
    w.zero_grad();
    b.zero_grad();
    loss.backward();
    w.set_data(w.data() - 0.05 * w.grad());
    b.set_data(b.data() - 0.05 * b.grad());
  }
  std::cout << "w = " << w.data() << ", b = " << b.data() << '\n';
}

}  // namespace

void scalars() {
  used_twice();
  train_a_line();
}

}  // namespace book
