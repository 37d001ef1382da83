#pragma once
// Normalisation by batch, sample, layer and group: options, functions, modules. Formulas, shapes
// and sources stand in autograd/functions/normalization.h.

#include "../../autograd/base/arg.h"
#include "../cloneable.h"

namespace glassgrad::nn {

// --- BatchNorm and InstanceNorm ---

/// Options of BatchNorm1d, 2d and 3d; convert from the number of channels.
struct BatchNormOptions {
  BatchNormOptions(int64_t num_features) : num_features_(num_features) {}
  TORCH_ARG(int64_t, num_features);
  TORCH_ARG(double, eps) = 1e-5;
  TORCH_ARG(optional<double>, momentum) = 0.1;  ///< nullopt: the mean of all batches so far
  TORCH_ARG(bool, affine) = true;
  TORCH_ARG(bool, track_running_stats) = true;
};
using BatchNorm1dOptions = BatchNormOptions;
using BatchNorm2dOptions = BatchNormOptions;
using BatchNorm3dOptions = BatchNormOptions;

/// Options of InstanceNorm1d, 2d and 3d; convert from the number of channels.
struct InstanceNormOptions {
  InstanceNormOptions(int64_t num_features) : num_features_(num_features) {}
  TORCH_ARG(int64_t, num_features);
  TORCH_ARG(double, eps) = 1e-5;
  TORCH_ARG(double, momentum) = 0.1;
  TORCH_ARG(bool, affine) = false;
  TORCH_ARG(bool, track_running_stats) = false;
};
using InstanceNorm1dOptions = InstanceNormOptions;
using InstanceNorm2dOptions = InstanceNormOptions;
using InstanceNorm3dOptions = InstanceNormOptions;

namespace functional {
/// Options of batch_norm.
struct BatchNormFuncOptions {
  TORCH_ARG(Tensor, weight);
  TORCH_ARG(Tensor, bias);
  TORCH_ARG(bool, training) = false;
  TORCH_ARG(optional<double>, momentum) = 0.1;
  TORCH_ARG(double, eps) = 1e-5;
};
/// @throws Error also for a single value per channel while training
Tensor batch_norm(Traced input, const Tensor& running_mean, const Tensor& running_var,
                  const BatchNormFuncOptions& options = {});

/// Options of instance_norm.
struct InstanceNormFuncOptions {
  TORCH_ARG(Tensor, running_mean);
  TORCH_ARG(Tensor, running_var);
  TORCH_ARG(Tensor, weight);
  TORCH_ARG(Tensor, bias);
  TORCH_ARG(bool, use_input_stats) = true;
  TORCH_ARG(double, momentum) = 0.1;
  TORCH_ARG(double, eps) = 1e-5;
};
Tensor instance_norm(Traced input, const InstanceNormFuncOptions& options = {});
}  // namespace functional

/// Parameters weight (1 at first) and bias (0), undefined unless affine; buffers running_mean (0),
/// running_var (1) and num_batches_tracked, undefined unless track_running_stats.
template <size_t D, class Derived, class Options>
class NormImplBase : public CloneableWithOptions<Derived, Options> {
 public:
  NormImplBase(int64_t num_features) : NormImplBase(Options(num_features)) {}
  explicit NormImplBase(const Options& options_);
  void reset() override;
  void reset_running_stats();
  void reset_parameters();

  Tensor weight;
  Tensor bias;
  Tensor running_mean;
  Tensor running_var;
  Tensor num_batches_tracked;

 protected:
  /// @throws Error for an input of another rank
  virtual void _check_input_dim(const Tensor& input) = 0;
};

/// functional::batch_norm as a module: with the batch's mean and variance while it is in training,
/// which it tracks; else with those. Both are the batch's where they are not tracked.
template <size_t D, class Derived>
class BatchNormImplBase : public NormImplBase<D, Derived, BatchNormOptions> {
 public:
  using NormImplBase<D, Derived, BatchNormOptions>::NormImplBase;
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;
};

/// functional::instance_norm as a module, as BatchNorm.
template <size_t D, class Derived>
class InstanceNormImpl : public NormImplBase<D, Derived, InstanceNormOptions> {
 public:
  using NormImplBase<D, Derived, InstanceNormOptions>::NormImplBase;
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;
};

/// Of [N, C] or [N, C, L].
class BatchNorm1dImpl : public BatchNormImplBase<1, BatchNorm1dImpl> {
 public:
  using BatchNormImplBase::BatchNormImplBase;

 protected:
  void _check_input_dim(const Tensor& input) override;
};
TORCH_MODULE(BatchNorm1d);

/// Of [N, C, H, W].
class BatchNorm2dImpl : public BatchNormImplBase<2, BatchNorm2dImpl> {
 public:
  using BatchNormImplBase::BatchNormImplBase;

 protected:
  void _check_input_dim(const Tensor& input) override;
};
TORCH_MODULE(BatchNorm2d);

/// Of [N, C, D, H, W].
class BatchNorm3dImpl : public BatchNormImplBase<3, BatchNorm3dImpl> {
 public:
  using BatchNormImplBase::BatchNormImplBase;

