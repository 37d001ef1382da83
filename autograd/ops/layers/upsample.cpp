// Images of another size. Every dimension on its own is a sum of a few picked elements with
// weights, y[i] = sum over k of w[i, k] x[at[i, k]]: recorded as such.
#include <algorithm>
#include <cmath>

#include "autograd/functions/image.h"
#include "autograd/ops/op.h"

namespace glassgrad {
namespace {

enum class Between { Nearest, NearestExact, Linear, Cubic, LinearBlurred, CubicBlurred };

/// For each of `out` elements, `taps` places and weights.
struct Taps {
  int64_t out, taps;
  std::vector<int64_t> at;
  std::vector<double> weights;
  Taps(int64_t out_, int64_t taps_)
      : out(out_), taps(taps_), at(static_cast<size_t>(out * taps)), weights(at.size()) {}
  void set(int64_t i, int64_t k, int64_t place, double weight) {
    at[static_cast<size_t>(i * taps + k)] = place;
    weights[static_cast<size_t>(i * taps + k)] = weight;
  }
};

/// Keys's cubic: of a neighbour nearer than 1, and of one nearer than 2.
template <class T>
T cubic_near(T x, T a) {
  return ((a + 2) * x - (a + 3)) * x * x + 1;
}
template <class T>
T cubic_far(T x, T a) {
  return ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
}

/// In T, the images' type: which element is nearest may depend on its rounding.
template <class T>
struct Axis {
  int64_t in, out;
  Between between;
  bool align_corners;
  T scale;

  Axis(int64_t in_, int64_t out_, Between between_, bool align, optional<double> given)
      : in(in_), out(out_), between(between_), align_corners(align) {
    if (align)
      scale = out > 1 ? static_cast<T>(in - 1) / static_cast<T>(out - 1) : T(0);
    else
      scale = given && *given > 0 ? static_cast<T>(1.0 / *given)
                                  : static_cast<T>(in) / static_cast<T>(out);
  }

  T place(int64_t i) const {
    const T at = static_cast<T>(i);
    return align_corners ? scale * at : scale * (at + T(0.5)) - T(0.5);
  }

  Taps taps() const {
    switch (between) {
      case Between::Nearest:
      case Between::NearestExact:
        return nearest();
      case Between::Linear:
        return linear();
      case Between::Cubic:
        return cubic();
      default:
        return blurred();
    }
  }

