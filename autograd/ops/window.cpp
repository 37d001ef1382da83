// Windows for spectra.
#include <numbers>

#include "autograd/functions/special.h"
#include "autograd/ops/op.h"

namespace glassgrad {

namespace {

/// The window of `length` numbers that shape(k, last) makes of k = 0, 1, ..., last.
template <class Shape>
Tensor window(const char* name, int64_t length, bool periodic, const TensorOptions& options,
              Shape shape) {
  const ScalarType type = options.dtype();
  check(isFloatingType(type), "{} expects floating point dtypes, got: {}", name, type);
  check(length >= 0, "{} requires non-negative window_length, got window_length={}", name, length);
  const bool requires_grad = options.requires_grad();
  check(length < INT64_MAX, "{}: there is no window of {} numbers", name, length);
  if (length < 2) return ones({length}, type).set_requires_grad(requires_grad);
  const int64_t made = periodic ? length + 1 : length;
  const Tensor y = shape(arange(made, type), static_cast<double>(made - 1));
  return (periodic ? y.narrow(0, 0, length).clone() : y).set_requires_grad(requires_grad);
}

Tensor cosines(const Tensor& k, double last, double alpha, double beta) {
  return (k * (2 * std::numbers::pi / last)).cos() * -beta + alpha;
}

}  // namespace

Tensor hann_window(int64_t length, bool periodic, const TensorOptions& options, Caller caller) {
  caller.enter();
  return window("hann_window", length, periodic, options,
                [](const Tensor& k, double last) { return cosines(k, last, 0.5, 0.5); });
}
Tensor hann_window(int64_t length, const TensorOptions& options, Caller caller) {
  caller.enter();
  return hann_window(length, true, options);
}

Tensor bartlett_window(int64_t length, bool periodic, const TensorOptions& options, Caller caller) {
  caller.enter();
  return window("bartlett_window", length, periodic, options,
                [](const Tensor& k, double last) { return 1 - (k * (2 / last) - 1).abs(); });
}
Tensor bartlett_window(int64_t length, const TensorOptions& options, Caller caller) {
  caller.enter();
  return bartlett_window(length, true, options);
}

Tensor blackman_window(int64_t length, bool periodic, const TensorOptions& options, Caller caller) {
  caller.enter();
  return window("blackman_window", length, periodic, options, [](const Tensor& k, double last) {
    const Tensor t = k * (std::numbers::pi / last);
    return (t * 4).cos() * 0.08 - (t * 2).cos() * 0.5 + 0.42;
  });
}
Tensor blackman_window(int64_t length, const TensorOptions& options, Caller caller) {
  caller.enter();
  return blackman_window(length, true, options);
}

Tensor hamming_window(int64_t length, bool periodic, double alpha, double beta,
                      const TensorOptions& options, Caller caller) {
  caller.enter();
  return window("hamming_window", length, periodic, options,
                [=](const Tensor& k, double last) { return cosines(k, last, alpha, beta); });
}
Tensor hamming_window(int64_t length, bool periodic, const TensorOptions& options, Caller caller) {
  caller.enter();
  return hamming_window(length, periodic, 0.54, 0.46, options);
}
Tensor hamming_window(int64_t length, const TensorOptions& options, Caller caller) {
  caller.enter();
  return hamming_window(length, true, options);
}

Tensor kaiser_window(int64_t length, bool periodic, double beta, const TensorOptions& options,
                     Caller caller) {
  caller.enter();
  return window("kaiser_window", length, periodic, options, [=](const Tensor& k, double last) {
    const Tensor u = k * (2 / last) - 1;
    return i0((1 - u.square()).clamp_min(0).sqrt() * beta) / i0(full({}, beta, k.options()));
  });
}
Tensor kaiser_window(int64_t length, bool periodic, const TensorOptions& options, Caller caller) {
  caller.enter();
  return kaiser_window(length, periodic, 12, options);
}
Tensor kaiser_window(int64_t length, const TensorOptions& options, Caller caller) {
  caller.enter();
  return kaiser_window(length, true, options);
}

}  // namespace glassgrad
