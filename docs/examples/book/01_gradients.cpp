// Chapter 1: slopes by differences, and what to do with them.
#include <cstdio>
#include <vector>

#include "docs/examples/book/chapters.h"

namespace book {
namespace {

double loss(double w) { return (w - 3) * (w - 3) + 1; }

double slope(double (*f)(double), double x) {
  const double h = 1e-5;
  return (f(x + h) - f(x - h)) / (2 * h);
}

void one_slope() {
  std::printf("%.4f %.4f %.4f\n", slope(loss, 0), slope(loss, 3), slope(loss, 5));
}

void walk_down() {
  double w = 0;
  for (int step = 1; step <= 4; ++step) {
    w = w - 0.25 * slope(loss, w);
    std::printf("step %d: w = %.4f, loss = %.4f\n", step, w, loss(w));
  }
}

int calls = 0;

double loss_of_many(const std::vector<double>& w) {
  ++calls;
  double sum = 0;
  for (double v : w) sum += (v - 3) * (v - 3);
  return sum;
}

std::vector<double> slopes(std::vector<double> w) {
  const double h = 1e-5;
  std::vector<double> result;
  for (double& v : w) {
    const double v0 = v;
    v = v0 + h;
    const double right = loss_of_many(w);
    v = v0 - h;
    const double left = loss_of_many(w);
    v = v0;
    result.push_back((right - left) / (2 * h));
  }
  return result;
}

void count_the_calls() {
  slopes(std::vector<double>(1000, 0.5));
  std::printf("1000 slopes: %d calls of the loss\n", calls);
}

}  // namespace

void gradients() {
  one_slope();
  walk_down();
  count_the_calls();
}

}  // namespace book
