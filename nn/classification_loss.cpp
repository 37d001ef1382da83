// Losses of probabilities: of each the function, then the module's construction, forward and how it
// prints.
#include "nn/classification_loss.h"

#include "autograd/base/check.h"
#include "autograd/functions.h"
#include "nn/print.h"

namespace glassgrad::nn {

// --- BCELoss ---

Tensor functional::binary_cross_entropy(Traced traced, const Tensor& target,
                                        const BinaryCrossEntropyFuncOptions& options) {
  const Tensor& input = traced.enter();
  check(target.sizes() == input.sizes(),
        "Using a target size ({}) that is different to the input size ({}) is deprecated. Please "
        "ensure they have the same size.",
        target.sizes(), input.sizes());
  const Tensor& weight = options.weight();
  return glassgrad::binary_cross_entropy(input, target,
                                         weight.defined() ? weight.expand_as(target) : weight,
                                         options.reduction().index());
}
BCELossImpl::BCELossImpl(const BCELossOptions& options_) : CloneableWithOptions(options_) {
  BCELossImpl::reset();
}
void BCELossImpl::reset() { register_buffer("weight", options.weight()); }
Tensor BCELossImpl::forward(Traced input, const Tensor& target) {
  return functional::binary_cross_entropy(input, target, options);
}
void BCELossImpl::pretty_print(std::ostream& stream) const { Printer(stream, "BCELoss"); }

// --- BCEWithLogitsLoss ---

Tensor functional::binary_cross_entropy_with_logits(
    Traced traced, const Tensor& target, const BinaryCrossEntropyWithLogitsFuncOptions& options) {
  const Tensor& input = traced.enter();
  check(target.sizes() == input.sizes(), "Target size ({}) must be the same as input size ({})",
        target.sizes(), input.sizes());
  return glassgrad::binary_cross_entropy_with_logits(
      input, target, options.weight(), options.pos_weight(), options.reduction().index());
}
BCEWithLogitsLossImpl::BCEWithLogitsLossImpl(const BCEWithLogitsLossOptions& options_)
    : CloneableWithOptions(options_) {
  BCEWithLogitsLossImpl::reset();
}
void BCEWithLogitsLossImpl::reset() {
  weight = register_buffer("weight", options.weight());
  pos_weight = register_buffer("pos_weight", options.pos_weight());
}
Tensor BCEWithLogitsLossImpl::forward(Traced input, const Tensor& target) {
  return functional::binary_cross_entropy_with_logits(input, target, options);
}
void BCEWithLogitsLossImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "BCEWithLogitsLoss");
}

// --- NLLLoss ---

Tensor functional::nll_loss(Traced input, const Tensor& target, const NLLLossFuncOptions& options) {
  return glassgrad::nll_loss(input, target, options.weight(), options.reduction().index(),
                             options.ignore_index());
}
NLLLossImpl::NLLLossImpl(const NLLLossOptions& options_) : CloneableWithOptions(options_) {
  NLLLossImpl::reset();
}
void NLLLossImpl::reset() { weight = register_buffer("weight", options.weight()); }
Tensor NLLLossImpl::forward(Traced input, const Tensor& target) {
  return functional::nll_loss(input, target, options);
}
void NLLLossImpl::pretty_print(std::ostream& stream) const { Printer(stream, "NLLLoss"); }

// --- CrossEntropyLoss ---

Tensor functional::cross_entropy(Traced input, const Tensor& target,
                                 const CrossEntropyFuncOptions& options) {
  return glassgrad::cross_entropy_loss(input, target, options.weight(), options.reduction().index(),
                                       options.ignore_index(), options.label_smoothing());
}
CrossEntropyLossImpl::CrossEntropyLossImpl(const CrossEntropyLossOptions& options_)
    : CloneableWithOptions(options_) {
  CrossEntropyLossImpl::reset();
}
void CrossEntropyLossImpl::reset() { weight = register_buffer("weight", options.weight()); }
Tensor CrossEntropyLossImpl::forward(Traced input, const Tensor& target) {
  return functional::cross_entropy(input, target, options);
}
void CrossEntropyLossImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "CrossEntropyLoss");
}

// --- KLDivLoss ---

Tensor functional::kl_div(Traced traced, const Tensor& target, const KLDivFuncOptions& options) {
  const Tensor& input = traced.enter();
  const KLDivLossOptions::reduction_t reduction = options.reduction();
  if (reduction.is<enumtype::kMean>())
    warn(
        "kl_div: reduction 'mean' divides the sum by the number of elements; the divergence of "
        "the batch is the sum divided by the batch size, reduction 'batchmean'.");
  if (reduction.is<enumtype::kBatchMean>()) {
    const Tensor sum = glassgrad::kl_div(input, target, Reduction::Sum, options.log_target());
    return input.dim() == 0 ? sum : sum / input.size(0);
  }
  const int64_t how = reduction.is<enumtype::kNone>()  ? Reduction::None
                      : reduction.is<enumtype::kSum>() ? Reduction::Sum
                                                       : Reduction::Mean;
  return glassgrad::kl_div(input, target, how, options.log_target());
}
Tensor KLDivLossImpl::forward(Traced input, const Tensor& target) {
  return functional::kl_div(input, target, options);
}
void KLDivLossImpl::pretty_print(std::ostream& stream) const { Printer(stream, "KLDivLoss"); }

}  // namespace glassgrad::nn
