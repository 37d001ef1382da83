// 03 Plus, minus, times: operations that record themselves.
#pragma once
#include "02_value.h"

// c = a + b:  dc/da = 1, dc/db = 1
Value operator+(const Value& a, const Value& b) {
  return record(a.data() + b.data(), {a, b}, {1, 1});
}

// c = a - b
Value operator-(const Value& a, const Value& b) {
  // hole: as above: the difference, and its slopes with respect to a and b
  // blank: return record(0, {a, b}, {0, 0});
  // When b grows by 1, a - b falls by 1.
  return record(a.data() - b.data(), {a, b}, {1, -1});
  // end
}

// c = a * b
Value operator*(const Value& a, const Value& b) {
  // hole: the product, and its slopes with respect to a and b
  // blank: return record(0, {a, b}, {0, 0});
  // Each factor is the slope of the other: a rectangle that grows by 1 in width gains its height.
  return record(a.data() * b.data(), {a, b}, {b.data(), a.data()});
  // end
}