 protected:
  void _check_input_dim(const Tensor& input) override;
};
TORCH_MODULE(BatchNorm3d);

/// Of [N, C, L] or [C, L].
class InstanceNorm1dImpl : public InstanceNormImpl<1, InstanceNorm1dImpl> {
 public:
  using InstanceNormImpl::InstanceNormImpl;

 protected:
  void _check_input_dim(const Tensor& input) override;
};
TORCH_MODULE(InstanceNorm1d);

/// Of [N, C, H, W] or [C, H, W].
class InstanceNorm2dImpl : public InstanceNormImpl<2, InstanceNorm2dImpl> {
 public:
  using InstanceNormImpl::InstanceNormImpl;

 protected:
  void _check_input_dim(const Tensor& input) override;
};
TORCH_MODULE(InstanceNorm2d);

/// Of [N, C, D, H, W] or [C, D, H, W].
class InstanceNorm3dImpl : public InstanceNormImpl<3, InstanceNorm3dImpl> {
 public:
  using InstanceNormImpl::InstanceNormImpl;

 protected:
  void _check_input_dim(const Tensor& input) override;
};
TORCH_MODULE(InstanceNorm3d);

// --- LayerNorm ---

/// Options of LayerNorm; convert from the sizes of the last dimensions.
struct LayerNormOptions {
  LayerNormOptions(std::vector<int64_t> normalized_shape)
      : normalized_shape_(std::move(normalized_shape)) {}
  TORCH_ARG(std::vector<int64_t>, normalized_shape);
  TORCH_ARG(double, eps) = 1e-5;
  TORCH_ARG(bool, elementwise_affine) = true;
};

namespace functional {
/// Options of layer_norm; convert from the sizes of the last dimensions.
struct LayerNormFuncOptions {
  LayerNormFuncOptions(std::vector<int64_t> normalized_shape)
      : normalized_shape_(std::move(normalized_shape)) {}
  TORCH_ARG(std::vector<int64_t>, normalized_shape);
  TORCH_ARG(Tensor, weight);
  TORCH_ARG(Tensor, bias);
  TORCH_ARG(double, eps) = 1e-5;
};
Tensor layer_norm(Traced input, const LayerNormFuncOptions& options);
}  // namespace functional

/// functional::layer_norm as a module; weight starts as 1, bias as 0.
class LayerNormImpl : public CloneableWithOptions<LayerNormImpl, LayerNormOptions> {
 public:
  LayerNormImpl(std::vector<int64_t> normalized_shape)
      : LayerNormImpl(LayerNormOptions(std::move(normalized_shape))) {}
  explicit LayerNormImpl(const LayerNormOptions& options_);
  void reset() override;
  void reset_parameters();
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;

  Tensor weight;
  Tensor bias;
};
TORCH_MODULE(LayerNorm);

// --- GroupNorm ---

/// Options of GroupNorm.
struct GroupNormOptions {
  GroupNormOptions(int64_t num_groups, int64_t num_channels)
      : num_groups_(num_groups), num_channels_(num_channels) {}
  TORCH_ARG(int64_t, num_groups);
  TORCH_ARG(int64_t, num_channels);
  TORCH_ARG(double, eps) = 1e-5;
  TORCH_ARG(bool, affine) = true;
};

namespace functional {
/// Options of group_norm; convert from the number of groups.
struct GroupNormFuncOptions {
  GroupNormFuncOptions(int64_t num_groups) : num_groups_(num_groups) {}
  TORCH_ARG(int64_t, num_groups);
  TORCH_ARG(Tensor, weight);
  TORCH_ARG(Tensor, bias);
  TORCH_ARG(double, eps) = 1e-5;
};
Tensor group_norm(Traced input, const GroupNormFuncOptions& options);
}  // namespace functional

/// functional::group_norm as a module; weight starts as 1, bias as 0.
class GroupNormImpl : public CloneableWithOptions<GroupNormImpl, GroupNormOptions> {
 public:
  GroupNormImpl(int64_t num_groups, int64_t num_channels)
      : GroupNormImpl(GroupNormOptions(num_groups, num_channels)) {}
  explicit GroupNormImpl(const GroupNormOptions& options_);
  void reset() override;
  void reset_parameters();
  Tensor forward(Traced input);
  void pretty_print(std::ostream& stream) const override;

  Tensor weight;
  Tensor bias;
};
TORCH_MODULE(GroupNorm);

// --- normalize ---

namespace functional {
/// Options of normalize.
struct NormalizeFuncOptions {
  TORCH_ARG(double, p) = 2.0;
  TORCH_ARG(int64_t, dim) = 1;
  TORCH_ARG(double, eps) = 1e-12;
};
/// y = x / max(|x|_p along dim, eps).
Tensor normalize(Traced input, const NormalizeFuncOptions& options = {});
}  // namespace functional

}  // namespace glassgrad::nn
