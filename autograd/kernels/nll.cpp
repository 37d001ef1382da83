// The log-probabilities of the given classes, summed in levels.
#include "autograd/kernels/nll.h"

#include <algorithm>
#include <bit>

#include "autograd/kernels/loops.h"

namespace glassgrad::kernels {

namespace {

/// A running sum in levels of at least 16 terms, so that its error grows slowly: term i goes into
/// level 0, and whenever the low bits of i are zero, a full level goes up into the next.
template <class T>
class LevelledSum {
 public:
  explicit LevelledSum(int64_t n)
      : power_(std::max(4, (n > 1 ? int(std::bit_width(uint64_t(n - 1))) : 0) / kLevels)) {}
  void add(int64_t i, T value) {
    level_[0] += value;
    const int64_t mask = (int64_t{1} << power_) - 1;
    for (int j = 0; j + 1 < kLevels && (i & (mask << (j * power_))) == 0; ++j) {
      level_[j + 1] += level_[j];
      level_[j] = 0;
    }
  }
  T total() const {
    T sum = 0;
    for (const T part : level_) sum += part;
    return sum;
  }

 private:
  static constexpr int kLevels = 8;
  int power_;
  T level_[kLevels] = {};
};

// f(i, offset of x[i, t_i], t_i) for every label that counts.
template <class F>
void for_each_label(const int64_t* t, const Classes& s, F f) {
  int64_t i = 0;
  for (int64_t sample = 0; sample < s.samples; ++sample)
    for (int64_t k = 0; k < s.inner; ++k, ++i)
      if (t[i] != s.ignored) f(i, (sample * s.classes + t[i]) * s.inner + k, t[i]);
}

template <class T>
double pick(Reduce reduce, T* y, const T* x, const int64_t* t, const T* w, const Classes& shape) {
  const int64_t n = shape.samples * shape.inner;
  if (reduce == Reduce::None) {
    std::fill_n(y, n, T(0));
    for_each_label(t, shape, [=](int64_t i, int64_t at, int64_t label) {
      y[i] = w ? -x[at] * w[label] : -x[at];
    });
    return 0;
  }
  LevelledSum<T> losses(n), weights(n);
  for_each_label(t, shape, [&](int64_t i, int64_t at, int64_t label) {
    losses.add(i, w ? -(x[at] * w[label]) : -x[at]);
    weights.add(i, w ? w[label] : T(1));
  });
  const T total_weight = weights.total();
  *y = reduce == Reduce::Mean ? losses.total() / total_weight : losses.total();
  return total_weight;
}

template <class T>
void spread(Reduce reduce, T* dx, const T* dy, const int64_t* t, const T* w, T total_weight,
            const Classes& shape) {
  std::fill_n(dx, shape.samples * shape.classes * shape.inner, T(0));
  const bool each = reduce == Reduce::None;
  const T g = reduce == Reduce::Mean ? -(*dy / total_weight) : each ? T(0) : -*dy;
  for_each_label(t, shape, [=](int64_t i, int64_t at, int64_t label) {
    const T of_label = each ? -dy[i] : g;
    dx[at] = w ? w[label] * of_label : of_label;
  });
}

}  // namespace

int64_t first_out_of_range(const int64_t* t, const Classes& shape) {
  const int64_t* end = t + shape.samples * shape.inner;
  const int64_t* found = std::find_if(t, end, [&](int64_t label) {
    return label != shape.ignored && (label < 0 || label >= shape.classes);
  });
  return found == end ? shape.ignored : *found;
}

double nll(ScalarType type, Reduce reduce, void* y, const void* x, const int64_t* t, const void* w,
           const Classes& shape) {
  return visit_floating(type, [&]<class T>() {
    return pick(reduce, static_cast<T*>(y), static_cast<const T*>(x), t, static_cast<const T*>(w),
                shape);
  });
}

void nll_backward(ScalarType type, Reduce reduce, void* dx, const void* dy, const int64_t* t,
                  const void* w, double total_weight, const Classes& shape) {
  visit_floating(type, [&]<class T>() {
    spread(reduce, static_cast<T*>(dx), static_cast<const T*>(dy), t, static_cast<const T*>(w),
           static_cast<T>(total_weight), shape);
  });
}

}  // namespace glassgrad::kernels
