// 31 Make it fast: one pass instead of three.
#pragma once
#include <cmath>
#include <vector>

struct Statistics {
  double mean = 0, variance = 0, largest = 0;  // variance: the mean of (x - mean)^2
};

// Of x(0), x(1), ..., x(n-1). Memory is slow: it reads everything three times.
template <class Reader>
Statistics statistics(const Reader& x, int n) {
  Statistics s;
  // hole: read each number once
  // blank: for (int i = 0; i < n; ++i) s.mean += x(i) / n;
  // blank: for (int i = 0; i < n; ++i) s.variance += (x(i) - s.mean) * (x(i) - s.mean) / n;
  // blank: s.largest = x(0);
  // blank: for (int i = 1; i < n; ++i) s.largest = x(i) > s.largest ? x(i) : s.largest;
  // Welford: the mean moves by its share of the surprise, and the surprise before times the one
  // after is what the squares grow by. E[x^2] - E[x]^2 is one pass too, but subtracts two huge
  // numbers.
  double squares = 0;
  s.largest = -INFINITY;
  for (int i = 0; i < n; ++i) {
    const double v = x(i), before = v - s.mean;
    s.mean += before / (i + 1);
    squares += before * (v - s.mean);
    if (v > s.largest) s.largest = v;
  }
  s.variance = squares / n;
  // end
  return s;
}
