#pragma once
// Internal: losses of n pairs (x_i, t_i) in contiguous memory, floating types, summed up in the
// same pass, and their rules. Fewer than 16 floats give the bits of PyTorch 1.13's AVX2 build.

#include <algorithm>
#include <functional>

#include "autograd/kernels/number.h"

namespace glassgrad::kernels {

/// What becomes of the losses l_i: y is n of them, or one number.
enum class Reduce : uint8_t { None, Mean, Sum };

/// Whether 0 <= x_i <= 1 for all; false for NaN.
bool all_within_0_1(ScalarType type, const void* x, int64_t n);

// --- losses ---

/// Computes `count` terms of a sum, from number `first` on, so that they never lie in memory all at
/// once.
template <class T>
using Fill = std::function<void(T* to, int64_t first, int64_t count)>;

/// The sum of n >= kGroup terms, and of n < kGroup, in the order of kernels::sum; float and double.
template <class T>
T sum_many(int64_t n, const Fill<T>& fill);
template <class T>
T sum_few(const T* terms, int64_t n);

template <class T, class Loss>
GLASSGRAD_MULTIVERSION void store_losses(T* y, const T* x, const T* t, int64_t n, Loss loss) {
  GLASSGRAD_INDEPENDENT
  for (int64_t i = 0; i < n; ++i) y[i] = loss(x[i], t[i]);
}

/// Fewer than kGroup losses that take vector functions all the same.
template <class T, class Loss>
void store_padded(T* y, const T* x, const T* t, int64_t n, Loss loss) {
  T padded_x[kGroup] = {}, padded_t[kGroup] = {}, padded_y[kGroup];
  std::copy_n(x, n, padded_x);
  std::copy_n(t, n, padded_t);
  store_losses(padded_y, padded_x, padded_t, kGroup, loss);
  std::copy_n(padded_y, n, y);
}

/// y = the losses value(x_i, t_i), or their sum or mean. `Way` says which functions they take
/// (kernels/pointwise.h); a padded one pads where there is no whole group at all.
template <class Way, class F>
void losses(const F& formula, ScalarType type, Reduce reduce, void* y, const void* x, const void* t,
            int64_t n) {
  visit_floating(type, [&]<class T>() {
    const auto loss = [formula]<class Functions>(Functions, T x, T t) {
      using N = Number<T, Functions>;
      return formula.value(N(x), N(t)).v;
    };
    const auto groups = [=](T x, T t) { return loss(typename Way::Groups(), x, t); };
    const auto padded = [=](T x, T t) { return loss(typename Way::Rest(), x, t); };
    const auto store = [&, xs = static_cast<const T*>(x), ts = static_cast<const T*>(t)](
                           T* to, int64_t first, int64_t count) {
      if (count >= kGroup) return store_losses(to, xs + first, ts + first, count, groups);
      if (Way::is_padded && n < kGroup)
        return store_padded(to, xs + first, ts + first, count, padded);
      for (int64_t i = first; i < first + count; ++i)
        to[i - first] = loss(ScalarFunctions(), xs[i], ts[i]);
    };
    T* const to = static_cast<T*>(y);
    if (reduce == Reduce::None) return store(to, 0, n);
    T sum;
    if (n < kGroup) {
      T terms[kGroup];
      store(terms, 0, n);
      sum = sum_few(terms, n);
    } else {
      sum = sum_many<T>(n, std::ref(store));
    }
    *to = reduce == Reduce::Mean ? sum / static_cast<T>(n) : sum;
  });
}

// --- rules ---

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

/// dx_i = rule(dy_i, x_i, t_i, n), where the mean of n losses was taken; 1 in place of n where it
/// was not. dy is n numbers for Reduce::None, else one for all.
template <class F>
void loss_gradients(const F& formula, ScalarType type, Reduce reduce, void* dx, const void* dy,
                    const void* x, const void* t, int64_t n) {
  if (n == 0) return;
  const double count = reduce == Reduce::Mean ? static_cast<double>(n) : 1.0;
  visit_floating(type, [&]<class T>() {
    const auto rule = [formula, count]<class Functions>(Functions, T g, T x, T t) {
      using N = Number<T, Functions>;
      return formula.rule(N(g), N(x), N(t), count).v;
    };
    const auto run = [&](auto loop, auto functions) {
      loop(reduce, static_cast<T*>(dx), static_cast<const T*>(dy), static_cast<const T*>(x),
           static_cast<const T*>(t), n, [=](T g, T x, T t) { return rule(functions, g, x, t); });
    };
    if (n >= kGroup)
      run([](auto... a) { apply_rule_to_many(a...); }, VectorFunctions());
    else
      run([](auto... a) { apply_rule(a...); }, ScalarFunctions());
  });
}

}  // namespace glassgrad::kernels
