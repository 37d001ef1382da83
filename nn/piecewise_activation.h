#pragma once
// Activations made of pieces, mostly straight ones, each a block: options, function, module.

#include "../autograd/base/arg.h"
#include "cloneable.h"

namespace glassgrad::nn {

// --- ReLU ---

/// Options of ReLU; convert from `inplace`.
struct ReLUOptions {
  ReLUOptions(bool inplace = false) : inplace_(inplace) {}
  TORCH_ARG(bool, inplace);
};

namespace functional {
using ReLUFuncOptions = ReLUOptions;
/// y = max(x, 0).
Tensor relu(Traced input, const ReLUFuncOptions& options = {});
}  // namespace functional

/// functional::relu as a module.
class ReLUImpl : public CloneableWithOptions<ReLUImpl, ReLUOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(ReLU);

// --- ReLU6 ---

/// Options of ReLU6; convert from `inplace`.
struct ReLU6Options {
  ReLU6Options(bool inplace = false) : inplace_(inplace) {}
  TORCH_ARG(bool, inplace);
};

namespace functional {
using ReLU6FuncOptions = ReLU6Options;
/// y = min(max(x, 0), 6).
Tensor relu6(Traced input, const ReLU6FuncOptions& options = {});
}  // namespace functional

/// functional::relu6 as a module.
class ReLU6Impl : public CloneableWithOptions<ReLU6Impl, ReLU6Options> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(ReLU6);

// --- LeakyReLU ---

/// Options of LeakyReLU.
struct LeakyReLUOptions {
  TORCH_ARG(double, negative_slope) = 1e-2;
  TORCH_ARG(bool, inplace) = false;
};

namespace functional {
using LeakyReLUFuncOptions = LeakyReLUOptions;
/// y = x for x > 0, negative_slope * x otherwise.
Tensor leaky_relu(Traced input, const LeakyReLUFuncOptions& options = {});
}  // namespace functional

/// functional::leaky_relu as a module.
class LeakyReLUImpl : public CloneableWithOptions<LeakyReLUImpl, LeakyReLUOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(LeakyReLU);

// --- PReLU ---

/// Options of PReLU: how many weights there are, one or one a channel, and their first value.
struct PReLUOptions {
  TORCH_ARG(int64_t, num_parameters) = 1;
  TORCH_ARG(double, init) = 0.25;
};

namespace functional {
/// y = x for x > 0, weight * x otherwise; weight has one element or one a channel (dimension 1).
Tensor prelu(Traced input, const Tensor& weight);
}  // namespace functional

/// functional::prelu as a module, whose weight is a parameter.
class PReLUImpl : public CloneableWithOptions<PReLUImpl, PReLUOptions> {
 public:
  explicit PReLUImpl(const PReLUOptions& options_ = {});
  Tensor forward(Traced input);
  void reset() override;
  void pretty_print(std::ostream& stream) const override;

  Tensor weight;
};
TORCH_MODULE(PReLU);

// --- RReLU ---

/// Options of RReLU.
struct RReLUOptions {
  TORCH_ARG(double, lower) = 1.0 / 8.0;
  TORCH_ARG(double, upper) = 1.0 / 3.0;
  TORCH_ARG(bool, inplace) = false;
};

namespace functional {
/// Options of rrelu: those of the module, and whether it is in training.
struct RReLUFuncOptions {
  TORCH_ARG(double, lower) = 1.0 / 8.0;
  TORCH_ARG(double, upper) = 1.0 / 3.0;
  TORCH_ARG(bool, training) = false;
  TORCH_ARG(bool, inplace) = false;
};
/// y = x for x > 0, a * x otherwise; in training each a is drawn from [lower, upper), else it is
/// their mean. @throws Error unless lower <= upper
Tensor rrelu(Traced input, const RReLUFuncOptions& options = {});
}  // namespace functional

/// functional::rrelu as a module.
class RReLUImpl : public CloneableWithOptions<RReLUImpl, RReLUOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(RReLU);

// --- Hardtanh ---

/// Options of Hardtanh.
struct HardtanhOptions {
  TORCH_ARG(double, min_val) = -1.0;
  TORCH_ARG(double, max_val) = 1.0;
  TORCH_ARG(bool, inplace) = false;
};

namespace functional {
using HardtanhFuncOptions = HardtanhOptions;
/// y = x limited to [min_val, max_val].
Tensor hardtanh(Traced input, const HardtanhFuncOptions& options = {});
}  // namespace functional

/// functional::hardtanh as a module. @throws Error on construction, unless max_val > min_val
class HardtanhImpl : public CloneableWithOptions<HardtanhImpl, HardtanhOptions> {
 public:
  explicit HardtanhImpl(const HardtanhOptions& options_ = {});
  Tensor forward(Traced input);
  void reset() override;
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(Hardtanh);

// --- Hardshrink ---

/// Options of Hardshrink; convert from `lambda`.
struct HardshrinkOptions {
  HardshrinkOptions(double lambda = 0.5) : lambda_(lambda) {}
  TORCH_ARG(double, lambda);
};

namespace functional {
using HardshrinkFuncOptions = HardshrinkOptions;
/// y = x where |x| > lambda, else 0.
Tensor hardshrink(Traced input, const HardshrinkFuncOptions& options = {});
}  // namespace functional

/// functional::hardshrink as a module.
class HardshrinkImpl : public CloneableWithOptions<HardshrinkImpl, HardshrinkOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(Hardshrink);

// --- Softshrink ---

/// Options of Softshrink; convert from `lambda`.
struct SoftshrinkOptions {
  SoftshrinkOptions(double lambda = 0.5) : lambda_(lambda) {}
  TORCH_ARG(double, lambda);
};

namespace functional {
using SoftshrinkFuncOptions = SoftshrinkOptions;
/// y = x moved towards 0 by lambda, and 0 within [-lambda, lambda].
Tensor softshrink(Traced input, const SoftshrinkFuncOptions& options = {});
}  // namespace functional

/// functional::softshrink as a module.
class SoftshrinkImpl : public CloneableWithOptions<SoftshrinkImpl, SoftshrinkOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(Softshrink);

// --- Threshold ---

/// Options of Threshold.
struct ThresholdOptions {
  ThresholdOptions(double threshold, double value) : threshold_(threshold), value_(value) {}
  TORCH_ARG(double, threshold);
  TORCH_ARG(double, value);
  TORCH_ARG(bool, inplace) = false;
};

namespace functional {
using ThresholdFuncOptions = ThresholdOptions;
/// y = x where x > threshold, else value.
Tensor threshold(Traced input, const ThresholdFuncOptions& options);
}  // namespace functional

/// functional::threshold as a module.
class ThresholdImpl : public CloneableWithOptions<ThresholdImpl, ThresholdOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  ThresholdImpl(double threshold, double value);
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(Threshold);

}  // namespace glassgrad::nn
