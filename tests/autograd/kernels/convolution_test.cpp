// Both ways of a convolution, by patches and by shifts, beside loops over its definition.
#include "autograd/kernels/convolution.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "autograd/kernels/patches.h"
#include "autograd/kernels/shifted.h"

namespace glassgrad::kernels {
namespace {

/// Calls term(place in x, in w, in y) for every product of the form in
/// autograd/ops/layers/convolution.h.
template <class Term>
void for_each_term(const Convolution& s, Term term) {
  const int64_t in = s.in_channels / s.groups, out = s.out_channels / s.groups;
  const auto& [d, h, w] = s.axes;
  const auto see = [](const Axis& a, int64_t o, int64_t k) {
    return o * a.stride - a.padding + k * a.dilation;
  };
  for (int64_t n = 0; n < s.batch; ++n)
    for (int64_t o = 0; o < s.out_channels; ++o)
      for (int64_t c = 0; c < in; ++c)
        for (int64_t k = 0; k < s.window(); ++k)
          for (int64_t p = 0; p < s.outputs(); ++p) {
            const int64_t kd = k / (h.kernel * w.kernel), kh = k / w.kernel % h.kernel;
            const int64_t pd = p / (h.out * w.out), ph = p / w.out % h.out;
            const int64_t z = see(d, pd, kd), y = see(h, ph, kh),
                          x = see(w, p % w.out, k % w.kernel);
            if (z < 0 || z >= d.in || y < 0 || y >= h.in || x < 0 || x >= w.in) continue;
            const int64_t channel = o / out * in + c;
            term((n * s.in_channels + channel) * s.inputs() + (z * h.in + y) * w.in + x,
                 (o * in + c) * s.window() + k, (n * s.out_channels + o) * s.outputs() + p);
          }
}

class Random {
 public:
  int64_t number(int64_t first, int64_t last) {
    return first + static_cast<int64_t>(generator_() % static_cast<uint64_t>(last - first + 1));
  }
  template <class T>
  std::vector<T> numbers(int64_t count) {
    std::vector<T> values(static_cast<size_t>(count));
    for (T& value : values) value = static_cast<T>(number(-1000, 1000)) / 1000;
    return values;
  }
  Convolution convolution() {
    Convolution s;
    s.batch = number(0, 3);
    s.groups = number(1, 3);
    s.in_channels = s.groups * number(1, 5);
    s.out_channels = s.groups * number(1, number(0, 3) == 0 ? 60 : 6);
    for (int64_t d = 3 - number(1, 3); d < 3; ++d) {
      Axis& a = s.axes[static_cast<size_t>(d)];
      do {
        a = {number(1, 12), 0, number(1, 4), number(1, 3), number(0, 3), number(1, 3)};
        const int64_t room = a.in + 2 * a.padding - (a.kernel - 1) * a.dilation - 1;
        a.out = room < 0 ? 0 : room / a.stride + 1;
      } while (a.out == 0);
    }
    return s;
  }

 private:
  std::mt19937_64 generator_{1};
};

template <class T>
void expect_near(const std::vector<T>& got, const std::vector<double>& expected, double tolerance) {
  for (size_t i = 0; i < got.size(); ++i)
    ASSERT_NEAR(static_cast<double>(got[i]), expected[i], tolerance) << "at " << i;
}

template <class T>
void expect_both_ways(Random& random, const Convolution& s, double tolerance) {
  const int64_t weights = s.out_channels * s.in_channels / s.groups * s.window();
  const auto x = random.numbers<T>(s.batch * s.in_channels * s.inputs());
  const auto w = random.numbers<T>(weights), bias = random.numbers<T>(s.out_channels);
  const auto y = random.numbers<T>(s.batch * s.out_channels * s.outputs());
  std::vector<double> of_x(x.size()), of_w(w.size()), of_y(y.size());
  for (size_t i = 0; i < y.size(); ++i)
    of_y[i] = static_cast<double>(bias[i / static_cast<size_t>(s.outputs()) % bias.size()]);
  for_each_term(s, [&](int64_t i, int64_t j, int64_t k) {
    const auto a = static_cast<size_t>(i), b = static_cast<size_t>(j), c = static_cast<size_t>(k);
    of_x[a] += static_cast<double>(w[b]) * static_cast<double>(y[c]);
    of_w[b] += static_cast<double>(x[a]) * static_cast<double>(y[c]);
    of_y[c] += static_cast<double>(x[a]) * static_cast<double>(w[b]);
  });
  for (const bool shifted : {false, true}) {
    SCOPED_TRACE(shifted ? "shifted" : "patches");
    std::vector<T> to_x(x.size(), T(7)), to_w(w.size(), T(7)), to_y(y.size(), T(7));
    (shifted ? convolve_shifted<T> : convolve_patches<T>)(to_y.data(), x.data(), w.data(),
                                                          bias.data(), s);
    (shifted ? convolve_back_shifted<T> : convolve_back_patches<T>)(to_x.data(), y.data(), w.data(),
                                                                    s);
    (shifted ? convolve_weight_shifted<T> : convolve_weight_patches<T>)(to_w.data(), x.data(),
                                                                        y.data(), s);
    expect_near(to_y, of_y, tolerance);
    expect_near(to_x, of_x, tolerance);
    expect_near(to_w, of_w, tolerance);
  }
}

TEST(Convolution, BothWaysAreTheDefinition) {
  Random random;
  for (int i = 0; i < 60; ++i) {
    const Convolution s = random.convolution();
    std::string axes;
    for (const Axis& a : s.axes)
      axes += " in " + std::to_string(a.in) + " kernel " + std::to_string(a.kernel) + " stride " +
              std::to_string(a.stride) + " padding " + std::to_string(a.padding) + " dilation " +
              std::to_string(a.dilation) + ";";
    SCOPED_TRACE("groups " + std::to_string(s.groups) + axes);
    expect_both_ways<float>(random, s, 2e-4);
    expect_both_ways<double>(random, s, 1e-12);
    if (testing::Test::HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace glassgrad::kernels
