// Patches of an image to columns and back.
#include "autograd/kernels/patches.h"

#include <algorithm>

#include "autograd/base/compiler.h"

namespace glassgrad::kernels {
namespace {

/// Calls row(to, from, run) for every row of patches: `to` is where its outputs begin in the matrix
/// of patches, whose rows are `row_stride` apart, `from` where its element at output 0 would stand
/// in the image; -1 if the whole row is outside.
template <class Row>
GLASSGRAD_ALWAYS_INLINE void for_each_row_of_patches(const Convolution& sizes, int64_t channels,
                                                     int64_t row_stride, Row row) {
  const auto& [depth, height, width] = sizes.axes;
  int64_t patch = 0;
  for (int64_t c = 0; c < channels; ++c)
    for (int64_t kd = 0; kd < depth.kernel; ++kd)
      for (int64_t kh = 0; kh < height.kernel; ++kh)
        for (int64_t kw = 0; kw < width.kernel; ++kw, ++patch) {
          const Run d(depth, kd), h(height, kh), w(width, kw);
          int64_t to = patch * row_stride;
          for (int64_t od = 0; od < depth.out; ++od)
            for (int64_t oh = 0; oh < height.out; ++oh, to += width.out) {
              const bool inside = d.has(od) && h.has(oh);
              const int64_t line = (c * depth.in + od * depth.stride + d.start) * height.in +
                                   oh * height.stride + h.start;
              row(to, line * width.in + w.start, inside ? w : Run({0, 0, 1, 1, 0, 1}, 0));
            }
        }
}

}  // namespace

template <class T>
GLASSGRAD_MULTIVERSION void gather_patches(T* patches, int64_t row_stride, const T* image,
                                           int64_t channels, const Convolution& sizes) {
  const int64_t out = sizes.axes[2].out, step = sizes.axes[2].stride;
  for_each_row_of_patches(sizes, channels, row_stride, [&](int64_t to, int64_t from, Run run) {
    T* row = patches + to;
    for (int64_t i = 0; i < run.first; ++i) row[i] = 0;
    const T* line = image + from;
    if (step == 1) {
      for (int64_t i = run.first; i < run.last; ++i) row[i] = line[i];
    } else if (step == 2) {  // known to the compiler, a loop over vectors as well
      for (int64_t i = run.first; i < run.last; ++i) row[i] = line[2 * i];
    } else {
      for (int64_t i = run.first; i < run.last; ++i) row[i] = line[i * step];
    }
    for (int64_t i = run.last; i < out; ++i) row[i] = 0;
  });
}

template <class T>
GLASSGRAD_MULTIVERSION void scatter_patches(const T* patches, int64_t row_stride, T* image,
                                            int64_t channels, const Convolution& sizes) {
  const int64_t step = sizes.axes[2].stride;
  for_each_row_of_patches(sizes, channels, row_stride, [&](int64_t to, int64_t from, Run run) {
    const T* row = patches + to;
    T* line = image + from;
    if (step == 1) {
      GLASSGRAD_INDEPENDENT
      for (int64_t i = run.first; i < run.last; ++i) line[i] += row[i];
    } else if (step == 2) {
      GLASSGRAD_INDEPENDENT
      for (int64_t i = run.first; i < run.last; ++i) line[2 * i] += row[i];
    } else {
      for (int64_t i = run.first; i < run.last; ++i) line[i * step] += row[i];
    }
  });
}

template void gather_patches(float*, int64_t, const float*, int64_t, const Convolution&);
template void gather_patches(double*, int64_t, const double*, int64_t, const Convolution&);
template void scatter_patches(const float*, int64_t, float*, int64_t, const Convolution&);
template void scatter_patches(const double*, int64_t, double*, int64_t, const Convolution&);

}  // namespace glassgrad::kernels
