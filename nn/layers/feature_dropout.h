#pragma once
// Dropout of whole channels, and dropout for selu: functions and modules. Options are those of
// Dropout.

#include "../dropout.h"

namespace glassgrad::nn {

using Dropout2dOptions = DropoutOptions;
using Dropout3dOptions = DropoutOptions;
using AlphaDropoutOptions = DropoutOptions;
using FeatureAlphaDropoutOptions = DropoutOptions;

namespace functional {
using Dropout2dFuncOptions = DropoutFuncOptions;
using Dropout3dFuncOptions = DropoutFuncOptions;
/// In training, zeroes whole channels [N, C, ...] with probability p and scales the others by
/// 1/(1-p).
Tensor dropout2d(Traced input, const Dropout2dFuncOptions& options = {});
Tensor dropout3d(Traced input, const Dropout3dFuncOptions& options = {});

/// Options of alpha_dropout and feature_alpha_dropout.
struct AlphaDropoutFuncOptions {
  TORCH_ARG(double, p) = 0.5;
  TORCH_ARG(bool, training) = false;
  TORCH_ARG(bool, inplace) = false;
};
using FeatureAlphaDropoutFuncOptions = AlphaDropoutFuncOptions;
/// Dropout that keeps mean 0 and variance 1, of elements or of whole channels.
Tensor alpha_dropout(Traced input, const AlphaDropoutFuncOptions& options = {});
Tensor feature_alpha_dropout(Traced input, const FeatureAlphaDropoutFuncOptions& options = {});
}  // namespace functional

/// functional::dropout2d as a module. @throws Error on construction, unless 0 <= p <= 1
class Dropout2dImpl : public CloneableWithOptions<Dropout2dImpl, DropoutOptions> {
 public:
  explicit Dropout2dImpl(const DropoutOptions& options_ = {});
  Tensor forward(Traced input);
  void reset() override;
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(Dropout2d);

/// functional::dropout3d as a module. @throws Error on construction, unless 0 <= p <= 1
class Dropout3dImpl : public CloneableWithOptions<Dropout3dImpl, DropoutOptions> {
 public:
  explicit Dropout3dImpl(const DropoutOptions& options_ = {});
  Tensor forward(Traced input);
  void reset() override;
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(Dropout3d);

/// functional::alpha_dropout as a module. @throws Error on construction, unless 0 <= p <= 1
class AlphaDropoutImpl : public CloneableWithOptions<AlphaDropoutImpl, DropoutOptions> {
 public:
  explicit AlphaDropoutImpl(const DropoutOptions& options_ = {});
  Tensor forward(Traced input);
  void reset() override;
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(AlphaDropout);

/// functional::feature_alpha_dropout as a module. @throws Error on construction, unless 0 <= p <= 1
class FeatureAlphaDropoutImpl
    : public CloneableWithOptions<FeatureAlphaDropoutImpl, DropoutOptions> {
 public:
  explicit FeatureAlphaDropoutImpl(const DropoutOptions& options_ = {});
  Tensor forward(Traced input);
  void reset() override;
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(FeatureAlphaDropout);

}  // namespace glassgrad::nn
