// Images of another size. Every dimension on its own is a sum of a few picked elements with
// weights, y[i] = sum over k of w[i, k] x[at[i, k]].
#include <algorithm>
#include <cmath>
#include <memory>

#include "autograd/functions/image.h"
#include "autograd/graph/sampled_differences.h"
#include "autograd/kernels/resample.h"
#include "autograd/ops/op.h"

namespace glassgrad {
namespace {

using kernels::Taps;

enum class Between { Nearest, NearestExact, Linear, Cubic, LinearBlurred, CubicBlurred };

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
    Taps taps(in, out, 1);
    for (int64_t i = 0; i < out; ++i) {
      const T at = between == Between::Nearest ? scale * static_cast<T>(i)
                                               : scale * (static_cast<T>(i) + T(0.5));
      taps.add(i, std::clamp<int64_t>(static_cast<int64_t>(std::floor(at)), 0, in - 1), 1);
    }
    return taps;
  }
  Taps linear() const {
    Taps taps(in, out, 2);
    for (int64_t i = 0; i < out; ++i) {
      const T at = std::max(place(i), T(0));
      const int64_t left = std::min(static_cast<int64_t>(at), in - 1);
      const T share = std::clamp(at - static_cast<T>(left), T(0), T(1));
      taps.add(i, left, 1 - share);
      taps.add(i, std::min(left + 1, in - 1), share);
    }
    return taps;
  }
  Taps cubic() const {
    Taps taps(in, out, 4);
    const T a = T(-0.75);
    for (int64_t i = 0; i < out; ++i) {
      const T at = place(i), left = std::floor(at), share = at - left;
      const T weights[] = {cubic_far(share + 1, a), cubic_near(share, a), cubic_near(1 - share, a),
                           cubic_far(2 - share, a)};
      for (int64_t k = 0; k < 4; ++k)
        taps.add(i, std::clamp<int64_t>(static_cast<int64_t>(left) - 1 + k, 0, in - 1), weights[k]);
    }
    return taps;
  }
  Taps blurred() const {
    const bool is_cubic = between == Between::CubicBlurred;
    const T stretch = std::max(scale, T(1)), support = (is_cubic ? T(2) : T(1)) * stretch;
    Taps taps(in, out, 2 * static_cast<int64_t>(std::ceil(support)) + 1);
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
        taps.add(i, first + k, weights[static_cast<size_t>(k)] / sum);
    }
    return taps;
  }
};

/// Those of each dimension behind the channels.
using Resizing = std::vector<Taps>;

/// One dimension after the other; where images grow the last one first, so that the whole rows of
/// the others are the most there is to do.
Tensor resized(const Tensor& x, const Resizing& resizing, bool back) {
  Tensor y = contiguous_values(x);
  const int64_t spatial = static_cast<int64_t>(resizing.size());
  for (int64_t step = 0; step < spatial; ++step) {
    const int64_t d = back ? step : spatial - 1 - step;
    const Taps& taps = resizing[static_cast<size_t>(d)];
    const Tensor from = y;
    Dims sizes(from.sizes());
    sizes[2 + d] = taps.out;
    y = empty_tensor(sizes, x.scalar_type());
    kernels::resample(x.scalar_type(), y.data_ptr(), from.data_ptr(),
                      count_elements(from.sizes().slice(0, 2 + d)),
                      count_elements(from.sizes().slice(3 + d)), taps);
  }
  return y;
}

}  // namespace

// y[i] = sum over k of w[i,k] x[at[i,k]] along each dimension;  dL/dx[j] = sum of w[i,k] dL/dy[i]
// over all i, k with at[i,k] = j, a sum of the same kind: its rule has the first weights again.
struct UpsampleBackward : Node {
  std::shared_ptr<const Resizing> there, back;
  const char* called;
  bool is_back;  // the node of a gradient

  std::string name() const override {
    return std::string(called) + (is_back ? "BackwardBackward0" : "Backward0");
  }
  std::string formula() const override {
    return "y = sums of neighbours, weighted: dL/dx[j] = the sum of dL/dy[i] with the weight that "
           "x[j] has in y[i]";
  }
  GradList apply(GradList&& grads) override {
    Tensor dx = resized(grads[0], is_back ? *there : *back, !is_back);
    if (auto* node = record<UpsampleBackward>(dx, grads[0])) {
      node->there = there;
      node->back = back;
      node->called = called;
      node->is_back = !is_back;
    }
    return {dx};
  }
  Tensor differences(const GradList& grads, size_t) const override {
    const Resizing& forward = is_back ? *back : *there;
    Dims sizes(grads[0].sizes());
    for (size_t d = 0; d < forward.size(); ++d) sizes[2 + d] = forward[d].in;
    return autograd::sampled_differences_of_linear(
        sizes, grads[0], [&](const Tensor& x) { return resized(x, forward, is_back); });
  }
};

