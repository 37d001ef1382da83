// 19 Adam: a step of its own size for every number.
#pragma once
#include <cmath>
#include <vector>

using Numbers = std::vector<double>;

struct Adam {
  double lr = 0.001, beta1 = 0.9, beta2 = 0.999, eps = 1e-8;
  int steps = 0;
  Numbers m = {}, v = {};

  void step(Numbers& p, const Numbers& g) {
    ++steps;
    m.resize(p.size(), 0.0);
    v.resize(p.size(), 0.0);
    for (size_t i = 0; i < p.size(); ++i) {
      // hole: the running means m and v, what corrects them, and the move
      // m and v begin at 0 and are too small at first, by exactly the factor 1 - beta^steps.
      m[i] = beta1 * m[i] + (1 - beta1) * g[i];
      v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
      const double mean = m[i] / (1 - std::pow(beta1, steps));
      const double square = v[i] / (1 - std::pow(beta2, steps));
      p[i] -= lr * mean / (std::sqrt(square) + eps);
      // end
    }
  }
};
