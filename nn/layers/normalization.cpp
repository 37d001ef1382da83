// Normalisation: of each kind the function, then the module's construction, forward and how it
// prints.
#include "nn/layers/normalization.h"

#include <string>

#include "autograd/base/check.h"
#include "autograd/functions.h"
#include "autograd/functions/normalization.h"
#include "nn/init.h"
#include "nn/print.h"

namespace glassgrad::nn {

// --- functions ---

Tensor functional::batch_norm(Traced traced, const Tensor& running_mean, const Tensor& running_var,
                              const BatchNormFuncOptions& options) {
  const IntArrayRef sizes = traced.enter().sizes();
  if (options.training()) {
    check(sizes.size() >= 2, "Expected at least 2 input dimensions, but got {}", sizes.size());
    int64_t each = sizes[0];
    for (size_t d = 2; d < sizes.size(); ++d) each *= sizes[d];
    check(each != 1, "Expected more than 1 value per channel when training, got input size {}",
          sizes);
  }
  return glassgrad::batch_norm(traced, options.weight(), options.bias(), running_mean, running_var,
                               options.training(), options.momentum().value_or(0), options.eps());
}

Tensor functional::instance_norm(Traced input, const InstanceNormFuncOptions& options) {
  return glassgrad::instance_norm(input, options.weight(), options.bias(), options.running_mean(),
                                  options.running_var(), options.use_input_stats(),
                                  options.momentum(), options.eps());
}

Tensor functional::layer_norm(Traced input, const LayerNormFuncOptions& options) {
  return glassgrad::layer_norm(input, options.normalized_shape(), options.weight(), options.bias(),
                               options.eps());
}

Tensor functional::group_norm(Traced input, const GroupNormFuncOptions& options) {
  return glassgrad::group_norm(input, options.num_groups(), options.weight(), options.bias(),
                               options.eps());
}

Tensor functional::normalize(Traced traced, const NormalizeFuncOptions& options) {
  const Tensor& input = traced.enter();
  const Tensor norm = input.norm(Scalar(options.p()), options.dim(), true);
  return input / norm.clamp_min(options.eps()).expand_as(input);
}

// --- BatchNorm and InstanceNorm ---

template <size_t D, class Derived, class Options>
NormImplBase<D, Derived, Options>::NormImplBase(const Options& options_)
    : CloneableWithOptions<Derived, Options>(options_) {
  NormImplBase::reset();
}

template <size_t D, class Derived, class Options>
void NormImplBase<D, Derived, Options>::reset() {
  const Options& o = this->options;
  const auto parameter = [&] {
    return o.affine() ? glassgrad::empty({o.num_features()}) : Tensor();
  };
  weight = this->register_parameter("weight", parameter(), o.affine());
  bias = this->register_parameter("bias", parameter(), o.affine());
  const bool tracks = o.track_running_stats();
  running_mean =
      this->register_buffer("running_mean", tracks ? zeros({o.num_features()}) : Tensor());
  running_var = this->register_buffer("running_var", tracks ? ones({o.num_features()}) : Tensor());
  num_batches_tracked =
      this->register_buffer("num_batches_tracked", tracks ? zeros({}, kLong) : Tensor());
  reset_parameters();
}

template <size_t D, class Derived, class Options>
void NormImplBase<D, Derived, Options>::reset_running_stats() {
  if (!this->options.track_running_stats()) return;
  running_mean.zero_();
  running_var.fill_(1);
  num_batches_tracked.zero_();
}

template <size_t D, class Derived, class Options>
void NormImplBase<D, Derived, Options>::reset_parameters() {
  reset_running_stats();
  if (!this->options.affine()) return;
  init::ones_(weight);
  init::zeros_(bias);
}

template <size_t D, class Derived>
Tensor BatchNormImplBase<D, Derived>::forward(Traced input) {
  this->_check_input_dim(input.enter());
  const BatchNormOptions& o = this->options;
  double momentum = o.momentum().value_or(0);
  const bool counts =
      this->is_training() && o.track_running_stats() && this->num_batches_tracked.defined();
  if (counts && !o.momentum())
    momentum = 1 / (this->num_batches_tracked.template item<double>() + 1);
  const Tensor y =
      functional::batch_norm(input, this->running_mean, this->running_var,
                             functional::BatchNormFuncOptions()
                                 .weight(this->weight)
                                 .bias(this->bias)
                                 .training(this->is_training() || !o.track_running_stats())
                                 .momentum(momentum)
                                 .eps(o.eps()));
  if (counts) this->num_batches_tracked += 1;  // what throws is no batch
  return y;
}

template <size_t D, class Derived>
void BatchNormImplBase<D, Derived>::pretty_print(std::ostream& stream) const {
  const BatchNormOptions& o = this->options;
  Printer text(stream, ("BatchNorm" + std::to_string(D) + 'd').c_str());
  text.value(o.num_features()).value("eps", o.eps());
  if (o.momentum())
    text.value("momentum", *o.momentum());
  else
    text.value("momentum", "None");
  text.value("affine", o.affine()).value("track_running_stats", o.track_running_stats());
}

template <size_t D, class Derived>
Tensor InstanceNormImpl<D, Derived>::forward(Traced input) {
  this->_check_input_dim(input.enter());
  const InstanceNormOptions& o = this->options;
  return functional::instance_norm(
      input, functional::InstanceNormFuncOptions()
                 .running_mean(this->running_mean)
                 .running_var(this->running_var)
                 .weight(this->weight)
                 .bias(this->bias)
                 .use_input_stats(this->is_training() || !o.track_running_stats())
                 .momentum(o.momentum())
                 .eps(o.eps()));
}

template <size_t D, class Derived>
void InstanceNormImpl<D, Derived>::pretty_print(std::ostream& stream) const {
  const InstanceNormOptions& o = this->options;
  Printer(stream, ("InstanceNorm" + std::to_string(D) + 'd').c_str())
      .value(o.num_features())
      .value("eps", o.eps())
      .value("momentum", o.momentum())
      .value("affine", o.affine())
      .value("track_running_stats", o.track_running_stats());
}

namespace {

/// "expected 2D or 3D input (got 4D input)"
void check_rank(const Tensor& input, int64_t least, int64_t most) {
  check(input.dim() >= least && input.dim() <= most, "expected {}{}D input (got {}D input)",
        least == most ? "" : std::to_string(least) + "D or ", most, input.dim());
}

}  // namespace

void BatchNorm1dImpl::_check_input_dim(const Tensor& input) { check_rank(input, 2, 3); }
void BatchNorm2dImpl::_check_input_dim(const Tensor& input) { check_rank(input, 4, 4); }
void BatchNorm3dImpl::_check_input_dim(const Tensor& input) { check_rank(input, 5, 5); }
void InstanceNorm1dImpl::_check_input_dim(const Tensor& input) { check_rank(input, 2, 3); }
void InstanceNorm2dImpl::_check_input_dim(const Tensor& input) { check_rank(input, 3, 4); }
void InstanceNorm3dImpl::_check_input_dim(const Tensor& input) { check_rank(input, 4, 5); }

template class NormImplBase<1, BatchNorm1dImpl, BatchNormOptions>;
template class BatchNormImplBase<1, BatchNorm1dImpl>;
template class NormImplBase<1, InstanceNorm1dImpl, InstanceNormOptions>;
template class InstanceNormImpl<1, InstanceNorm1dImpl>;
template class NormImplBase<2, BatchNorm2dImpl, BatchNormOptions>;
template class BatchNormImplBase<2, BatchNorm2dImpl>;
template class NormImplBase<2, InstanceNorm2dImpl, InstanceNormOptions>;
template class InstanceNormImpl<2, InstanceNorm2dImpl>;
template class NormImplBase<3, BatchNorm3dImpl, BatchNormOptions>;
template class BatchNormImplBase<3, BatchNorm3dImpl>;
template class NormImplBase<3, InstanceNorm3dImpl, InstanceNormOptions>;
template class InstanceNormImpl<3, InstanceNorm3dImpl>;

// --- LayerNorm ---

LayerNormImpl::LayerNormImpl(const LayerNormOptions& options_) : CloneableWithOptions(options_) {
  LayerNormImpl::reset();
}

void LayerNormImpl::reset() {
  const auto parameter = [&] {
    return options.elementwise_affine() ? glassgrad::empty(options.normalized_shape()) : Tensor();
  };
  weight = register_parameter("weight", parameter(), options.elementwise_affine());
  bias = register_parameter("bias", parameter(), options.elementwise_affine());
  reset_parameters();
}

void LayerNormImpl::reset_parameters() {
  if (!options.elementwise_affine()) return;
  init::ones_(weight);
  init::zeros_(bias);
}

Tensor LayerNormImpl::forward(Traced input) {
  return glassgrad::layer_norm(input, options.normalized_shape(), weight, bias, options.eps());
}

void LayerNormImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "LayerNorm")
      .value(IntArrayRef(options.normalized_shape()))
      .value("eps", options.eps())
      .value("elementwise_affine", options.elementwise_affine());
}

// --- GroupNorm ---

GroupNormImpl::GroupNormImpl(const GroupNormOptions& options_) : CloneableWithOptions(options_) {
  GroupNormImpl::reset();
}

void GroupNormImpl::reset() {
  const auto parameter = [&] {
    return options.affine() ? glassgrad::empty({options.num_channels()}) : Tensor();
  };
  weight = register_parameter("weight", parameter(), options.affine());
  bias = register_parameter("bias", parameter(), options.affine());
  reset_parameters();
}

void GroupNormImpl::reset_parameters() {
  if (!options.affine()) return;
  init::ones_(weight);
  init::zeros_(bias);
}

Tensor GroupNormImpl::forward(Traced input) {
  return glassgrad::group_norm(input, options.num_groups(), weight, bias, options.eps());
}

void GroupNormImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "GroupNorm")
      .value(options.num_groups())
      .value(options.num_channels())
      .value("eps", options.eps())
      .value("affine", options.affine());
}

}  // namespace glassgrad::nn