namespace {

/// @param called  PyTorch's name of the operation, in those of nodes
Tensor upsampled(const char* called, Traced traced, IntArrayRef output_size, Between between,
                 bool align_corners, std::initializer_list<optional<double>> scales,
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
  if (is_half(x.scalar_type()))
    return upsampled(called, x.to(kFloat), output_size, between, align_corners, scales, operation)
        .to(x.scalar_type());
  Resizing there, back;
  for (int64_t d = 0; d < spatial; ++d) {
    const int64_t in = x.sizes()[2 + d], out = output_size[d];
    const optional<double> scale = scales.begin()[d];
    there.push_back(x.scalar_type() == kDouble
                        ? Axis<double>(in, out, between, align_corners, scale).taps()
                        : Axis<float>(in, out, between, align_corners, scale).taps());
  }
  Tensor y = resized(x, there, false);
  if (auto* node = record<UpsampleBackward>(y, x)) {
    for (const Taps& taps : there) back.push_back(taps.transposed());
    node->there = std::make_shared<const Resizing>(std::move(there));
    node->back = std::make_shared<const Resizing>(std::move(back));
    node->called = called;
    node->is_back = false;
  }
  return y;
}

}  // namespace

Tensor upsample_nearest1d(Traced self, IntArrayRef output_size, optional<double> scales) {
  return upsampled("UpsampleNearest1D", self, output_size, Between::Nearest, false, {scales});
}
Tensor upsample_nearest2d(Traced self, IntArrayRef output_size, optional<double> scales_h,
                          optional<double> scales_w) {
  return upsampled("UpsampleNearest2D", self, output_size, Between::Nearest, false,
                   {scales_h, scales_w});
}
Tensor upsample_nearest3d(Traced self, IntArrayRef output_size, optional<double> scales_d,
                          optional<double> scales_h, optional<double> scales_w) {
  return upsampled("UpsampleNearest3D", self, output_size, Between::Nearest, false,
                   {scales_d, scales_h, scales_w});
}
Tensor _upsample_nearest_exact1d(Traced self, IntArrayRef output_size, optional<double> scales) {
  return upsampled("UpsampleNearestExact1D", self, output_size, Between::NearestExact, false,
                   {scales});
}
Tensor _upsample_nearest_exact2d(Traced self, IntArrayRef output_size, optional<double> scales_h,
                                 optional<double> scales_w) {
  return upsampled("UpsampleNearestExact2D", self, output_size, Between::NearestExact, false,
                   {scales_h, scales_w});
}
Tensor _upsample_nearest_exact3d(Traced self, IntArrayRef output_size, optional<double> scales_d,
                                 optional<double> scales_h, optional<double> scales_w) {
  return upsampled("UpsampleNearestExact3D", self, output_size, Between::NearestExact, false,
                   {scales_d, scales_h, scales_w});
}
Tensor upsample_linear1d(Traced self, IntArrayRef output_size, bool align_corners,
                         optional<double> scales) {
  return upsampled("UpsampleLinear1D", self, output_size, Between::Linear, align_corners, {scales});
}
Tensor upsample_bilinear2d(Traced self, IntArrayRef output_size, bool align_corners,
                           optional<double> scales_h, optional<double> scales_w) {
  return upsampled("UpsampleBilinear2D", self, output_size, Between::Linear, align_corners,
                   {scales_h, scales_w});
}
Tensor upsample_trilinear3d(Traced self, IntArrayRef output_size, bool align_corners,
                            optional<double> scales_d, optional<double> scales_h,
                            optional<double> scales_w) {
  return upsampled("UpsampleTrilinear3D", self, output_size, Between::Linear, align_corners,
                   {scales_d, scales_h, scales_w});
}
Tensor upsample_bicubic2d(Traced self, IntArrayRef output_size, bool align_corners,
                          optional<double> scales_h, optional<double> scales_w) {
  return upsampled("UpsampleBicubic2D", self, output_size, Between::Cubic, align_corners,
                   {scales_h, scales_w});
}
Tensor _upsample_bilinear2d_aa(Traced self, IntArrayRef output_size, bool align_corners,
                               optional<double> scales_h, optional<double> scales_w) {
  return upsampled("UpsampleBilinear2DAa", self, output_size, Between::LinearBlurred, align_corners,
                   {scales_h, scales_w});
}
Tensor _upsample_bicubic2d_aa(Traced self, IntArrayRef output_size, bool align_corners,
                              optional<double> scales_h, optional<double> scales_w) {
  return upsampled("UpsampleBicubic2DAa", self, output_size, Between::CubicBlurred, align_corners,
                   {scales_h, scales_w});
}

}  // namespace glassgrad
