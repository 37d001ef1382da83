#pragma once
// Activations that make a distribution of the values along a dimension, each a block: options,
// function, module.

#include "../autograd/base/arg.h"
#include "cloneable.h"

namespace glassgrad::nn {

// --- Softmax ---

/// Options of Softmax; convert from `dim`.
struct SoftmaxOptions {
  SoftmaxOptions(int64_t dim) : dim_(dim) {}
  TORCH_ARG(int64_t, dim);
};

namespace functional {
/// Options of softmax; convert from `dim`.
struct SoftmaxFuncOptions {
  SoftmaxFuncOptions(int64_t dim) : dim_(dim) {}
  TORCH_ARG(int64_t, dim);
  TORCH_ARG(optional<Dtype>, dtype) = nullopt;  ///< convert the input first
};
/// y_i = e^x_i / sum_j e^x_j along dim.
Tensor softmax(Traced input, const SoftmaxFuncOptions& options);
}  // namespace functional

/// functional::softmax as a module.
class SoftmaxImpl : public CloneableWithOptions<SoftmaxImpl, SoftmaxOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(Softmax);

/// Softmax over the channels of an image, [N, C, H, W] or [C, H, W].
/// @throws Error unless the input has 3 or 4 dimensions
class Softmax2dImpl : public Cloneable<Softmax2dImpl> {
 public:
  Tensor forward(Traced input);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(Softmax2d);

// --- Softmin ---

/// Options of Softmin; convert from `dim`.
struct SoftminOptions {
  SoftminOptions(int64_t dim) : dim_(dim) {}
  TORCH_ARG(int64_t, dim);
};

namespace functional {
using SoftminFuncOptions = SoftmaxFuncOptions;
/// Softmax of -x.
Tensor softmin(Traced input, const SoftminFuncOptions& options);
}  // namespace functional

/// functional::softmin as a module.
class SoftminImpl : public CloneableWithOptions<SoftminImpl, SoftminOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(Softmin);

// --- LogSoftmax ---

/// Options of LogSoftmax; convert from `dim`.
struct LogSoftmaxOptions {
  LogSoftmaxOptions(int64_t dim) : dim_(dim) {}
  TORCH_ARG(int64_t, dim);
};

namespace functional {
using LogSoftmaxFuncOptions = SoftmaxFuncOptions;
/// y_i = x_i - ln sum_j e^x_j along dim.
Tensor log_softmax(Traced input, const LogSoftmaxFuncOptions& options);
}  // namespace functional

/// functional::log_softmax as a module.
class LogSoftmaxImpl : public CloneableWithOptions<LogSoftmaxImpl, LogSoftmaxOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(LogSoftmax);

// --- gumbel_softmax ---

namespace functional {
/// Options of gumbel_softmax.
struct GumbelSoftmaxFuncOptions {
  TORCH_ARG(double, tau) = 1.0;  ///< temperature: the smaller, the nearer to one-hot
  TORCH_ARG(bool, hard) = false;
  TORCH_ARG(int, dim) = -1;
};
/// softmax((logits + g) / tau) with g = -ln(-ln u), u uniform: a class drawn at random, nearly,
/// with gradients. `hard` makes it one-hot and leaves the gradient as it is. Source: Jang et al.,
/// "Categorical reparameterization with Gumbel-softmax" (2017).
Tensor gumbel_softmax(Traced logits, const GumbelSoftmaxFuncOptions& options = {});
}  // namespace functional

}  // namespace glassgrad::nn
