// 16 Cross-entropy and squared error from a bad start.
#pragma once
#include <algorithm>
#include <cmath>

// p = 1 / (1 + e^-z)
double sigmoid(double z) { return 1 / (1 + std::exp(-z)); }

// -(t ln p + (1 - t) ln(1 - p)), with logarithms not below -100.
double bce(double p, double t) {
  // hole: PyTorch's BCELoss for one element
  // blank: return 0;
  // ln 0 is minus infinity, and 0 times infinity NaN. With the bound the loss is 100 at worst.
  const double log_p = std::max(std::log(p), -100.0), log_q = std::max(std::log(1 - p), -100.0);
  return -(t * log_p + (1 - t) * log_q);
  // end
}

// d bce(sigmoid(z), t) / dz
double bce_slope(double z, double t) {
  // hole: the chain rule on paper: everything cancels but p - t
  // blank: return 0;
  // dl/dp = (p - t) / (p (1 - p)), dp/dz = p (1 - p). However wrong p is, the slope says so.
  return sigmoid(z) - t;
  // end
}

// d (sigmoid(z) - t)^2 / dz
double mse_slope(double z, double t) {
  // hole: here nothing cancels
  // blank: return 0;
  // p (1 - p) is 0 where p is sure of itself, right or wrong: that is the plateau.
  const double p = sigmoid(z);
  return 2 * (p - t) * p * (1 - p);
  // end
}
