// Losses with a margin: of each the function, then the module's construction, forward and how it
// prints.
#include "nn/layers/margin_loss.h"

#include "autograd/base/check.h"
#include "autograd/functions.h"
#include "autograd/ops/pointwise/loss.h"
#include "nn/layers/distance.h"
#include "nn/print.h"

namespace glassgrad::nn {
// --- HingeEmbeddingLoss ---

Tensor functional::hinge_embedding_loss(Traced input, const Tensor& target,
                                        const HingeEmbeddingLossFuncOptions& options) {
  return glassgrad::hinge_embedding_loss(input, target, options.margin(),
                                         options.reduction().index());
}
Tensor HingeEmbeddingLossImpl::forward(Traced input, const Tensor& target) {
  return functional::hinge_embedding_loss(input, target, options);
}
void HingeEmbeddingLossImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "HingeEmbeddingLoss").value("margin", options.margin());
}

// --- CosineEmbeddingLoss ---

Tensor functional::cosine_embedding_loss(Traced input1, const Tensor& input2, const Tensor& target,
                                         const CosineEmbeddingLossFuncOptions& options) {
  return glassgrad::cosine_embedding_loss(input1, input2, target, options.margin(),
                                          options.reduction().index());
}
Tensor CosineEmbeddingLossImpl::forward(Traced input1, const Tensor& input2, const Tensor& target) {
  return functional::cosine_embedding_loss(input1, input2, target, options);
}
void CosineEmbeddingLossImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "CosineEmbeddingLoss").value("margin", options.margin());
}

// --- MarginRankingLoss ---

Tensor functional::margin_ranking_loss(Traced input1, const Tensor& input2, const Tensor& target,
                                       const MarginRankingLossFuncOptions& options) {
  input1.enter();
  check(input1.tensor.dim() == input2.dim() && input2.dim() == target.dim(),
        "margin_ranking_loss : All input tensors should have same dimension but got sizes: input1: "
        "{}, input2: {}, target: {}",
        input1.tensor.sizes(), input2.sizes(), target.sizes());
  return glassgrad::margin_ranking_loss(input1, input2, target, options.margin(),
                                        options.reduction().index());
}
Tensor MarginRankingLossImpl::forward(Traced input1, const Tensor& input2, const Tensor& target) {
  return functional::margin_ranking_loss(input1, input2, target, options);
}
void MarginRankingLossImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "MarginRankingLoss");
}

// --- MultiMarginLoss ---

namespace {

const char* name_of(LossReduction reduction) {
  return reduction.is<enumtype::kMean>()  ? "kMean"
         : reduction.is<enumtype::kSum>() ? "kSum"
                                          : "kNone";
}

void check_options(const MultiMarginLossOptions& options) {
  check_after_latest_call(options.p() == 1 || options.p() == 2,
                          "only p == 1 and p == 2 supported\n  in multi_margin_loss");
  check_after_latest_call(!options.weight().defined() || options.weight().dim() == 1,
                          "weight must be one-dimensional\n  in multi_margin_loss");
}

}  // namespace

Tensor functional::multi_margin_loss(Traced input, const Tensor& target,
                                     const MultiMarginLossFuncOptions& options) {
  input.enter();
  check_options(options);
  return glassgrad::multi_margin_loss(input, target, options.p(), options.margin(),
                                      options.weight(), options.reduction().index());
}
MultiMarginLossImpl::MultiMarginLossImpl(const MultiMarginLossOptions& options_)
    : CloneableWithOptions(options_) {
  MultiMarginLossImpl::reset();
}
void MultiMarginLossImpl::reset() {
  check_options(options);
  register_buffer("weight", options.weight());
}
Tensor MultiMarginLossImpl::forward(Traced input, const Tensor& target) {
  return functional::multi_margin_loss(input, target, options);
}
void MultiMarginLossImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "MultiMarginLoss")
      .value("p", options.p())
      .value("margin", options.margin())
      .value("weight", options.weight())
      .value("reduction", name_of(options.reduction()));
}

// --- MultiLabelMarginLoss ---

