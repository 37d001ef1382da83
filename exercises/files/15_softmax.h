// 15 Softmax, in a form that does not overflow.
#pragma once
#include <algorithm>
#include <cmath>
#include <vector>

using Numbers = std::vector<double>;

// y[i] = e^x[i] / sum over j of e^x[j]
Numbers softmax(const Numbers& x) {
  Numbers y(x.size());
  // hole: subtract the largest first
  // The same number in numerator and denominator: e^(x-m) / sum e^(x-m). The largest exponent is
  // then 0, and nothing overflows.
  const double m = *std::max_element(x.begin(), x.end());
  double sum = 0;
  for (size_t i = 0; i < x.size(); ++i) sum += y[i] = std::exp(x[i] - m);
  for (double& p : y) p /= sum;
  // end
  return y;
}

// dL/dx for y = softmax(x) and dy = dL/dy.
Numbers softmax_backward(const Numbers& y, const Numbers& dy) {
  Numbers dx(y.size());
  // hole: y[i] (dy[i] - s), where s = sum over j of y[j] dy[j]
  // Every y depends on every x, through the sum. s is what comes back through it.
  double s = 0;
  for (size_t j = 0; j < y.size(); ++j) s += y[j] * dy[j];
  for (size_t i = 0; i < y.size(); ++i) dx[i] = y[i] * (dy[i] - s);
  // end
  return dx;
}

// -ln softmax(x)[label]
double cross_entropy(const Numbers& x, int label) {
  // hole: m + ln(sum e^(x[j] - m)) - x[label], without a division and without a log of 0
  // blank: return 0;
  // ln of the quotient is a difference of logarithms; that of the numerator is x[label] itself.
  const double m = *std::max_element(x.begin(), x.end());
  double sum = 0;
  for (double number : x) sum += std::exp(number - m);
  return m + std::log(sum) - x[label];
  // end
}
