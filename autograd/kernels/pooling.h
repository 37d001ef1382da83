#pragma once
// The largest element or the mean of each window of an image.

#include <array>
#include <cstdint>
#include <vector>

#include "autograd/base/array_ref.h"
#include "autograd/kernels/axis.h"
#include "autograd/types/scalar_type.h"

namespace glassgrad::kernels {

/// Along one dimension, the elements of one window: first, first + step, ..., below end. A mean
/// divides by `count`, which may count what lies outside the image too.
struct Span {
  int64_t first = 0, end = 1, count = 1;
};

struct PoolAxis {
  int64_t in = 1, step = 1;
  std::vector<Span> windows = std::vector<Span>(1);
  optional<Axis> even;  ///< the same, where the windows are one that moves evenly
  int64_t out() const { return static_cast<int64_t>(windows.size()); }
};

/// Images x [planes, in...] and results [planes, out...], contiguous, of float or double.
struct Pooling {
  int64_t planes = 1;
  std::array<PoolAxis, 3> axes;  ///< missing dimensions come first
  int64_t divisor = 0;           ///< of a mean; 0: the counts of the spans, multiplied

  int64_t inputs() const { return axes[0].in * axes[1].in * axes[2].in; }
  int64_t outputs() const { return axes[0].out() * axes[1].out() * axes[2].out(); }
};

/// values = the largest of each window, NaN before all; indices = its place in the image, the first
/// if there are several.
void max_pool(ScalarType type, void* values, int64_t* indices, const void* x,
              const Pooling& pooling);
/// x = 0, plus each y at its index.
void max_pool_back(ScalarType type, void* x, const void* y, const int64_t* indices,
                   const Pooling& pooling);
/// y = sum of each window / its divisor.
void avg_pool(ScalarType type, void* y, const void* x, const Pooling& pooling);
/// x = 0, plus each y / divisor in its whole window.
void avg_pool_back(ScalarType type, void* x, const void* y, const Pooling& pooling);

}  // namespace glassgrad::kernels
