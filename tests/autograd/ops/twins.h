#pragma once
// A function with a fused kernel and the same function composed of other operations.

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "autograd/base/error.h"
#include "autograd/functions.h"
#include "autograd/graph/autograd.h"
#include "autograd/graph/grad_mode.h"

namespace glassgrad::twins {

struct Twin {
  const char* name;
  std::function<Tensor(const Tensor&)> fused, composed;
  const char* node;  ///< name of the fused one's node
};

/// Normal numbers, the same in every run, never 0.
inline Tensor values(IntArrayRef sizes, ScalarType type = kDouble) {
  Generator generator = make_generator(7);
  return randn(sizes, generator, TensorOptions(kDouble)).mul_(1.5).add_(1e-3).to(type);
}

/// x in several memory layouts, 0-dim and empty.
inline std::vector<Tensor> layouts() {
  return {values({4, 3}),
          values({4, 10}),  // long enough for vector loops
          values({3, 4}).t(),
          values({8, 6}).slice(0, 0, 8, 2).slice(1, 1, 6, 2),
          values({4, 1}).expand({4, 5}),
          values({}),
          values({0, 3})};
}

inline void expect_close(const Tensor& actual, const Tensor& expected, double tolerance,
                         const std::string& what) {
  ASSERT_EQ(actual.sizes(), expected.sizes()) << what;
  if (actual.numel() == 0) return;
  const double difference = (actual - expected).abs().max().item<double>();
  EXPECT_LE(difference, tolerance) << what;
}

/// Value and gradient agree on every layout, for contiguous and for broadcast output gradients.
inline void expect_same(const Twin& twin, double tolerance) {
  for (const Tensor& input : layouts()) {
    const std::string what =
        std::string(twin.name) + " of strides " + std::to_string(input.strides().size());
    const Tensor x = input.detach().requires_grad_();
    const Tensor fused = twin.fused(x), composed = twin.composed(x);
    expect_close(fused.detach(), composed.detach(), tolerance, what);
    if (!fused.requires_grad()) continue;
    const Tensor one = ones({}, kDouble).expand(fused.sizes());
    for (const Tensor& dy : {values(fused.sizes()), one}) {
      const Tensor dx = autograd::grad({fused}, {x}, {dy}, true)[0];
      expect_close(dx, autograd::grad({composed}, {x}, {dy}, true)[0], tolerance,
                   what + ", gradient");
    }
  }
}

/// The rule composed for create_graph gives the fused rule's numbers.
inline void expect_same_when_recorded(const Twin& twin, double tolerance) {
  for (const Tensor& input : layouts()) {
    const Tensor x = input.detach().requires_grad_();
    const Tensor y = twin.fused(x);
    if (!y.requires_grad()) continue;
    const Tensor dy = values(y.sizes());
    const Tensor fused = autograd::grad({y}, {x}, {dy}, true)[0];
    const Tensor recorded = autograd::grad({y}, {x}, {dy}, true, true)[0];
    EXPECT_FALSE(fused.requires_grad()) << twin.name;
    expect_close(recorded.detach(), fused, tolerance, twin.name);
  }
}

/// Their distance in units in the last place of `scale`: rules that take the difference of values
/// of that size, as 1 - y^2, are not more exact than that.
inline double distance_in_ulps(float a, float b, float scale) {
  const float one_ulp = std::nextafter(scale, INFINITY) - scale;
  return std::isnan(a) && std::isnan(b) ? 0 : std::fabs(double(a) - double(b)) / double(one_ulp);
}

/// float32 values and gradients of a long tensor (vector loops) are those of its elements alone.
inline void expect_same_in_any_length(const Twin& twin, double ulps) {
  const Tensor x = values({2, 45}, kFloat).requires_grad_();
  const Tensor y = twin.fused(x), dy = values(y.sizes(), kFloat);
  const Tensor dx = autograd::grad({y}, {x}, {dy})[0];
  const auto at = [](const Tensor& t, int64_t row, int64_t i) { return t[row][i].item<float>(); };
  for (int64_t i = 0; i < 45; ++i) {
    const Tensor short_x = x.detach().slice(1, i, i + 1).contiguous().requires_grad_();
    const Tensor short_y = twin.fused(short_x), short_dy = dy.slice(1, i, i + 1).contiguous();
    const Tensor short_dx = autograd::grad({short_y}, {short_x}, {short_dy})[0];
    const float largest_dy = short_dy.abs().max().item<float>();
    for (int64_t row = 0; row < 2; ++row) {
      const float scale = std::max(1.0f, std::fabs(at(x, row, i)));
      if (row < y.size(0)) {
        EXPECT_LE(distance_in_ulps(at(y, row, i), at(short_y, row, 0), scale), ulps)
            << twin.name << " of " << at(x, row, i);
      }
      EXPECT_LE(distance_in_ulps(at(dx, row, i), at(short_dx, row, 0), scale * largest_dy), ulps)
          << twin.name << ", gradient at " << at(x, row, i);
    }
  }
}

template <class F>
std::string error_of(F f) {
  try {
    f();
  } catch (const Error& error) {
    return error.what_without_backtrace();
  }
  return "(no error)";
}

}  // namespace glassgrad::twins
