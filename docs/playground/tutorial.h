#pragma once
// The tutorial's training with either loss, on Values.

#include <glassgrad/value.h>

namespace playground {

enum class Loss { squared_error, cross_entropy };

/// p = sigmoid(w x + b) on 40 points x = -2, -1.9, ..., of which those above 0.2 belong to class 1;
/// two points a step, in order, learning rate 2.
class Tutorial {
 public:
  Tutorial(Loss loss, double w, double b) : loss_(loss), w_(w), b_(b) {}

  void step();

  double w() const { return w_.data(); }
  double b() const { return b_.data(); }
  /// The mean loss over all points.
  double loss() const { return mean_loss(loss_, w(), b()); }
  /// The share of the points whose class p > 0.5 tells.
  double accuracy() const;

  static double mean_loss(Loss loss, double w, double b);

 private:
  Loss loss_;
  glassgrad::Value w_, b_;
  int next_ = 0;  // the first point of the next step
};

}  // namespace playground
