#pragma once
// The loss of a sequence of symbols drawn at unknown times: options, function, module.

#include "../cloneable.h"
#include "../loss_reduction.h"

namespace glassgrad::nn {

/// Options of CTCLoss.
struct CTCLossOptions {
  using reduction_t = LossReduction;
  TORCH_ARG(int64_t, blank) = 0;
  TORCH_ARG(reduction_t, reduction) = kMean;  ///< the mean of each loss / its target's length
  TORCH_ARG(bool, zero_infinity) = false;     ///< targets that do not fit count as 0
};

namespace functional {
using CTCLossFuncOptions = CTCLossOptions;
/// Connectionist temporal classification; see glassgrad::ctc_loss.
/// @param log_probs  [T, N, C], results of log_softmax  @param targets  [N, S], or one-dimensional
Tensor ctc_loss(Traced log_probs, const Tensor& targets, const Tensor& input_lengths,
                const Tensor& target_lengths, const CTCLossFuncOptions& options = {});
}  // namespace functional

/// functional::ctc_loss as a module.
class CTCLossImpl : public CloneableWithOptions<CTCLossImpl, CTCLossOptions> {
 public:
  using CloneableWithOptions::CloneableWithOptions;
  Tensor forward(Traced log_probs, const Tensor& targets, const Tensor& input_lengths,
                 const Tensor& target_lengths);
  void pretty_print(std::ostream& stream) const override;
};
TORCH_MODULE(CTCLoss);

}  // namespace glassgrad::nn
