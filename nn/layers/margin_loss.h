#pragma once
// Losses with a margin between what belongs together and what does not, each a block: options,
// function, module. They are averaged unless the options say otherwise. autograd/functions/loss.h
// has their shapes, errors and sources.

#include <functional>

#include "../cloneable.h"
#include "../loss_reduction.h"

namespace glassgrad::nn {

// --- HingeEmbeddingLoss ---

/// Options of HingeEmbeddingLoss.
struct HingeEmbeddingLossOptions {
  using reduction_t = LossReduction;
  TORCH_ARG(double, margin) = 1.0;
  TORCH_ARG(reduction_t, reduction) = kMean;
};

namespace functional {
using HingeEmbeddingLossFuncOptions = HingeEmbeddingLossOptions;
/// l = x where t = 1, max(0, margin - x) where t = -1.
Tensor hinge_embedding_loss(Traced input, const Tensor& target,
                            const HingeEmbeddingLossFuncOptions& options = {});
}  // namespace functional

/// functional::hinge_embedding_loss as a module.
class HingeEmbeddingLossImpl
    : public CloneableWithOptions<HingeEmbeddingLossImpl, HingeEmbeddingLossOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced input, const Tensor& target);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(HingeEmbeddingLoss);

// --- CosineEmbeddingLoss ---

/// Options of CosineEmbeddingLoss.
struct CosineEmbeddingLossOptions {
  using reduction_t = LossReduction;
  TORCH_ARG(double, margin) = 0.0;
  TORCH_ARG(reduction_t, reduction) = kMean;
};

namespace functional {
using CosineEmbeddingLossFuncOptions = CosineEmbeddingLossOptions;
/// l = 1 - cos(x1, x2) where t = 1, max(0, cos(x1, x2) - margin) where t = -1.
Tensor cosine_embedding_loss(Traced input1, const Tensor& input2, const Tensor& target,
                             const CosineEmbeddingLossFuncOptions& options = {});
}  // namespace functional

/// functional::cosine_embedding_loss as a module.
class CosineEmbeddingLossImpl
    : public CloneableWithOptions<CosineEmbeddingLossImpl, CosineEmbeddingLossOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced input1, const Tensor& input2, const Tensor& target);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(CosineEmbeddingLoss);

// --- MarginRankingLoss ---

/// Options of MarginRankingLoss.
struct MarginRankingLossOptions {
  using reduction_t = LossReduction;
  TORCH_ARG(double, margin) = 0;
  TORCH_ARG(reduction_t, reduction) = kMean;
};

namespace functional {
using MarginRankingLossFuncOptions = MarginRankingLossOptions;
/// l = max(0, -t (x1 - x2) + margin).
/// @throws Error if ranks differ
Tensor margin_ranking_loss(Traced input1, const Tensor& input2, const Tensor& target,
                           const MarginRankingLossFuncOptions& options = {});
}  // namespace functional

/// functional::margin_ranking_loss as a module.
class MarginRankingLossImpl
    : public CloneableWithOptions<MarginRankingLossImpl, MarginRankingLossOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced input1, const Tensor& input2, const Tensor& target);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(MarginRankingLoss);

// --- MultiMarginLoss ---

/// Options of MultiMarginLoss.
struct MultiMarginLossOptions {
  using reduction_t = LossReduction;
  TORCH_ARG(int64_t, p) = 1;
  TORCH_ARG(double, margin) = 1.0;
  TORCH_ARG(Tensor, weight);
  TORCH_ARG(reduction_t, reduction) = kMean;
};

namespace functional {
using MultiMarginLossFuncOptions = MultiMarginLossOptions;
/// l_n = sum over j != t_n of w[t_n] max(0, margin - x[n, t_n] + x[n, j])^p / C.
/// @throws Error unless p is 1 or 2 and the weight has one dimension
Tensor multi_margin_loss(Traced input, const Tensor& target,
                         const MultiMarginLossFuncOptions& options = {});
}  // namespace functional

/// functional::multi_margin_loss as a module.
class MultiMarginLossImpl
    : public CloneableWithOptions<MultiMarginLossImpl, MultiMarginLossOptions> {
 public:
  explicit MultiMarginLossImpl(const MultiMarginLossOptions& options_ = {});
  void reset() override;
  Tensor forward(Traced input, const Tensor& target);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(MultiMarginLoss);

// --- MultiLabelMarginLoss ---

/// Options of MultiLabelMarginLoss; convert from a reduction.
struct MultiLabelMarginLossOptions {
  using reduction_t = LossReduction;
  MultiLabelMarginLossOptions() = default;
  template <class Reduction>
  requires std::is_convertible_v<Reduction, reduction_t> MultiLabelMarginLossOptions(
      Reduction reduction)
      : reduction_(reduction) {}
  TORCH_ARG(reduction_t, reduction) = kMean;
};

namespace functional {
using MultilabelMarginLossFuncOptions = MultiLabelMarginLossOptions;
/// l_n = sum over classes i in t_n and j not in it of max(0, 1 - x[n, i] + x[n, j]) / C.
Tensor multilabel_margin_loss(Traced input, const Tensor& target,
                              const MultilabelMarginLossFuncOptions& options = {});
}  // namespace functional

/// functional::multilabel_margin_loss as a module.
class MultiLabelMarginLossImpl
    : public CloneableWithOptions<MultiLabelMarginLossImpl, MultiLabelMarginLossOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced input, const Tensor& target);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(MultiLabelMarginLoss);

