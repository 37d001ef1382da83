// Normalisation by the neighbouring channels: the function, then the modules.
#include "nn/layers/local_response_norm.h"

#include <algorithm>

#include "autograd/base/check.h"
#include "autograd/functions.h"
#include "nn/print.h"

namespace glassgrad::nn {
namespace {

/// The sum of x over channels c - before .. c + after, zeros outside.
Tensor sum_around(const Tensor& x, int64_t before, int64_t after) {
  const int64_t channels = x.size(1);
  before = std::min(before, channels);
  after = std::min(after, channels);
  const Tensor rows = x.flatten(2);
  const Tensor padded = constant_pad_nd(rows, {0, 0, before, after});
  Tensor sum = padded.narrow(1, 0, channels);
  for (int64_t shift = 1; shift <= before + after; ++shift)
    sum = sum + padded.narrow(1, shift, channels);
  return sum.reshape(x.sizes());
}

}  // namespace

Tensor functional::local_response_norm(Traced traced, const LocalResponseNormFuncOptions& o) {
  const Tensor& x = traced.enter();
  check(x.dim() >= 3, "Expected 3D or higher dimensionality input (got {} dimensions)", x.dim());
  check(o.size() > 0, "local_response_norm: size must be positive, but got {}", o.size());
  const Tensor mean =
      sum_around(x * x, o.size() / 2, (o.size() - 1) / 2) / static_cast<double>(o.size());
  return x / (mean * o.alpha() + o.k()).pow(o.beta());
}

Tensor LocalResponseNormImpl::forward(Traced input) {
  return functional::local_response_norm(input, options);
}

void LocalResponseNormImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "LocalResponseNorm")
      .value(options.size())
      .value("alpha", options.alpha())
      .value("beta", options.beta())
      .value("k", options.k());
}

Tensor CrossMapLRN2dImpl::forward(Traced traced) {
  const Tensor& x = traced.enter();
  check(x.dim() == 4, "CrossMapLRN2d: input must be [N, C, H, W], got {}", x.sizes());
  check(options.size() > 0, "CrossMapLRN2d: size must be positive, but got {}", options.size());
  const int64_t around = (options.size() - 1) / 2;
  const Tensor sum = sum_around(x * x, around, around);
  const Tensor scale = sum * (options.alpha() / static_cast<double>(options.size())) + options.k();
  return x * scale.pow(-options.beta());
}

void CrossMapLRN2dImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "CrossMapLRN2d")
      .value(options.size())
      .value("alpha", options.alpha())
      .value("beta", options.beta())
      .value("k", options.k());
}

}  // namespace glassgrad::nn
