#pragma once

#include "activation_options.h"
#include "cloneable.h"

// Nonlinearities as modules; see autograd/functions/activation.h for the functions themselves.

namespace glassgrad::nn {

/// y = 1 / (1 + e^-x).
class SigmoidImpl : public Cloneable<SigmoidImpl> {
 public:
  Tensor forward(Traced input);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(Sigmoid);

/// y = tanh x.
class TanhImpl : public Cloneable<TanhImpl> {
 public:
  Tensor forward(Traced input);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(Tanh);

/// y = max(x, 0).
class ReLUImpl : public Cloneable<ReLUImpl> {
 public:
  explicit ReLUImpl(const ReLUOptions& options_ = {});
  Tensor forward(Traced input);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;

  ReLUOptions options;
};
TORCH_MODULE(ReLU);

/// y = min(max(x, 0), 6).
class ReLU6Impl : public Cloneable<ReLU6Impl> {
 public:
  explicit ReLU6Impl(const ReLU6Options& options_ = {});
  Tensor forward(Traced input);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;

  ReLU6Options options;
};
TORCH_MODULE(ReLU6);

/// y = x for x > 0, negative_slope * x otherwise.
class LeakyReLUImpl : public Cloneable<LeakyReLUImpl> {
 public:
  explicit LeakyReLUImpl(const LeakyReLUOptions& options_ = {});
  Tensor forward(Traced input);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;

  LeakyReLUOptions options;
};
TORCH_MODULE(LeakyReLU);

/// y = x for x > 0, weight * x otherwise; the weight, one or one a channel, is a parameter.
class PReLUImpl : public Cloneable<PReLUImpl> {
 public:
  explicit PReLUImpl(const PReLUOptions& options_ = {});
  Tensor forward(Traced input);
  void reset() override;
  void pretty_print(std::ostream& stream) const override;

  PReLUOptions options;
  Tensor weight;
};
TORCH_MODULE(PReLU);

/// y = x for x > 0, a * x otherwise; in training each a is drawn from [lower, upper), else it is
/// their mean.
class RReLUImpl : public Cloneable<RReLUImpl> {
 public:
  explicit RReLUImpl(const RReLUOptions& options_ = {});
  Tensor forward(Traced input);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;

  RReLUOptions options;
};
TORCH_MODULE(RReLU);

/// y = x for x > 0, alpha * (e^x - 1) otherwise.
class ELUImpl : public Cloneable<ELUImpl> {
 public:
  explicit ELUImpl(const ELUOptions& options_ = {});
  Tensor forward(Traced input);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;

  ELUOptions options;
};
TORCH_MODULE(ELU);

/// ELU with alpha 1.6733 times 1.0507, which keeps mean 0 and variance 1.
class SELUImpl : public Cloneable<SELUImpl> {
 public:
  explicit SELUImpl(const SELUOptions& options_ = {});
  Tensor forward(Traced input);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;

  SELUOptions options;
};
TORCH_MODULE(SELU);

/// y = max(0, x) + min(0, alpha * (e^(x / alpha) - 1)).
class CELUImpl : public Cloneable<CELUImpl> {
 public:
  explicit CELUImpl(const CELUOptions& options_ = {});
  Tensor forward(Traced input);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;

  CELUOptions options;
};
TORCH_MODULE(CELU);

/// y = x * Phi(x), Phi the distribution function of the normal distribution.
class GELUImpl : public Cloneable<GELUImpl> {
 public:
  explicit GELUImpl(const GELUOptions& options_ = {});
  Tensor forward(Traced input);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;

  GELUOptions options;
};
TORCH_MODULE(GELU);

/// y = x / (1 + e^-x).
class SiLUImpl : public Cloneable<SiLUImpl> {
 public:
  Tensor forward(Traced input);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(SiLU);

/// y = x * tanh(ln(1 + e^x)).
class MishImpl : public Cloneable<MishImpl> {
 public:
  Tensor forward(Traced input);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(Mish);

/// y = ln(1 + e^(beta * x)) / beta.
class SoftplusImpl : public Cloneable<SoftplusImpl> {
 public:
  explicit SoftplusImpl(const SoftplusOptions& options_ = {});
  Tensor forward(Traced input);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;

