// The same formula for Values, which are trained, and for numbers, which draw the surface.
#include "docs/playground/tutorial.h"

#include <algorithm>
#include <cmath>

namespace playground {

using glassgrad::Value;

namespace {

constexpr int kPoints = 40, kBatch = 2;
constexpr double kRate = 2;

double x_of(int i) { return -2 + 0.1 * i; }
double target(int i) { return i > 22 ? 1 : 0; }  // x > 0.2

double sigmoid(double z) { return 1 / (1 + std::exp(-z)); }

/// The loss of a point. The cross-entropy of a logit z is max(z, 0) - z t + log(1 + e^-|z|).
template <class Number>
Number loss_of(Loss loss, Number z, double t) {
  using std::abs, std::exp, std::log, std::max;
  if (loss == Loss::squared_error) {
    const Number error = sigmoid(z) - t;
    return error * error;
  }
  return max(z, 0.0) - z * t + log(1.0 + exp(-abs(z)));
}

}  // namespace

void Tutorial::step() {
  Value sum(0);
  for (int i = next_; i < next_ + kBatch; ++i)
    sum += loss_of<Value>(loss_, w_ * x_of(i) + b_, target(i));
  next_ = (next_ + kBatch) % kPoints;

  w_.zero_grad();
  b_.zero_grad();
  (sum / kBatch).backward();
  w_.set_data(w() - kRate * w_.grad());
  b_.set_data(b() - kRate * b_.grad());
}

double Tutorial::mean_loss(Loss loss, double w, double b) {
  double sum = 0;
  for (int i = 0; i < kPoints; ++i) sum += loss_of<double>(loss, w * x_of(i) + b, target(i));
  return sum / kPoints;
}

double Tutorial::accuracy() const {
  int right = 0;
  for (int i = 0; i < kPoints; ++i) right += (w() * x_of(i) + b() > 0) == (target(i) > 0.5);
  return double(right) / kPoints;
}

}  // namespace playground
