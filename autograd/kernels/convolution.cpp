// Patches of an image to columns and back, and the products with them.
#include "autograd/kernels/convolution.h"

#include <algorithm>
#include <cstring>
#include <type_traits>

#include "autograd/kernels/buffer.h"
#include "autograd/kernels/matmul.h"
#include "autograd/kernels/patches.h"
#include "autograd/kernels/shifted.h"
#include "autograd/kernels/winograd.h"
#include "autograd/types/visit.h"

namespace glassgrad::kernels {
namespace {

/// Narrower matrices do not keep the processor busy; where they need no copy they may be narrower.
constexpr int64_t kColumns = 512, kColumnsInPlace = 128;

/// A window of one element that moves by one has the image itself as its patches.
bool is_in_place(const Convolution& sizes) {
  return std::all_of(sizes.axes.begin(), sizes.axes.end(), [](const Axis& a) {
    return a.kernel == 1 && a.stride == 1 && a.padding == 0 && a.in == a.out;
  });
}

/// How many samples are multiplied at once.
int64_t samples_together(const Convolution& sizes) {
  if (is_in_place(sizes) && sizes.outputs() >= kColumnsInPlace) return 1;
  return std::clamp<int64_t>(kColumns / std::max<int64_t>(sizes.outputs(), 1), 1,
                             std::max<int64_t>(sizes.batch, 1));
}

/// The samples, so many at a time, and the groups of channels: with the matrices of one product.
template <class T>
class Parts {
 public:
  explicit Parts(const Convolution& sizes)
      : sizes_(sizes),
        together_(samples_together(sizes)),
        in_(sizes.in_channels / sizes.groups),
        out_(sizes.out_channels / sizes.groups),
        patches_(needs_no_patches() ? 0 : in_ * sizes.window() * together_ * sizes.outputs()),
        result_(together_ == 1 ? 0 : out_ * together_ * sizes.outputs()) {}

  /// Calls part() for each; the functions below are about the current one.
  template <class Part>
  void for_each(Part part) {
    for (first_ = 0; first_ < sizes_.batch; first_ += together_) {
      count_ = std::min(together_, sizes_.batch - first_);
      for (group_ = 0; group_ < sizes_.groups; ++group_) part();
    }
  }
  bool is_first() const { return first_ == 0; }
  int64_t group() const { return group_; }
  int64_t out_channels() const { return out_; }

  /// [out_channels, in_channels * window], of the group.
  Matrix weight(const T* w) const {
    const int64_t cols = in_ * sizes_.window();
    return {const_cast<T*>(w) + group_ * out_ * cols, out_, cols, cols, 1};
  }
  /// [in_channels * window, samples * outputs]: room for patches, or the image itself.
  Matrix patches(const T* x) const {
    const int64_t rows = in_ * sizes_.window(), cols = count_ * sizes_.outputs();
    T* data = needs_no_patches() ? const_cast<T*>(image(x, 0)) : patches_.data();
    return {data, rows, cols, cols, 1};
  }
  void gather(const T* x) const {
    if (needs_no_patches()) return;
    for (int64_t i = 0; i < count_; ++i)
      gather_patches(patches_.data() + i * sizes_.outputs(), count_ * sizes_.outputs(), image(x, i),
                     in_, sizes_);
  }
  void scatter(T* x) const {
    if (needs_no_patches()) return;
    for (int64_t i = 0; i < count_; ++i) {
      T* to = const_cast<T*>(image(x, i));
      std::fill_n(to, in_ * sizes_.inputs(), T(0));
      scatter_patches(patches_.data() + i * sizes_.outputs(), count_ * sizes_.outputs(), to, in_,
                      sizes_);
    }
  }
  /// [out_channels, samples * outputs]: y's own memory for one sample, else room for a copy.
  Matrix result(const T* y) const {
    const int64_t cols = count_ * sizes_.outputs();
    return {together_ == 1 ? plane(y, 0, 0) : result_.data(), out_, cols, cols, 1};
  }
  void read_result(const T* y) const {
    for_each_copy([&](int64_t sample, int64_t channel, T* copy) {
      std::memcpy(copy, plane(y, sample, channel), sizes_.outputs() * sizeof(T));
    });
  }
  void write_result(T* y) const {
    for_each_copy([&](int64_t sample, int64_t channel, const T* copy) {
      std::memcpy(plane(y, sample, channel), copy, sizes_.outputs() * sizeof(T));
    });
  }

