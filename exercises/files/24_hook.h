// 24 A hook: a gradient that must not be too long.
#pragma once
#include <glassgrad.h>

namespace torch = glassgrad;

// From now on, when the gradient of x arrives and its norm is above `limit`, it is scaled to that
// norm.
void clip_gradient(const torch::Tensor& x, double limit) {
  x.register_hook([limit](torch::Tensor g) -> torch::Tensor {
    // hole: the gradient that is to be used instead of g
    // blank: (void)limit;
    // blank: return g;
    // The direction stays, only the length changes; clamping each element would turn it.
    const double norm = g.norm().item<double>();
    return norm > limit ? g * (limit / norm) : g;
    // end
  });
}
