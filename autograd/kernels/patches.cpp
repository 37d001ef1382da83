// Patches of an image to columns and back.
#include "autograd/kernels/patches.h"

#include <algorithm>

#include "autograd/base/compiler.h"
#include "autograd/kernels/short_rows.h"

namespace glassgrad::kernels {
namespace {

/// A row of a matrix of patches: the runs of outputs at which this element of the window lies in
/// the image, and its place there at output 0.
struct PatchRow {
  PatchRow(const Convolution& s, int64_t channel, int64_t kd, int64_t kh, int64_t kw)
      : depth(s.axes[0], kd),
        height(s.axes[1], kh),
        width(s.axes[2], kw),
        start(((channel * s.axes[0].in + depth.start) * s.axes[1].in + height.start) *
                  s.axes[2].in +
              width.start) {}
  Run depth, height, width;
  int64_t start;
};

/// Calls row(PatchRow) for each.
template <class Row>
GLASSGRAD_ALWAYS_INLINE void for_each_row_of_patches(const Convolution& sizes, int64_t channels,
                                                     Row row) {
  for (int64_t c = 0; c < channels; ++c)
    for (int64_t kd = 0; kd < sizes.axes[0].kernel; ++kd)
      for (int64_t kh = 0; kh < sizes.axes[1].kernel; ++kh)
        for (int64_t kw = 0; kw < sizes.axes[2].kernel; ++kw) row(PatchRow(sizes, c, kd, kh, kw));
}

/// One line of outputs of such a row; `line` is where the element lies at the first of them.
template <class T>
GLASSGRAD_ALWAYS_INLINE void gather_line(T* row, const T* line, const Run& run, const Axis& width) {
  const int64_t step = width.stride;
  zero_short_row(row, run.first);
  if (step == 1) {
    copy_short_row(row + run.first, line + run.first, run.last - run.first);
  } else if (step == 2) {
    copy_short_row<2>(row + run.first, line + 2 * run.first, run.last - run.first);
  } else {
    for (int64_t i = run.first; i < run.last; ++i) row[i] = line[i * step];
  }
  zero_short_row(row + run.last, width.out - run.last);
}

template <bool kAdd, class T>
GLASSGRAD_ALWAYS_INLINE void scatter_line(const T* row, T* line, const Run& run,
                                          const Axis& width) {
  const int64_t step = width.stride;
  const auto put = [](T& to, T from) { to = kAdd ? to + from : from; };
  if (step == 1 && !kAdd) {
    copy_short_row(line + run.first, row + run.first, run.last - run.first);
  } else if (step == 1) {
    GLASSGRAD_INDEPENDENT
    for (int64_t i = run.first; i < run.last; ++i) put(line[i], row[i]);
  } else if (step == 2) {
    GLASSGRAD_INDEPENDENT
    for (int64_t i = run.first; i < run.last; ++i) put(line[2 * i], row[i]);
  } else {
    for (int64_t i = run.first; i < run.last; ++i) put(line[i * step], row[i]);
  }
}

}  // namespace

template <class T>
GLASSGRAD_MULTIVERSION void gather_patches(T* patches, int64_t row_stride, const T* image,
                                           int64_t channels, const Convolution& sizes) {
  const Axis &depth = sizes.axes[0], &height = sizes.axes[1], &width = sizes.axes[2];
  for_each_row_of_patches(sizes, channels, [&](const PatchRow& p) {
    T* to = patches;
    patches += row_stride;
    for (int64_t d = 0; d < depth.out; ++d) {
      const bool inside = p.depth.has(d);
      const int64_t first = inside ? p.height.first : height.out,
                    last = inside ? p.height.last : height.out;
      std::fill_n(to, first * width.out, T(0));
      const T* line =
          image + p.start + (d * depth.stride * height.in + first * height.stride) * width.in;
      for (int64_t h = first; h < last; ++h, line += height.stride * width.in)
        gather_line(to + h * width.out, line, p.width, width);
      std::fill_n(to + last * width.out, (height.out - last) * width.out, T(0));
      to += height.out * width.out;
    }
  });
}

namespace {
template <bool kAdd, class T>
GLASSGRAD_MULTIVERSION void put_patches(const T* patches, int64_t row_stride, T* image,
                                        int64_t channels, const Convolution& sizes) {
  const Axis &depth = sizes.axes[0], &height = sizes.axes[1], &width = sizes.axes[2];
  for_each_row_of_patches(sizes, channels, [&](const PatchRow& p) {
    const T* from = patches;
    patches += row_stride;
    for (int64_t d = p.depth.first; d < p.depth.last; ++d) {
      T* line = image + p.start +
                (d * depth.stride * height.in + p.height.first * height.stride) * width.in;
      for (int64_t h = p.height.first; h < p.height.last; ++h, line += height.stride * width.in)
        scatter_line<kAdd>(from + (d * height.out + h) * width.out, line, p.width, width);
    }
  });
}
}  // namespace

template <class T>
void scatter_patches(const T* patches, int64_t row_stride, T* image, int64_t channels,
                     const Convolution& sizes) {
  put_patches<true>(patches, row_stride, image, channels, sizes);
}
template <class T>
void return_patches(const T* patches, int64_t row_stride, T* image, int64_t channels,
                    const Convolution& sizes) {
  put_patches<false>(patches, row_stride, image, channels, sizes);
}

template void gather_patches(float*, int64_t, const float*, int64_t, const Convolution&);
template void gather_patches(double*, int64_t, const double*, int64_t, const Convolution&);
template void scatter_patches(const float*, int64_t, float*, int64_t, const Convolution&);
template void scatter_patches(const double*, int64_t, double*, int64_t, const Convolution&);
template void return_patches(const float*, int64_t, float*, int64_t, const Convolution&);
template void return_patches(const double*, int64_t, double*, int64_t, const Convolution&);

}  // namespace glassgrad::kernels
