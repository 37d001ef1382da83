// Sums of a few elements with weights, along one dimension of an array.
#include "autograd/kernels/resample.h"

#include <algorithm>

#include "autograd/base/compiler.h"
#include "autograd/types/visit.h"

namespace glassgrad::kernels {

Taps::Taps(int64_t in_, int64_t out_, int64_t most_)
    : in(in_),
      out(out_),
      most(most_),
      counts(static_cast<size_t>(out)),
      at(static_cast<size_t>(out * most)),
      weights(at.size()) {}

void Taps::add(int64_t i, int64_t place, double weight) {
  const size_t to = static_cast<size_t>(counts[static_cast<size_t>(i)]++ * out + i);
  at[to] = static_cast<int32_t>(place);
  weights[to] = weight;
}

Taps Taps::transposed() const {
  std::vector<int64_t> uses(static_cast<size_t>(in));
  const auto for_each_tap = [&](auto tap) {
    for (int64_t i = 0; i < out; ++i)
      for (int64_t k = 0; k < counts[static_cast<size_t>(i)]; ++k)
        tap(i, static_cast<size_t>(k * out + i));
  };
  for_each_tap([&](int64_t, size_t tap) { ++uses[static_cast<size_t>(at[tap])]; });
  Taps result(out, in, *std::max_element(uses.begin(), uses.end()));
  for_each_tap([&](int64_t i, size_t tap) { result.add(at[tap], i, weights[tap]); });
  return result;
}

namespace {

/// Of neighbours in memory: the elements of a row are picked one by one.
template <class T>
GLASSGRAD_MULTIVERSION void resample_rows(T* GLASSGRAD_RESTRICT y, const T* x, int64_t rows,
                                          const T* weights, const Taps& taps) {
  const int64_t n = taps.out;
  const int64_t* counts = taps.counts.data();
  for (int64_t r = 0; r < rows; ++r, x += taps.in, y += n) {
    const int32_t* at = taps.at.data();
    const T* w = weights;
    GLASSGRAD_INDEPENDENT
    for (int64_t i = 0; i < n; ++i) y[i] = counts[i] > 0 ? w[i] * x[at[i]] : T(0);
    for (int64_t k = 1; k < taps.most; ++k) {
      at += n;
      w += n;
      GLASSGRAD_INDEPENDENT
      for (int64_t i = 0; i < n; ++i) y[i] += counts[i] > k ? w[i] * x[at[i]] : T(0);
    }
  }
}

/// Of whole rows.
template <class T>
GLASSGRAD_MULTIVERSION void resample_columns(T* GLASSGRAD_RESTRICT y, const T* x, int64_t outer,
                                             int64_t inner, const T* weights, const Taps& taps) {
  for (int64_t o = 0; o < outer; ++o, x += taps.in * inner)
    for (int64_t i = 0; i < taps.out; ++i, y += inner) {
      const int64_t count = taps.counts[static_cast<size_t>(i)];
      if (count == 0) std::fill_n(y, inner, T(0));
      for (int64_t k = 0; k < count; ++k) {
        const T* from = x + taps.at[static_cast<size_t>(k * taps.out + i)] * inner;
        const T w = weights[k * taps.out + i];
        if (k == 0) {
          GLASSGRAD_INDEPENDENT
          for (int64_t j = 0; j < inner; ++j) y[j] = w * from[j];
        } else {
          GLASSGRAD_INDEPENDENT
          for (int64_t j = 0; j < inner; ++j) y[j] += w * from[j];
        }
      }
    }
}

}  // namespace

void resample(ScalarType type, void* y, const void* x, int64_t outer, int64_t inner,
              const Taps& taps) {
  visit_floating(type, [&]<class T>() {
    const std::vector<T> weights(taps.weights.begin(), taps.weights.end());
    T* to = static_cast<T*>(y);
    const T* from = static_cast<const T*>(x);
    if (inner == 1)
      resample_rows(to, from, outer, weights.data(), taps);
    else
      resample_columns(to, from, outer, inner, weights.data(), taps);
  });
}

}  // namespace glassgrad::kernels
