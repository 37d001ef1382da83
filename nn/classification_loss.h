#pragma once
// Losses of probabilities and class ids, each a block: options, function, module. They are averaged
// over the elements or samples unless the options say otherwise. autograd/functions/loss.h has
// their shapes, errors and sources.

#include "cloneable.h"
#include "loss_reduction.h"

namespace glassgrad::nn {

// --- BCELoss ---

/// Options of BCELoss.
struct BCELossOptions {
  using reduction_t = LossReduction;
  TORCH_ARG(Tensor, weight);
  TORCH_ARG(reduction_t, reduction) = kMean;
};

namespace functional {
using BinaryCrossEntropyFuncOptions = BCELossOptions;
/// l = -w (t ln x + (1 - t) ln(1 - x)), x probabilities in [0, 1].
/// @throws Error if input and target differ in shape
Tensor binary_cross_entropy(Traced input, const Tensor& target,
                            const BinaryCrossEntropyFuncOptions& options = {});
}  // namespace functional

/// functional::binary_cross_entropy as a module; the weight is a buffer.
class BCELossImpl : public CloneableWithOptions<BCELossImpl, BCELossOptions> {
 public:
  explicit BCELossImpl(const BCELossOptions& options_ = {});
  Tensor forward(Traced input, const Tensor& target);
  void reset() override;
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(BCELoss);

// --- BCEWithLogitsLoss ---

/// Options of BCEWithLogitsLoss.
struct BCEWithLogitsLossOptions {
  using reduction_t = LossReduction;
  TORCH_ARG(Tensor, weight);
  TORCH_ARG(reduction_t, reduction) = kMean;
  TORCH_ARG(Tensor, pos_weight);
};

namespace functional {
using BinaryCrossEntropyWithLogitsFuncOptions = BCEWithLogitsLossOptions;
/// binary_cross_entropy of sigmoid(x), computed without overflow.
/// @throws Error if input and target differ in shape
Tensor binary_cross_entropy_with_logits(
    Traced input, const Tensor& target,
    const BinaryCrossEntropyWithLogitsFuncOptions& options = {});
}  // namespace functional

/// functional::binary_cross_entropy_with_logits as a module.
class BCEWithLogitsLossImpl
    : public CloneableWithOptions<BCEWithLogitsLossImpl, BCEWithLogitsLossOptions> {
 public:
  explicit BCEWithLogitsLossImpl(const BCEWithLogitsLossOptions& options_ = {});
  Tensor forward(Traced input, const Tensor& target);
  void reset() override;
  void pretty_print(std::ostream& stream) const override;

  Tensor weight;      ///< as in the options, and a buffer
  Tensor pos_weight;  ///< as in the options, and a buffer
};
TORCH_MODULE(BCEWithLogitsLoss);

// --- NLLLoss ---

/// Options of NLLLoss.
struct NLLLossOptions {
  using reduction_t = LossReduction;
  TORCH_ARG(Tensor, weight);
  TORCH_ARG(int64_t, ignore_index) = -100;
  TORCH_ARG(reduction_t, reduction) = kMean;
};

namespace functional {
using NLLLossFuncOptions = NLLLossOptions;
/// l_n = -w[t_n] x[n, t_n], x log-probabilities [N, C], t class ids [N].
Tensor nll_loss(Traced input, const Tensor& target, const NLLLossFuncOptions& options = {});
}  // namespace functional

/// functional::nll_loss as a module.
class NLLLossImpl : public CloneableWithOptions<NLLLossImpl, NLLLossOptions> {
 public:
  explicit NLLLossImpl(const NLLLossOptions& options_ = {});
  Tensor forward(Traced input, const Tensor& target);
  void reset() override;
  void pretty_print(std::ostream& stream) const override;

  Tensor weight;  ///< as in the options, and a buffer
};
TORCH_MODULE(NLLLoss);

// --- CrossEntropyLoss ---

/// Options of CrossEntropyLoss.
struct CrossEntropyLossOptions {
  using reduction_t = LossReduction;
  TORCH_ARG(Tensor, weight);
  TORCH_ARG(int64_t, ignore_index) = -100;
  TORCH_ARG(reduction_t, reduction) = kMean;
  TORCH_ARG(double, label_smoothing) = 0.0;
};

namespace functional {
using CrossEntropyFuncOptions = CrossEntropyLossOptions;
/// nll_loss of log_softmax(x), x [N, C]; t class ids [N] or class probabilities [N, C].
Tensor cross_entropy(Traced input, const Tensor& target,
                     const CrossEntropyFuncOptions& options = {});
}  // namespace functional

/// functional::cross_entropy as a module.
class CrossEntropyLossImpl
    : public CloneableWithOptions<CrossEntropyLossImpl, CrossEntropyLossOptions> {
 public:
  explicit CrossEntropyLossImpl(const CrossEntropyLossOptions& options_ = {});
  Tensor forward(Traced input, const Tensor& target);
  void reset() override;
  void pretty_print(std::ostream& stream) const override;

  Tensor weight;  ///< as in the options, and a buffer
};
TORCH_MODULE(CrossEntropyLoss);

// --- KLDivLoss ---

/// Options of KLDivLoss; convert from a reduction.
struct KLDivLossOptions {
  using reduction_t =
      enumtype::OneOf<enumtype::kNone, enumtype::kBatchMean, enumtype::kSum, enumtype::kMean>;
  KLDivLossOptions() = default;
  template <class Reduction>
  requires std::is_convertible_v<Reduction, reduction_t> KLDivLossOptions(Reduction reduction)
      : reduction_(reduction) {}
  TORCH_ARG(reduction_t, reduction) = kMean;
  TORCH_ARG(bool, log_target) = false;
};

namespace functional {
using KLDivFuncOptions = KLDivLossOptions;
/// l = t (ln t - x), x log-probabilities; kBatchMean divides the sum by the batch size.
Tensor kl_div(Traced input, const Tensor& target, const KLDivFuncOptions& options = {});
}  // namespace functional

/// functional::kl_div as a module.
class KLDivLossImpl : public CloneableWithOptions<KLDivLossImpl, KLDivLossOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced input, const Tensor& target);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(KLDivLoss);

}  // namespace glassgrad::nn