  Taps nearest() const {
    Taps taps(out, 1);
    for (int64_t i = 0; i < out; ++i) {
      const T at = between == Between::Nearest ? scale * static_cast<T>(i)
                                               : scale * (static_cast<T>(i) + T(0.5));
      taps.set(i, 0, std::clamp<int64_t>(static_cast<int64_t>(std::floor(at)), 0, in - 1), 1);
    }
    return taps;
  }
  Taps linear() const {
    Taps taps(out, 2);
    for (int64_t i = 0; i < out; ++i) {
      const T at = std::max(place(i), T(0));
      const int64_t left = std::min(static_cast<int64_t>(at), in - 1);
      const T share = std::clamp(at - static_cast<T>(left), T(0), T(1));
      taps.set(i, 0, left, 1 - share);
      taps.set(i, 1, std::min(left + 1, in - 1), share);
    }
    return taps;
  }
  Taps cubic() const {
    Taps taps(out, 4);
    const T a = T(-0.75);
    for (int64_t i = 0; i < out; ++i) {
      const T at = place(i), left = std::floor(at), share = at - left;
      const T weights[] = {cubic_far(share + 1, a), cubic_near(share, a), cubic_near(1 - share, a),
                           cubic_far(2 - share, a)};
      for (int64_t k = 0; k < 4; ++k)
        taps.set(i, k, std::clamp<int64_t>(static_cast<int64_t>(left) - 1 + k, 0, in - 1),
                 weights[k]);
    }
    return taps;
  }
  Taps blurred() const {
    const bool is_cubic = between == Between::CubicBlurred;
    const T stretch = std::max(scale, T(1)), support = (is_cubic ? T(2) : T(1)) * stretch;
    Taps taps(out, 2 * static_cast<int64_t>(std::ceil(support)) + 1);
    for (int64_t i = 0; i < out; ++i) {
      const T center = scale * (static_cast<T>(i) + T(0.5));
      const int64_t first = std::max<int64_t>(static_cast<int64_t>(center - support + T(0.5)), 0);
      const int64_t end = std::min<int64_t>(static_cast<int64_t>(center + support + T(0.5)), in);
      T sum = 0;
      std::vector<T> weights;
      for (int64_t place = first; place < end; ++place) {
        const T x = std::abs((static_cast<T>(place) - center + T(0.5)) / stretch);
        weights.push_back(is_cubic ? (x < 1   ? cubic_near(x, T(-0.5))
                                      : x < 2 ? cubic_far(x, T(-0.5))
                                              : T(0))
                                   : std::max(1 - x, T(0)));
        sum += weights.back();
      }
      for (int64_t k = 0; k < end - first; ++k)
        taps.set(i, k, first + k, weights[static_cast<size_t>(k)] / sum);
    }
    return taps;
  }
};

/// x with dimension `dim` from in to out.
Tensor along(const Tensor& x, int64_t dim, const Taps& taps) {
  Dims sizes(x.dim(), 1);
  sizes[dim] = taps.out;
  Tensor y;
  for (int64_t k = 0; k < taps.taps; ++k) {
    const Tensor at = empty_tensor({taps.out}, kLong), weights = empty_tensor({taps.out}, kDouble);
    bool is_copy = true;
    for (int64_t i = 0; i < taps.out; ++i) {
      const size_t from = static_cast<size_t>(i * taps.taps + k);
      data<int64_t>(at)[i] = taps.at[from];
      data<double>(weights)[i] = taps.weights[from];
      is_copy = is_copy && taps.weights[from] == 1;
    }
    Tensor part = x.index_select(dim, at);
    if (!is_copy) part = part * weights.to(x.scalar_type()).reshape(sizes);
    y = k == 0 ? part : y + part;
  }
  return y;
}

Tensor upsampled(Traced traced, IntArrayRef output_size, Between between, bool align_corners,
                 std::initializer_list<optional<double>> scales,
                 const char* operation = __builtin_FUNCTION()) {
  const Tensor& x = traced.enter(operation);
  const int64_t spatial = static_cast<int64_t>(scales.size());
  check(static_cast<int64_t>(output_size.size()) == spatial,
        "It is expected output_size equals to {}, but got size {}", spatial, output_size.size());
  check(x.dim() == spatial + 2, "It is expected input_size equals to {}, but got size {}",
        spatial + 2, x.dim());
  for (int64_t d = 0; d < spatial; ++d)
    check(x.sizes()[2 + d] > 0 && output_size[d] > 0,
          "Input and output sizes should be greater than 0, but got input {} and output {}",
          x.sizes().slice(2), output_size);
  check_floating("upsample", x);
  Tensor y = x;
  for (int64_t d = spatial - 1; d >= 0; --d) {
    const int64_t in = x.sizes()[2 + d], out = output_size[d];
    const optional<double> scale = scales.begin()[d];
    const Taps taps = x.scalar_type() == kDouble
                          ? Axis<double>(in, out, between, align_corners, scale).taps()
                          : Axis<float>(in, out, between, align_corners, scale).taps();
    y = along(y, 2 + d, taps);
  }
  return y;
}

}  // namespace

Tensor upsample_nearest1d(Traced self, IntArrayRef output_size, optional<double> scales) {
  return upsampled(self, output_size, Between::Nearest, false, {scales});
}
Tensor upsample_nearest2d(Traced self, IntArrayRef output_size, optional<double> scales_h,
                          optional<double> scales_w) {
  return upsampled(self, output_size, Between::Nearest, false, {scales_h, scales_w});
}
Tensor upsample_nearest3d(Traced self, IntArrayRef output_size, optional<double> scales_d,
                          optional<double> scales_h, optional<double> scales_w) {
  return upsampled(self, output_size, Between::Nearest, false, {scales_d, scales_h, scales_w});
}
Tensor _upsample_nearest_exact1d(Traced self, IntArrayRef output_size, optional<double> scales) {
  return upsampled(self, output_size, Between::NearestExact, false, {scales});
}
Tensor _upsample_nearest_exact2d(Traced self, IntArrayRef output_size, optional<double> scales_h,
                                 optional<double> scales_w) {
  return upsampled(self, output_size, Between::NearestExact, false, {scales_h, scales_w});
}
Tensor _upsample_nearest_exact3d(Traced self, IntArrayRef output_size, optional<double> scales_d,
                                 optional<double> scales_h, optional<double> scales_w) {
  return upsampled(self, output_size, Between::NearestExact, false, {scales_d, scales_h, scales_w});
}
Tensor upsample_linear1d(Traced self, IntArrayRef output_size, bool align_corners,
                         optional<double> scales) {
  return upsampled(self, output_size, Between::Linear, align_corners, {scales});
}
Tensor upsample_bilinear2d(Traced self, IntArrayRef output_size, bool align_corners,
                           optional<double> scales_h, optional<double> scales_w) {
  return upsampled(self, output_size, Between::Linear, align_corners, {scales_h, scales_w});
}
Tensor upsample_trilinear3d(Traced self, IntArrayRef output_size, bool align_corners,
                            optional<double> scales_d, optional<double> scales_h,
                            optional<double> scales_w) {
  return upsampled(self, output_size, Between::Linear, align_corners,
                   {scales_d, scales_h, scales_w});
}
Tensor upsample_bicubic2d(Traced self, IntArrayRef output_size, bool align_corners,
                          optional<double> scales_h, optional<double> scales_w) {
  return upsampled(self, output_size, Between::Cubic, align_corners, {scales_h, scales_w});
}
Tensor _upsample_bilinear2d_aa(Traced self, IntArrayRef output_size, bool align_corners,
                               optional<double> scales_h, optional<double> scales_w) {
  return upsampled(self, output_size, Between::LinearBlurred, align_corners, {scales_h, scales_w});
}
Tensor _upsample_bicubic2d_aa(Traced self, IntArrayRef output_size, bool align_corners,
                              optional<double> scales_h, optional<double> scales_w) {
  return upsampled(self, output_size, Between::CubicBlurred, align_corners, {scales_h, scales_w});
}

}  // namespace glassgrad