// --- SoftMarginLoss ---

/// Options of SoftMarginLoss; convert from a reduction.
struct SoftMarginLossOptions {
  using reduction_t = LossReduction;
  SoftMarginLossOptions() = default;
  template <class Reduction>
  requires std::is_convertible_v<Reduction, reduction_t> SoftMarginLossOptions(Reduction reduction)
      : reduction_(reduction) {}
  TORCH_ARG(reduction_t, reduction) = kMean;
};

namespace functional {
using SoftMarginLossFuncOptions = SoftMarginLossOptions;
/// l = ln(1 + e^(-t x)).
Tensor soft_margin_loss(Traced input, const Tensor& target,
                        const SoftMarginLossFuncOptions& options = {});
}  // namespace functional

/// functional::soft_margin_loss as a module.
class SoftMarginLossImpl : public CloneableWithOptions<SoftMarginLossImpl, SoftMarginLossOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced input, const Tensor& target);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(SoftMarginLoss);

// --- MultiLabelSoftMarginLoss ---

/// Options of MultiLabelSoftMarginLoss.
struct MultiLabelSoftMarginLossOptions {
  using reduction_t = LossReduction;
  TORCH_ARG(Tensor, weight);
  TORCH_ARG(reduction_t, reduction) = kMean;
};

namespace functional {
using MultilabelSoftMarginLossFuncOptions = MultiLabelSoftMarginLossOptions;
/// l_n = -mean over classes of w (t ln sigmoid(x) + (1 - t) ln sigmoid(-x)).
Tensor multilabel_soft_margin_loss(Traced input, const Tensor& target,
                                   const MultilabelSoftMarginLossFuncOptions& options = {});
}  // namespace functional

/// functional::multilabel_soft_margin_loss as a module.
class MultiLabelSoftMarginLossImpl
    : public CloneableWithOptions<MultiLabelSoftMarginLossImpl, MultiLabelSoftMarginLossOptions> {
 public:
  explicit MultiLabelSoftMarginLossImpl(const MultiLabelSoftMarginLossOptions& options_ = {});
  void reset() override;
  Tensor forward(Traced input, const Tensor& target);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(MultiLabelSoftMarginLoss);

// --- TripletMarginLoss ---

/// Options of TripletMarginLoss.
struct TripletMarginLossOptions {
  using reduction_t = LossReduction;
  TORCH_ARG(double, margin) = 1.0;
  TORCH_ARG(double, p) = 2.0;
  TORCH_ARG(double, eps) = 1e-6;
  TORCH_ARG(bool, swap) = false;  ///< take |p - n| where that is less than |a - n|
  TORCH_ARG(reduction_t, reduction) = kMean;
};

namespace functional {
using TripletMarginLossFuncOptions = TripletMarginLossOptions;
/// l = max(0, |a - p| - |a - n| + margin).
Tensor triplet_margin_loss(Traced anchor, const Tensor& positive, const Tensor& negative,
                           const TripletMarginLossFuncOptions& options = {});
}  // namespace functional

/// functional::triplet_margin_loss as a module.
class TripletMarginLossImpl
    : public CloneableWithOptions<TripletMarginLossImpl, TripletMarginLossOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced anchor, const Tensor& positive, const Tensor& negative);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(TripletMarginLoss);

// --- TripletMarginWithDistanceLoss ---

/// Options of TripletMarginWithDistanceLoss.
struct TripletMarginWithDistanceLossOptions {
  using reduction_t = LossReduction;
  using distance_function_t = std::function<Tensor(const Tensor&, const Tensor&)>;
  TORCH_ARG(optional<distance_function_t>, distance_function) = nullopt;
  TORCH_ARG(double, margin) = 1.0;
  TORCH_ARG(bool, swap) = false;  ///< take d(p, n) where that is less than d(a, n)
  TORCH_ARG(reduction_t, reduction) = kMean;
};

namespace functional {
using TripletMarginWithDistanceLossFuncOptions = TripletMarginWithDistanceLossOptions;
/// l = max(0, d(a, p) - d(a, n) + margin), d by default functional::pairwise_distance.
Tensor triplet_margin_with_distance_loss(
    Traced anchor, const Tensor& positive, const Tensor& negative,
    const TripletMarginWithDistanceLossFuncOptions& options = {});
}  // namespace functional

/// functional::triplet_margin_with_distance_loss as a module.
class TripletMarginWithDistanceLossImpl
    : public CloneableWithOptions<TripletMarginWithDistanceLossImpl,
                                  TripletMarginWithDistanceLossOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced anchor, const Tensor& positive, const Tensor& negative);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(TripletMarginWithDistanceLoss);

}  // namespace glassgrad::nn