 private:
  bool needs_no_patches() const { return together_ == 1 && is_in_place(sizes_); }
  template <class Copy>
  void for_each_copy(Copy copy) const {
    if (together_ == 1) return;
    for (int64_t channel = 0; channel < out_; ++channel)
      for (int64_t i = 0; i < count_; ++i)
        copy(i, channel, result_.data() + (channel * count_ + i) * sizes_.outputs());
  }
  const T* image(const T* x, int64_t sample) const {
    return x + ((first_ + sample) * sizes_.in_channels + group_ * in_) * sizes_.inputs();
  }
  T* plane(const T* y, int64_t sample, int64_t channel) const {
    return const_cast<T*>(y) +
           ((first_ + sample) * sizes_.out_channels + group_ * out_ + channel) * sizes_.outputs();
  }

  const Convolution& sizes_;
  const int64_t together_, in_, out_;
  const Buffer<T> patches_, result_;
  int64_t first_ = 0, count_ = 0, group_ = 0;
};

}  // namespace

template <class T>
void convolve_patches(T* y, const T* x, const T* w, const T* bias, const Convolution& sizes) {
  Parts<T> parts(sizes);
  parts.for_each([&] {
    parts.gather(x);
    const Matrix out = parts.result(y);
    if (bias)
      for (int64_t o = 0; o < out.rows; ++o)
        std::fill_n(static_cast<T*>(out.data) + o * out.cols, out.cols,
                    bias[parts.group() * out.rows + o]);
    product(scalar_type_of<T>, out, parts.weight(w), parts.patches(x), 1, bias ? 1 : 0);
    parts.write_result(y);
  });
}

template <class T>
void convolve_back_patches(T* x, const T* y, const T* w, const Convolution& sizes) {
  Parts<T> parts(sizes);
  parts.for_each([&] {
    parts.read_result(y);
    product(scalar_type_of<T>, parts.patches(x), parts.weight(w).transposed(), parts.result(y));
    parts.scatter(x);
  });
}

template <class T>
void convolve_weight_patches(T* w, const T* x, const T* y, const Convolution& sizes) {
  Parts<T> parts(sizes);
  if (sizes.batch == 0)
    std::fill_n(w, sizes.out_channels * sizes.in_channels / sizes.groups * sizes.window(), T(0));
  parts.for_each([&] {
    parts.gather(x);
    parts.read_result(y);
    product(scalar_type_of<T>, parts.weight(w), parts.result(y), parts.patches(x).transposed(), 1,
            parts.is_first() ? 0 : 1);
  });
}

// --- which way ---

namespace {

enum class Way { Patches, Shifted, Winograd };

template <class T>
Way fastest(const Convolution& sizes) {
  if (std::is_same_v<T, float> && winograd_pays(sizes)) return Way::Winograd;
  return shifts_pay(sizes) ? Way::Shifted : Way::Patches;
}

}  // namespace

void convolve(ScalarType type, void* y, const void* x, const void* w, const void* bias,
              const Convolution& sizes) {
  visit_floating(type, [&]<class T>() {
    const Way way = fastest<T>(sizes);
    (way == Way::Winograd  ? convolve_winograd<T>
     : way == Way::Shifted ? convolve_shifted<T>
                           : convolve_patches<T>)(static_cast<T*>(y), static_cast<const T*>(x),
                                                  static_cast<const T*>(w),
                                                  static_cast<const T*>(bias), sizes);
  });
}

void convolve_back(ScalarType type, void* x, const void* y, const void* w,
                   const Convolution& sizes) {
  visit_floating(type, [&]<class T>() {
    const Way way = fastest<T>(sizes);
    (way == Way::Winograd  ? convolve_back_winograd<T>
     : way == Way::Shifted ? convolve_back_shifted<T>
                           : convolve_back_patches<T>)(static_cast<T*>(x), static_cast<const T*>(y),
                                                       static_cast<const T*>(w), sizes);
  });
}

void convolve_weight(ScalarType type, void* w, const void* x, const void* y,
                     const Convolution& sizes) {
  visit_floating(type, [&]<class T>() {
    const Way way = fastest<T>(sizes);
    (way == Way::Winograd  ? convolve_weight_winograd<T>
     : way == Way::Shifted ? convolve_weight_shifted<T>
                           : convolve_weight_patches<T>)(static_cast<T*>(w),
                                                         static_cast<const T*>(x),
                                                         static_cast<const T*>(y), sizes);
  });
}

template void convolve_patches(float*, const float*, const float*, const float*,
                               const Convolution&);
template void convolve_patches(double*, const double*, const double*, const double*,
                               const Convolution&);
template void convolve_back_patches(float*, const float*, const float*, const Convolution&);
template void convolve_back_patches(double*, const double*, const double*, const Convolution&);
template void convolve_weight_patches(float*, const float*, const float*, const Convolution&);
template void convolve_weight_patches(double*, const double*, const double*, const Convolution&);

}  // namespace glassgrad::kernels
