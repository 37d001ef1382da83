#include "autograd/kernels/loss.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "autograd/kernels/cascade.h"
#include "autograd/kernels/loops.h"
#include "autograd/kernels/sleef.h"
#include "autograd/kernels/vector_math.h"

namespace glassgrad::kernels {

namespace {

// --- loops ---

template <class T, class Loss>
GLASSGRAD_MULTIVERSION void store_losses(T* y, const T* x, const T* t, int64_t n, Loss loss) {
  GLASSGRAD_INDEPENDENT
  for (int64_t i = 0; i < n; ++i) y[i] = loss(x[i], t[i]);
}

// The sum of n terms, in the order of kernels::sum. `fill(to, first, count)` computes some of them,
// so that they never lie in memory all at once.
template <class T>
using Fill = std::function<void(T* to, int64_t first, int64_t count)>;

template <class T>
GLASSGRAD_MULTIVERSION T sum_many(int64_t n, const Fill<T>& fill) {
  constexpr int64_t kV = kVector<T>, kLanes = 4 * kV, kRows = 16;  // of a chunk
  const int64_t rows = n / kLanes, left = n % kLanes, whole = left - left % kV;
  T terms[kRows * kLanes], sums[detail::kLevels * kLanes], total = 0;

  detail::cascade<kLanes>(sums, rows, kLanes, [&](T* to, int64_t row) {
    const T* lane = terms + row % kRows * kLanes;
    if (lane == terms) fill(terms, row * kLanes, std::min(kRows, rows - row) * kLanes);
    for (int64_t l = 0; l < kLanes; ++l) to[l] += lane[l];
  });
  fill(terms, rows * kLanes, left);
  for (int64_t i = 0; i < whole; ++i) sums[i % kV] += terms[i];
  for (int64_t v = 1; v < 4; ++v)
    for (int64_t l = 0; l < kV; ++l) sums[l] += sums[v * kV + l];
  for (int64_t i = whole; i < left; ++i) total += terms[i];
  for (int64_t l = 0; l < kV; ++l) total += sums[l];
  return total;
}

// The same for fewer than kGroup terms.
template <class T>
T sum_few(const T* terms, int64_t n) {
  constexpr int64_t kV = kVector<T>;
  if (n < kV) {
    T lane[4] = {};
    for (int64_t i = 0; i < n; ++i) lane[i < n - n % 4 ? i % 4 : 0] += terms[i];
    return ((lane[0] + lane[1]) + lane[2]) + lane[3];
  }
  const int64_t whole = n - n % kV;
  T lane[kV] = {}, total = 0;
  for (int64_t i = 0; i < whole; ++i) lane[i % kV] += terms[i];
  for (int64_t i = whole; i < n; ++i) total += terms[i];
  for (int64_t l = 0; l < kV; ++l) total += lane[l];
  return total;
}

// Fewer than kGroup losses that take vector functions all the same.
template <class T, class Loss>
void store_padded(T* y, const T* x, const T* t, int64_t n, Loss loss) {
  T padded_x[kGroup] = {}, padded_t[kGroup] = {}, padded_y[kGroup];
  std::copy_n(x, n, padded_x);
  std::copy_n(t, n, padded_t);
  store_losses(padded_y, padded_x, padded_t, kGroup, loss);
  std::copy_n(padded_y, n, y);
}

enum class Few { kScalar, kPadded };  // how fewer than kGroup losses are computed

// y = the losses l(x_i, t_i), or their sum or mean.
template <Few few, class T, class Loss>
void losses(Reduce reduce, T* y, const T* x, const T* t, int64_t n, Loss loss) {
  const auto store = [&](T* to, int64_t first, int64_t count) {
    if (count >= kGroup) return store_losses(to, x + first, t + first, count, loss);
    if (few == Few::kPadded) return store_padded(to, x + first, t + first, count, loss);
    for (int64_t i = 0; i < count; ++i) to[i] = loss(x[first + i], t[first + i]);
  };
  if (reduce == Reduce::None) return store(y, 0, n);

  T sum;
  if (n < kGroup) {
    T terms[kGroup];
    store(terms, 0, n);
    sum = sum_few(terms, n);
  } else {
    sum = sum_many<T>(n, std::ref(store));
  }
  *y = reduce == Reduce::Mean ? sum / static_cast<T>(n) : sum;
}

// dx_i = rule(dy_i, x_i, t_i), where dy may be one number for all.
template <class T, class Rule>
GLASSGRAD_ALWAYS_INLINE void apply_rule(Reduce reduce, T* dx, const T* dy, const T* x, const T* t,
                                        int64_t n, Rule rule) {
  const T g = *dy;
  if (reduce == Reduce::None) {
    GLASSGRAD_INDEPENDENT
    for (int64_t i = 0; i < n; ++i) dx[i] = rule(dy[i], x[i], t[i]);
  } else {
    GLASSGRAD_INDEPENDENT
    for (int64_t i = 0; i < n; ++i) dx[i] = rule(g, x[i], t[i]);
  }
}
template <class T, class Rule>
GLASSGRAD_MULTIVERSION void apply_rule_to_many(Reduce reduce, T* dx, const T* dy, const T* x,
                                               const T* t, int64_t n, Rule rule) {
  apply_rule(reduce, dx, dy, x, t, n, rule);
}
template <class T, class Rule>
void gradients(Reduce reduce, T* dx, const T* dy, const T* x, const T* t, int64_t n, Rule rule) {
  if (n == 0) return;
  if (n >= kGroup)
    apply_rule_to_many(reduce, dx, dy, x, t, n, rule);
  else
    apply_rule(reduce, dx, dy, x, t, n, rule);
}

template <Few few = Few::kScalar, class Loss>
void pairs(ScalarType type, Reduce reduce, void* y, const void* x, const void* t, int64_t n,
           Loss loss) {
  visit_floating(type, [&]<class T>() {
    losses<few>(reduce, static_cast<T*>(y), static_cast<const T*>(x), static_cast<const T*>(t), n,
                loss);
  });
}
template <class Rule>
void pairs_backward(ScalarType type, Reduce reduce, void* dx, const void* dy, const void* x,
                    const void* t, int64_t n, Rule rule) {
  visit_floating(type, [&]<class T>() {
    gradients(reduce, static_cast<T*>(dx), static_cast<const T*>(dy), static_cast<const T*>(x),
              static_cast<const T*>(t), n, rule);
  });
}

// 1 / n or 1.
double mean_factor(Reduce reduce, int64_t n) {
  return reduce == Reduce::Mean ? 1.0 / static_cast<double>(n) : 1.0;
}
// n or 1.
double divisor(Reduce reduce, int64_t n) {
  return reduce == Reduce::Mean ? static_cast<double>(n) : 1.0;
}

template <class T>
GLASSGRAD_MULTIVERSION bool within_0_1(const T* x, int64_t n) {
  int outside = 0;
  for (int64_t i = 0; i < n; ++i) outside |= !((x[i] >= 0) & (x[i] <= 1));
  return outside == 0;
}

}  // namespace

// --- binary cross-entropy ---

bool all_within_0_1(ScalarType type, const void* x, int64_t n) {
  return visit_floating(type, [&]<class T>() { return within_0_1(static_cast<const T*>(x), n); });
}

void bce(ScalarType type, Reduce reduce, void* y, const void* x, const void* t, int64_t n) {
  const auto loss = []<class T>(T t, T log_x, T log_rest) {
    const T least = -100;
    return (t - 1) * (log_rest < least ? least : log_rest) - t * (log_x < least ? least : log_x);
  };
  if (n < kGroup)
    pairs(type, reduce, y, x, t, n,
          [=]<class T>(T x, T t) { return loss(t, std::log(x), std::log(1 - x)); });
  else
    pairs(type, reduce, y, x, t, n,
          [=]<class T>(T x, T t) { return loss(t, vec::log(x), vec::log(1 - x)); });
}
void bce_backward(ScalarType type, Reduce reduce, void* dx, const void* dy, const void* x,
                  const void* t, int64_t n) {
  pairs_backward(type, reduce, dx, dy, x, t, n,
                 [count = divisor(reduce, n)]<class T>(T g, T x, T t) {
                   const T variance = (1 - x) * x, least = T(kLeastVariance);
                   return g * (x - t) / (variance < least ? least : variance) / T(count);
                 });
}

void bce_with_logits(ScalarType type, Reduce reduce, void* y, const void* x, const void* t,
                     int64_t n) {
  const auto loss = []<class T>(T x, T t, auto exp, auto log) {
    const T m = -x < 0 ? T(0) : -x;
    return ((1 - t) * x + m) + log(exp(-m) + exp(-x - m));
  };
  if (n < kGroup)
    pairs<Few::kPadded>(type, reduce, y, x, t, n, [=]<class T>(T x, T t) {
      return loss(
          x, t, [](T v) { return sleef::exp(v); }, [](T v) { return sleef::log(v); });
    });
  else
    pairs(type, reduce, y, x, t, n, [=]<class T>(T x, T t) {
      return loss(
          x, t, [](T v) { return vec::exp(v); }, [](T v) { return vec::log(v); });
    });
}
void bce_with_logits_backward(ScalarType type, Reduce reduce, void* dx, const void* dy,
                              const void* x, const void* t, int64_t n) {
  const double count = divisor(reduce, n);
  if (n < kGroup)
    pairs_backward(type, reduce, dx, dy, x, t, n, [=]<class T>(T g, T x, T t) {
      return (1 / (1 + std::exp(-x)) - t) * g / T(count);
    });
  else
    pairs_backward(type, reduce, dx, dy, x, t, n, [=]<class T>(T g, T x, T t) {
      return (1 / (1 + vec::exp(-x)) - t) * g / T(count);
    });
}

// --- regression ---

void mse(ScalarType type, Reduce reduce, void* y, const void* x, const void* t, int64_t n) {
  pairs(type, reduce, y, x, t, n, []<class T>(T x, T t) { return (x - t) * (x - t); });
}
void mse_backward(ScalarType type, Reduce reduce, void* dx, const void* dy, const void* x,
                  const void* t, int64_t n) {
  const double twice = reduce == Reduce::Mean ? 2.0 / static_cast<double>(n) : 2.0;
  pairs_backward(type, reduce, dx, dy, x, t, n,
                 [=]<class T>(T g, T x, T t) { return T(twice) * (x - t) * g; });
}

void l1(ScalarType type, Reduce reduce, void* y, const void* x, const void* t, int64_t n) {
  pairs(type, reduce, y, x, t, n, []<class T>(T x, T t) { return std::fabs(x - t); });
}
void l1_backward(ScalarType type, Reduce reduce, void* dx, const void* dy, const void* x,
                 const void* t, int64_t n) {
  pairs_backward(type, reduce, dx, dy, x, t, n,
                 [count = divisor(reduce, n)]<class T>(T g, T x, T t) {
                   return g / T(count) * static_cast<T>((x > t) - (x < t));
                 });
}

void smooth_l1(ScalarType type, Reduce reduce, void* y, const void* x, const void* t, int64_t n,
               double beta) {
  pairs(type, reduce, y, x, t, n, [=]<class T>(T x, T t) {
    const T z = std::fabs(x - t), b = T(beta);
    return z < b ? T(0.5) * z * z / b : z - T(0.5) * b;
  });
}
void smooth_l1_backward(ScalarType type, Reduce reduce, void* dx, const void* dy, const void* x,
                        const void* t, int64_t n, double beta) {
  const double norm = mean_factor(reduce, n);
  // PyTorch's scalar code divides by beta in double precision.
  pairs_backward(type, reduce, dx, dy, x, t, n, [=]<class T>(T g, T x, T t) {
    const T d = x - t, inside = static_cast<T>(T(norm) * d * g / beta);
    return d <= -beta ? -T(norm) * g : d >= beta ? T(norm) * g : inside;
  });
}

void huber(ScalarType type, Reduce reduce, void* y, const void* x, const void* t, int64_t n,
           double delta) {
  pairs(type, reduce, y, x, t, n, [=]<class T>(T x, T t) {
    const T z = std::fabs(x - t), d = T(delta);
    return z <= d ? T(0.5) * z * z : d * (z - T(0.5) * d);
  });
}
void huber_backward(ScalarType type, Reduce reduce, void* dx, const void* dy, const void* x,
                    const void* t, int64_t n, double delta) {
  const double norm = mean_factor(reduce, n);
  // PyTorch's scalar code multiplies by delta in double precision.
  pairs_backward(type, reduce, dx, dy, x, t, n, [=]<class T>(T g, T x, T t) {
    const T d = x - t, most = static_cast<T>(T(norm) * g * delta);
    return d <= -delta ? -most : d >= delta ? most : T(norm) * d * g;
  });
}

}  // namespace glassgrad::kernels
