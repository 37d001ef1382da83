#pragma once
// Internal: what every kind of dropout asks of its probability.

#include "autograd/base/check.h"

namespace glassgrad::nn {

inline void check_probability(double p, const char* who) {
  check_after_latest_call(p >= 0 && p <= 1,
                          "dropout probability has to be between 0 and 1, but got {}\n  in {}", p,
                          who);
}

}  // namespace glassgrad::nn
