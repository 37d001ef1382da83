#pragma once
// A window that moves evenly along one dimension.

#include <algorithm>
#include <cstdint>

namespace glassgrad::kernels {

/// Its element k at output o sees the input at o * stride - padding + k * dilation, which is zero
/// outside of [0, in).
struct Axis {
  int64_t in = 1, out = 1, kernel = 1, stride = 1, padding = 0, dilation = 1;
};

/// For element k of the window: the outputs [first, last) at which it lies inside the input, and
/// where it lies at output 0.
struct Run {
  Run(const Axis& axis, int64_t k)
      : start(k * axis.dilation - axis.padding),
        first(std::min(divide_up(-start, axis.stride), axis.out)),
        last(std::max(first, std::min(divide_up(axis.in - start, axis.stride), axis.out))) {}
  bool has(int64_t out) const { return out >= first && out < last; }

  int64_t start, first, last;

 private:
  static int64_t divide_up(int64_t a, int64_t b) { return a <= 0 ? 0 : (a + b - 1) / b; }
};

}  // namespace glassgrad::kernels
