#pragma once

#include "cloneable.h"
#include "loss_options.h"

// Losses as modules: forward(input x, target t), averaged over the elements unless the options say
// otherwise. See autograd/functions/loss.h for shapes, errors and sources.

namespace glassgrad::nn {

/// l = |x - t|.
class L1LossImpl : public Cloneable<L1LossImpl> {
 public:
  explicit L1LossImpl(L1LossOptions options_ = {});
  Tensor forward(Traced input, const Tensor& target);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;

  L1LossOptions options;
};
TORCH_MODULE(L1Loss);

/// l = (x - t)^2.
class MSELossImpl : public Cloneable<MSELossImpl> {
 public:
  explicit MSELossImpl(MSELossOptions options_ = {});
  Tensor forward(Traced input, const Tensor& target);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;

  MSELossOptions options;
};
TORCH_MODULE(MSELoss);

/// l = (x - t)^2 / (2 beta) where |x - t| < beta, else |x - t| - beta / 2.
class SmoothL1LossImpl : public Cloneable<SmoothL1LossImpl> {
 public:
  explicit SmoothL1LossImpl(SmoothL1LossOptions options_ = {});
  Tensor forward(Traced input, const Tensor& target);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;

  SmoothL1LossOptions options;
};
TORCH_MODULE(SmoothL1Loss);

/// l = (x - t)^2 / 2 where |x - t| < delta, else delta (|x - t| - delta / 2).
class HuberLossImpl : public Cloneable<HuberLossImpl> {
 public:
  explicit HuberLossImpl(HuberLossOptions options_ = {});
  Tensor forward(Traced input, const Tensor& target);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;

  HuberLossOptions options;
};
TORCH_MODULE(HuberLoss);

/// l = t (ln t - x), x log-probabilities; kBatchMean divides the sum by the batch size.
class KLDivLossImpl : public Cloneable<KLDivLossImpl> {
 public:
  explicit KLDivLossImpl(KLDivLossOptions options_ = {});
  Tensor forward(Traced input, const Tensor& target);
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;

  KLDivLossOptions options;
};
TORCH_MODULE(KLDivLoss);

/// l = -w (t ln x + (1 - t) ln(1 - x)), x probabilities in [0, 1].
class BCELossImpl : public Cloneable<BCELossImpl> {
 public:
  explicit BCELossImpl(BCELossOptions options_ = {});
  Tensor forward(Traced input, const Tensor& target);
  void reset() override;
  void pretty_print(std::ostream& stream) const override;

  BCELossOptions options;
};
TORCH_MODULE(BCELoss);

/// BCELoss of sigmoid(x), computed without overflow.
class BCEWithLogitsLossImpl : public Cloneable<BCEWithLogitsLossImpl> {
 public:
  explicit BCEWithLogitsLossImpl(BCEWithLogitsLossOptions options_ = {});
  Tensor forward(Traced input, const Tensor& target);
  void reset() override;
  void pretty_print(std::ostream& stream) const override;

  BCEWithLogitsLossOptions options;
  Tensor weight;      ///< as in the options, and a buffer
  Tensor pos_weight;  ///< as in the options, and a buffer
};
TORCH_MODULE(BCEWithLogitsLoss);

/// l_n = -w[t_n] x[n, t_n], x log-probabilities [N, C], t class ids [N].
class NLLLossImpl : public Cloneable<NLLLossImpl> {
 public:
  explicit NLLLossImpl(NLLLossOptions options_ = {});
  Tensor forward(Traced input, const Tensor& target);
  void reset() override;
  void pretty_print(std::ostream& stream) const override;

  NLLLossOptions options;
  Tensor weight;  ///< as in the options, and a buffer
};
TORCH_MODULE(NLLLoss);

/// NLLLoss of log_softmax(x), x [N, C]; t class ids [N] or class probabilities [N, C].
class CrossEntropyLossImpl : public Cloneable<CrossEntropyLossImpl> {
 public:
  explicit CrossEntropyLossImpl(CrossEntropyLossOptions options_ = {});
  Tensor forward(Traced input, const Tensor& target);
  void reset() override;
  void pretty_print(std::ostream& stream) const override;

  CrossEntropyLossOptions options;
  Tensor weight;  ///< as in the options, and a buffer
};
TORCH_MODULE(CrossEntropyLoss);

}  // namespace glassgrad::nn
