#pragma once
// Linear layers, and those that only pass on or reshape: each a block of options, function, module.

#include "../autograd/base/arg.h"
#include "cloneable.h"

namespace glassgrad::nn {

// --- Linear ---

/// Options of Linear.
struct LinearOptions {
  LinearOptions(int64_t in_features, int64_t out_features)
      : in_features_(in_features), out_features_(out_features) {}
  TORCH_ARG(int64_t, in_features);
  TORCH_ARG(int64_t, out_features);
  TORCH_ARG(bool, bias) = true;
};

namespace functional {
/// y = x W^T + b.
/// Shapes: input [*, in_features], weight W [out_features, in_features], bias b [out_features] or
/// undefined, output [*, out_features].
Tensor linear(Traced input, const Tensor& weight, const Tensor& bias = {});
}  // namespace functional

/// functional::linear as a module; without bias, that is undefined.
/// Both start uniform within +-1/sqrt(in_features): weight first, then bias, in PyTorch's bits.
class LinearImpl : public CloneableWithOptions<LinearImpl, LinearOptions> {
 public:
  LinearImpl(int64_t in_features, int64_t out_features);
  explicit LinearImpl(const LinearOptions& options_);

  Tensor forward(Traced input);
  /// Draws new values.
  void reset_parameters();
  void reset() override;
  void pretty_print(std::ostream& stream) const override;

  Tensor weight;
  Tensor bias;
};
TORCH_MODULE(Linear);

// --- Bilinear ---

/// Options of Bilinear.
struct BilinearOptions {
  BilinearOptions(int64_t in1_features, int64_t in2_features, int64_t out_features)
      : in1_features_(in1_features), in2_features_(in2_features), out_features_(out_features) {}
  TORCH_ARG(int64_t, in1_features);
  TORCH_ARG(int64_t, in2_features);
  TORCH_ARG(int64_t, out_features);
  TORCH_ARG(bool, bias) = true;
};

namespace functional {
/// y_o = x1 W_o x2^T + b_o.
/// Shapes: inputs [*, in1_features] and [*, in2_features], weight W [out_features, in1_features,
/// in2_features], bias b [out_features], output [*, out_features].
/// @throws Error if the inputs do not fit the weight
Tensor bilinear(Traced input1, const Tensor& input2, const Tensor& weight, const Tensor& bias = {});
}  // namespace functional

/// functional::bilinear as a module. Both start uniform within +-1/sqrt(in1_features).
class BilinearImpl : public CloneableWithOptions<BilinearImpl, BilinearOptions> {
 public:
  BilinearImpl(int64_t in1_features, int64_t in2_features, int64_t out_features);
  explicit BilinearImpl(const BilinearOptions& options_);

  Tensor forward(Traced input1, const Tensor& input2);
  /// Draws new values.
  void reset_parameters();
  void reset() override;
  void pretty_print(std::ostream& stream) const override;

  Tensor weight;
  Tensor bias;
};
TORCH_MODULE(Bilinear);

// --- Identity, Flatten and Unflatten ---

/// y = x.
class IdentityImpl : public Cloneable<IdentityImpl> {
 public:
  Tensor forward(const Tensor& input) { return input; }
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(Identity);

/// Options of Flatten.
struct FlattenOptions {
  TORCH_ARG(int64_t, start_dim) = 1;
  TORCH_ARG(int64_t, end_dim) = -1;
};

/// Dimensions start_dim..end_dim as one; by default all but that of the batch.
class FlattenImpl : public CloneableWithOptions<FlattenImpl, FlattenOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(Flatten);

/// Options of Unflatten.
struct UnflattenOptions {
  using namedshape_t = std::vector<std::pair<std::string, int64_t>>;

  UnflattenOptions(int64_t dim, std::vector<int64_t> sizes) : dim_(dim), sizes_(std::move(sizes)) {}
  /// By the names of dimensions, which tensors do not have here: `forward` throws.
  UnflattenOptions(std::string dimname, namedshape_t namedshape)
      : dimname_(std::move(dimname)), namedshape_(std::move(namedshape)) {}
  UnflattenOptions(const char* dimname, namedshape_t namedshape)
      : UnflattenOptions(std::string(dimname), std::move(namedshape)) {}
  TORCH_ARG(int64_t, dim) = 0;
  TORCH_ARG(std::string, dimname);
  TORCH_ARG(std::vector<int64_t>, sizes);
  TORCH_ARG(namedshape_t, namedshape);
};

/// One dimension as several; one of their sizes may be -1.
class UnflattenImpl : public CloneableWithOptions<UnflattenImpl, UnflattenOptions> {
 public:
  UnflattenImpl(int64_t dim, std::vector<int64_t> sizes)
      : UnflattenImpl(UnflattenOptions(dim, std::move(sizes))) {}
  UnflattenImpl(std::string dimname, UnflattenOptions::namedshape_t namedshape)
      : UnflattenImpl(UnflattenOptions(std::move(dimname), std::move(namedshape))) {}
  explicit UnflattenImpl(const UnflattenOptions& options_) : CloneableWithOptions(options_) {}
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(Unflatten);

}  // namespace glassgrad::nn