  SoftplusOptions options;
};
TORCH_MODULE(Softplus);

/// y = x / (1 + |x|).
class SoftsignImpl : public Cloneable<SoftsignImpl> {
 public:
  Tensor forward(Traced input);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(Softsign);

/// y = x - tanh x.
class TanhshrinkImpl : public Cloneable<TanhshrinkImpl> {
 public:
  Tensor forward(Traced input);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(Tanhshrink);

/// y = x limited to [min_val, max_val]. @throws Error unless max_val > min_val
class HardtanhImpl : public Cloneable<HardtanhImpl> {
 public:
  explicit HardtanhImpl(const HardtanhOptions& options_ = {});
  Tensor forward(Traced input);
  void reset() override;
  void pretty_print(std::ostream& stream) const override;

  HardtanhOptions options;
};
TORCH_MODULE(Hardtanh);

/// y = x where |x| > lambda, else 0.
class HardshrinkImpl : public Cloneable<HardshrinkImpl> {
 public:
  explicit HardshrinkImpl(const HardshrinkOptions& options_ = {});
  Tensor forward(Traced input);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;

  HardshrinkOptions options;
};
TORCH_MODULE(Hardshrink);

/// y = x moved towards 0 by lambda, and 0 within [-lambda, lambda].
class SoftshrinkImpl : public Cloneable<SoftshrinkImpl> {
 public:
  explicit SoftshrinkImpl(const SoftshrinkOptions& options_ = {});
  Tensor forward(Traced input);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;

  SoftshrinkOptions options;
};
TORCH_MODULE(Softshrink);

/// y = x where x > threshold, else value.
class ThresholdImpl : public Cloneable<ThresholdImpl> {
 public:
  ThresholdImpl(double threshold, double value);
  explicit ThresholdImpl(const ThresholdOptions& options_);
  Tensor forward(Traced input);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;

  ThresholdOptions options;
};
TORCH_MODULE(Threshold);

/// y = a / (1 + e^-b), a and b the halves of x along dim.
class GLUImpl : public Cloneable<GLUImpl> {
 public:
  explicit GLUImpl(const GLUOptions& options_ = {});
  Tensor forward(Traced input);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;

  GLUOptions options;
};
TORCH_MODULE(GLU);

/// y = -ln(1 + e^-x).
class LogSigmoidImpl : public Cloneable<LogSigmoidImpl> {
 public:
  Tensor forward(Traced input);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(LogSigmoid);

/// y_i = e^x_i / sum_j e^x_j along dim.
class SoftmaxImpl : public Cloneable<SoftmaxImpl> {
 public:
  explicit SoftmaxImpl(int64_t dim);
  explicit SoftmaxImpl(const SoftmaxOptions& options_);
  Tensor forward(Traced input);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;

  SoftmaxOptions options;
};
TORCH_MODULE(Softmax);

/// Softmax of -x.
class SoftminImpl : public Cloneable<SoftminImpl> {
 public:
  explicit SoftminImpl(int64_t dim);
  explicit SoftminImpl(const SoftminOptions& options_);
  Tensor forward(Traced input);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;

  SoftminOptions options;
};
TORCH_MODULE(Softmin);

/// y_i = x_i - ln sum_j e^x_j along dim.
class LogSoftmaxImpl : public Cloneable<LogSoftmaxImpl> {
 public:
  explicit LogSoftmaxImpl(int64_t dim);
  explicit LogSoftmaxImpl(const LogSoftmaxOptions& options_);
  Tensor forward(Traced input);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;

  LogSoftmaxOptions options;
};
TORCH_MODULE(LogSoftmax);

/// Softmax over the channels of an image, [N, C, H, W] or [C, H, W].
class Softmax2dImpl : public Cloneable<Softmax2dImpl> {
 public:
  Tensor forward(Traced input);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(Softmax2d);

}  // namespace glassgrad::nn
