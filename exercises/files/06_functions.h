// 06 Functions: exp, log, tanh, relu, powers, a quotient.
#pragma once
#include <cmath>

#include "05_backward.h"

// y = e^x: its own slope.
Value exp(const Value& x) {
  const double y = std::exp(x.data());
  return record(y, {x}, {y});
}

// y = ln x
Value log(const Value& x) {
  // hole: the value and its slope
  // blank: return record(0, {x}, {0});
  return record(std::log(x.data()), {x}, {1 / x.data()});
  // end
}

// y = tanh x
Value tanh(const Value& x) {
  // hole: the value and its slope, 1 - y^2
  // blank: return record(0, {x}, {0});
  // In terms of the result: it has been computed already, and tanh is slow.
  const double y = std::tanh(x.data());
  return record(y, {x}, {1 - y * y});
  // end
}

// y = x where x > 0, else 0
Value relu(const Value& x) {
  // hole: the value and its slope; at exactly 0, where there is a corner, the slope is 0
  // blank: return record(0, {x}, {0});
  // PyTorch chooses 0 at the corner: what is off stays off.
  const bool is_on = x.data() > 0;
  return record(is_on ? x.data() : 0, {x}, {is_on ? 1.0 : 0.0});
  // end
}

// y = x^n for a number n
Value pow(const Value& x, double n) {
  // hole: the value and its slope
  // blank: return record(n, {x}, {0});
  return record(std::pow(x.data(), n), {x}, {n * std::pow(x.data(), n - 1)});
  // end
}

// c = a / b
Value operator/(const Value& a, const Value& b) {
  // hole: a quotient needs no slopes of its own: make it of `*` and `pow`
  // blank: return a;
  // Composed of what has been tested. The library has a rule of its own, for speed.
  return a * pow(b, -1);
  // end
}
