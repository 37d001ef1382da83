#pragma once
// Internal: what clamp and hardtanh compute. At a bound their gradients differ.

#include "autograd/ops/pointwise/unary.h"

namespace glassgrad {

// y = min(max(x, low), high), NaN where a bound is.
struct Bounded {
  Scalar low, high;
  template <class T>
  T value(const T& x) const {
    const T l = constant(x, low), h = constant(x, high);
    const T raised = where((x < l) | isnan(l), l, x);
    return where((raised > h) | isnan(h), h, raised);
  }
};

}  // namespace glassgrad