Tensor functional::multilabel_margin_loss(Traced input, const Tensor& target,
                                          const MultilabelMarginLossFuncOptions& options) {
  return glassgrad::multilabel_margin_loss(input, target, options.reduction().index());
}
Tensor MultiLabelMarginLossImpl::forward(Traced input, const Tensor& target) {
  return functional::multilabel_margin_loss(input, target, options);
}
void MultiLabelMarginLossImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "MultiLabelMarginLoss");
}

// --- SoftMarginLoss ---

Tensor functional::soft_margin_loss(Traced input, const Tensor& target,
                                    const SoftMarginLossFuncOptions& options) {
  return glassgrad::soft_margin_loss(input, target, options.reduction().index());
}
Tensor SoftMarginLossImpl::forward(Traced input, const Tensor& target) {
  return functional::soft_margin_loss(input, target, options);
}
void SoftMarginLossImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "SoftMarginLoss");
}

// --- MultiLabelSoftMarginLoss ---

Tensor functional::multilabel_soft_margin_loss(Traced traced, const Tensor& target,
                                               const MultilabelSoftMarginLossFuncOptions& options) {
  const Tensor& x = traced.enter();
  Tensor loss = -(target * log_sigmoid(x) + (1 - target) * log_sigmoid(-x));
  if (options.weight().defined()) loss = loss * options.weight();
  return reduced(loss.sum(x.dim() - 1) / x.size(-1), to_reduce(options.reduction().index()));
}
MultiLabelSoftMarginLossImpl::MultiLabelSoftMarginLossImpl(
    const MultiLabelSoftMarginLossOptions& options_)
    : CloneableWithOptions(options_) {
  MultiLabelSoftMarginLossImpl::reset();
}
void MultiLabelSoftMarginLossImpl::reset() { register_buffer("weight", options.weight()); }
Tensor MultiLabelSoftMarginLossImpl::forward(Traced traced, const Tensor& target) {
  return functional::multilabel_soft_margin_loss(traced, target, options);
}
void MultiLabelSoftMarginLossImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "MultiLabelSoftMarginLoss");
}

// --- TripletMarginLoss ---

Tensor functional::triplet_margin_loss(Traced anchor, const Tensor& positive,
                                       const Tensor& negative,
                                       const TripletMarginLossFuncOptions& options) {
  return glassgrad::triplet_margin_loss(anchor, positive, negative, options.margin(), options.p(),
                                        options.eps(), options.swap(), options.reduction().index());
}
Tensor TripletMarginLossImpl::forward(Traced anchor, const Tensor& positive,
                                      const Tensor& negative) {
  return functional::triplet_margin_loss(anchor, positive, negative, options);
}
void TripletMarginLossImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "TripletMarginLoss")
      .value("margin", options.margin())
      .value("p", options.p())
      .value("eps", options.eps())
      .value("swap", options.swap());
}

// --- TripletMarginWithDistanceLoss ---

Tensor functional::triplet_margin_with_distance_loss(
    Traced traced, const Tensor& positive, const Tensor& negative,
    const TripletMarginWithDistanceLossFuncOptions& options) {
  const Tensor& anchor = traced.enter();
  const auto distance = [&](const Tensor& a, const Tensor& b) {
    return options.distance_function() ? (*options.distance_function())(a, b)
                                       : pairwise_distance(a, b, PairwiseDistanceFuncOptions());
  };
  const Tensor near = distance(anchor, positive);
  Tensor far = distance(anchor, negative);
  if (options.swap()) far = minimum(far, distance(positive, negative));
  return reduced((near - far + options.margin()).clamp_min(0),
                 to_reduce(options.reduction().index()));
}
Tensor TripletMarginWithDistanceLossImpl::forward(Traced traced, const Tensor& positive,
                                                  const Tensor& negative) {
  return functional::triplet_margin_with_distance_loss(traced, positive, negative, options);
}
void TripletMarginWithDistanceLossImpl::pretty_print(std::ostream& stream) const {
  Printer(stream, "TripletMarginWithDistanceLoss")
      .value("margin", options.margin())
      .value("swap", options.swap());
}

}  // namespace glassgrad::nn
