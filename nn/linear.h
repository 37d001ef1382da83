#pragma once
// Linear, Bilinear, Identity and Flatten.

#include "../autograd/base/arg.h"
#include "cloneable.h"

namespace glassgrad::nn {

struct LinearOptions {
  LinearOptions(int64_t in_features, int64_t out_features)
      : in_features_(in_features), out_features_(out_features) {}
  TORCH_ARG(int64_t, in_features);
  TORCH_ARG(int64_t, out_features);
  TORCH_ARG(bool, bias) = true;
};

/// y = x W^T + b.
/// Shapes: input [*, in_features], weight W [out_features, in_features], bias b [out_features]
/// (undefined without bias), output [*, out_features].
/// Both start uniform within +-1/sqrt(in_features): weight first, then bias, in PyTorch's bits.
class LinearImpl : public Cloneable<LinearImpl> {
 public:
  LinearImpl(int64_t in_features, int64_t out_features);
  explicit LinearImpl(const LinearOptions& options);

  Tensor forward(Traced input);
  /// Draws new values.
  void reset_parameters();
  void reset() override;
  void pretty_print(std::ostream& stream) const override;

  LinearOptions options;
  Tensor weight;
  Tensor bias;
};
TORCH_MODULE(Linear);

struct BilinearOptions {
  BilinearOptions(int64_t in1_features, int64_t in2_features, int64_t out_features)
      : in1_features_(in1_features), in2_features_(in2_features), out_features_(out_features) {}
  TORCH_ARG(int64_t, in1_features);
  TORCH_ARG(int64_t, in2_features);
  TORCH_ARG(int64_t, out_features);
  TORCH_ARG(bool, bias) = true;
};

/// y_o = x1 W_o x2^T + b_o.
/// Shapes: inputs [*, in1_features] and [*, in2_features], weight W [out_features, in1_features,
/// in2_features], bias b [out_features], output [*, out_features].
class BilinearImpl : public Cloneable<BilinearImpl> {
 public:
  BilinearImpl(int64_t in1_features, int64_t in2_features, int64_t out_features);
  explicit BilinearImpl(const BilinearOptions& options);

  Tensor forward(Traced input1, const Tensor& input2);
  void reset_parameters();
  void reset() override;
  void pretty_print(std::ostream& stream) const override;

  BilinearOptions options;
  Tensor weight;
  Tensor bias;
};
TORCH_MODULE(Bilinear);

/// y = x.
class IdentityImpl : public Cloneable<IdentityImpl> {
 public:
  Tensor forward(const Tensor& input) { return input; }
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(Identity);

struct FlattenOptions {
  TORCH_ARG(int64_t, start_dim) = 1;
  TORCH_ARG(int64_t, end_dim) = -1;
};

/// Dimensions start_dim..end_dim as one; by default all but that of the batch.
class FlattenImpl : public Cloneable<FlattenImpl> {
 public:
  explicit FlattenImpl(const FlattenOptions& options_ = {});
  Tensor forward(Traced input);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;

  FlattenOptions options;
};
TORCH_MODULE(Flatten);

}  // namespace glassgrad::nn
