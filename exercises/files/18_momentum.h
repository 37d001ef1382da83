// 18 Gradient descent, with momentum.
#pragma once
#include <vector>

using Numbers = std::vector<double>;

// The optimizer of one parameter.
struct SGD {
  double lr;
  double momentum = 0;
  Numbers velocity = {};  // empty before the first step

  // Moves p, whose gradient is g:  v = momentum v + g,  p = p - lr v
  void step(Numbers& p, const Numbers& g) {
    // hole: in the first step v is g
    // The velocity stays in the object: it is what the optimizer remembers from step to step.
    velocity.resize(p.size(), 0.0);
    for (size_t i = 0; i < p.size(); ++i) {
      velocity[i] = momentum * velocity[i] + g[i];
      p[i] -= lr * velocity[i];
    }
    // end
  }
};
