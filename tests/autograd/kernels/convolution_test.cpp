// The ways of a convolution, by patches, by shifts and Winograd's, beside loops over its
// definition.
#include "autograd/kernels/convolution.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "autograd/kernels/patches.h"
#include "autograd/kernels/shifted.h"
#include "autograd/kernels/winograd.h"

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
  Convolution three_by_three() {
    Convolution s;
    s.batch = number(1, 5);
    s.in_channels = number(1, 40);
    s.out_channels = number(1, 40);
    for (const size_t d : {1, 2}) {
      const int64_t in = number(1, 15), padding = number(in < 3 ? 1 : 0, 2);
      s.axes[d] = {in, in + 2 * padding - 2, 3, 1, padding, 1};
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
struct Way {
  const char* name;
  void (*forward)(T* y, const T* x, const T* w, const T* bias, const Convolution&);
  void (*back)(T* x, const T* y, const T* w, const Convolution&);
  void (*weight)(T* w, const T* x, const T* y, const Convolution&);
};

template <class T>
void expect_all_ways(Random& random, const Convolution& s, double tolerance) {
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
  const Way<T> ways[] = {
      {"patches", convolve_patches<T>, convolve_back_patches<T>, convolve_weight_patches<T>},
      {"shifted", convolve_shifted<T>, convolve_back_shifted<T>, convolve_weight_shifted<T>},
      {"Winograd", convolve_winograd<T>, convolve_back_winograd<T>, convolve_weight_winograd<T>}};
  for (const Way<T>& way : ways) {
    if (way.forward == convolve_winograd<T> && !has_winograd(s)) continue;
    SCOPED_TRACE(way.name);
    std::vector<T> to_x(x.size(), T(7)), to_w(w.size(), T(7)), to_y(y.size(), T(7));
    way.forward(to_y.data(), x.data(), w.data(), bias.data(), s);
    way.back(to_x.data(), y.data(), w.data(), s);
    way.weight(to_w.data(), x.data(), y.data(), s);
    expect_near(to_y, of_y, tolerance);
    expect_near(to_x, of_x, tolerance);
    expect_near(to_w, of_w, tolerance);
  }
}

std::string text_of(const Convolution& s) {
  std::string text = "batch " + std::to_string(s.batch) + " channels " +
                     std::to_string(s.in_channels) + " to " + std::to_string(s.out_channels) +
                     " groups " + std::to_string(s.groups);
  for (const Axis& a : s.axes)
    text += "; in " + std::to_string(a.in) + " kernel " + std::to_string(a.kernel) + " stride " +
            std::to_string(a.stride) + " padding " + std::to_string(a.padding) + " dilation " +
            std::to_string(a.dilation);
  return text;
}

TEST(Convolution, AllWaysAreTheDefinition) {
  Random random;
  for (int i = 0; i < 60; ++i) {
    const Convolution s = random.convolution();
    SCOPED_TRACE(text_of(s));
    expect_all_ways<float>(random, s, 2e-4);
    expect_all_ways<double>(random, s, 1e-12);
    if (testing::Test::HasFatalFailure()) return;
  }
}

TEST(Convolution, WinogradsWayIsTheDefinition) {
  Random random;
  for (int i = 0; i < 60; ++i) {
    const Convolution s = random.three_by_three();
    SCOPED_TRACE(text_of(s));
    ASSERT_TRUE(has_winograd(s));
    expect_all_ways<float>(random, s, 5e-5);
    expect_all_ways<double>(random, s, 1e-12);
    if (testing::Test::HasFatalFailure()) return;
  }
}

TEST(Convolution, WinogradsWayIsForWindowsOfThreeByThreeThatMoveByOne) {
  Convolution s;
  s.in_channels = s.out_channels = 256;
  s.axes[1] = s.axes[2] = {14, 14, 3, 1, 1, 1};
  EXPECT_TRUE(winograd_pays(s));
  const auto with = [&](auto change) {
    Convolution other = s;
    change(other);
    return has_winograd(other);
  };
  EXPECT_FALSE(with([](Convolution& c) { c.groups = 2; }));
  EXPECT_FALSE(with([](Convolution& c) { c.batch = 0; }));
  EXPECT_FALSE(with([](Convolution& c) { c.axes[0] = {2, 2, 1, 1, 0, 1}; }));
  EXPECT_FALSE(with([](Convolution& c) { c.axes[1].kernel = 5; }));
  EXPECT_FALSE(with([](Convolution& c) { c.axes[2] = {14, 7, 3, 2, 1, 1}; }));
  EXPECT_FALSE(with([](Convolution& c) { c.axes[2] = {14, 14, 3, 1, 2, 2}; }));
}

}  // namespace
}  // namespace glassgrad::kernels
