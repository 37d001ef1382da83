// 01 The slope: the derivative of a function, measured from two of its values.
#pragma once
#include <functional>

using Function = std::function<double(double)>;

// The slope of f at x.
double slope(const Function& f, double x) {
  const double h = 1e-5;
  // hole: rise over run, from a little left of x to a little right of it
  // blank: return 0;
  // Both sides: the errors of the curve left and right cancel, what is left falls with h squared.
  // From one side only it falls with h.
  return (f(x + h) - f(x - h)) / (2 * h);
  // end
}
